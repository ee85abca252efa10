// replay_id.c -- the file is read once a line that is written or read.
#include "replay_id.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static u64 build_of(const char *path) {
  u8 bytes[4096];
  u64 hash = 0xCBF29CE484222325U;
  FILE *file = fopen(path, "r");
  size_t count = 0;
  while (file != NULL && (count = fread(bytes, 1, sizeof bytes, file)) > 0) {
    for (size_t i = 0; i < count; i++) {
      hash = (hash ^ bytes[i]) * 0x100000001B3U;
    }
  }
  if (file != NULL) {
    (void)fclose(file);
  }
  return hash;
}

// The last part of how it is called, without what a line could not bear.
static void add_program(const Session *session, Text *out) {
  const char *slash = strrchr(session->name, '/');
  const char *name = slash == NULL ? session->name : slash + 1;
  for (; *name != '\0'; name++) {
    char c = isalnum((unsigned char)*name) || *name == '_' ? *name : '-';
    text_add_bytes(out, &c, 1);
  }
}

void replay_id_add(const Session *session, Text *out) {
  text_addf(out, "%d/", REPLAY_VERSION);
  add_program(session, out);
  text_addf(out, "/%llx", (unsigned long long)build_of(session->program));
}

bool replay_id_fits(const Session *session, const char *id, Text *why) {
  Text own = {0};
  char *end;
  unsigned long version = strtoul(id, &end, 10);
  replay_id_add(session, &own);
  bool fits = text_equal(id, text_of(&own));
  if (!fits && (end == id || *end != '/')) {
    text_addf(why, "a replay ends in @VERSION/PROGRAM/BUILD; what is @%.60s?",
              id);
  } else if (!fits && version != REPLAY_VERSION) {
    text_addf(why, "the replay is of version %lu, and this reads version %d",
              version, REPLAY_VERSION);
  } else if (!fits) {
    text_addf(why,
              "the replay is of another program, or of another build: of "
              "%.80s, and this is %s; without its @ and the rest it is tried "
              "all the same",
              end + 1, text_of(&own) + 2);
  }
  text_release(&own);
  return fits;
}
