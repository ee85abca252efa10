// troupe-mutants -- a right solution, made wrong in one small place.
//
//   troupe-mutants FILE       how many there are
//   troupe-mutants FILE N     the N-th of them, from 1, on standard output
//
// It works on lines of formatted code and knows no C: an operator becomes
// another, a constant its neighbour, a statement is gone, or two lines change
// places of which one locks, unlocks or waits. The first line of a
// mutant says what was done. Some do not compile; some are no worse than the
// original. Not mutated: comments, texts, includes, CHECKs, what only declares.
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/types.h"

enum { LINES = 1000, LENGTH = 300 };

typedef struct Source {
  char lines[LINES][LENGTH];
  int count;
  bool is_comment[LINES];
} Source;

typedef struct Mutant {
  int wanted;  // 0: only count
  int seen;
} Mutant;

static Source source;

static const char *trimmed(const char *line) {
  return line + strspn(line, " ");
}

static bool begins(const char *line, const char *with) {
  return strncmp(trimmed(line), with, strlen(with)) == 0;
}

// A line of a function's body that is code, and whose change means something.
static bool is_code(int line) {
  const char *text = source.lines[line];
  if (source.is_comment[line] || text[0] != ' ') return false;
  return !begins(text, "//") && !begins(text, "CHECK") &&
         !begins(text, "case ") && *trimmed(text);
}

static void print_head(const char *from, const char *to, int line) {
  printf("// MUTANT: %s to %s in: %s\n", from, to, trimmed(source.lines[line]));
}

// All lines, with `changed` in place of one, unless it is NULL: then that line
// and the one behind it change places.
static void print_all(int line, const char *changed) {
  for (int i = 0; i < source.count; i++) {
    if (i != line) {
      puts(source.lines[i]);
    } else if (changed) {
      puts(changed);
    } else {
      puts(source.lines[i + 1]);
      puts(source.lines[i++]);
    }
  }
}

static bool is_due(Mutant *mutant) {
  return ++mutant->seen == mutant->wanted;
}

static void replace(Mutant *mutant, int line, size_t at, const char *from,
                    const char *to) {
  if (!is_due(mutant)) return;
  char changed[LENGTH * 2];
  const char *text = source.lines[line];
  snprintf(changed, sizeof changed, "%.*s%s%s", (int)at, text, to,
           text + at + strlen(from));
  print_head(from, to, line);
  print_all(line, changed);
}

// Where code ends and a comment begins.
static size_t code_length(const char *text) {
  const char *comment = strstr(text, " //");
  return comment ? (size_t)(comment - text) : strlen(text);
}

static void mutate_operators(Mutant *mutant, int line) {
  static const char *const pairs[][2] = {{" == ", " != "},
                                         {" != ", " == "},
                                         {" < ", " <= "},
                                         {" > ", " >= "},
                                         {" <= ", " < "},
                                         {" >= ", " > "},
                                         {" && ", " || "},
                                         {" || ", " && "},
                                         {" += ", " -= "},
                                         {" -= ", " += "},
                                         {" + ", " - "},
                                         {" - ", " + "},
                                         {"++", "--"},
                                         {"--", "++"},
                                         {"(!", "("},
                                         {"while (", "if ("},
                                         {" = true", " = false"},
                                         {" = false", " = true"}};
  const char *text = source.lines[line];
  size_t end = code_length(text);
  for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
    const char *at = text;
    while ((at = strstr(at, pairs[i][0])) && (size_t)(at - text) < end) {
      replace(mutant, line, (size_t)(at - text), pairs[i][0], pairs[i][1]);
      at++;
    }
  }
}

static void mutate_constants(Mutant *mutant, int line) {
  const char *text = source.lines[line];
  size_t end = code_length(text);
  for (size_t i = 1; i < end; i++) {
    bool in_word = isalnum((unsigned char)text[i - 1]) || text[i - 1] == '_';
    if (!isdigit((unsigned char)text[i]) || in_word) continue;
    char from[12] = "";
    char to[24];
    snprintf(from, sizeof from, "%.*s", (int)strspn(text + i, "0123456789"),
             text + i);
    snprintf(to, sizeof to, "%ld", strtol(from, NULL, 10) + 1);
    replace(mutant, line, i, from, to);
  }
}

// A whole statement on one line, and no declaration: a call, an assignment, a
// break.
static bool is_statement(int line) {
  const char *text = source.lines[line];
  size_t length = code_length(text);
  if (!is_code(line) || length == 0 || text[length - 1] != ';') return false;
  if (begins(text, "return")) return false;
  if (begins(text, "break;")) return true;
  const char *before = line > 0 ? source.lines[line - 1] : "";
  size_t end = code_length(before);
  bool is_whole = end == 0 || strchr(";{}:", before[end - 1]);
  const char *word = trimmed(text);
  if (*word == '*') word++;
  word += strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789_->.[]");
  bool calls = *word == '(';
  bool sets = strncmp(word, " = ", 3) == 0 || strncmp(word, " += ", 4) == 0 ||
              strncmp(word, " -= ", 4) == 0 || strncmp(word, "++", 2) == 0;
  return is_whole && (calls || sets);
}

// Whom a signal wakes looks again under the lock: where in its region it stands
// makes no difference, so it is not moved by itself.
static bool is_of_locks(const char *text) {
  return strstr(text, "lock(") || strstr(text, "wait(");
}

// The break of the last case: without it nothing changes.
static bool is_last_break(int line) {
  return begins(source.lines[line], "break;") && line + 2 < source.count &&
         begins(source.lines[line + 1], "}") &&
         !begins(source.lines[line + 2], "case ");
}

static void mutate_statements(Mutant *mutant, int line) {
  if (!is_statement(line) || is_last_break(line)) return;
  if (is_due(mutant)) {
    print_head("statement", "nothing", line);
    print_all(line, "  ;");
  }
  if (line + 1 == source.count || !is_statement(line + 1)) return;
  const char *next = source.lines[line + 1];
  if (!is_of_locks(source.lines[line]) && !is_of_locks(next)) return;
  if (is_due(mutant)) {
    print_head("order", "the next line first", line);
    print_all(line, NULL);
  }
}

static bool read_source(const char *path) {
  FILE *file = fopen(path, "re");
  if (!file) return false;
  bool fits = true;
  bool inside = false;  // a comment of more lines
  while (fits && source.count < LINES &&
         fgets(source.lines[source.count], LENGTH, file)) {
    char *line = source.lines[source.count];
    size_t length = strcspn(line, "\n");
    fits = line[length] == '\n';
    line[length] = '\0';
    inside |= strstr(line, "/*") != NULL;
    source.is_comment[source.count++] = inside;
    if (strstr(line, "*/")) inside = false;
  }
  fits = fits && feof(file);
  fclose(file);
  return fits;
}

int main(int count, char **words) {
  Mutant mutant = {0};
  if (count == 3) mutant.wanted = (int)strtol(words[2], NULL, 10);
  if (count < 2 || count > 3 || (count == 3 && mutant.wanted < 1)) {
    fprintf(stderr, "usage: troupe-mutants FILE [NUMBER]\n");
    return 2;
  }
  if (!read_source(words[1])) {
    fprintf(stderr, "troupe-mutants: %s cannot be read, or is too long\n",
            words[1]);
    return 2;
  }
  for (int line = 0; line < source.count; line++) {
    if (!is_code(line)) continue;
    mutate_operators(&mutant, line);
    mutate_constants(&mutant, line);
    mutate_statements(&mutant, line);
  }
  if (mutant.wanted == 0) printf("%d\n", mutant.seen);
  return mutant.wanted <= mutant.seen ? 0 : 1;
}
