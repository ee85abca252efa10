// batch.c -- results to stdout, complaints to stderr.
#include "batch.h"

#include <string.h>

#include "base/mem.h"

int batch_code(DeskResult result) {
  switch (result) {
    case DESK_OK:
    case DESK_INTERRUPTED:
      return EXIT_EXPECTED;
    case DESK_BAD:
    case DESK_MISSING:
      return EXIT_BAD_USE;
    case DESK_DIVERGED:
      return EXIT_DIVERGED;
    case DESK_LIMIT:
      return EXIT_BOUND;
  }
  return EXIT_BAD_USE;
}

void batch_print(FILE *file, const char *text) {
  while (*text != '\0') {
    size_t length = strcspn(text, "\n");
    char *line = text_copy_bytes(text, length);
    Text shown = {0};
    text_add_printable(&shown, line);
    (void)fprintf(file, "%s\n", text_of(&shown));
    text_release(&shown);
    mem_free(line);
    text += length + (text[length] == '\n');
  }
}

int batch_line(Desk *desk, const char *where, const char *line) {
  DeskResult result = desk_line(desk, line);
  if (result == DESK_OK) {
    batch_print(stdout, text_of(&desk->answer));
  } else {
    batch_print(stdout, text_of(&desk->earlier));
    (void)fflush(stdout);
    (void)fprintf(stderr, "%s: ", where);
    batch_print(stderr, text_of(&desk->answer));
  }
  return batch_code(result);
}

int batch_file(Desk *desk, const char *name, FILE *file, bool keep_going,
               size_t *lines) {
  char line[4096];
  int code = EXIT_EXPECTED;
  for (int number = 1; !desk->quit && fgets(line, sizeof line, file) != NULL;
       number++) {
    Text where = {0};
    text_addf(&where, "%s:%d", name, number);
    line[strcspn(line, "\r\n")] = '\0';
    const char *at = line + strspn(line, " \t");
    *lines += *at != '\0' && *at != '#';
    int now = batch_line(desk, text_of(&where), line);
    text_release(&where);
    code = code == EXIT_EXPECTED ? now : code;
    if ((code != EXIT_EXPECTED && !keep_going) ||
        (desk->session.stop != NULL && *desk->session.stop != 0)) {
      break;
    }
  }
  return code;
}
