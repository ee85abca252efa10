// labels.c -- counted texts; the system remembers the last.
#include "acting/labels.h"

#include <string.h>

#include "base/pool.h"
#include "base/writer.h"

typedef struct Label {
  u32 users;
  char text[];
} Label;

static Label *label_of(const char *text) {
  // The text is const to those who read it; the label is ours.
  return (Label *)(void *)((char *)(uintptr_t)text - offsetof(Label, text));
}

static size_t size_of(size_t length) {
  return sizeof(Label) + length + 1;
}

const char *label_take_locked(System *system, const char *text) {
  char cut[LABEL_SIZE];
  Writer out = writer_over(cut, sizeof cut);
  write_text(&out, text);
  const char *last = system->last_label;
  if (last != NULL && strcmp(last, cut) == 0 &&
      label_of(last)->users < UINT32_MAX) {
    label_of(last)->users++;
    return last;
  }
  size_t length = strlen(cut);
  Label *label = pool_take(size_of(length));
  if (label == NULL) {
    return NULL;
  }
  label->users = 1;
  memcpy(label->text, cut, length + 1);
  system->last_label = label->text;
  return label->text;
}

void label_drop_locked(System *system, const char *text) {
  if (text == NULL || --label_of(text)->users > 0) {
    return;
  }
  if (system->last_label == text) {
    system->last_label = NULL;
  }
  pool_give(label_of(text), size_of(strlen(text)));
}
