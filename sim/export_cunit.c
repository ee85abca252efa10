// export_cunit.c -- a test in C that makes the run again, without the
// simulator.
//
// The program is compiled into the test, and its system is started under a
// scheduler that takes the choices of the tape. The checks are judged by
// states as they print, so they are said in C where they speak of numbers.
#include <ctype.h>
#include <string.h>

#include "cunit_parts.h"
#include "escape.h"
#include "export.h"

static void add_quoted(const char *text, Text *out) {
  text_add(out, "\"");
  escape_c(text == NULL ? "" : text, out);
  text_add(out, "\"");
}

// ---- Expressions ----

static size_t name_length(const char *at) {
  size_t length = 0;
  while (isalnum((unsigned char)at[length]) || at[length] == '_' ||
         at[length] == '#' ||
         (at[length] == '-' && length > 0 &&
          isalnum((unsigned char)at[length + 1]) && strchr(at, '.') != NULL)) {
    length++;
  }
  return length;
}

static void add_piece(const char *bytes, size_t length, Text *out) {
  text_add(out, "\"");
  text_add_bytes(out, bytes, length);
  text_add(out, "\"");
}

// NAME.FIELD, FUNCTION(NAME), FUNCTION(), true or false. Gives its length; 0:
// something else.
static size_t add_operand(const char *at, Text *out) {
  static const char *const asked[] = {"mailbox(", "handled(", "stopped("};
  static const char *const words[] = {"inflight()", "dead()", "true", "false"};
  for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
    size_t begin = strlen(asked[i]);
    size_t end = strcspn(at, ")");
    if (text_starts(at, asked[i]) && at[end] == ')') {
      text_addf(out, "rerun_%s", asked[i]);
      add_piece(at + begin, end - begin, out);
      text_add(out, ")");
      return end + 1;
    }
  }
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (text_starts(at, words[i])) {
      text_addf(out, "%s%s", i < 2 ? "rerun_" : "", words[i]);
      return strlen(words[i]);
    }
  }
  size_t actor = name_length(at);
  size_t field = at[actor] == '.' ? name_length(at + actor + 1) : 0;
  if (actor == 0 || field == 0) {
    return 0;
  }
  text_add(out, "rerun_field(");
  add_piece(at, actor, out);
  text_add(out, ", ");
  add_piece(at + actor + 1, field, out);
  text_add(out, ")");
  return actor + 1 + field;
}

bool cunit_translate(const char *source, Text *out) {
  for (const char *at = source; *at != '\0';) {
    size_t length = 1;
    if (isdigit((unsigned char)*at)) {
      length = strspn(at, "0123456789.");
      text_add_bytes(out, at, length);
    } else if (isalpha((unsigned char)*at)) {
      length = add_operand(at, out);
    } else if (strchr(" ()!<>=&|+-*", *at) != NULL) {
      text_add_bytes(out, at, 1);
    } else {
      length = 0;
    }
    if (length == 0) {
      return false;
    }
    at += length;
  }
  return true;
}

// ---- The run ----

static void add_step(const TapeStep *step, Text *out) {
  static const char *const kinds[] = {[STEP_OPTION] = "CHOOSE_OPTION",
                                      [STEP_SEND] = "CHOOSE_SEND",
                                      [STEP_KILL] = "CHOOSE_KILL",
                                      [STEP_FAULT] = "CHOOSE_FAULT",
                                      [STEP_NETWORK] = "CHOOSE_FAULT"};
  text_addf(out, "    {%s, %llu, %lluu, ", kinds[step->kind],
            (unsigned long long)step->choice,
            step->kind == STEP_OPTION ? 0 : (unsigned long long)step->actor);
  if (step->text == NULL) {
    text_add(out, "NULL");
  } else {
    add_quoted(step->text, out);
  }
  text_addf(out, ", %lluu, %llu},\n", (unsigned long long)step->id.sender,
            (unsigned long long)step->id.sequence);
}

static void add_run(const Session *session, u64 last, Text *out) {
  text_addf(out,
            "// ---- The run ----\n\nstatic const u64 rerun_seed = %lluu;\n\n"
            "typedef struct RerunTaken {\n  ChoiceKind kind;\n  u64 number;\n"
            "  u64 actor;\n  const char *text;\n  u64 sender;\n"
            "  u64 sequence;\n} RerunTaken;\n\nenum { RERUN_TAKEN = %llu };\n"
            "static const RerunTaken rerun_taken[RERUN_TAKEN + 1] = {\n",
            (unsigned long long)session->seed, (unsigned long long)last);
  for (u64 step = 1; step <= last; step++) {
    add_step(tape_step(&session->tape, step), out);
  }
  text_add(out, "    {CHOOSE_OPTION, 0, 0, NULL, 0, 0}};\n");
}

// ---- The rules ----

static bool is_wanted(const Checks *checks, const CheckItem *check) {
  bool any = false;
  for (size_t i = 0; i < checks->count; i++) {
    any |= checks->items[i].has_failed;
  }
  return check->has_failed || !any;
}

static void add_rules(const Checks *checks, Text *out) {
  Text table = {0};
  size_t count = 0;
  text_add(out, "\n// ---- What must hold ----\n\n");
  for (size_t i = 0; i < checks->count; i++) {
    const CheckItem *check = &checks->items[i];
    Text said = {0};
    if (!is_wanted(checks, check)) {
      continue;
    }
    if (cunit_translate(check->source, &said)) {
      text_addf(out, "static bool rerun_rule_%zu(void) {\n  return %s;\n}\n\n",
                count, text_of(&said));
      text_add(&table, "    {");
      add_quoted(check->name, &table);
      text_addf(&table, ", '%c', rerun_rule_%zu, false, false},\n",
                "anqe"[check->kind], count++);
    } else {
      text_addf(out, "// Cannot be said here: %s\n\n", check->shown);
    }
    text_release(&said);
  }
  text_addf(out,
            "static bool rerun_rule_none(void) {\n  return true;\n}\n\n"
            "// kind: always, never, quiet (when nothing is left to happen), "
            "eventually\ntypedef struct RerunRule {\n  const char *name;\n"
            "  char kind;\n  bool (*holds)(void);\n  bool met;\n"
            "  bool broken;\n} RerunRule;\n\nenum { RERUN_RULES = %zu };\n"
            "static RerunRule rerun_rules[RERUN_RULES + 1] = {\n%s"
            "    {\"\", 'a', rerun_rule_none, false, false}};\n\n",
            count, text_of(&table));
  text_release(&table);
}

static bool any_failed(const Session *session, u64 last) {
  Model model;
  bool any = false;
  model_init(&model);
  history_model(&session->history, &session->tape, last, &model);
  for (size_t i = 0; i < model.actor_count; i++) {
    any |= model.actors[i].failed;
  }
  model_release(&model);
  return any && session->checks.count == 0;
}

// ---- The whole ----

static void add_head(const Session *session, Text *out) {
  const char *name = session->name;
  size_t length = strlen(name);
  bool whole = length > 2 && text_equal(name + length - 2, ".c");
  text_addf(out,
            "// A run of %s, again: it goes wrong as it did, until the program "
            "is mended.\n"
            "//   cc -iquote LIB -iquote FOLDER this.c LIBRARY -lcunit "
            "-lpthread -lm\n"
            "// LIB is Troupe's lib/, LIBRARY what it is built to, FOLDER has "
            "the program;\n"
            "// -DPROGRAM='\"other.c\"' takes another one.\n"
            "#include <CUnit/Basic.h>\n#include <stdio.h>\n"
            "#include <stdlib.h>\n#include <string.h>\n\n"
            "#include \"troupe.h\"\n\n#ifndef PROGRAM\n#define PROGRAM ",
            name);
  Text file = {0};
  text_addf(&file, "%s%s", name, whole ? "" : ".c");
  add_quoted(text_of(&file), out);
  text_release(&file);
  text_add(out, "\n#endif\n\n");
}

void export_cunit(Desk *desk, u64 first, u64 last, Text *out) {
  (void)first;  // a run begins at its beginning
  const Session *session = &desk->session;
  add_head(session, out);
  add_run(session, last, out);
  text_add(out, cunit_known);
  text_add(out, "\n");
  text_add(out, cunit_asked);
  add_rules(&session->checks, out);
  text_add(out, cunit_scheduler);
  text_add(out, "\nstatic void rerun_the_run(void) {\n");
  text_add(out, "  CU_ASSERT(program_main() == 0);\n");
  text_add(out, any_failed(session, last)
                    ? "  CU_ASSERT(rerun_failures == 0);  // of actors\n"
                    : "");
  text_add(out,
           "  for (size_t i = 0; i < RERUN_RULES; i++) {\n"
           "    bool good = rerun_rules[i].kind == 'e' ? rerun_rules[i].met : "
           "!rerun_rules[i].broken;\n"
           "    if (!good) {\n"
           "      (void)fprintf(stderr, \"%s does not hold\\n\", "
           "rerun_rules[i].name);\n    }\n"
           "    CU_ASSERT(good);\n  }\n}\n");
  text_add(out, cunit_main);
}
