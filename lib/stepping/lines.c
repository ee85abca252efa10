// lines.c -- addr2line, and a look into the source.

#include "stepping/lines.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { KNOWN = 512 };

static struct {
  u64 places[KNOWN];
  Line lines[KNOWN];
  size_t count;
} known;

static void cut_end(char *text) {
  text[strcspn(text, "\n")] = '\0';
}

static const char *self(void) {
  static char path[4096];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  path[length > 0 ? length : 0] = '\0';
  return path;
}

static void read_source(Line *line) {
  FILE *file = fopen(line->file, "r");
  char text[1024];
  for (unsigned n = 0; file != NULL && n < line->number; n++) {
    if (fgets(text, sizeof text, file) == NULL) {
      break;
    }
    if (n + 1 == line->number) {
      cut_end(text);
      const char *start = text + strspn(text, " \t");
      snprintf(line->text, sizeof line->text, "%.*s",
               (int)sizeof line->text - 1, start);
    }
  }
  if (file != NULL) {
    ignore(fclose(file));
  }
}

static Line look_up(u64 place) {
  Line line = {.file = "?", .function = "?"};
  char command[4096 + 64];
  snprintf(command, sizeof command, "addr2line -f -e '%s' 0x%llx 2>/dev/null",
           self(), (unsigned long long)place);
  FILE *answer = strchr(self(), '\'') == NULL ? popen(command, "r") : NULL;
  char where[LINE_TEXT];
  if (answer == NULL) {
    return line;
  }
  if (fgets(line.function, sizeof line.function, answer) != NULL &&
      fgets(where, sizeof where, answer) != NULL) {
    cut_end(line.function);
    char *colon = strrchr(where, ':');
    if (colon != NULL && where[0] != '?') {
      line.number = (unsigned)strtoul(colon + 1, NULL, 10);
      *colon = '\0';
      memcpy(line.file, where, sizeof where);
      read_source(&line);
    }
  }
  ignore(pclose(answer));
  return line;
}

Line line_of(u64 place) {
  for (size_t i = 0; i < known.count; i++) {
    if (known.places[i] == place) {
      return known.lines[i];
    }
  }
  Line line = look_up(place);
  if (known.count < KNOWN) {
    known.places[known.count] = place;
    known.lines[known.count++] = line;
  }
  return line;
}

void line_learn(u64 place) {
  Line line = line_of(place);
  (void)line;
}

const char *line_file(const Line *line) {
  const char *slash = strrchr(line->file, '/');
  return slash != NULL ? slash + 1 : line->file;
}
