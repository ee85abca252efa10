// scene.c -- events, made from what a step has changed.
#include "stepping/scene.h"

#include <stdio.h>
#include <string.h>

#include "stepping/lines.h"
#include "stepping/scene_words.h"
#include "stepping/turn.h"

enum {
  FIRST_SLOT = 2,
  THINGS = 4096,  // objects shown; of more the rest is one
};

// A thread's message: its latest operation.
typedef struct Letter {
  u64 sequence;  // 0: none yet
  u64 to;        // an actor
  bool lies;     // in the mailbox of a condition
  bool blocked;  // it was said that the thread waits
  OpKind kind;
  u64 place;
} Letter;

static struct {
  SceneListener *listener;
  u64 hash;
  u64 step;
  int told;  // threads told of
  Letter letters[PLAN_THREADS];
  bool ended[PLAN_THREADS];
  u64 things[THINGS];        // their addresses
  u64 thing_states[THINGS];  // a hash of what was told of each
  u64 thread_states[PLAN_THREADS];
  size_t thing_count;
  Choice choice;  // of the step under way
  bool open;      // there is one
} scene;

static u64 ref_of(u64 slot) {
  return slot << 30 | 1;
}

static u64 thread_ref(int thread) {
  return ref_of(FIRST_SLOT + (u64)thread);
}

static void tell(Event event) {
  event.step = scene.step;
  event.time = world->time;
  scene.hash = event_hash(scene.hash, &event);
  scene.listener(&event);
}

// ---- Who and what ----

static size_t alike_before(size_t thing, const char *kind) {
  size_t count = 1;
  for (size_t i = 0; i < thing; i++) {
    count += strcmp(words_kind(scene.things[i]), kind) == 0;
  }
  return count;
}

static u64 thing_ref(u64 address) {
  for (size_t i = 0; i < scene.thing_count; i++) {
    if (scene.things[i] == address) {
      return ref_of(FIRST_SLOT + PLAN_THREADS + i);
    }
  }
  if (scene.thing_count == THINGS) {
    return ref_of(FIRST_SLOT + PLAN_THREADS + THINGS - 1);
  }
  char label[WORDS_LABEL];
  size_t thing = scene.thing_count++;
  scene.things[thing] = address;
  words_thing(address, alike_before(thing, words_kind(address)), label);
  u64 ref = ref_of(FIRST_SLOT + PLAN_THREADS + thing);
  tell((Event){.kind = EVENT_SPAWNED,
               .actor = ref,
               .other = thread_ref(0),
               .name = label,
               .text = words_kind(address)});
  return ref;
}

// Whom an operation is done to.
static u64 receiver_of(const Task *task) {
  const Op *op = &task->op;
  if (op->kind == OP_JOIN) {
    return thread_ref(op->target);
  }
  return op->object != 0 && op->kind != OP_BEGIN ? thing_ref(op->object)
                                                 : thread_ref(task->id);
}

// ---- What a step did ----

static MessageId id_of(int thread) {
  return (MessageId){thread_ref(thread), scene.letters[thread].sequence};
}

static void tell_thread(const Task *task) {
  char label[WORDS_LABEL];
  words_thread(task, label);
  tell((Event){.kind = EVENT_SPAWNED,
               .actor = thread_ref(task->id),
               .other = task->id == 0 ? 0 : thread_ref(0),
               .name = label,
               .text = "thread"});
  tell((Event){
      .kind = EVENT_STARTED, .actor = thread_ref(task->id), .text = "{}"});
}

// The thread has come to something new to do.
static void announce(const Task *task) {
  Letter *letter = &scene.letters[task->id];
  char text[WORDS_TEXT];
  letter->kind = task->op.kind;
  letter->place = task->op.place;
  letter->to = receiver_of(task);
  letter->lies = false;
  letter->blocked = false;
  letter->sequence++;
  words_op(letter->kind, letter->place, text);
  tell((Event){.kind = EVENT_SENT,
               .actor = thread_ref(task->id),
               .other = letter->to,
               .id = id_of(task->id),
               .name = op_name(letter->kind),
               .text = text});
}

// It was done, or the wait it stood for is over.
static void tell_done(int thread) {
  Letter *letter = &scene.letters[thread];
  if (!letter->lies) {
    tell((Event){.kind = EVENT_FLUSHED,
                 .actor = letter->to,
                 .other = thread_ref(thread),
                 .id = id_of(thread)});
  }
  if (letter->kind == OP_WAIT && !letter->lies) {
    letter->lies = true;
    return;
  }
  letter->lies = false;
  tell((Event){.kind = EVENT_TAKEN,
               .actor = letter->to,
               .other = thread_ref(thread),
               .id = id_of(thread)});
  tell((Event){.kind = EVENT_HANDLED,
               .actor = letter->to,
               .other = thread_ref(thread),
               .id = id_of(thread),
               .name = op_name(letter->kind)});
}

// Says the state if it is not what was said before.
static void tell_state(u64 ref, u64 *said, const char *text) {
  Event event = {.kind = EVENT_STARTED, .actor = ref, .text = text};
  u64 hash = event_hash(0, &event);
  if (hash != *said) {
    *said = hash;
    tell(event);
  }
}

static void tell_states(void) {
  char text[WORDS_TEXT];
  for (int i = 0; i < world->task_count; i++) {
    words_state(&world->tasks[i], text);
    tell_state(thread_ref(i), &scene.thread_states[i], text);
  }
  for (size_t i = 0; i < scene.thing_count; i++) {
    words_object(scene.things[i], text);
    tell_state(ref_of(FIRST_SLOT + PLAN_THREADS + i), &scene.thing_states[i],
               text);
  }
}

static bool is_new(const Task *task) {
  const Letter *letter = &scene.letters[task->id];
  bool waits = letter->lies && task->op.kind == OP_WOKEN;
  return !waits && (letter->sequence == 0 || task->announced != task->points);
}

static void tell_waits(const Task *task) {
  Letter *letter = &scene.letters[task->id];
  bool blocked = !turn_can_come(task) && !task->ended;
  const Object *object = object_find(task->op.object);
  if (blocked && !letter->blocked) {
    u64 other = task->op.kind == OP_JOIN ? thread_ref(task->op.target)
                : object != NULL && object->owner != NOBODY
                    ? thread_ref(object->owner)
                    : letter->to;
    tell((Event){.kind = EVENT_BLOCKED,
                 .actor = thread_ref(task->id),
                 .other = other,
                 .number = 2,
                 .text = op_name(task->op.kind)});
  } else if (!blocked && letter->blocked) {
    tell((Event){.kind = EVENT_WOKEN, .actor = thread_ref(task->id)});
  }
  letter->blocked = blocked;
}

void scene_settle(void) {
  bool is_store = scene.open && scene.choice.how >= HOW_STORE &&
                  scene.choice.how < HOW_WAITER;
  if (scene.open && !is_store) {
    tell_done(scene.choice.thread);
  }
  for (; scene.told < world->task_count; scene.told++) {
    tell_thread(&world->tasks[scene.told]);
  }
  for (int i = 0; i < world->task_count; i++) {
    Task *task = &world->tasks[i];
    if (task->ended && !scene.ended[i]) {
      scene.ended[i] = true;
      tell((Event){.kind = EVENT_STOPPED,
                   .actor = thread_ref(i),
                   .text = "it has returned"});
    } else if (!task->ended && is_new(task)) {
      if (scene.letters[i].lies) {
        tell_done(i);
      }
      task->announced = task->points;
      announce(task);
    }
    tell_waits(task);
  }
  tell_states();
  if (scene.open) {
    scene.open = false;
    tell((Event){.kind = EVENT_STEPPED, .number = scene.hash});
  }
}

Event scene_option(Choice choice, char *text, size_t size) {
  const Task *task = &world->tasks[choice.thread];
  Line line = line_of(task->op.place);
  const char *how = choice.how == HOW_TIMEOUT    ? " (its time is up)"
                    : choice.how == HOW_SPURIOUS ? " (wakes for nothing)"
                    : choice.how >= HOW_WAITER   ? " (wakes another)"
                    : choice.how >= HOW_STORE    ? " (a store arrives)"
                                                 : "";
  ignore(snprintf(text, size, "%s at %.100s:%u%s: %.120s",
                  op_name(task->op.kind), line_file(&line), line.number, how,
                  line.text));
  return (Event){.kind = EVENT_OPTION,
                 .actor = thread_ref(choice.thread),
                 .other = scene.letters[choice.thread].to,
                 .id = id_of(choice.thread),
                 .name = "turn",
                 .text = text};
}

void scene_begin(Choice choice, size_t index) {
  char text[WORDS_TEXT];
  scene.step++;
  scene.choice = choice;
  scene.open = true;
  Event event = scene_option(choice, text, sizeof text);
  event.kind = EVENT_CHOICE;
  event.number = index;
  tell(event);
}

void scene_open(SceneListener *listener, const char *program, u64 seed) {
  scene.listener = listener;
  tell((Event){.kind = EVENT_RUN,
               .number = seed,
               .name = program,
               .text = "threads, stepped"});
}

void scene_over(Verdict verdict, u64 place) {
  if (scene.open) {
    tell_done(scene.choice.thread);
    tell_states();
  }
  if (verdict != VERDICT_OK) {
    char where[WORDS_TEXT];
    char text[PLAN_WORDS + WORDS_TEXT];
    Line line = line_of(place);
    ignore(snprintf(where, sizeof where, "%.200s:%u", line_file(&line),
                    line.number));
    ignore(snprintf(text, sizeof text, "%s: %s", verdict_name(verdict),
                    verdict == VERDICT_EXIT ? world->run->words : line.text));
    tell((Event){.kind = EVENT_FAILED,
                 .actor = thread_ref(world->now->id),
                 .name = where,
                 .text = text});
  }
  if (scene.open) {
    scene.open = false;
    tell((Event){.kind = EVENT_STEPPED, .number = scene.hash});
  }
  tell((Event){.kind = EVENT_ENDED, .number = verdict != VERDICT_OK});
}
