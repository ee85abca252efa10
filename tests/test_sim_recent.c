// test_sim_recent.c -- what views keep from frame to frame changes nothing:
// each frame is what it is when all is read anew.
#include "base/mem.h"
#include "base/rng.h"
#include "recent.h"
#include "sim_support.h"
#include "views.h"

enum { ACTORS = 5, STEPS = 2600, MOVES = 300 };

static Desk desk;
static u64 sequences[ACTORS + 2];

static u64 ref_of(u64 slot) {
  return (u64)1 << 56 | slot << 30 | 1;
}

static void tell(Event event) {
  CU_ASSERT_FATAL(tape_append(&desk.session.tape, &event) == TAPE_OK);
}

static void end_step(u64 hash) {
  tell((Event){.kind = EVENT_STEPPED, .number = hash});
  tell((Event){.kind = EVENT_READY});
}

static void begin(void) {
  desk_init(&desk, "none", "made", 1);
  for (u64 slot = 0; slot < ACTORS + 2; slot++) {
    char label[16];
    (void)snprintf(label, sizeof label, "w-%llu", (unsigned long long)slot);
    sequences[slot] = 0;
    tell((Event){.kind = EVENT_SPAWNED,
                 .actor = ref_of(slot),
                 .other = slot > 1 ? ref_of(0) : 0,
                 .name = slot == 0   ? "main"
                         : slot == 1 ? "you"
                                     : label,
                 .text = "Worker"});
    tell((Event){
        .kind = EVENT_STARTED, .actor = ref_of(slot), .text = "{jobs: 0}"});
  }
  end_step(0);
}

// One actor sends, another takes what it has; now and then one fails.
static void step(Rng *rng, u64 number) {
  u64 from = 2 + rng_below(rng, ACTORS);
  u64 to = 2 + rng_below(rng, ACTORS);
  MessageId id = {ref_of(from), ++sequences[from]};
  bool bad = rng_below(rng, 40) == 0;
  char text[40];
  (void)snprintf(text, sizeof text, "{jobs: %llu}", (unsigned long long)number);
  tell((Event){.kind = EVENT_CHOICE, .name = "handle", .actor = ref_of(to)});
  tell((Event){.kind = EVENT_SENT,
               .actor = ref_of(from),
               .other = ref_of(to),
               .id = id,
               .name = "work",
               .text = "work{}"});
  if (rng_below(rng, 8) > 0) {
    tell((Event){.kind = EVENT_FLUSHED, .actor = ref_of(to), .id = id});
    tell((Event){.kind = EVENT_TAKEN, .actor = ref_of(to), .id = id});
    tell((Event){.kind = bad ? EVENT_FAILED : EVENT_HANDLED,
                 .actor = ref_of(to),
                 .id = id,
                 .name = "work",
                 .text = bad ? "bad luck" : text});
  }
  end_step(rng_next(rng));
}

static void draw(Text *out) {
  Grid grid;
  int prompt = 0;
  text_clear(out);
  grid_init(&grid, 40, 170, false);
  frame_draw(&desk, &grid, &prompt);
  grid_dump(&grid, out);
  grid_release(&grid);
}

static void is_as_if_read_anew(void) {
  Text kept = {0};
  Text anew = {0};
  draw(&kept);
  recent_free(desk.session.recent);
  desk.session.recent = recent_new();
  draw(&anew);
  CU_ASSERT(text_equal(text_of(&kept), text_of(&anew)));
  text_release(&kept);
  text_release(&anew);
}

// A frame between, so that there is something kept to go on from.
static void move(Rng *rng) {
  Text ignored = {0};
  u64 cursor = session_cursor(&desk.session);
  u64 last = session_last(&desk.session);
  u64 kind = rng_below(rng, 6);
  draw(&ignored);
  session_goto(&desk.session, kind == 0   ? rng_below(rng, last + 1)
                              : kind == 1 ? cursor - (cursor > 0)
                                          : cursor + 1 + rng_below(rng, 40));
  desk.look.view = (ViewKind)rng_below(rng, VIEWS);
  desk.look.actor = ref_of(2 + rng_below(rng, ACTORS));
  text_release(&ignored);
}

static void a_frame_is_the_same_whatever_was_drawn_before(void) {
  Rng rng;
  i64 before = mem_live();
  rng_seed(&rng, test_seed());
  begin();
  for (u64 i = 1; i <= STEPS; i++) {
    step(&rng, i);
  }
  tape_each(&desk.session.tape, 0, 0, model_apply, &desk.session.model);
  for (int i = 0; i < MOVES; i++) {
    move(&rng);
    is_as_if_read_anew();
  }
  desk_release(&desk);
  CU_ASSERT(mem_live() == before);
}

// As when the watcher acts in the past: the same steps, told otherwise.
static void another_future_is_read_anew(void) {
  Rng rng;
  Text ignored = {0};
  rng_seed(&rng, test_seed());
  begin();
  for (u64 i = 1; i <= 60; i++) {
    step(&rng, i);
  }
  tape_each(&desk.session.tape, 0, 0, model_apply, &desk.session.model);
  desk.look.view = VIEW_SEQUENCE;
  session_goto(&desk.session, 60);
  draw(&ignored);
  session_goto(&desk.session, 30);
  tape_truncate(&desk.session.tape, 30);
  for (u64 i = 31; i <= 60; i++) {
    step(&rng, i);
  }
  session_goto(&desk.session, 60);
  is_as_if_read_anew();
  text_release(&ignored);
  desk_release(&desk);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(a_frame_is_the_same_whatever_was_drawn_before),
                         CASE(another_future_is_read_anew), CU_TEST_INFO_NULL};
  return run_suite("sim_recent", cases);
}
