// labels.c -- counted texts.
#include "acting/labels.h"

#include <stdatomic.h>
#include <string.h>

#include "base/pool.h"
#include "base/writer.h"

typedef struct Label {
  // Taken by those who have one already: relaxed. Dropped with acquire and
  // release, so that whoever is the last has seen all others go.
  _Atomic u32 users;
  char text[];
} Label;

static Label *label_of(const char *text) {
  // The text is const to those who read it; the label is ours.
  return (Label *)(void *)((char *)(uintptr_t)text - offsetof(Label, text));
}

static size_t size_of(size_t length) {
  return sizeof(Label) + length + 1;
}

static const char *make(const char *text) {
  size_t length = strlen(text);
  Label *label = pool_take(size_of(length));
  if (label == NULL) {
    return NULL;
  }
  atomic_init(&label->users, 1);
  memcpy(label->text, text, length + 1);
  return label->text;
}

static bool reads(const char *label, const char *text) {
  return label != NULL && strcmp(label, text) == 0;
}

const char *label_take(const char *had, const char **last, const char *text) {
  if (reads(had, text)) {
    return had;
  }
  char cut[LABEL_SIZE];
  Writer out = writer_over(cut, sizeof cut);
  write_text(&out, text);
  if (reads(had, cut)) {
    return had;
  }
  if (!reads(*last, cut)) {
    const char *fresh = make(cut);
    if (fresh == NULL) {
      return NULL;
    }
    label_drop(*last);
    *last = fresh;
  }
  atomic_fetch_add_explicit(&label_of(*last)->users, 1, memory_order_relaxed);
  return *last;
}

void label_drop(const char *text) {
  if (text != NULL && atomic_fetch_sub_explicit(&label_of(text)->users, 1,
                                                memory_order_acq_rel) == 1) {
    pool_give(label_of(text), size_of(strlen(text)));
  }
}
