// shared.c -- the number of users stands before the text.
#include "shared.h"

#include <stddef.h>
#include <string.h>

#include "base/mem.h"

typedef struct Shared {
  size_t users;
  char text[];
} Shared;

static Shared *of(char *text) {
  return (Shared *)(void *)(text - offsetof(Shared, text));
}

char *shared_make(const char *text) {
  if (text == NULL) {
    return NULL;
  }
  size_t size = strlen(text) + 1;
  Shared *shared = mem_must(1, sizeof(Shared) + size);
  shared->users = 1;
  memcpy(shared->text, text, size);
  return shared->text;
}

char *shared_keep(char *text) {
  if (text != NULL) {
    of(text)->users++;
  }
  return text;
}

void shared_drop(char *text) {
  if (text != NULL && --of(text)->users == 0) {
    mem_free(of(text));
  }
}

void shared_replace(char **place, const char *text) {
  bool same = *place != NULL && text != NULL && strcmp(*place, text) == 0;
  if (!same) {
    char *old = *place;
    *place = shared_make(text);
    shared_drop(old);
  }
}
