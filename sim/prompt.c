// prompt.c -- readline without its own terminal.
//
// rl_getc_function hands it the byte just fed; it must never read itself, so
// it is called only when a byte is there. It neither draws nor catches
// signals nor sets LINES and COLUMNS, which would defeat resizing.
#include "prompt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "complete.h"

static const Desk *desk;
static bool is_open;
static int fed = -1;
static bool done;
static bool cancelled;
static Text result;
static Text choices;

static int get_byte(FILE *stream) {
  (void)stream;
  int byte = fed;
  fed = -1;
  return byte < 0 ? EOF : byte;
}

static int has_byte(void) {
  return fed >= 0;
}

static void draw_nothing(void) {}

static void take_line(char *line) {
  text_clear(&result);
  if (line == NULL) {
    cancelled = true;
  } else {
    text_add(&result, line);
    if (*line != '\0') {
      add_history(line);
    }
    free(line);
    done = true;
  }
  rl_callback_handler_remove();
  is_open = false;
}

static char *next_word(const char *text, int state) {
  static const char *at;
  (void)text;
  if (state == 0) {
    at = text_of(&choices);
  }
  if (*at == '\0') {
    return NULL;
  }
  size_t length = strcspn(at, "\n");
  char *word = (char *)malloc(length + 1);
  if (word != NULL) {
    memcpy(word, at, length);
    word[length] = '\0';
  }
  at += length + 1;
  return word;
}

static char **complete(const char *text, int start, int end) {
  Text line = {0};
  (void)start;
  text_clear(&choices);
  text_add_bytes(&line, rl_line_buffer, (size_t)end);
  complete_line(desk, text_of(&line), &choices);
  text_release(&line);
  rl_attempted_completion_over = 1;
  size_t length = strlen(text_of(&choices));
  rl_completion_append_character =
      length > 1 && text_of(&choices)[length - 2] == '=' ? '\0' : ' ';
  return rl_completion_matches(text, next_word);
}

// Instead of printing the matches below the line: the screen shows them.
static void show_matches(char **matches, int count, int longest) {
  (void)matches;
  (void)count;
  (void)longest;
}

static void prepare(int meta) {
  (void)meta;
}

static void unprepare(void) {}

void prompt_open(const Desk *from, const char *text) {
  static char blanks[] = " \t;";
  desk = from;
  rl_readline_name = "troupe";
  rl_catch_signals = 0;
  rl_catch_sigwinch = 0;
  rl_change_environment = 0;
  rl_prep_term_function = prepare;
  rl_deprep_term_function = unprepare;
  rl_getc_function = get_byte;
  rl_input_available_hook = has_byte;
  rl_redisplay_function = draw_nothing;
  rl_attempted_completion_function = complete;
  rl_completion_display_matches_hook = show_matches;
  rl_basic_word_break_characters = blanks;
  rl_completer_word_break_characters = blanks;
  rl_variable_bind("enable-bracketed-paste", "off");
  rl_variable_bind("bell-style", "none");
  rl_variable_bind("show-all-if-ambiguous", "on");
  rl_variable_bind("editing-mode", "emacs");
  rl_variable_bind("keyseq-timeout", "0");
  done = cancelled = false;
  text_clear(&choices);
  rl_callback_handler_install(":", take_line);
  rl_insert_text(text);
  is_open = true;
}

bool prompt_is_open(void) {
  return is_open;
}

void prompt_close(void) {
  if (is_open) {
    rl_callback_handler_remove();
    is_open = false;
  }
  text_release(&choices);
  text_release(&result);
}

void prompt_cancel(void) {
  if (is_open) {
    rl_callback_handler_remove();
    is_open = false;
  }
}

PromptOutcome prompt_byte(int byte, Text *line) {
  if (byte == 0x03 || (byte == 0x04 && rl_end == 0)) {
    prompt_cancel();
    return PROMPT_CANCELLED;
  }
  if (byte != '\t') {
    text_clear(&choices);
  }
  fed = byte == '\r' ? '\n' : byte;
  while (fed >= 0 && is_open) {
    rl_callback_read_char();
  }
  if (done) {
    text_add(line, text_of(&result));
    return PROMPT_DONE;
  }
  return cancelled ? PROMPT_CANCELLED : PROMPT_EDITING;
}

const char *prompt_text(void) {
  return rl_line_buffer == NULL ? "" : rl_line_buffer;
}

int prompt_cursor(void) {
  Text left = {0};
  text_add_bytes(&left, prompt_text(), (size_t)rl_point);
  int width = text_width(text_of(&left));
  text_release(&left);
  return width;
}

const char *prompt_choices(void) {
  const char *words = text_of(&choices);
  const char *first = strchr(words, '\n');
  return first != NULL && first[1] != '\0' ? words : "";
}
