// puzzle.c -- the words of a goal, each after its keyword.
#include "puzzle.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "settings.h"

static void release(Puzzle *puzzle) {
  mem_free(puzzle->name);
  mem_free(puzzle->check);
  mem_free(puzzle->with);
  mem_free(puzzle->unless);
  mem_free(puzzle->text);
}

void puzzles_release(Puzzles *puzzles) {
  for (size_t i = 0; i < puzzles->count; i++) {
    release(&puzzles->items[i]);
  }
  mem_free(puzzles->items);
  *puzzles = (Puzzles){0};
}

Puzzle *puzzles_find(const Puzzles *puzzles, const char *name) {
  for (size_t i = 0; i < puzzles->count; i++) {
    if (text_equal(puzzles->items[i].name, name)) {
      return &puzzles->items[i];
    }
  }
  return NULL;
}

bool puzzle_has_twin(const Puzzle *puzzle) {
  return strchr(puzzle->unless, '=') == NULL;
}

static bool is_word(const char *word) {
  size_t length = strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789_");
  return length > 0 && length < 64 && word[length] == '\0';
}

static bool is_setting(const char *word) {
  char *name = text_copy_bytes(word, strcspn(word, "="));
  bool good = settings_is_name(name) && word[strlen(name)] == '=' &&
              word[strlen(name) + 1] != '\0';
  mem_free(name);
  return good;
}

// What follows a keyword. False: that cannot follow it.
static bool read_part(Puzzle *puzzle, const char *key, const char *word) {
  if (text_equal(key, "with") && is_setting(word)) {
    text_replace(&puzzle->with, word);
  } else if (text_equal(key, "unless") && (is_setting(word) || is_word(word))) {
    text_replace(&puzzle->unless, word);
  } else if (text_equal(key, "find") && is_word(word)) {
    text_replace(&puzzle->check, word);
  } else if (text_equal(key, "seed")) {
    char *end;
    puzzle->seed = strtoull(word, &end, 10);
    return *word >= '0' && *word <= '9' && *end == '\0' && puzzle->seed > 0;
  } else {
    return false;
  }
  return true;
}

static bool is_whole(const Puzzle *puzzle) {
  return puzzle->check != NULL && puzzle->unless != NULL &&
         puzzle->text != NULL && is_word(puzzle->name);
}

bool puzzles_read(Puzzles *puzzles, char *const *words, size_t count,
                  Text *why) {
  Puzzle puzzle = {.name = text_copy(words[0])};
  bool good = count > 2;
  for (size_t i = 1; good && i + 1 < count; i += 2) {
    good = read_part(&puzzle, words[i], words[i + 1]);
  }
  const char *last = words[count - 1];
  size_t length = strlen(last);
  // Pairs of words, and then the text.
  if (good && count % 2 == 0 && length > 2 && *last == '"' &&
      last[length - 1] == '"') {
    puzzle.text = text_copy_bytes(last + 1, length - 2);
  }
  if (!good || !is_whole(&puzzle)) {
    text_add(why,
             "a goal reads goal NAME find CHECK unless SETTING=VALUE "
             "\"TEXT\"; before the text may stand with SETTING=VALUE, seed N; "
             "unless may name a scene");
    release(&puzzle);
    return false;
  }
  Puzzle *same = puzzles_find(puzzles, puzzle.name);
  if (same != NULL) {
    release(same);
    *same = puzzle;
    return true;
  }
  puzzles->items = (Puzzle *)text_grow(puzzles->items, &puzzles->room,
                                       puzzles->count + 1, sizeof(Puzzle));
  puzzles->items[puzzles->count++] = puzzle;
  return true;
}
