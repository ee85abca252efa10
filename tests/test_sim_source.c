// test_sim_source.c -- the Code view, the numbers, and clocks: what a run says
// of its program's text, of its pace, and of who knew what.
#include "base/mem.h"
#include "base/rng.h"
#include "clocks.h"
#include "keys.h"
#include "metrics.h"
#include "sim_golden.h"
#include "words.h"

// A scene of the project, with the file it is made of.
static void begin(const char *scene, const char *lines) {
  Text program = {0};
  Text source = {0};
  text_add(&program, test_program("fake_child"));
  char *place = strstr(program.bytes, "/programs/");
  CU_ASSERT_FATAL(place != NULL);
  program.length = (size_t)(place - program.bytes);
  program.bytes[program.length] = '\0';
  text_addf(&program, "/scenes/%s", scene);
  text_addf(&source, "sim/scenes/%s.c", scene);
  desk_init(&desk, text_of(&program), scene, 7);
  desk_source(&desk, text_of(&source), text_of(&source));
  CU_ASSERT(desk_start(&desk, 7) == DESK_OK);
  CU_ASSERT(desk_line(&desk, lines) == DESK_OK);
  desk.screen = true;
  desk.look.fly_phase = 0;
  text_release(&program);
  text_release(&source);
}

// A source's age is the checkout's, which no golden can know.
static void make_old(void) {
  for (size_t i = 0; i < desk.sources.count; i++) {
    desk.sources.files[i].newer = false;
  }
}

static void code_shows_the_handler_and_marks_the_message(void) {
  begin("bank", "until bank.balance > 0; view code");
  make_old();
  all_sizes("code",
            "The bank's handler with the case of set marked to its break; what "
            "the step did: an answer, and the balance changed.");
  golden("code", 100, 30, true, "The same in ASCII.");
  golden("code", 200, 50, true, "The same in ASCII.");
  desk_release(&desk);
}

static void code_shows_main_where_no_handler_ran(void) {
  begin("counter", "view code");
  make_old();
  golden("code_main", 80, 24, false, "main, whole: step 0 is main's.");
  desk_release(&desk);
}

static void a_changed_or_missing_source_is_said(void) {
  begin("counter", "4 step; view code");
  CU_ASSERT(desk.sources.count == 1);
  desk.sources.files[0].newer = true;
  Grid grid;
  int prompt = 0;
  Text shown = {0};
  grid_init(&grid, 24, 80, false);
  frame_draw(&desk, &grid, &prompt);
  grid_dump(&grid, &shown);
  CU_ASSERT(strstr(text_of(&shown), "CHANGED since") != NULL);
  CU_ASSERT(desk_line(&desk, "source no/such.c") == DESK_BAD);
  CU_ASSERT(strstr(text_of(&desk.answer), "cannot read no/such.c") != NULL);
  frame_draw(&desk, &grid, &prompt);
  text_clear(&shown);
  grid_dump(&grid, &shown);
  CU_ASSERT(strstr(text_of(&shown), "cannot read no/such.c") != NULL);
  text_release(&shown);
  grid_release(&grid);
  desk_release(&desk);
}

static void write_file(const char *path, const char *text, size_t length) {
  FILE *file = fopen(path, "w");
  CU_ASSERT_FATAL(file != NULL);
  CU_ASSERT(fwrite(text, 1, length, file) == length);
  CU_ASSERT(fclose(file) == 0);
}

// A file of this text alone, read.
static void read_text(Sources *sources, const char *text, size_t length) {
  char path[] = "/tmp/sim_source_XXXXXX";
  Text why = {0};
  int file = mkstemp(path);
  CU_ASSERT_FATAL(file >= 0);
  (void)close(file);
  write_file(path, text, length);
  ignore(sources_read(sources, path, "test.c", NULL, &why));
  (void)unlink(path);
  text_release(&why);
}

static void declarations_of_every_kind_are_understood(void) {
  static const char text[] =
      "#define CAT(M) \\\n"
      "  M(CAT_FEED, cat, feed, (i64, grams), ) /* M(X, cat, feed, */ \\\n"
      "  M(CAT_PAT, cat, pat, , )\n"
      "ACTOR_WITH_ENDS(Cat, cat, CatState, waking, leaving, awake,\n"
      "                asleep)\n"
      "static void awake(CatState *self, const CatMsg *message);\n"
      "// Purrs, if it is patted.\n"
      "static void awake(CatState *self,\n"
      "                  const CatMsg *message) {\n"
      "  switch (message->kind) {\n"
      "    case CAT_FEED: {\n"
      "      say(\"case CAT_PAT: }\");\n"
      "      break;\n"
      "    }\n"
      "    case CAT_PAT:\n"
      "      if (self->tired) {\n"
      "        cat_become(asleep);\n"
      "      }\n"
      "      break;\n"
      "  }\n"
      "}\n"
      "static void asleep(CatState *self, const CatMsg *message) {}\n"
      "static void waking(CatState *self) {\n"
      "}\n";
  Sources sources = {0};
  SourcePlace place;
  Text why = {0};
  read_text(&sources, text, sizeof text - 1);
  CU_ASSERT(sources_handler(&sources, "Cat", NULL, "pat", &place, &why));
  CU_ASSERT(place.first == 7 && place.last == 21);
  CU_ASSERT(place.marked == 15 && place.end == 19);
  CU_ASSERT(sources_handler(&sources, "Cat", NULL, "feed", &place, &why));
  CU_ASSERT(place.marked == 11 && place.end < 15);
  CU_ASSERT(sources_handler(&sources, "Cat", "asleep", "pat", &place, &why));
  CU_ASSERT(place.first == 22 && place.marked == 0);
  CU_ASSERT(sources_handler(&sources, "Cat", "awake", "start", &place, &why));
  CU_ASSERT(place.first == 23);
  CU_ASSERT(why.length == 0);
  CU_ASSERT(!sources_handler(&sources, "Cat", "gone", "pat", &place, &why));
  CU_ASSERT(strstr(text_of(&why), "gone is not there") != NULL);
  CU_ASSERT(!sources_handler(&sources, "Dog", NULL, "pat", &place, &why));
  CU_ASSERT(strstr(text_of(&why), "no ACTOR(Dog, ...) in test.c") != NULL);
  CU_ASSERT(!sources_function(&sources, "main", &place));
  text_release(&why);
  sources_release(&sources);
}

static void a_broken_source_does_no_harm(void) {
  static const char *const pieces[] = {
      "ACTOR(", "Cat", ", ",  "cat",   "{",
      "}",      "(",   ")",   "case ", "M(K, cat, pat,",
      "//",     "/*",  "*/",  "\"",    "'",
      "\\",     "\n",  "\t",  "awake", "#include \"x\"\n",
      "main(",  "\\n", "\xff"};
  Rng rng;
  rng_seed(&rng, test_seed());
  for (int round = 0; round < 300; round++) {
    Text text = {0};
    Text why = {0};
    Sources sources = {0};
    SourcePlace place = {0};
    for (u64 i = 1 + rng_below(&rng, 60); i > 0; i--) {
      text_add(&text, pieces[rng_below(&rng, sizeof pieces / sizeof *pieces)]);
    }
    read_text(&sources, text_of(&text), text.length);
    if (sources_handler(&sources, "Cat", "awake", "pat", &place, &why) ||
        sources_function(&sources, "main", &place)) {
      Text line = {0};
      CU_ASSERT(place.first <= place.last);
      source_line(place.file, place.last + 3, &line);
      text_release(&line);
    }
    sources_release(&sources);
    text_release(&why);
    text_release(&text);
  }
}

static void a_file_too_large_or_of_no_text_is_not_read(void) {
  Sources sources = {0};
  size_t size = SOURCE_BYTES + 10;
  char *large = mem_array(char, size);
  memset(large, 'x', size);
  read_text(&sources, large, size);
  CU_ASSERT(sources.count == 0);
  read_text(&sources, "main\0{}", 7);
  CU_ASSERT(sources.count == 0);
  mem_free(large);
}

static void metrics_count_what_the_tape_tells(void) {
  begin("bank", "run; view metrics");
  all_sizes("metrics",
            "How much, how long, what went wrong; each actor with its share "
            "and mailbox, each kind of message with its latency.");
  golden("metrics", 100, 30, true, "The same in ASCII.");
  golden("metrics", 200, 50, true, "The same in ASCII.");
  Metrics metrics;
  const Session *session = &desk.session;
  metrics_make(&metrics, &session->tape, &session->model);
  u64 by_actor = 0;
  u64 by_type = 0;
  for (size_t i = 0; i < metrics.actor_count; i++) {
    by_actor += metrics.actors[i].handled;
    // As the Actors view counts them.
    CU_ASSERT(metrics.actors[i].handled == metrics.actors[i].actor->handled);
  }
  for (size_t i = 0; i < metrics.type_count; i++) {
    by_type += metrics.types[i].handled;
    CU_ASSERT(metrics.types[i].latency.p50 <= metrics.types[i].latency.p99);
    CU_ASSERT(metrics.types[i].latency.p99 <= metrics.types[i].latency.most);
  }
  CU_ASSERT(by_actor == metrics.latency.count && by_type == by_actor);
  CU_ASSERT(metrics.sent == metrics.arrived);
  metrics_release(&metrics);
  desk_release(&desk);
}

static void metrics_of_the_same_steps_are_the_same(void) {
  Text first = {0};
  for (int i = 0; i < 2; i++) {
    begin("pool", i == 0 ? "40 step" : "60 step; goto 40");
    Text now = {0};
    metrics_say(&desk, &now);
    if (i == 0) {
      text_add(&first, text_of(&now));
    }
    CU_ASSERT_STRING_EQUAL(text_of(&now), text_of(&first));
    text_release(&now);
    desk_release(&desk);
  }
  text_release(&first);
}

static void clocks_order_causes_and_leave_the_rest_open(void) {
  begin("bank", "run; view sequence; clocks on");
  golden("clocks", 100, 30, false,
         "Beside each line what its actor knew, its own part first; the two "
         "tellers know nothing of each other at first.");
  Clocks clocks;
  Letters letters;
  const Session *session = &desk.session;
  u64 cursor = session_cursor(session);
  clocks_make(&clocks, &session->tape, cursor);
  letters_make(&letters, &session->tape, &session->history, 0, cursor);
  size_t caused = 0;
  size_t open = 0;
  for (size_t i = 0; i < letters.count; i++) {
    const Clock *sent = clocks_sent(&clocks, letters.items[i].id);
    const Clock *cause = clocks_sent(&clocks, letters.items[i].cause);
    CU_ASSERT_FATAL(sent != NULL);
    if (cause != NULL) {
      CU_ASSERT(clock_before(cause, sent) && !clock_before(sent, cause));
      caused++;
    }
    for (size_t k = 0; k < i; k++) {
      const Clock *other = clocks_sent(&clocks, letters.items[k].id);
      open += !clock_before(sent, other) && !clock_before(other, sent);
      CU_ASSERT(!(clock_before(sent, other) && clock_before(other, sent)));
    }
  }
  CU_ASSERT(caused > 0 && open > 0);
  letters_release(&letters);
  clocks_release(&clocks);
  desk_release(&desk);
}

static void collapsed_the_sequence_is_messages_only(void) {
  begin("bank", "run; view sequence; collapse on");
  golden("collapsed", 80, 24, false,
         "Only arrows; the last line says how many events are not shown.");
  desk_release(&desk);
}

static void zoomed_the_view_has_the_room(void) {
  begin("bank", "6 step; zoom on");
  golden("zoomed", 80, 24, false,
         "No NEXT and no lesson: the boxes take their rows.");
  desk_release(&desk);
}

static void a_folded_actor_hides_those_it_started(void) {
  begin("pool", "60 step; view cluster; fold pool");
  golden("cluster_folded", 80, 24, false,
         "pool stands with +3 instead of its three workers.");
  CU_ASSERT(desk_line(&desk, "fold pool") == DESK_OK);
  CU_ASSERT(desk.look.fold_count == 0);
  desk_release(&desk);
}

static void the_events_of_one_actor_are_walked(void) {
  begin("bank", "run; goto 0; select ann");
  u64 before = 0;
  CU_ASSERT(desk_line(&desk, "event next") == DESK_OK);
  u64 first = session_cursor(&desk.session);
  CU_ASSERT(first > 0);
  do {
    before = session_cursor(&desk.session);
    CU_ASSERT(desk_line(&desk, "event next") == DESK_OK);
  } while (session_cursor(&desk.session) > before);
  CU_ASSERT(strstr(text_of(&desk.answer), "no event of it after") != NULL);
  while (session_cursor(&desk.session) > first) {
    CU_ASSERT(desk_line(&desk, "event previous") == DESK_OK);
  }
  CU_ASSERT(session_cursor(&desk.session) == first);
  desk_release(&desk);
}

static void the_scheduler_chooses_otherwise_in_the_past(void) {
  begin("bank", "run; goto 8");
  CU_ASSERT(desk.session.model.option_count > 1);
  CU_ASSERT(desk_line(&desk, "schedule") == DESK_OK);
  CU_ASSERT(desk.session.branches.count == 1);
  CU_ASSERT(session_cursor(&desk.session) == 9);
  desk_release(&desk);
}

static void quit_asks_only_if_a_road_would_be_lost(void) {
  begin("bank", "run; goto 8; schedule");
  CU_ASSERT(desk_line(&desk, "quit") == DESK_OK && !desk.quit);
  CU_ASSERT(strstr(text_of(&desk.answer), "1 other branch would be lost") !=
            NULL);
  CU_ASSERT(desk_line(&desk, "close") == DESK_OK);
  CU_ASSERT(desk_line(&desk, "quit") == DESK_OK && !desk.quit);
  CU_ASSERT(desk_line(&desk, "quit") == DESK_OK && desk.quit);
  desk_release(&desk);
  begin("bank", "run");
  CU_ASSERT(desk_line(&desk, "quit") == DESK_OK && desk.quit);
  desk_release(&desk);
}

// What a click at the text's first cell does.
static const Hit *hit_of(const Grid *grid, const char *text) {
  size_t length = strlen(text);
  for (int row = 0; row < grid->rows; row++) {
    for (int col = 0; col + (int)length <= grid->cols; col++) {
      size_t at = 0;
      while (at < length &&
             grid->cells[row * grid->cols + col + (int)at].rune ==
                 (unsigned char)text[at]) {
        at++;
      }
      if (at == length) {
        return grid_hit_at(grid, row, col);
      }
    }
  }
  return NULL;
}

static void clicks_do_what_they_are_on(void) {
  begin("bank", "run; goto 8; select ann");
  static const struct {
    const char *text;
    const char *line;
  } clicks[] = {{"- bob -", "select bob"},
                {"2 Sequence", "view sequence"},
                {"8 Metrics", "view metrics"},
                {">1 ", "choose 1"},
                {"2 handle", "pick 2"}};
  Grid grid;
  int prompt = 0;
  grid_init(&grid, 24, 90, true);
  frame_draw(&desk, &grid, &prompt);
  for (size_t i = 0; i < sizeof clicks / sizeof *clicks; i++) {
    const Hit *hit = hit_of(&grid, clicks[i].text);
    CU_ASSERT_FATAL(hit != NULL);
    CU_ASSERT_STRING_EQUAL(hit->line, clicks[i].line);
  }
  const Hit *bar = hit_of(&grid, "F5");
  CU_ASSERT_FATAL(bar != NULL);
  CU_ASSERT(bar->key == PRESS_F + 5);
  CU_ASSERT(grid_hit_at(&grid, -1, 3) == NULL);
  // Every line that a click stands for is one that the grammar takes.
  for (size_t i = 0; i < grid.hit_count; i++) {
    if (grid.hits[i].key == 0) {
      CU_ASSERT(desk_line(&desk, "goto 8") == DESK_OK);
      CU_ASSERT(desk_line(&desk, grid.hits[i].line) == DESK_OK);
    }
  }
  grid_release(&grid);
  desk_release(&desk);
}

static void words_pass_over_what_is_no_code(void) {
  const char *text = "a // b\n \"c\\\"\" 'd' /* e */ f1 {";
  CU_ASSERT(word_is(word_next(&text), "a"));
  CU_ASSERT(word_is(word_next(&text), "f1"));
  CU_ASSERT(word_is(word_next(&text), "{"));
  CU_ASSERT(word_next(&text).at == NULL);
  CU_ASSERT(!word_skip(&text, '{', '}'));
}

int main(void) {
  CU_TestInfo cases[] = {CASE(code_shows_the_handler_and_marks_the_message),
                         CASE(code_shows_main_where_no_handler_ran),
                         CASE(a_changed_or_missing_source_is_said),
                         CASE(declarations_of_every_kind_are_understood),
                         CASE(a_broken_source_does_no_harm),
                         CASE(a_file_too_large_or_of_no_text_is_not_read),
                         CASE(metrics_count_what_the_tape_tells),
                         CASE(metrics_of_the_same_steps_are_the_same),
                         CASE(clocks_order_causes_and_leave_the_rest_open),
                         CASE(collapsed_the_sequence_is_messages_only),
                         CASE(zoomed_the_view_has_the_room),
                         CASE(a_folded_actor_hides_those_it_started),
                         CASE(the_events_of_one_actor_are_walked),
                         CASE(the_scheduler_chooses_otherwise_in_the_past),
                         CASE(quit_asks_only_if_a_road_would_be_lost),
                         CASE(clicks_do_what_they_are_on),
                         CASE(words_pass_over_what_is_no_code),
                         CU_TEST_INFO_NULL};
  return run_suite("sim_source", cases);
}
