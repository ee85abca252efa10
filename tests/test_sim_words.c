// test_sim_words.c -- text, grammar, expressions and completion, and that no
// line, however broken, breaks them.
#include <stdlib.h>

#include "base/rng.h"
#include "complete.h"
#include "grammar.h"
#include "sim_support.h"

#define COUNTER ((u64)1 << 56 | (u64)2 << 30 | 1)

static void tell(Model *model, Event event) {
  model_apply(model, &event);
}

static void make_model(Model *model) {
  model_init(model);
  tell(model, (Event){.kind = EVENT_PROTOCOL,
                      .name = "Counter",
                      .text = "inc(amount: i64, note: text) -> count: i64; "
                              "get() -> count: i64 | count: i64 | counting"});
  tell(model, (Event){.kind = EVENT_SPAWNED,
                      .actor = COUNTER,
                      .name = "teller-1",
                      .text = "Counter"});
  tell(model, (Event){.kind = EVENT_STARTED,
                      .actor = COUNTER,
                      .text = "{count: 42, name: \"a, b\", open: true, list: "
                              "[1, 2], colour: red}"});
}

static void check_value(const Model *model, const char *source,
                        const char *printed) {
  Text out = {0};
  Value value = expr_value(source, model);
  expr_print(&value, &out);
  CU_ASSERT_STRING_EQUAL(text_of(&out), printed);
  text_release(&out);
}

static void expressions_have_the_values_they_look_like(void) {
  static const char *const table[][2] = {
      {"1 + 2 * 3", "7"},
      {"(1 + 2) * 3", "9"},
      {"-2 - -3", "1"},
      {"teller-1.count", "42"},
      {"teller-1.count - 2", "40"},
      {"teller-1.count == 42 && !(1 > 2)", "true"},
      {"teller-1.count < 42 || 1 >= 1", "true"},
      {"1.5 + 1", "2.5"},
      {"teller-1.name == \"a, b\"", "true"},
      {"teller-1.open", "true"},
      {"teller-1.colour == red", "true"},
      {"mailbox(teller-1) + inflight() + dead()", "0"},
      {"handled(teller-1) == 0", "true"},
      {"stopped(teller-1)", "false"},
      {"9000000000000000000 + 9000000000000000000", "1.8e+19"}};
  Model model;
  make_model(&model);
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    check_value(&model, table[i][0], table[i][1]);
  }
  model_release(&model);
}

static void what_is_not_there_yet_is_pending_and_a_known_truth_decides(void) {
  Model model;
  make_model(&model);
  CU_ASSERT(expr_value("nobody.count > 1", &model).kind == VALUE_PENDING);
  CU_ASSERT(expr_value("teller-1.cuont > 1", &model).kind == VALUE_PENDING);
  CU_ASSERT(expr_value("nobody.count > 1 || true", &model).kind == VALUE_BOOL);
  CU_ASSERT(expr_value("nobody.count > 1 && false", &model).integer == 0);
  model_release(&model);
}

static void a_malformed_expression_is_told_in_one_line(void) {
  static const char *const table[] = {
      "",   "1 +",          "(1",     "1 2",
      "a.", "mialbox(x)",   "\"abc",  "1 && 2",
      "!3", "1 == \"one\"", "true+1", "inflight(",
      "&&", "==",           "a.b.c",  ")"};
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    Model model;
    make_model(&model);
    Value value = expr_value(table[i], &model);
    CU_ASSERT(value.kind == VALUE_BAD || value.kind == VALUE_PENDING);
    CU_ASSERT(strchr(value.text, '\n') == NULL && *value.text != '\0');
    model_release(&model);
  }
  Text why = {0};
  CU_ASSERT(!expr_check("mialbox(x) > 1", &why));
  CU_ASSERT(strstr(text_of(&why), "mailbox") != NULL);
  text_release(&why);
}

static void deep_nesting_is_refused_and_not_followed(void) {
  char deep[5000];
  memset(deep, '(', sizeof deep - 1);
  deep[sizeof deep - 1] = '\0';
  CU_ASSERT(expr_value(deep, NULL).kind == VALUE_BAD);
}

static void a_line_is_split_outside_of_quotes_and_braces(void) {
  const char *line = "send a say{\"x;y\"}; 20 step ;; quit # and ; more";
  const char *parts[] = {"send a say{\"x;y\"}", "20 step ", "quit "};
  Text part = {0};
  for (size_t i = 0; i < 3; i++) {
    CU_ASSERT(grammar_next(&line, &part));
    CU_ASSERT_STRING_EQUAL(text_of(&part), parts[i]);
  }
  CU_ASSERT(!grammar_next(&line, &part));
  text_release(&part);
}

static void a_count_may_stand_before_the_verb(void) {
  Command command;
  Text why = {0};
  CU_ASSERT_FATAL(grammar_read("20 step", &command, &why));
  CU_ASSERT(command.counted && command.count == 20);
  CU_ASSERT_STRING_EQUAL(command.control->verb, "step");
  grammar_release(&command);
  CU_ASSERT_FATAL(grammar_read("send a inc{amount: 8} x", &command, &why));
  CU_ASSERT(command.word_count == 3);
  CU_ASSERT_STRING_EQUAL(grammar_after(&command, 1), "inc{amount: 8} x");
  grammar_release(&command);
  text_release(&why);
}

static void an_unknown_verb_names_the_nearest(void) {
  Command command;
  Text why = {0};
  CU_ASSERT(!grammar_read("stpe", &command, &why));
  CU_ASSERT_STRING_EQUAL(text_of(&why),
                         "there is no verb stpe; did you mean step?");
  text_clear(&why);
  CU_ASSERT(!grammar_read("send", &command, &why));
  CU_ASSERT_STRING_EQUAL(text_of(&why), "send needs more: send ACTOR MESSAGE");
  text_release(&why);
}

static void every_key_stands_for_a_line_of_the_grammar(void) {
  for (size_t i = 0; i < bindings_count(); i++) {
    const char *line = bindings_at(i)->line;
    Text verb = {0};
    Text why = {0};
    line += *line == ':';
    text_add_bytes(&verb, line, strcspn(line, " "));
    CU_ASSERT(verb.length == 0 || controls_find(text_of(&verb), &why) != NULL);
    for (size_t j = 0; j < i; j++) {
      CU_ASSERT(bindings_at(j)->key != bindings_at(i)->key);
    }
    text_release(&verb);
    text_release(&why);
  }
}

static void tab_offers_verbs_actors_messages_and_fields(void) {
  static const char *const table[][2] = {
      {"ste", "step\n"},
      {"send te", "teller-1\n"},
      {"send teller-1 ", "inc\nget\n"},
      {"step; send teller-1 g", "get\n"},
      {"send teller-1 inc ", "amount=\nnote=\n"},
      {"send teller-1 inc amount=8 n", "note=\n"},
      {"view s", "sequence\n"},
      {"20 ba", "back\n"},
      {"help got", "goto\n"},
      {"send nobody ", ""},
      {"nonsense x", ""}};
  Desk desk;
  desk_init(&desk, "none", "none", 1);
  model_release(&desk.session.model);
  make_model(&desk.session.model);
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    Text out = {0};
    complete_line(&desk, table[i][0], &out);
    CU_ASSERT_STRING_EQUAL(text_of(&out), table[i][1]);
    text_release(&out);
  }
  desk_release(&desk);
}

static void broken_utf8_reads_as_replacement_and_ends(void) {
  const char *text = "a\xff\xc3(\xe2\x82\xed\xa0\x80z";
  int runes = 0;
  while (text_rune(&text) != 0) {
    runes++;
  }
  CU_ASSERT(runes == 10);
  CU_ASSERT(text_width("\xe4\xbd\xa0"
                       "e\xcc\x81") == 3);
}

// Lines made of pieces of the grammar and of noise.
static void no_line_breaks_anything(void) {
  static const char *const pieces[] = {
      "step", "send ",  "teller-1", "{",      "}",     "\"",   ";",       "(",
      ")",    "check ", ":=",       "always", " ",     "==",   "&&",      "!",
      "42",   "..",     "if",       "inc",    "\\",    "#",    "-",       "\t",
      ".",    "[",      "]",        "until ", "goto ", "\xff", "\xc3\xa9"};
  Rng rng;
  rng_seed(&rng, test_seed());
  Desk desk;
  desk_init(&desk, "/nowhere", "none", 1);
  model_release(&desk.session.model);
  make_model(&desk.session.model);
  // No child can be started, so whatever acts is answered, not done.
  for (int i = 0; i < 3000; i++) {
    Text line = {0};
    u64 length = rng_below(&rng, 12);
    for (u64 n = 0; n < length; n++) {
      text_add(&line, pieces[rng_below(&rng, sizeof pieces / sizeof *pieces)]);
    }
    Text out = {0};
    complete_line(&desk, text_of(&line), &out);
    (void)expr_value(text_of(&line), &desk.session.model);
    Command command;
    if (grammar_read(text_of(&line), &command, &out)) {
      grammar_release(&command);
    }
    text_release(&out);
    text_release(&line);
  }
  desk_release(&desk);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(expressions_have_the_values_they_look_like),
      CASE(what_is_not_there_yet_is_pending_and_a_known_truth_decides),
      CASE(a_malformed_expression_is_told_in_one_line),
      CASE(deep_nesting_is_refused_and_not_followed),
      CASE(a_line_is_split_outside_of_quotes_and_braces),
      CASE(a_count_may_stand_before_the_verb),
      CASE(an_unknown_verb_names_the_nearest),
      CASE(every_key_stands_for_a_line_of_the_grammar),
      CASE(tab_offers_verbs_actors_messages_and_fields),
      CASE(broken_utf8_reads_as_replacement_and_ends),
      CASE(no_line_breaks_anything),
      CU_TEST_INFO_NULL};
  return run_suite("sim_words", cases);
}
