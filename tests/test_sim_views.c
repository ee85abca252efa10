// test_sim_views.c -- what the eye should see, as golden grids.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "sim_golden.h"

static void begin(const char *lines) {
  desk_init(&desk, test_program("fake_child"), "fake", 7);
  CU_ASSERT(desk_line(&desk, "") == DESK_OK);
  desk.overlay = true;
  CU_ASSERT(desk_line(&desk,
                      "check small := always counter.count < 45; lesson "
                      "\"Press . to let one thing happen, and see the "
                      "message arrive in the mailbox.\" until back") ==
            DESK_OK);
  desk.overlay = false;
  CU_ASSERT(desk_start(&desk, 7) == DESK_OK);
  CU_ASSERT(desk_line(&desk, lines) == DESK_OK);
  desk.screen = true;
  desk.look.fly_phase = 0;
}

static void flow_shows_messages_in_flight_and_what_may_come_next(void) {
  begin("step");
  all_sizes("flow",
            "main's get is on its way to the counter, whose mailbox holds inc; "
            "NEXT offers to flush the one or to handle the other.");
  desk_release(&desk);
}

static void a_message_is_seen_on_its_way(void) {
  begin("step");
  desk.look.fly_phase = 2;
  golden("flying", 80, 24, false,
         "inc is half-way on the line to the counter and not yet in its "
         "mailbox, which says empty.");
  desk_release(&desk);
}

static void flow_marks_what_the_last_step_changed(void) {
  begin("until counter.count == 42");
  golden("changed", 80, 24, false,
         "The counter's count has a star and both values, 0 and 42, and the "
         "message line says which message did it.");
  golden("changed", 100, 30, false,
         "The panel on the right shows the same change, the protocol, and what "
         "happened so far.");
  desk_release(&desk);
}

static void a_failed_check_names_its_step(void) {
  begin("run; send counter inc 8; run");
  golden("failed", 80, 24, false,
         "CHECKS says FAILED with the step, and the tape has a ! there; the "
         "counter is at 50.");
  desk_release(&desk);
}

static void the_past_shows_which_option_the_tape_took(void) {
  begin("run; goto 1");
  golden("past", 80, 24, false,
         "The tape's cursor is not at its end, and the option that was taken "
         "is marked in NEXT.");
  desk_release(&desk);
}

static void sequence_has_a_lane_an_actor_and_time_downwards(void) {
  begin("run; send counter inc 8; view sequence");
  all_sizes("sequence",
            "Arrows from main to the counter, handled ones as blocks on its "
            "lane, and at the end inc{amount: 8} still in flight from you.");
  desk_release(&desk);
}

// A search as it is told of, so that no clock is in the picture.
static void explore_shows_what_a_search_came_to_and_what_can_be_opened(void) {
  SearchPlan plan = {.mode = SEARCH_ORDERS, .runs = 1000, .steps = 200};
  SearchResult sofar = {.mode = SEARCH_ORDERS,
                        .runs = 300,
                        .blocked = 12,
                        .steps = 4200,
                        .share = 0.25,
                        .time = 500000000,
                        .lengths = {8, 2, 6, {3, 40, 90, 120, 46, 1}}};
  begin("run; send counter inc 8; run; view explore");
  explored_begin(&desk.explored, &plan, 0);
  explored_see(&desk.explored, &sofar);
  golden("explore_going_on", 80, 24, false,
         "A search under way: its mode, runs, rate, and about how much of the "
         "whole that is; below it how long the runs were.");
  sofar.found = true;
  explored_end(&desk.explored, &sofar);
  explored_found(&desk.explored, "check small failed", 1, 9);
  explored_found(&desk.explored, "counter failed", 2, 5);
  explored_found(&desk.explored, "check small failed once more", 1, 8);
  all_sizes("explore",
            "The search was stopped by a failure; two branches that fail, the "
            "latest of each, and no race: what was typed has no other place.");
  CU_ASSERT(desk.explored.count == 2);
  CU_ASSERT(desk_line(&desk, "pick next") == DESK_OK);
  CU_ASSERT(desk_line(&desk, "choose") == DESK_BAD);
  CU_ASSERT_PTR_NOT_NULL(strstr(text_of(&desk.answer), "kept no more"));
  desk_release(&desk);
}

static void failures_are_forgotten_from_the_oldest_on(void) {
  Explored explored = {0};
  for (u64 i = 1; i <= EXPLORED_FAILURES + 2; i++) {
    explored_found(&explored, "it failed", i, i);
  }
  CU_ASSERT(explored.count == EXPLORED_FAILURES);
  CU_ASSERT(explored.failures[0].branch == EXPLORED_FAILURES + 2);
  CU_ASSERT(explored.failures[EXPLORED_FAILURES - 1].branch == 3);
  explored_release(&explored);
}

static void help_lists_every_verb_with_its_keys(void) {
  begin("step");
  CU_ASSERT(desk_line(&desk, "help") == DESK_OK);
  golden("help", 100, 50, false,
         "All verbs, each with its keys on the left and one line of what it "
         "does.");
  desk_release(&desk);
}

static void output_shows_what_was_printed(void) {
  begin("run");
  CU_ASSERT(desk_line(&desk, "output") == DESK_OK);
  golden("output", 80, 24, false, "Two lines: count is 42, printed twice.");
  desk_release(&desk);
}

static void spawn(u64 slot, const char *label) {
  model_apply(&desk.session.model,
              &(Event){.kind = EVENT_SPAWNED,
                       .actor = (u64)1 << 56 | slot << 30 | 1,
                       .name = label,
                       .text = "Worker"});
}

static void post(u64 from, u64 to, u64 sequence, bool arrives) {
  u64 sender = (u64)1 << 56 | from << 30 | 1;
  Event event = {.kind = EVENT_SENT,
                 .actor = sender,
                 .other = (u64)1 << 56 | to << 30 | 1,
                 .id = {sender, sequence},
                 .name = "work",
                 .text = "work{}"};
  model_apply(&desk.session.model, &event);
  if (arrives) {
    event.kind = EVENT_FLUSHED;
    event.actor = event.other;
    event.other = sender;
    model_apply(&desk.session.model, &event);
  }
}

static void tell(const char *name, u64 slot, u64 number, i64 due,
                 const char *text) {
  model_apply(&desk.session.model,
              &(Event){.kind = EVENT_FAULT,
                       .actor = (u64)1 << 56 | slot << 30 | 1,
                       .number = number,
                       .due = due,
                       .name = name,
                       .text = text});
}

static void cluster_shows_nodes_links_cuts_and_what_is_held(void) {
  begin("run");
  spawn(3, "reader");
  spawn(4, "writer");
  post(4, 3, 1, false);
  tell("node", 3, 0, 0, "A");
  tell("node", 4, 0, 0, "B");
  tell("latency", 1, 8000000, 40000000, "here A");
  tell("cut", 1, 1, 0, "A B");
  tell("slow", 3, 0, 2500000000, NULL);
  model_apply(&desk.session.model,
              &(Event){.kind = EVENT_FAULT,
                       .actor = (u64)1 << 56 | (u64)3 << 30 | 1,
                       .other = (u64)1 << 56 | (u64)4 << 30 | 1,
                       .id = {(u64)1 << 56 | (u64)4 << 30 | 1, 1},
                       .name = "hold"});
  CU_ASSERT(desk_line(&desk, "view cluster") == DESK_OK);
  golden("network", 80, 24, false,
         "Below the tree the links: A and B are cut, lossy, with one message "
         "held; here and A are 8 to 40 ms apart. reader is slow until 2.5 s.");
  golden("network", 40, 12, true, "The cut comes first where rows are few.");
  desk_release(&desk);
}

static void many_actors_fold_to_a_line_a_group(void) {
  begin("run");
  for (u64 i = 3; i < 1000; i++) {
    char name[16];
    (void)snprintf(name, sizeof name, i < 990 ? "w-%llu" : "store%llu",
                   (unsigned long long)i);
    spawn(i, name);
  }
  for (u64 i = 1; i < 8; i++) {
    post(2, 700, i, true);
  }
  post(2, 701, 9, true);
  CU_ASSERT(desk_line(&desk, "select counter") == DESK_OK);
  golden("folded", 80, 24, false,
         "The selected counter and main, its partner, have boxes though others "
         "were busier; below stand the groups w-* and store*, w-* with its "
         "hottest, w-700.");
  CU_ASSERT(desk_line(&desk, "select w-17") == DESK_OK);
  golden("folded_other", 80, 24, false, "w-17, which is selected, has a box.");
  desk_release(&desk);
}

static void paths_that_cross_stay_apart(void) {
  begin("run");
  spawn(3, "ann");
  spawn(4, "bob");
  post(0, 3, 50, false);
  post(0, 4, 51, false);
  post(2, 3, 52, false);
  post(2, 4, 53, false);
  golden("crossing", 100, 30, false,
         "From main and from counter lines run to ann and to bob; where they "
         "cross there is a cross, and every arrow has a row of its own.");
  golden("crossing", 200, 50, false,
         "The same in one row of boxes: below them each line has its own row.");
  desk_release(&desk);
}

static void help_scrolls_down_with_page_down(void) {
  begin("step");
  Grid grid;
  int prompt = 0;
  CU_ASSERT(desk_line(&desk, "help") == DESK_OK);
  for (int i = 0; i < 100; i++) {
    CU_ASSERT(desk_line(&desk, "scroll down") == DESK_OK);
    grid_init(&grid, 24, 80, false);
    frame_draw(&desk, &grid, &prompt);
    desk.look.scroll = grid.scrolled;
    grid_release(&grid);
  }
  golden("help_end", 80, 24, false,
         "The end of help, with what its words mean, and no line cut.");
  golden("help_narrow", 40, 12, false,
         "Where columns do not fit, what a command does stands below it, and "
         "nothing is cut.");
  size_t end = desk.look.scroll;
  CU_ASSERT(desk_line(&desk, "scroll up") == DESK_OK);
  CU_ASSERT(desk.look.scroll < end);
  desk_release(&desk);
}

// As the screen does after a key.
static void draw_after(const char *line) {
  Grid grid;
  int prompt = 0;
  CU_ASSERT(desk_line(&desk, line) == DESK_OK);
  grid_init(&grid, 24, 80, false);
  frame_draw(&desk, &grid, &prompt);
  desk.look.scroll = grid.scrolled;
  desk.look.page = grid.page;
  grid_release(&grid);
}

static void a_page_of_help_is_what_is_seen_and_an_arrow_is_a_line(void) {
  begin("step");
  draw_after("help");
  draw_after("scroll pagedown");
  CU_ASSERT_EQUAL(desk.look.scroll, desk.look.page - 1);
  CU_ASSERT(desk.look.page > 10);
  draw_after("pick next");
  CU_ASSERT_EQUAL(desk.look.scroll, desk.look.page);
  CU_ASSERT_EQUAL(desk.look.option, 0);
  draw_after("pick previous");
  draw_after("scroll pageup");
  CU_ASSERT_EQUAL(desk.look.scroll, 0);
  draw_after("pick previous");
  CU_ASSERT_EQUAL(desk.look.scroll, 0);
  desk_release(&desk);
}

static bool screen_says(const char *wanted) {
  Grid grid;
  int prompt = 0;
  Text text = {0};
  grid_init(&grid, 24, 80, false);
  frame_draw(&desk, &grid, &prompt);
  grid_dump(&grid, &text);
  bool found = strstr(text_of(&text), wanted) != NULL;
  text_release(&text);
  grid_release(&grid);
  return found;
}

static void in_a_record_next_does_not_offer_to_send(void) {
  begin("step");
  size_t options = desk.session.model.option_count;
  desk.session.model.option_count = 0;
  CU_ASSERT(screen_says("NEXT   nothing by itself: send something"));
  desk.session.source = SOURCE_RECORD;
  CU_ASSERT(screen_says("NEXT   nothing is chosen in a record: . goes on"));
  desk.session.source = SOURCE_LIVE;
  CU_ASSERT(screen_says("NEXT   nothing is chosen here: it goes on by itself"));
  desk.session.source = SOURCE_PROGRAM;
  desk.session.model.option_count = options;
  desk_release(&desk);
}

static void an_awaited_step_is_told(void) {
  begin("step");
  text_add(&desk.waits, "waits: counter handles inc{amount: 42} (q leaves)");
  golden("busy", 80, 24, false,
         "The header says BUSY, the message line for whom it waits.");
  desk_release(&desk);
}

static void a_complaint_is_read_to_its_end(void) {
  begin("step");
  CU_ASSERT(desk_line(&desk, "send counter nothing_like_that") == DESK_BAD);
  golden("complaint", 40, 12, false,
         "What is wrong and what would be right, over several rows.");
  desk_release(&desk);
}

// The relative luminance of WCAG 2, of 0xRRGGBB.
static f64 luminance(unsigned colour) {
  f64 parts[3];
  for (int i = 0; i < 3; i++) {
    f64 part = (f64)(colour >> (16 - 8 * i) & 0xFF) / 255;
    parts[i] =
        part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
  }
  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
}

static void the_light_theme_can_be_read(void) {
  static const unsigned xterm[16] = {0x000000, 0xcd0000, 0x00cd00,
                                     0xcdcd00, 0x0000ee, 0xcd00cd,
                                     0x00cdcd, 0xe5e5e5, [15] = 0xffffff};
  static const unsigned console[16] = {
      0x000000, 0xaa0000, 0x00aa00, 0xaa5500,       0x0000aa,
      0xaa00aa, 0x00aaaa, 0xaaaaaa, [15] = 0xaaaaaa};  // it has but eight
  for (int i = 0; i < STYLES; i++) {
    Paint paint = theme_paint(THEME_LIGHT, (Style)i);
    for (int kind = 0; kind < 2; kind++) {
      const unsigned *palette = kind == 0 ? xterm : console;
      f64 a = luminance(palette[paint.ink]);
      f64 b = luminance(palette[paint.paper]);
      f64 contrast = ((a > b ? a : b) + 0.05) / ((a > b ? b : a) + 0.05);
      CU_ASSERT(contrast >= (kind == 0 ? 4.5 : 3));
    }
  }
}

static void any_size_draws_without_harm(void) {
  Rng rng;
  rng_seed(&rng, test_seed());
  begin("run; send counter inc 8; check other := always inflight() < 9");
  static const char *const lines[] = {
      "view next", "help",      "output",          "info",        "close",
      "step",      "back",      "pick next",       "select next", "scroll up",
      "why",       "sort next", "inspect counter", "only toggle"};
  for (int i = 0; i < 600; i++) {
    Grid grid;
    int prompt = 0;
    (void)desk_line(&desk,
                    lines[rng_below(&rng, sizeof lines / sizeof *lines)]);
    desk.look.fly_phase = (int)rng_below(&rng, FLY_PHASES + 1);
    int rows = 1 + (int)rng_below(&rng, i % 3 == 0 ? 6 : 60);
    int cols = 1 + (int)rng_below(&rng, i % 3 == 1 ? 20 : 220);
    grid_init(&grid, rows, cols, i % 2 == 0);
    frame_draw(&desk, &grid, &prompt);
    CU_ASSERT(prompt < rows);
    grid_release(&grid);
  }
  desk_release(&desk);
}

static void wide_text_keeps_its_columns(void) {
  Grid grid;
  Text out = {0};
  grid_init(&grid, 2, 8, false);
  CU_ASSERT(
      grid_text(&grid, 0, 0, 8, STYLE_PLAIN, "\xe4\xbd\xa0\xe5\xa5\xbd!") == 5);
  CU_ASSERT(grid_text(&grid, 1, 0, 4, STYLE_PLAIN, "abcdefgh") == 4);
  grid_dump(&grid, &out);
  CU_ASSERT_STRING_EQUAL(text_of(&out),
                         "\xe4\xbd\xa0\xe5\xa5\xbd!\nabc\xe2\x80\xa6\n");
  text_release(&out);
  grid_release(&grid);
}

// Their clock is that of the machine, which began long ago.
static void a_record_counts_time_from_its_start(void) {
  Desk record;
  Text shown = {0};
  Grid grid;
  int prompt = 0;
  desk_init(&record, "none", "record", 1);
  Model *model = &record.session.model;
  model_apply(model, &(Event){.kind = EVENT_RUN, .time = 45947712256622});
  model_apply(model, &(Event){.kind = EVENT_READY, .time = 45947722256622});
  grid_init(&grid, 24, 80, false);
  frame_draw(&record, &grid, &prompt);
  grid_dump(&grid, &shown);
  CU_ASSERT(strstr(text_of(&shown), "t=0.010s") != NULL);
  grid_release(&grid);
  text_release(&shown);
  desk_release(&record);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(flow_shows_messages_in_flight_and_what_may_come_next),
      CASE(a_message_is_seen_on_its_way),
      CASE(flow_marks_what_the_last_step_changed),
      CASE(a_failed_check_names_its_step),
      CASE(the_past_shows_which_option_the_tape_took),
      CASE(sequence_has_a_lane_an_actor_and_time_downwards),
      CASE(explore_shows_what_a_search_came_to_and_what_can_be_opened),
      CASE(cluster_shows_nodes_links_cuts_and_what_is_held),
      CASE(failures_are_forgotten_from_the_oldest_on),
      CASE(help_lists_every_verb_with_its_keys),
      CASE(output_shows_what_was_printed),
      CASE(many_actors_fold_to_a_line_a_group),
      CASE(paths_that_cross_stay_apart),
      CASE(help_scrolls_down_with_page_down),
      CASE(a_page_of_help_is_what_is_seen_and_an_arrow_is_a_line),
      CASE(in_a_record_next_does_not_offer_to_send),
      CASE(a_record_counts_time_from_its_start),
      CASE(an_awaited_step_is_told),
      CASE(a_complaint_is_read_to_its_end),
      CASE(the_light_theme_can_be_read),
      CASE(any_size_draws_without_harm),
      CASE(wide_text_keeps_its_columns),
      CU_TEST_INFO_NULL};
  return run_suite("sim_views", cases);
}
