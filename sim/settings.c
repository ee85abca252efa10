// settings.c -- the names that were set are kept, to be taken back.
#include "settings.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"

bool settings_is_name(const char *name) {
  size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz_");
  return length > 0 && length < 32 && name[length] == '\0' && *name != '_';
}

void settings_set(Settings *settings, const char *name, const char *value) {
  CHECK(settings_is_name(name));
  if (value == NULL) {
    CHECK(unsetenv(name) == 0);
    return;
  }
  CHECK(setenv(name, value, 1) == 0);
  for (size_t i = 0; i < settings->count; i++) {
    if (text_equal(settings->names[i], name)) {
      return;
    }
  }
  settings->names =
      (char **)text_grow(settings->names, &settings->room, settings->count + 1,
                         sizeof *settings->names);
  settings->names[settings->count++] = text_copy(name);
}

bool settings_read(Settings *settings, const char *word, Text *why) {
  size_t length = strcspn(word, "=");
  char *name = text_copy_bytes(word, length);
  bool good =
      settings_is_name(name) && word[length] == '=' && word[length + 1] != '\0';
  if (good) {
    settings_set(settings, name, word + length + 1);
  } else {
    text_addf(why,
              "a setting reads NAME=VALUE, the name in small letters, not %s",
              word);
  }
  mem_free(name);
  return good;
}

void settings_release(Settings *settings) {
  for (size_t i = 0; i < settings->count; i++) {
    (void)unsetenv(settings->names[i]);
    mem_free(settings->names[i]);
  }
  mem_free(settings->names);
  *settings = (Settings){0};
}
