// Tests of bounded mailboxes: by messages and by bytes, what happens without
// room, bounds that change, and waiting for room.
#include "base/thread.h"
#include "ways.h"

// Hears nothing while it is deaf: it holds an ask that its gate does not answer
// before it is opened. So a mailbox is filled for sure, under any dispatcher.
#define BOX(M)                                           \
  M(BOX_NOTE, box, note, (i64, number), (i64, sum))      \
  M(BOX_LOAD, box, load, (bytes, data), (u64, size))     \
  M(BOX_SEEN, box, seen, , (array(i64), numbers))        \
  M(BOX_DEAF, box, deaf, (ref(Box), gate), )             \
  M(BOX_GATE, box, gate, , )                             \
  M(BOX_HEARS, box, hears, REPLY_HEAD, )                 \
  M(BOX_OPEN, box, open, , )                             \
  M(BOX_KILL, box, kill, (ref(Box), who), )              \
  M(BOX_STOP, box, stop, (ref(Box), who), )              \
  M(BOX_WIDEN, box, widen, (ref(Box), who)(u64, room), ) \
  M(BOX_ASK, box, ask, (ref(Box), who), )                \
  M(BOX_SUM, box, sum, REPLY_HEAD(i64, sum), )           \
  M(BOX_LAST, box, last, , (enum(AskOutcome), outcome))  \
  M(BOX_WAIT, box, wait, (ref(Box), who), )
REF(Box, box)
PROTOCOL_AFTER_REF(Box, box, BOX)
STATE(BoxState,
      (array(i64), numbers)(enum(AskOutcome), last)(private(Request *), kept))
ACTOR(Box, box, BoxState, boxing)

static void note(BoxState *self, i64 number) {
  i64 *items = actor_own((self->numbers.count + 1) * sizeof *items);
  for (size_t i = 0; i < self->numbers.count; i++) {
    items[i] = self->numbers.items[i];
  }
  items[self->numbers.count] = number;
  block_free(self->numbers.items);
  self->numbers.items = items;
  self->numbers.count++;
}

static void boxing(BoxState *self, const BoxMsg *message) {
  switch (message->kind) {
    case BOX_NOTE:
      note(self, message->note.number);
      box_reply_note(message->note.number);
      break;
    case BOX_LOAD:
      note(self, (i64)message->load.data.size);
      box_reply_load(message->load.data.size);
      break;
    case BOX_SEEN:
      box_reply_seen(self->numbers);
      break;
    case BOX_DEAF:
      CHECK(box_hold_gate_as(message->deaf.gate, box_hears, NEVER) != 0);
      break;
    case BOX_GATE:
      self->kept = request_take();
      break;
    case BOX_HEARS:
      break;
    case BOX_OPEN:
      box_reply_gate_to(&self->kept);
      break;
    case BOX_KILL:
      actor_kill(message->kill.who.ref);
      break;
    case BOX_STOP:
      actor_stop(message->stop.who.ref);
      break;
    case BOX_WIDEN:
      CHECK(
          actor_mailbox_resize(message->widen.who.ref, message->widen.room, 0));
      break;
    case BOX_ASK:
      CHECK(box_ask_note_as(message->ask.who, 99, box_sum, NEVER) != 0);
      break;
    case BOX_SUM:
      self->last = message->sum.outcome;
      break;
    case BOX_LAST:
      box_reply_last(self->last);
      break;
    case BOX_WAIT:
      ignore(box_tell_note_within(message->wait.who, 1, after_ms(1)));
      break;
  }
}

typedef struct Scene {
  System *system;
  BoxRef gate;
  BoxRef box;  // deaf
} Scene;

static BoxRef new_box(System *system) {
  BoxRef box = box_spawn(system, "box", (BoxState){0});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(box.ref), SPAWN_OK);
  return box;
}

static Scene deaf_box(SpawnOptions options) {
  Scene scene = {.system = start_system()};
  scene.gate = new_box(scene.system);
  scene.box = box_spawn_with(scene.system, options, (BoxState){0});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(scene.box.ref), SPAWN_OK);
  CU_ASSERT_EQUAL(box_tell_deaf(scene.box, scene.gate), TELL_OK);
  CU_ASSERT_EQUAL(system_run(scene.system, PATIENCE), RUN_QUIET);
  return scene;
}

static void settle(const Scene *scene) {
  CU_ASSERT_EQUAL(system_run(scene->system, PATIENCE), RUN_QUIET);
}

static void open_ears(const Scene *scene) {
  CU_ASSERT_EQUAL(box_tell_open(scene->gate), TELL_OK);
  settle(scene);
}

// True if the box has noted the numbers from `first` to `last`.
static bool has_noted(BoxRef box, i64 first, i64 last) {
  struct box_seen_reply reply;
  CU_ASSERT_EQUAL(box_ask_seen(box, &reply, PATIENCE), ASK_OK);
  bool all = reply.numbers.count == (size_t)(last - first + 1);
  for (size_t i = 0; all && i < reply.numbers.count; i++) {
    all = reply.numbers.items[i] == first + (i64)i;
  }
  block_free(reply.numbers.items);
  return all;
}

static TellOutcome load(BoxRef box, size_t size) {
  Bytes data = bytes_new(size);
  TellOutcome outcome = box_tell_load(box, &data);
  bool moved = outcome == TELL_OK || outcome == TELL_DROPPED;
  CU_ASSERT_EQUAL(data.size, moved ? 0 : size);
  block_free(data.data);
  return outcome;
}

// ---- Without room ----

UNDER_ALL(a_mailbox_that_refuses_leaves_all_with_the_sender) {
  Scene scene = deaf_box((SpawnOptions){.capacity = 2});
  for (i64 i = 1; i <= 2; i++) {
    CU_ASSERT_EQUAL(box_tell_note(scene.box, i), TELL_OK);
  }
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 3), TELL_FULL);
  CU_ASSERT_EQUAL(load(scene.box, 10), TELL_FULL);
  open_ears(&scene);
  CU_ASSERT(has_noted(scene.box, 1, 2));
  CU_ASSERT_EQUAL(system_counts(scene.system).dead_letters, 0);
  stop_system(scene.system);
}

UNDER_ALL(the_newest_message_is_dropped_as_a_dead_letter) {
  Scene scene =
      deaf_box((SpawnOptions){.capacity = 2, .policy = FULL_DROP_NEWEST});
  for (i64 i = 1; i <= 2; i++) {
    CU_ASSERT_EQUAL(box_tell_note(scene.box, i), TELL_OK);
  }
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 3), TELL_DROPPED);
  CU_ASSERT_EQUAL(load(scene.box, 10), TELL_DROPPED);
  CU_ASSERT_EQUAL(box_tell_note_after(scene.box, 4, after_ms(1)), TELL_DROPPED);
  CU_ASSERT_EQUAL(system_counts(scene.system).dead_letters, 3);
  open_ears(&scene);
  CU_ASSERT(has_noted(scene.box, 1, 2));
  stop_system(scene.system);
}

UNDER_ALL(an_ask_without_room_is_answered_full_and_keeps_its_bytes) {
  Scene scene =
      deaf_box((SpawnOptions){.capacity = 1, .policy = FULL_DROP_NEWEST});
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 1), TELL_OK);
  Bytes data = bytes_new(10);
  struct box_load_reply reply;
  CU_ASSERT_EQUAL(box_ask_load(scene.box, &data, &reply, PATIENCE), ASK_FULL);
  CU_ASSERT_EQUAL(data.size, 10);
  block_free(data.data);
  CU_ASSERT_EQUAL(system_counts(scene.system).dead_letters, 0);
  open_ears(&scene);
  stop_system(scene.system);
}

UNDER_ALL(the_oldest_messages_are_dropped_as_dead_letters) {
  Scene scene =
      deaf_box((SpawnOptions){.capacity = 2, .policy = FULL_DROP_OLDEST});
  for (i64 i = 1; i <= 5; i++) {
    CU_ASSERT_EQUAL(box_tell_note(scene.box, i), TELL_OK);
  }
  settle(&scene);
  CU_ASSERT_EQUAL(actor_mailbox_length(scene.box.ref), 2);
  CU_ASSERT_EQUAL(system_counts(scene.system).dead_letters, 3);
  open_ears(&scene);
  CU_ASSERT(has_noted(scene.box, 4, 5));
  stop_system(scene.system);
}

UNDER_ALL(the_asker_of_a_dropped_ask_hears_that_it_was_full) {
  Scene scene =
      deaf_box((SpawnOptions){.capacity = 1, .policy = FULL_DROP_OLDEST});
  BoxRef asker = new_box(scene.system);
  CU_ASSERT_EQUAL(box_tell_ask(asker, scene.box), TELL_OK);
  settle(&scene);
  CU_ASSERT_EQUAL(actor_mailbox_length(scene.box.ref), 1);
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 1), TELL_OK);
  settle(&scene);
  struct box_last_reply reply;
  CU_ASSERT_EQUAL(box_ask_last(asker, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.outcome, ASK_FULL);
  CU_ASSERT_EQUAL(system_counts(scene.system).dead_letters, 0);
  open_ears(&scene);
  CU_ASSERT(has_noted(scene.box, 1, 1));
  stop_system(scene.system);
}

UNDER_ALL(a_stop_and_a_kill_reach_an_actor_whose_mailbox_is_full) {
  const FullPolicy all[] = {FULL_REFUSE, FULL_DROP_NEWEST, FULL_DROP_OLDEST};
  for (size_t i = 0; i < 3; i++) {
    Scene scene = deaf_box((SpawnOptions){.capacity = 1, .policy = all[i]});
    CU_ASSERT_EQUAL(box_tell_note(scene.box, 1), TELL_OK);
    ignore(box_tell_note(scene.box, 2));
    StopReason reason = STOPPED_FAILED;
    if (i == 0) {
      actor_kill(scene.box.ref);
    } else {
      actor_stop(scene.box.ref);
      CU_ASSERT_EQUAL(box_tell_open(scene.gate), TELL_OK);
    }
    CU_ASSERT_EQUAL(actor_wait_end(scene.box.ref, &reason, PATIENCE), END_OK);
    CU_ASSERT_EQUAL(reason, i == 0 ? STOPPED_KILLED : STOPPED_NORMAL);
    stop_system(scene.system);
  }
}

// ---- Bytes ----

UNDER_ALL(a_mailbox_may_be_bounded_in_bytes) {
  Scene scene = deaf_box((SpawnOptions){.capacity_bytes = 1000});
  CU_ASSERT_EQUAL(load(scene.box, 2000), TELL_FULL);
  CU_ASSERT_EQUAL(load(scene.box, 600), TELL_OK);
  CU_ASSERT_EQUAL(load(scene.box, 600), TELL_FULL);
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 1), TELL_OK);
  settle(&scene);
  MailboxLoad full = actor_mailbox_load(scene.box.ref);
  CU_ASSERT_EQUAL(full.length, 2);
  CU_ASSERT(full.bytes > 600 && full.bytes <= 1000);
  CU_ASSERT_EQUAL(full.bounds.capacity_bytes, 1000);
  open_ears(&scene);
  CU_ASSERT_EQUAL(actor_mailbox_load(scene.box.ref).bytes, 0);
  CU_ASSERT_EQUAL(load(scene.box, 600), TELL_OK);
  stop_system(scene.system);
}

UNDER_ALL(messages_are_dropped_until_the_bytes_fit) {
  Scene scene = deaf_box(
      (SpawnOptions){.capacity_bytes = 1500, .policy = FULL_DROP_OLDEST});
  for (size_t i = 0; i < 5; i++) {
    CU_ASSERT_EQUAL(load(scene.box, 200 + i), TELL_OK);
  }
  CU_ASSERT_EQUAL(load(scene.box, 2000), TELL_DROPPED);
  CU_ASSERT_EQUAL(load(scene.box, 1300), TELL_OK);
  settle(&scene);
  CU_ASSERT_EQUAL(system_counts(scene.system).dead_letters, 6);
  open_ears(&scene);
  CU_ASSERT(has_noted(scene.box, 1300, 1300));
  stop_system(scene.system);
}

// ---- Bounds that change ----

UNDER_ALL(bounds_change_while_messages_wait) {
  Scene scene = deaf_box((SpawnOptions){.capacity = 1});
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 1), TELL_OK);
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 9), TELL_FULL);
  CU_ASSERT(actor_mailbox_resize(scene.box.ref, 3, 0));
  CU_ASSERT_EQUAL(actor_mailbox_load(scene.box.ref).bounds.capacity, 3);
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 2), TELL_OK);
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 3), TELL_OK);
  CU_ASSERT(actor_mailbox_resize(scene.box.ref, 2, 0));
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 9), TELL_FULL);
  CU_ASSERT(actor_mailbox_resize(scene.box.ref, 0, 1));
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 9), TELL_FULL);
  CU_ASSERT(actor_mailbox_resize(scene.box.ref, 0, 0));
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 4), TELL_OK);
  open_ears(&scene);
  CU_ASSERT(has_noted(scene.box, 1, 4));
  StopReason reason;
  actor_stop(scene.box.ref);
  CU_ASSERT_EQUAL(actor_wait_end(scene.box.ref, &reason, PATIENCE), END_OK);
  CU_ASSERT_FALSE(actor_mailbox_resize(scene.box.ref, 1, 0));
  CU_ASSERT_FALSE(actor_mailbox_resize(NOBODY, 1, 0));
  CU_ASSERT_EQUAL(actor_mailbox_load(scene.box.ref).bounds.capacity, 0);
  stop_system(scene.system);
}

UNDER_ALL(a_narrowed_mailbox_drops_what_is_too_much_at_the_next_message) {
  Scene scene =
      deaf_box((SpawnOptions){.capacity = 5, .policy = FULL_DROP_OLDEST});
  for (i64 i = 1; i <= 5; i++) {
    CU_ASSERT_EQUAL(box_tell_note(scene.box, i), TELL_OK);
  }
  settle(&scene);
  CU_ASSERT(actor_mailbox_resize(scene.box.ref, 2, 0));
  CU_ASSERT_EQUAL(actor_mailbox_length(scene.box.ref), 5);
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 6), TELL_OK);
  settle(&scene);
  open_ears(&scene);
  CU_ASSERT(has_noted(scene.box, 5, 6));
  stop_system(scene.system);
}

// ---- Waiting for room ----

UNDER_ALL(a_thread_outside_waits_until_a_message_is_handled) {
  Scene scene = deaf_box((SpawnOptions){.capacity = 1});
  CU_ASSERT_EQUAL(box_tell_note_within(scene.box, 1, NOW), TELL_OK);
  CU_ASSERT_EQUAL(box_tell_open_after(scene.gate, after_ms(3)), TELL_OK);
  for (i64 i = 2; i <= 20; i++) {
    CU_ASSERT_EQUAL(box_tell_note_within(scene.box, i, PATIENCE), TELL_OK);
  }
  settle(&scene);
  CU_ASSERT(has_noted(scene.box, 1, 20));
  stop_system(scene.system);
}

UNDER_ALL(a_wait_for_room_ends_with_its_deadline) {
  Scene scene = deaf_box((SpawnOptions){.capacity = 1});
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 1), TELL_OK);
  CU_ASSERT_EQUAL(box_tell_note_within(scene.box, 2, NOW), TELL_FULL);
  CU_ASSERT_EQUAL(box_tell_note_within(scene.box, 2, after_ms(5)),
                  TELL_TIMEOUT);
  Bytes data = bytes_new(7);
  CU_ASSERT_EQUAL(box_tell_load_within(scene.box, &data, after_ms(2)),
                  TELL_TIMEOUT);
  CU_ASSERT_EQUAL(data.size, 7);
  block_free(data.data);
  open_ears(&scene);
  CU_ASSERT(has_noted(scene.box, 1, 1));
  stop_system(scene.system);
}

UNDER_ALL(a_wait_for_room_ends_with_the_actor) {
  for (int stops = 0; stops < 2; stops++) {
    Scene scene = deaf_box((SpawnOptions){.capacity = 1});
    CU_ASSERT_EQUAL(box_tell_note(scene.box, 1), TELL_OK);
    CU_ASSERT_EQUAL(
        stops ? box_tell_stop_after(scene.gate, scene.box, after_ms(3))
              : box_tell_kill_after(scene.gate, scene.box, after_ms(3)),
        TELL_OK);
    CU_ASSERT_EQUAL(box_tell_note_within(scene.box, 2, PATIENCE), TELL_STOPPED);
    if (stops) {
      CU_ASSERT_EQUAL(box_tell_open(scene.gate), TELL_OK);
    }
    stop_system(scene.system);
  }
}

UNDER_ALL(a_wait_for_room_ends_when_the_bounds_are_widened) {
  Scene scene = deaf_box((SpawnOptions){.capacity = 1});
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 1), TELL_OK);
  CU_ASSERT_EQUAL(box_tell_widen_after(scene.gate, scene.box, 2, after_ms(3)),
                  TELL_OK);
  CU_ASSERT_EQUAL(box_tell_note_within(scene.box, 2, PATIENCE), TELL_OK);
  open_ears(&scene);
  CU_ASSERT(has_noted(scene.box, 1, 2));
  stop_system(scene.system);
}

UNDER_ALL(a_handler_that_waits_for_room_fails) {
  Scene scene = deaf_box((SpawnOptions){.capacity = 1});
  BoxRef waiter = new_box(scene.system);
  CU_ASSERT_EQUAL(box_tell_wait(waiter, scene.box), TELL_OK);
  StopReason reason = STOPPED_NORMAL;
  CU_ASSERT_EQUAL(actor_wait_end(waiter.ref, &reason, PATIENCE), END_OK);
  CU_ASSERT_EQUAL(reason, STOPPED_FAILED);
  open_ears(&scene);
  stop_system(scene.system);
}

STEPPED(room_that_nobody_can_make_is_not_waited_for) {
  Scene scene = deaf_box((SpawnOptions){.capacity = 1});
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 1), TELL_OK);
  CU_ASSERT_EQUAL(box_tell_note_within(scene.box, 2, NEVER), TELL_FULL);
  open_ears(&scene);
  stop_system(scene.system);
}

UNDER_ALL(an_ask_that_waits_for_room_is_answered_once_there_is_some) {
  Scene scene = deaf_box((SpawnOptions){.capacity = 1});
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 1), TELL_OK);
  CU_ASSERT_EQUAL(box_tell_open_after(scene.gate, after_ms(3)), TELL_OK);
  Bytes data = bytes_new(7);
  struct box_load_reply reply = {0};
  CU_ASSERT_EQUAL(
      box_ask_load_within(scene.box, &data, &reply, PATIENCE, PATIENCE),
      ASK_OK);
  CU_ASSERT_EQUAL(reply.size, 7);
  CU_ASSERT_EQUAL(data.size, 0);
  stop_system(scene.system);
}

UNDER_ALL(an_ask_without_room_in_time_is_full_and_keeps_its_bytes) {
  const FullPolicy policies[] = {FULL_REFUSE, FULL_SLOW, FULL_DROP_NEWEST};
  for (size_t i = 0; i < 3; i++) {
    Scene scene =
        deaf_box((SpawnOptions){.capacity = 1, .policy = policies[i]});
    CU_ASSERT_EQUAL(box_tell_note(scene.box, 1), TELL_OK);
    Bytes data = bytes_new(7);
    struct box_load_reply reply = {0};
    CU_ASSERT_EQUAL(
        box_ask_load_within(scene.box, &data, &reply, after_ms(2), PATIENCE),
        ASK_FULL);
    CU_ASSERT_EQUAL(
        box_ask_load_within(scene.box, &data, &reply, NOW, PATIENCE), ASK_FULL);
    CU_ASSERT_EQUAL(data.size, 7);
    block_free(data.data);
    open_ears(&scene);
    CU_ASSERT(has_noted(scene.box, 1, 1));
    stop_system(scene.system);
  }
}

UNDER_ALL(the_time_for_the_answer_begins_when_there_is_room) {
  Scene scene = deaf_box((SpawnOptions){.capacity = 1});
  struct box_note_reply reply = {0};
  CU_ASSERT_EQUAL(
      box_ask_note_within(scene.box, 1, &reply, PATIENCE, after_ms(2)),
      ASK_TIMEOUT);
  CU_ASSERT_EQUAL(
      box_ask_note_within(scene.box, 2, &reply, after_ms(2), PATIENCE),
      ASK_FULL);
  open_ears(&scene);
  CU_ASSERT(has_noted(scene.box, 1, 1));
  CU_ASSERT_EQUAL(system_counts(scene.system).late_replies, 1);
  stop_system(scene.system);
}

UNDER_ALL(an_asks_wait_for_room_ends_with_the_actor) {
  Scene scene = deaf_box((SpawnOptions){.capacity = 1});
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 1), TELL_OK);
  CU_ASSERT_EQUAL(box_tell_kill_after(scene.gate, scene.box, after_ms(3)),
                  TELL_OK);
  struct box_note_reply reply = {0};
  CU_ASSERT_EQUAL(box_ask_note_within(scene.box, 2, &reply, PATIENCE, PATIENCE),
                  ASK_STOPPED);
  stop_system(scene.system);
}

STEPPED(without_memory_no_room_is_lost) {
  Scene scene =
      deaf_box((SpawnOptions){.capacity = 1, .policy = FULL_DROP_NEWEST});
  memory_ends_after(0);
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 1), TELL_NO_MEMORY);
  CU_ASSERT_EQUAL(box_tell_note_within(scene.box, 1, PATIENCE), TELL_NO_MEMORY);
  CU_ASSERT(memory_is_back());
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 1), TELL_OK);
  memory_ends_after(0);
  CU_ASSERT_EQUAL(box_tell_note(scene.box, 2), TELL_NO_MEMORY);
  CU_ASSERT(memory_is_back());
  open_ears(&scene);
  CU_ASSERT(has_noted(scene.box, 1, 1));
  stop_system(scene.system);
}

enum { PUSHERS = 3, PUSHES = 300 };

static void push_many(void *arg) {
  const BoxRef *box = arg;
  for (i64 i = 0; i < PUSHES; i++) {
    CHECK(box_tell_note_within(*box, i, PATIENCE) == TELL_OK);
  }
}

static void many_threads_wait_for_room_and_nothing_is_lost(void) {
  const Dispatcher *const all[] = {&run_threads, &run_pool};
  for (size_t i = 0; i < 2; i++) {
    System *system = system_start(&(SystemOptions){.dispatcher = all[i]});
    BoxRef box =
        box_spawn_with(system, (SpawnOptions){.capacity = 2}, (BoxState){0});
    Thread threads[PUSHERS];
    for (int k = 0; k < PUSHERS; k++) {
      CU_ASSERT_FATAL(thread_start(&threads[k], "pusher", push_many, &box));
    }
    for (int k = 0; k < PUSHERS; k++) {
      thread_join(&threads[k]);
    }
    CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
    struct box_seen_reply reply;
    CU_ASSERT_EQUAL(box_ask_seen(box, &reply, PATIENCE), ASK_OK);
    CU_ASSERT_EQUAL(reply.numbers.count, PUSHERS * PUSHES);
    block_free(reply.numbers.items);
    CU_ASSERT_EQUAL(system_stop(system, PATIENCE), SYSTEM_CLEAN);
  }
}

// ---- What is told of it ----

typedef struct Heard {
  int waits;
  int dropped;
  int sent;
} Heard;

static void hear(void *context, const Event *event) {
  Heard *heard = context;
  heard->waits += event->kind == EVENT_BLOCKED && event->number == 1;
  heard->dropped +=
      event->kind == EVENT_DEAD_LETTER && event->number == TELL_DROPPED;
  heard->sent += event->kind == EVENT_SENT && event->number == 0;
}

static void waits_and_drops_are_told(void) {
  Heard heard = {.waits = 0};
  System *system = system_start(&(SystemOptions){
      .dispatcher = &run_stepper, .listener = hear, .context = &heard});
  BoxRef box =
      box_spawn_with(system, (SpawnOptions){.capacity = 1}, (BoxState){0});
  BoxRef dropping = box_spawn_with(
      system, (SpawnOptions){.capacity = 1, .policy = FULL_DROP_NEWEST},
      (BoxState){0});
  CU_ASSERT_EQUAL(box_tell_note(box, 1), TELL_OK);
  CU_ASSERT_EQUAL(box_tell_note_within(box, 2, PATIENCE), TELL_OK);
  CU_ASSERT_EQUAL(box_tell_note(dropping, 1), TELL_OK);
  CU_ASSERT_EQUAL(box_tell_note(dropping, 2), TELL_DROPPED);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(heard.waits, 1);
  CU_ASSERT_EQUAL(heard.dropped, 1);
  CU_ASSERT_EQUAL(heard.sent, 4);
  CU_ASSERT_EQUAL(system_stop(system, PATIENCE), SYSTEM_CLEAN);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_mailbox_that_refuses_leaves_all_with_the_sender),
      CASE(the_newest_message_is_dropped_as_a_dead_letter),
      CASE(an_ask_without_room_is_answered_full_and_keeps_its_bytes),
      CASE(the_oldest_messages_are_dropped_as_dead_letters),
      CASE(the_asker_of_a_dropped_ask_hears_that_it_was_full),
      CASE(a_stop_and_a_kill_reach_an_actor_whose_mailbox_is_full),
      CASE(a_mailbox_may_be_bounded_in_bytes),
      CASE(messages_are_dropped_until_the_bytes_fit),
      CASE(bounds_change_while_messages_wait),
      CASE(a_narrowed_mailbox_drops_what_is_too_much_at_the_next_message),
      CASE(a_thread_outside_waits_until_a_message_is_handled),
      CASE(a_wait_for_room_ends_with_its_deadline),
      CASE(a_wait_for_room_ends_with_the_actor),
      CASE(a_wait_for_room_ends_when_the_bounds_are_widened),
      CASE(a_handler_that_waits_for_room_fails),
      CASE(room_that_nobody_can_make_is_not_waited_for),
      CASE(an_ask_that_waits_for_room_is_answered_once_there_is_some),
      CASE(an_ask_without_room_in_time_is_full_and_keeps_its_bytes),
      CASE(the_time_for_the_answer_begins_when_there_is_room),
      CASE(an_asks_wait_for_room_ends_with_the_actor),
      CASE(without_memory_no_room_is_lost),
      CASE(many_threads_wait_for_room_and_nothing_is_lost),
      CASE(waits_and_drops_are_told),
      CU_TEST_INFO_NULL};
  return run_suite("mailboxes", cases);
}
