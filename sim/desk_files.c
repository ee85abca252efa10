// desk_files.c -- what a desk reads: the program's source, and overlays, whose
// lines are named by their place when one is wrong.
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "desk.h"

void desk_source(Desk *desk, const char *file, const char *shown) {
  text_replace(&desk->source, file);
  text_replace(&desk->source_name, shown);
  sources_release(&desk->sources);
}

void desk_read_source(Desk *desk) {
  text_clear(&desk->source_why);
  if (desk->source == NULL) {
    text_add(&desk->source_why,
             "it is not known what this program is made of; source FILE.c "
             "says it");
  } else {
    ignore(sources_read(&desk->sources, desk->source, desk->source_name,
                        desk->session.program, &desk->source_why));
  }
}

DeskResult desk_overlay(Desk *desk, const char *path) {
  FILE *file = fopen(path, "r");
  char line[4096];
  DeskResult result = DESK_OK;
  if (file == NULL) {
    text_clear(&desk->answer);
    text_addf(&desk->answer, "cannot read %s: %s", path, strerror(errno));
    return DESK_BAD;
  }
  desk->overlay = true;
  for (int number = 1;
       result == DESK_OK && fgets(line, sizeof line, file) != NULL; number++) {
    line[strcspn(line, "\r\n")] = '\0';
    result = desk_line(desk, line);
    if (result != DESK_OK) {
      char *why = text_copy(text_of(&desk->answer));
      text_clear(&desk->answer);
      text_addf(&desk->answer, "%s:%d: %s", path, number, why);
      mem_free(why);
    }
  }
  desk->overlay = false;
  desk->lesson = 0;
  (void)fclose(file);
  return result;
}
