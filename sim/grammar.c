// grammar.c -- quotes and braces keep blanks, `;` and `#` to themselves.
#include "grammar.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

// Follows quotes and braces from character to character.
typedef struct Nest {
  bool quoted;
  bool escaped;
  int depth;
} Nest;

static bool is_bare(Nest *nest, char c) {
  bool bare = !nest->quoted && nest->depth == 0;
  if (nest->escaped) {
    nest->escaped = false;
  } else if (nest->quoted && c == '\\') {
    nest->escaped = true;
  } else if (c == '"') {
    nest->quoted = !nest->quoted;
  } else if (!nest->quoted && (c == '{' || c == '[')) {
    nest->depth++;
  } else if (!nest->quoted && (c == '}' || c == ']') && nest->depth > 0) {
    nest->depth--;
  }
  return bare;
}

bool grammar_next(const char **line, Text *out) {
  text_clear(out);
  const char *at = *line;
  Nest nest = {0};
  bool any = false;
  for (; *at != '\0'; at++) {
    bool bare = is_bare(&nest, *at);
    if (bare && *at == '#' &&
        (at == *line || at[-1] == ';' || isspace((unsigned char)at[-1]))) {
      at += strlen(at);
      break;
    }
    if (bare && *at == ';' && !any) {
      continue;
    }
    if (bare && *at == ';') {
      at++;
      break;
    }
    any |= !isspace((unsigned char)*at);
    if (any) {
      text_add_bytes(out, at, 1);
    }
  }
  *line = at;
  return any;
}

bool grammar_number(const char *word, u64 *number) {
  char *end = NULL;
  size_t length = strlen(word);
  if (length == 0 || length > 18 || !isdigit((unsigned char)*word)) {
    return false;
  }
  *number = strtoull(word, &end, 0);
  return *end == '\0';
}

static const char *skip_word(const char *at) {
  Nest nest = {0};
  while (*at != '\0') {
    if (is_bare(&nest, *at) && isspace((unsigned char)*at)) {
      break;
    }
    at++;
  }
  return at;
}

static const char *skip_blanks(const char *at) {
  while (isspace((unsigned char)*at)) {
    at++;
  }
  return at;
}

const char *grammar_after(const Command *command, size_t n) {
  const char *at = skip_blanks(command->rest);
  for (size_t i = 0; i < n; i++) {
    at = skip_blanks(skip_word(at));
  }
  return at;
}

static void split(Command *command, const char *text) {
  command->store = text_copy(text);
  char *at = command->store;
  while (*at != '\0' && command->word_count < COMMAND_WORDS) {
    char *end = command->store + (skip_word(at) - command->store);
    command->words[command->word_count++] = at;
    if (*end == '\0') {
      break;
    }
    *end = '\0';
    at = end + 1;
    while (isspace((unsigned char)*at)) {
      at++;
    }
  }
}

// The first word that the verb has no use for, or NULL.
static const char *superfluous(const Command *command) {
  const Control *control = command->control;
  if (command->counted && !control->counts) {
    return "the number before it";
  }
  size_t most = control->most - (command->counted && control->most > 0);
  return command->word_count > most ? command->words[most] : NULL;
}

bool grammar_read(const char *text, Command *command, Text *why) {
  *command = (Command){.count = 1};
  const char *at = skip_blanks(text);
  const char *end = skip_word(at);
  char *word = text_copy_bytes(at, (size_t)(end - at));
  if (grammar_number(word, &command->count)) {
    command->counted = true;
    at = skip_blanks(end);
    end = skip_word(at);
    mem_free(word);
    word = text_copy_bytes(at, (size_t)(end - at));
  }
  if (*word == '\0') {
    text_add(why, "a verb should follow the count, as in 20 step");
  } else if (strspn(word, "0123456789") == strlen(word)) {
    text_addf(why, "%.40s is too large for a count", word);
  } else {
    command->control = controls_find(word, why);
  }
  mem_free(word);
  if (command->control == NULL) {
    return false;
  }
  command->rest = skip_blanks(end);
  split(command, command->rest);
  if (command->word_count < command->control->least) {
    text_addf(why, "%s needs more: %s %s", command->control->verb,
              command->control->verb, command->control->arguments);
    grammar_release(command);
    return false;
  }
  const char *extra = superfluous(command);
  if (extra != NULL) {
    text_addf(why, "%s: what is %.60s? It reads %s%s %s",
              command->control->verb, extra, command->counted ? "[N] " : "",
              command->control->verb, command->control->arguments);
    grammar_release(command);
    return false;
  }
  return true;
}

void grammar_release(Command *command) {
  mem_free(command->store);
  command->store = NULL;
}
