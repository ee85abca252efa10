// scene_words.c -- labels and states of what a run is made of.
#include "stepping/scene_words.h"

#include <stdio.h>
#include <string.h>

#include "stepping/lines.h"
#include "stepping/symbols.h"

const char *words_kind(u64 address) {
  const Object *object = object_find(address);
  return object != NULL ? object_name(object->kind) : "memory";
}

void words_thing(u64 address, size_t number, char label[WORDS_LABEL]) {
  Symbol symbol;
  if (!symbol_at(address, &symbol)) {
    ignore(snprintf(label, WORDS_LABEL, "%s-%zu", words_kind(address), number));
  } else if (symbol.offset == 0) {
    ignore(snprintf(label, WORDS_LABEL, "%s", symbol.name));
  } else {
    ignore(snprintf(label, WORDS_LABEL, "%s.%llu", symbol.name,
                    (unsigned long long)symbol.offset));
  }
}

void words_thread(const Task *task, char label[WORDS_LABEL]) {
  Symbol symbol;
  if (task->id == 0) {
    ignore(snprintf(label, WORDS_LABEL, "main-thread"));
  } else if (task->name[0] != '\0') {
    ignore(snprintf(label, WORDS_LABEL, "%s", task->name));
  } else if (symbol_at((u64)(uintptr_t)task->start, &symbol)) {
    int count = 0;
    for (int i = 1; i < task->id; i++) {
      count += world->tasks[i].start == task->start;
    }
    ignore(snprintf(label, WORDS_LABEL, "%s-%d", symbol.name, count + 1));
  } else {
    ignore(snprintf(label, WORDS_LABEL, "thread-%d", task->id));
  }
}

void words_op(OpKind kind, u64 place, char text[WORDS_TEXT]) {
  Line line = line_of(place);
  ignore(snprintf(text, WORDS_TEXT, "%s{at: \"%.100s:%u\"}", op_name(kind),
                  line_file(&line), line.number));
}

// ---- States ----

static void print_holder(const Object *object, char *text, size_t size) {
  char label[WORDS_LABEL];
  if (object->owner == NOBODY) {
    ignore(snprintf(text, size, "nobody"));
  } else {
    words_thread(&world->tasks[object->owner], label);
    ignore(snprintf(text, size, "%s", label));
  }
}

void words_object(u64 address, char text[WORDS_TEXT]) {
  const Object *object = object_find(address);
  char holder[WORDS_LABEL] = "";
  if (object == NULL) {
    i64 value = 0;
    memcpy(&value, (const void *)(uintptr_t)(address & ~(u64)3), 4);
    ignore(snprintf(text, WORDS_TEXT, "{value: %d}", (int)value));
    return;
  }
  print_holder(object, holder, sizeof holder);
  switch (object->kind) {
    case OBJECT_MUTEX:
      ignore(snprintf(text, WORDS_TEXT, "{held_by: \"%s\"}", holder));
      break;
    case OBJECT_RWLOCK:
      ignore(snprintf(text, WORDS_TEXT, "{writer: \"%s\", readers: %u}", holder,
                      object->readers));
      break;
    case OBJECT_SEMAPHORE:
      ignore(snprintf(text, WORDS_TEXT, "{value: %u}", object->value));
      break;
    case OBJECT_BARRIER:
      ignore(snprintf(text, WORDS_TEXT, "{arrived: %u, of: %u}", object->value,
                      object->size));
      break;
    case OBJECT_ONCE:
      ignore(snprintf(text, WORDS_TEXT, "{done: %s}",
                      object->done ? "true" : "false"));
      break;
    case OBJECT_CONDITION:
      ignore(snprintf(text, WORDS_TEXT, "{unheard: %u}", object->unheard));
      break;
    case OBJECT_ATOMIC:
    case OBJECT_NEW:
      ignore(snprintf(text, WORDS_TEXT, "{value: %d}",
                      *(const volatile int *)(uintptr_t)(address & ~(u64)3)));
      break;
  }
}

void words_state(const Task *task, char text[WORDS_TEXT]) {
  Line line = line_of(task->op.place);
  ignore(snprintf(text, WORDS_TEXT,
                  "{next: \"%s\", at: \"%.100s:%u\", holds: %u}",
                  task->ended ? "nothing" : op_name(task->op.kind),
                  line_file(&line), line.number, task->held_count));
}
