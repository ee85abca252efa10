// hints.c -- hints.md, cut at its headings.
#include "hints.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

char *hint_read(const Exercise *exercise, int level) {
  Path path = path_of("%.4000s/hints.md", exercise->folder.text);
  char *text = file_read(path.text, NULL);
  if (!text) return NULL;
  char head[16];
  snprintf(head, sizeof head, "## %d", level);
  char *begin = strstr(text, head);
  if (!begin) {
    mem_free(text);
    return NULL;
  }
  begin += strcspn(begin, "\n");
  begin += strspn(begin, "\n");
  char *end = strstr(begin, "\n## ");
  if (end) end[1] = '\0';
  memmove(text, begin, strlen(begin) + 1);
  return text;
}
