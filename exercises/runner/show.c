// show.c -- words, lines, quotes.
#include "show.h"

#include <ctype.h>
#include <string.h>

enum { WIDTH_MOST = 78, LABEL = 10, PRINTED_LINES = 8, PRINTED_MORE = 400 };

static int width = WIDTH_MOST;

void show_set_width(int columns) {
  width = columns < WIDTH_MOST ? columns : WIDTH_MOST;
}

void show_wrapped(FILE *out, const char *text, int indent) {
  int column = 0;
  while (*(text += strspn(text, " \n"))) {
    int word = (int)strcspn(text, " \n");
    if (column > 0 && column + 1 + word > width - indent) {
      fputc('\n', out);
      column = 0;
    }
    fprintf(out, "%*s%.*s", column == 0 ? indent : 1, "", word, text);
    column += (column > 0) + word;
    text += word;
  }
  if (column > 0) fputc('\n', out);
}

// A label and the text beside it.
static void show_labelled(FILE *out, const char *label, const char *text) {
  if (!*text) return;
  fprintf(out, "  %-*s%s\n", LABEL, label, text);
}

static void show_sentence(FILE *out, const char *name) {
  char text[128];
  size_t length = 0;
  for (; *name && length < sizeof text - 1; name++) {
    text[length++] = *name == '_' ? ' ' : *name;
  }
  text[length] = '\0';
  fprintf(out, "  test: %s\n", text);
}

static void show_place(FILE *out, const Verdict *verdict) {
  if (!verdict->file.text[0]) return;
  char text[sizeof(Path) + 20];
  const char *shown = path_shown(verdict->file.text).text;
  if (verdict->line > 0) {
    snprintf(text, sizeof text, "%s:%d", shown, verdict->line);
  } else {
    text_fit(text, sizeof text, shown);
  }
  show_labelled(out, "at", text);
}

// What the program printed, made harmless for a terminal: its last lines.
static void show_printed(FILE *out, const Verdict *verdict, bool more) {
  const char *text = verdict->printed;
  if (!text || !*text) return;
  if (strcmp(verdict->reason, "sanitizer") == 0 && !more) return;
  int wanted = more ? PRINTED_MORE : PRINTED_LINES;
  const char *begin = text + strlen(text);
  for (int lines = 0; begin > text; begin--) {
    if (begin[-1] == '\n' && begin[0] && ++lines == wanted) break;
  }
  fprintf(out, "\n  %s\n",
          begin > text ? "At the end it printed:" : "It printed:");
  for (int column = 0; *begin; begin++) {
    if (*begin == '\n') {
      if (column > 0) fputc('\n', out);
      column = 0;
      continue;
    }
    if (column == 0) fputs("  | ", out);
    bool fits = more || column < width - 6;
    if (fits) fputc(isprint((unsigned char)*begin) ? *begin : '?', out);
    column++;
  }
  if (text[strlen(text) - 1] != '\n') fputc('\n', out);
}

static void show_complaints(FILE *out, const Complaints *complaints,
                            bool errors) {
  for (size_t i = 0; i < complaints->count; i++) {
    const Complaint *each = &complaints->items[i];
    if (each->is_error != errors) continue;
    char text[sizeof(Path) + sizeof each->text];
    if (each->line > 0) {
      snprintf(text, sizeof text, "%s:%d: %s", path_shown(each->file.text).text,
               each->line, each->text);
    } else {
      text_fit(text, sizeof text, each->text);
    }
    show_wrapped(out, text, 2);
    if (each->meaning) show_wrapped(out, each->meaning, 6);
  }
}

static void show_warnings(FILE *out, const Verdict *verdict) {
  size_t count = verdict->complaints.warnings;
  if (count == 0) return;
  fprintf(out, "\n  The compiler warns%s:\n",
          verdict->kind == VERDICT_PASSED ? ", which is worth a look" : "");
  show_complaints(out, &verdict->complaints, false);
}

static const char *word_of(VerdictKind kind) {
  switch (kind) {
    case VERDICT_PASSED:
      return "passed";
    case VERDICT_FAILED:
      return "failed";
    case VERDICT_LIMIT:
      return "limit";
    case VERDICT_BAD_FILE:
      return "bad file";
    case VERDICT_MISSING:
      return "missing";
  }
  return "failed";
}

static void show_passed(FILE *out, const Verdict *verdict) {
  fprintf(out, "%s: PASSED, all %d tests (%.1f s)\n", verdict->exercise,
          verdict->passed, verdict->seconds);
  if (verdict->unjudged_count == 0) {
    fprintf(out, "  also under both sanitizers%s\n",
            verdict->over_schedules ? ", and in many orders of its steps" : "");
  }
  for (size_t i = 0; i < verdict->unjudged_count; i++) {
    show_wrapped(out, verdict->unjudged[i], 2);
  }
  show_warnings(out, verdict);
}

static void show_head(FILE *out, const Verdict *verdict) {
  if (strcmp(verdict->reason, "compile") == 0) {
    fprintf(out, "%s: FAILED, it does not compile (%.1f s)\n",
            verdict->exercise, verdict->seconds);
    return;
  }
  fprintf(out, "%s: %s %s, %d test%s passed before it (%.1f s)\n",
          verdict->exercise,
          verdict->kind == VERDICT_LIMIT ? "STOPPED" : "FAILED",
          mode_words(verdict->mode), verdict->passed,
          verdict->passed == 1 ? "" : "s", verdict->seconds);
}

void show_verdict(FILE *out, const Verdict *verdict, bool more) {
  if (verdict->kind == VERDICT_PASSED) {
    show_passed(out, verdict);
    return;
  }
  if (verdict->kind == VERDICT_BAD_FILE || verdict->kind == VERDICT_MISSING) {
    fprintf(out, "%s: cannot be judged: %s\n", verdict->exercise,
            verdict->message);
    if (verdict->meaning[0]) show_wrapped(out, verdict->meaning, 2);
    return;
  }
  show_head(out, verdict);
  if (strcmp(verdict->reason, "compile") == 0 &&
      verdict->complaints.errors > 0) {
    fputc('\n', out);
    show_complaints(out, &verdict->complaints, true);
    show_warnings(out, verdict);
    return;
  }
  fputc('\n', out);
  if (verdict->test[0]) show_sentence(out, verdict->test);
  show_wrapped(out, verdict->message, 2);
  if (verdict->meaning[0]) show_wrapped(out, verdict->meaning, 2);
  show_labelled(out, "expected", verdict->expected);
  show_labelled(out, "seen", verdict->seen);
  show_place(out, verdict);
  if (verdict->story[0]) {
    fputc('\n', out);
    show_wrapped(out, verdict->story, 2);
  }
  if (verdict->where_count > 0) fputc('\n', out);
  for (size_t i = 0; i < verdict->where_count; i++) {
    show_wrapped(out, verdict->where[i], 2);
  }
  if (verdict->again[0]) {
    fprintf(out, "\n  See it step by step, in the simulator:\n    %s\n",
            verdict->again);
  }
  show_printed(out, verdict, more);
  show_warnings(out, verdict);
}

// --- JSON ---

// How many bytes of well-formed UTF-8 begin here; 0: none. What is not, comes
// out as the character it would be in Latin-1.
static size_t utf8_length(const char *text) {
  unsigned char c = (unsigned char)*text;
  size_t length = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
  if (c > 0xf4) length = 0;
  for (size_t i = 1; i < length; i++) {
    if (((unsigned char)text[i] & 0xc0) != 0x80) return 0;
  }
  // Forms that are too long, halves of pairs, numbers beyond the last one.
  unsigned char d = length > 2 ? (unsigned char)text[1] : 0x80;
  bool is_bad = (c == 0xe0 && d < 0xa0) || (c == 0xed && d > 0x9f) ||
                (c == 0xf0 && d < 0x90) || (c == 0xf4 && d > 0x8f);
  return is_bad ? 0 : length;
}

static void json_text(FILE *out, const char *text) {
  fputc('"', out);
  while (*text) {
    unsigned char c = (unsigned char)*text;
    size_t length = utf8_length(text);
    if (c == '"' || c == '\\') {
      fprintf(out, "\\%c", c);
    } else if (c < ' ' || c == 0x7f || length == 0) {
      fprintf(out, "\\u%04x", c);
      length = 1;
    } else {
      fwrite(text, 1, length, out);
    }
    text += length;
  }
  fputc('"', out);
}

static void json_field(FILE *out, const char *name, const char *text) {
  fprintf(out, "\"%s\": ", name);
  json_text(out, text);
  fputs(", ", out);
}

void show_json(FILE *out, const Verdict *verdict) {
  show_json_of(out, NULL, verdict);
}

void show_json_of(FILE *out, const char *folder, const Verdict *verdict) {
  fputc('{', out);
  if (folder) json_field(out, "folder", folder);
  json_field(out, "exercise", verdict->exercise);
  json_field(out, "verdict", word_of(verdict->kind));
  json_field(out, "reason", verdict->reason);
  json_field(out, "mode", mode_name(verdict->mode));
  json_field(out, "test", verdict->test);
  json_field(out, "file", path_shown(verdict->file.text).text);
  fprintf(out, "\"line\": %d, ", verdict->line);
  json_field(out, "expected", verdict->expected);
  json_field(out, "seen", verdict->seen);
  json_field(out, "message", verdict->message);
  json_field(out, "meaning", verdict->meaning);
  json_field(out, "story", verdict->story);
  json_field(out, "schedule", verdict->schedule);
  json_field(out, "again", verdict->again);
  fputs("\"where\": [", out);
  for (size_t i = 0; i < verdict->where_count; i++) {
    if (i > 0) fputs(", ", out);
    json_text(out, verdict->where[i]);
  }
  fputs("], \"unjudged\": [", out);
  for (size_t i = 0; i < verdict->unjudged_count; i++) {
    if (i > 0) fputs(", ", out);
    json_text(out, verdict->unjudged[i]);
  }
  fprintf(out, "], \"warnings\": %zu, \"passed\": %d, \"seconds\": %.2f}\n",
          verdict->complaints.warnings, verdict->passed, verdict->seconds);
}
