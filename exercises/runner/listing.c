// listing.c -- the commands list and progress.
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "listing.h"

static bool holds(const char *text, const char *part) {
  size_t length = strlen(part);
  for (; *text; text++) {
    size_t i = 0;
    while (i < length &&
           tolower((unsigned char)text[i]) == tolower((unsigned char)part[i])) {
      i++;
    }
    if (i == length) return true;
  }
  return false;
}

// A state, a chapter or the beginning of an id, a part of the name or title.
static bool fits(const Learn *learn, const Exercise *exercise,
                 const char *filter) {
  const char *state = learn_state(learn, exercise);
  if (strcmp(filter, "passed") == 0 || strcmp(filter, "started") == 0) {
    return strcmp(state, filter) == 0;
  }
  if (strcmp(filter, "open") == 0) return strcmp(state, "passed") != 0;
  if (strcmp(filter, "new") == 0) return *state == '\0';
  if (isdigit((unsigned char)*filter)) {
    const char *id = exercise->id;
    while (*filter == '0') filter++;
    while (*id == '0') id++;
    return strncmp(id, filter, strlen(filter)) == 0 &&
           (isalpha((unsigned char)id[strlen(filter)]) ||
            id[strlen(filter)] == '\0');
  }
  return holds(exercise->name, filter) ||
         holds(exercise_title(exercise), filter);
}

size_t listing_write(FILE *out, const Learn *learn, const char *filter) {
  size_t count = 0;
  for (size_t i = 0; i < learn->catalog.count; i++) {
    const Exercise *each = &learn->catalog.items[i];
    if (filter && !fits(learn, each, filter)) continue;
    fprintf(out, "  %-4s %-8s %-20s %s\n", each->id, learn_state(learn, each),
            each->name, exercise_title(each));
    count++;
  }
  return count;
}

int command_list(Learn *learn, int count, char **arguments) {
  const char *filter = count > 0 ? arguments[0] : NULL;
  if (listing_write(stdout, learn, filter) > 0 || !filter) return DONE;
  bool is_state = strcmp(filter, "passed") == 0 ||
                  strcmp(filter, "started") == 0 ||
                  strcmp(filter, "open") == 0 || strcmp(filter, "new") == 0;
  if (is_state) {
    printf("No exercise is \"%s\".\n", filter);
    return DONE;
  }
  learn_say(
      "no exercise is like \"%s\"; a filter is passed, started, open, new, a "
      "chapter such as 4, or a part of a name",
      filter);
  return BAD_USE;
}

int command_progress(Learn *learn, int count, char **arguments) {
  (void)count;
  (void)arguments;
  for (size_t i = 0; i < learn->catalog.count; i++) {
    const Exercise *each = &learn->catalog.items[i];
    const Record *record = progress_find(&learn->progress, each->name);
    const char *state = learn_state(learn, each);
    printf("  %-4s %-8s %-11s", each->id, *state ? state : "-",
           record ? record->passed : "");
    if (record && record->hints > 0) {
      printf(" %d hint%s", record->hints, record->hints == 1 ? "" : "s");
    }
    printf("\n");
  }
  printf("%zu of %zu passed.\n", learn_passed(learn), learn->catalog.count);
  return DONE;
}
