// test_sim_keys.c -- two thousand keys at random, with any seed, at any size.
//
// Keys go through the table of controls to the desk as on the screen, and every
// now and then a line is typed; each is drawn. TROUPE_SEED replays.
#include "base/mem.h"
#include "base/rng.h"
#include "complete.h"
#include "controls.h"
#include "sim_support.h"
#include "views.h"

enum { KEYS = 2000 };

static const char *const typed[] = {";;;",
                                    "send counter inc 8",
                                    "send counter inc \"",
                                    "send nobody at all",
                                    "kill counter",
                                    "kill main",
                                    "kill you",
                                    "until counter.count > 40",
                                    "until 1",
                                    "check c := always counter.count < 50",
                                    "check n := always nobody.x < 50",
                                    "break inc",
                                    "break if counter.count * 2 > -1",
                                    "print ((((1",
                                    "1000000000 step",
                                    "99999999999999999999 step",
                                    "3 back",
                                    "goto 4",
                                    "goto 99999",
                                    "choose 2",
                                    "seed 3",
                                    "seed x",
                                    "export text",
                                    "export pdf",
                                    "lesson next",
                                    "info messages",
                                    "why",
                                    "why counter",
                                    "why 3",
                                    "inspect counter",
                                    "sort handled",
                                    "search inc",
                                    "search *}*!",
                                    "filter main !get",
                                    "only selected",
                                    "select \xff\xfe",
                                    "speed 0",
                                    "\x1b[31m",
                                    "step 2 3",
                                    "help step"};

static void draw(Desk *desk, Rng *rng) {
  Grid grid;
  int prompt = 0;
  int rows = 1 + (int)rng_below(rng, 50);
  int cols = 1 + (int)rng_below(rng, 160);
  grid_init(&grid, rows, cols, rng_below(rng, 2) == 0);
  frame_draw(desk, &grid, &prompt);
  desk->look.scroll = grid.scrolled;
  CU_ASSERT(prompt < rows);
  grid_release(&grid);
}

static void press(Desk *desk, Rng *rng) {
  Text line = {0};
  Text more = {0};
  const Binding *binding = bindings_at(rng_below(rng, bindings_count()));
  bool quits = text_equal(binding->line, "quit");
  if (controls_key(desk, binding->key, &line) && !quits) {
    bool types = text_of(&line)[0] == ':';
    const char *words = typed[rng_below(rng, sizeof typed / sizeof *typed)];
    complete_line(desk, text_of(&line) + types, &more);
    (void)desk_line(desk, types ? words : text_of(&line));
  }
  if (desk->runner.on) {
    (void)desk_run_once(desk);
  }
  desk->look.fly_phase = (int)rng_below(rng, FLY_PHASES + 1);
  text_release(&line);
  text_release(&more);
}

// A search that a key began is called off soon: of some programs there are very
// many orders.
static bool no_long_search(void *context) {
  const Desk *desk = context;
  return desk->searches.length == 0;
}

static void two_thousand_keys(u64 seed) {
  Rng rng;
  Desk desk;
  rng_seed(&rng, seed);
  desk_init(&desk, test_program("fake_child"), "fake", 7);
  desk.session.engine.on_wait = no_long_search;
  desk.session.engine.wait_context = &desk;
  CU_ASSERT(desk_start(&desk, 7) == DESK_OK);
  desk.screen = true;
  for (int i = 0; i < KEYS; i++) {
    press(&desk, &rng);
    draw(&desk, &rng);
    CU_ASSERT(!desk.quit);
    CU_ASSERT(session_cursor(&desk.session) <= session_last(&desk.session));
  }
  desk_release(&desk);
}

static void any_keys_in_any_order_do_no_harm(void) {
  i64 before = mem_live();
  u64 seed = test_seed();
  for (u64 i = 0; i < 4; i++) {
    two_thousand_keys(seed + i);
  }
  CU_ASSERT(mem_live() == before);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(any_keys_in_any_order_do_no_harm),
                         CU_TEST_INFO_NULL};
  return run_suite("sim_keys", cases);
}
