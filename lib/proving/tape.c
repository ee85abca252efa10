// tape.c -- an array of lines, and the labels of those who are in them.
#include "proving/tape.h"

#include <fnmatch.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"
#include "base/writer.h"

enum { LINE_SIZE = 1400, NAME_SIZE = 32 };

typedef struct Line {
  u64 step;
  char *text;
} Line;

typedef struct Name {
  u64 actor;
  char label[NAME_SIZE];
} Name;

struct Tape {
  Line *lines;
  size_t count;
  size_t room;
  Name *names;
  size_t name_count;
  size_t name_room;
  bool lost;
};

Tape *tape_new(void) {
  return mem_try(sizeof(Tape));
}

void tape_free(Tape *tape) {
  if (tape == NULL) {
    return;
  }
  for (size_t i = 0; i < tape->count; i++) {
    mem_free(tape->lines[i].text);
  }
  mem_free(tape->lines);
  mem_free(tape->names);
  mem_free(tape);
}

// Twice the room for elements of `size`, if it is used up. False: no memory.
static bool make_room(void **elements, size_t size, size_t count,
                      size_t *room) {
  if (count < *room) {
    return true;
  }
  size_t larger = *room == 0 ? 64 : *room * 2;
  void *moved = mem_try_array(larger, size);
  if (moved == NULL) {
    return false;
  }
  if (count > 0) {
    memcpy(moved, *elements, count * size);
  }
  mem_free(*elements);
  *elements = moved;
  *room = larger;
  return true;
}

static void add_name(Tape *tape, const Event *event) {
  void *names = tape->names;
  if (!make_room(&names, sizeof(Name), tape->name_count, &tape->name_room)) {
    tape->lost = true;
    return;
  }
  tape->names = names;
  Name *name = &tape->names[tape->name_count++];
  name->actor = event->actor;
  Writer out = writer_over(name->label, sizeof name->label);
  write_text(&out, event->name);
}

// The latest first: a slot may be used again, but not with the same reference.
static const char *label_of(const Tape *tape, u64 actor) {
  for (size_t i = tape->name_count; i > 0; i--) {
    if (tape->names[i - 1].actor == actor) {
      return tape->names[i - 1].label;
    }
  }
  return "nobody";
}

static bool starts_with(const char *text, const char *start) {
  return strncmp(text, start, strlen(start)) == 0;
}

static void write_line(const Tape *tape, const Event *event, Writer *out) {
  const char *text = event->text != NULL ? event->text : "";
  write_text(out, event_kind_name(event->kind));
  if (event->actor != 0) {
    write_format(out, " %s", label_of(tape, event->actor));
  }
  if (event->kind == EVENT_SPAWNED) {
    return;
  }
  if (event->other != 0) {
    write_format(out, " -> %s", label_of(tape, event->other));
  }
  if (event->name != NULL && event->name[0] != '\0' &&
      !starts_with(text, event->name)) {
    write_format(out, " %s", event->name);
  }
  if (text[0] != '\0') {
    write_format(out, " %s", text);
  }
}

static bool is_told(EventKind kind) {
  return kind != EVENT_RUN && kind != EVENT_PROTOCOL && kind != EVENT_CHOICE &&
         kind != EVENT_STEPPED && kind != EVENT_ENDED;
}

void tape_add(void *context, const Event *event) {
  Tape *tape = context;
  if (event->kind == EVENT_SPAWNED) {
    add_name(tape, event);
  }
  if (!is_told(event->kind) || tape->lost) {
    return;
  }
  char text[LINE_SIZE];
  Writer out = writer_over(text, sizeof text);
  write_line(tape, event, &out);
  void *lines = tape->lines;
  char *kept = tape->count < TAPE_MOST ? mem_try(out.length + 1) : NULL;
  if (kept == NULL ||
      !make_room(&lines, sizeof(Line), tape->count, &tape->room)) {
    mem_free(kept);
    tape->lost = true;
    return;
  }
  tape->lines = lines;
  memcpy(kept, text, out.length + 1);
  tape->lines[tape->count++] = (Line){event->step, kept};
}

bool tape_is_whole(const Tape *tape) {
  return !tape->lost;
}

size_t tape_length(const Tape *tape) {
  return tape->count;
}

const char *tape_line(const Tape *tape, size_t i) {
  CHECK(i < tape->count);
  return tape->lines[i].text;
}

u64 tape_step(const Tape *tape, size_t i) {
  CHECK(i < tape->count);
  return tape->lines[i].step;
}

// A pattern that names no kind of event would never match.
static bool names_a_kind(const char *pattern) {
  size_t length = strcspn(pattern, " *?[");
  if (pattern[length] != ' ' && pattern[length] != '\0') {
    return true;
  }
  for (int kind = EVENT_NONE + 1; kind < EVENT_KINDS; kind++) {
    const char *name = event_kind_name((EventKind)kind);
    if (strlen(name) == length && strncmp(name, pattern, length) == 0) {
      return true;
    }
  }
  return false;
}

size_t tape_find(const Tape *tape, size_t from, const char *pattern) {
  CHECK(names_a_kind(pattern) && "a pattern begins with a kind of event");
  size_t i = from;
  while (i < tape->count && fnmatch(pattern, tape->lines[i].text, 0) != 0) {
    i++;
  }
  return i < tape->count ? i : tape->count;
}

size_t tape_count(const Tape *tape, size_t from, const char *pattern) {
  size_t count = 0;
  for (size_t i = tape_find(tape, from, pattern); i < tape->count;
       i = tape_find(tape, i + 1, pattern)) {
    count++;
  }
  return count;
}
