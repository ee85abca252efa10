// view_explore.c -- what the last search came to, the failures found, and where
// this run could have gone another way.
//
// On top the search in words and how long its runs were; below, or beside it
// where there is room, what can be marked and opened.
#include "base/mem.h"
#include "race.h"
#include "story.h"
#include "views.h"

enum { NARROW = 60, BESIDE_FROM = 112, BESIDE = 62, TALL = 16, BARS_MOST = 6 };

// ---- The search ----

typedef void SayFn(const Explored *explored, Text *out);

static const struct {
  const char *head;
  SayFn *say;
} facts[] = {{"SEARCH ", explored_say_plan},
             {"runs   ", explored_say_runs},
             {"took   ", explored_say_rate},
             {"state  ", explored_say_cover}};

enum { FACTS = sizeof facts / sizeof *facts };

static int draw_facts(const Desk *desk, Grid *grid, Area area) {
  const Explored *explored = &desk->explored;
  bool whole = area.cols >= NARROW && area.rows >= 8;
  int rows = whole ? FACTS : area.rows > 3 ? 2 : area.rows > 0;
  int end = area.left + area.cols;
  if (!explored->any) {
    grid_text(grid, area.top, area.left + 1, end, STYLE_DIM,
              area.cols < NARROW
                  ? "nothing was searched yet: E"
                  : "SEARCH nothing yet: E tries every order that matters; :"
                    "explore has other ways");
    return area.rows > 0;
  }
  for (int i = 0; i < rows; i++) {
    Text line = {0};
    int from = area.left + 1;
    // Where there is little room: how many runs, and what ended it.
    int fact = whole ? i : rows == 1 ? 3 : 1 + 2 * i;
    if (whole) {
      from = grid_text(grid, area.top + i, from, end, STYLE_DIM, facts[i].head);
    }
    facts[fact].say(explored, &line);
    bool bad = fact == 3 && explored->result.found;
    bool good = fact == 3 && explored->result.complete && !bad;
    grid_text(grid, area.top + i, from, end,
              bad    ? STYLE_BAD
              : good ? STYLE_GOOD
                     : STYLE_PLAIN,
              text_of(&line));
    text_release(&line);
  }
  return rows;
}

static u64 highest_of(const LengthBins *bins) {
  u64 most = 0;
  for (size_t i = 0; i < bins->count; i++) {
    most = bins->runs[i] > most ? bins->runs[i] : most;
  }
  return most;
}

// A column a bin, `rows` high; in eighths of a row, at least one for any run.
static void draw_bars(Grid *grid, int top, int left, int rows, int wide,
                      const LengthBins *bins) {
  u64 most = highest_of(bins);
  for (size_t i = 0; i < bins->count; i++) {
    u64 eighths =
        most == 0
            ? 0
            : (u64)((f64)bins->runs[i] * 8.0 * (f64)rows / (f64)most + 0.5);
    eighths = eighths == 0 && bins->runs[i] > 0 ? 1 : eighths;
    for (int row = 0; row < rows; row++) {
      u64 below = (u64)(rows - 1 - row) * 8;
      u64 here = eighths <= below      ? 0
                 : eighths - below > 8 ? 8
                                       : eighths - below;
      for (int k = 0; k < wide && here > 0; k++) {
        grid_put(grid, top + row, left + (int)i * wide + k, STYLE_FLIGHT,
                 0x2580 + (u32)here);
      }
    }
  }
}

// How long the runs were; gives how many rows it took.
static int draw_lengths(const Desk *desk, Grid *grid, Area area, int bars) {
  const LengthBins *bins = &desk->explored.result.lengths;
  int left = area.left + 8;
  int end = area.left + area.cols;
  if (bins->count == 0 || bars < 1 || area.cols < NARROW) {
    return 0;
  }
  int wide = (area.cols - 30) / (int)bins->count;
  wide = wide > 3 ? 3 : wide < 1 ? 1 : wide;
  grid_text(grid, area.top, area.left + 1, end, STYLE_DIM, "length");
  draw_bars(grid, area.top, left, bars, wide, bins);
  int at = left + (int)bins->count * wide + 2;
  u64 last = bins->first + (u64)bins->count * bins->width - 1;
  Text text = {0};
  text_addf(&text, "of %llu to %llu steps", (unsigned long long)bins->first,
            (unsigned long long)last);
  grid_text(grid, area.top + bars - 1, at, end, STYLE_PLAIN, text_of(&text));
  text_clear(&text);
  u64 highest = highest_of(bins);
  text_addf(&text, "highest: %llu run%s", (unsigned long long)highest,
            highest == 1 ? "" : "s");
  if (bars > 1) {
    grid_text(grid, area.top, at, end, STYLE_DIM, text_of(&text));
  }
  text_release(&text);
  return bars;
}

// ---- What can be opened ----

typedef struct Told {
  const Model *model;
  Text *out;
} Told;

static void tell_choice(void *context, const Event *event) {
  Told *told = (Told *)context;
  const char *kind = event->name == NULL ? "?" : event->name;
  const char *text = event->text == NULL ? "" : event->text;
  ModelOption option = {
      .actor = event->actor, .other = event->other, .id = event->id};
  if (event->kind != EVENT_CHOICE) {
    return;
  }
  text_replace(&option.kind, kind);
  u64 from = story_from(&option);
  u64 to = story_to(&option);
  text_addf(told->out, "%s ", kind);
  if (from != 0 && from != to) {
    model_name(told->model, from, told->out);
    text_add(told->out, " -> ");
  }
  model_name(told->model, to, told->out);
  text_addf(told->out, "%s%s", *text == '\0' ? "" : " ", text);
  mem_free(option.kind);
}

static void say_step(const Session *session, u64 step, Text *out) {
  Told told = {&session->model, out};
  text_addf(out, "%llu ", (unsigned long long)step);
  tape_each(&session->tape, step, step, tell_choice, &told);
}

static void say_failure(const Desk *desk, const ExploredFailure *failure,
                        Text *out) {
  bool here = desk->session.branches.now.number == failure->branch;
  text_addf(out, "branch %llu%s step %llu, by %s: %s",
            (unsigned long long)failure->branch, here ? " (this)" : "",
            (unsigned long long)failure->step, search_mode_name(failure->mode),
            failure->what);
}

static void say_race(const Desk *desk, const RacePair *race, Text *out) {
  say_step(&desk->session, race->later, out);
  text_add(out, "  \xE2\x86\x94  ");
  say_step(&desk->session, race->earlier, out);
}

// One line of the list, of `index` things that can be marked.
static void draw_line(const Desk *desk, Grid *grid, Area area, int row,
                      size_t index, const RacePair *pairs) {
  const Explored *explored = &desk->explored;
  bool chosen = index == desk->look.found;
  bool failure = index < explored->count;
  const RacePair *race = failure ? NULL : &pairs[index - explored->count];
  u64 cursor = session_cursor(&desk->session);
  Text line = {0};
  if (failure) {
    say_failure(desk, &explored->failures[index], &line);
  } else {
    say_race(desk, race, &line);
  }
  if (chosen) {
    grid_put(grid, row, area.left, STYLE_MARKED, '>');
  }
  bool here = race != NULL && race->later == cursor;
  grid_put(grid, row, area.left + 1, failure ? STYLE_BAD : STYLE_TITLE,
           failure ? 0x2717
           : here  ? '*'
                   : ' ');
  grid_text(grid, row, area.left + 3, area.left + area.cols,
            chosen    ? STYLE_MARKED
            : failure ? STYLE_BAD
            : here    ? STYLE_TITLE
                      : STYLE_PLAIN,
            text_of(&line));
  if (chosen) {
    grid_hit(grid, (Area){row, area.left, 1, area.cols}, "choose");
  } else {
    grid_hit(grid, (Area){row, area.left, 1, area.cols}, "pick %zu", index + 1);
  }
  text_release(&line);
}

static void draw_list(const Desk *desk, Grid *grid, Area area) {
  RacePair pairs[RACE_PAIRS];
  size_t races = race_pairs(&desk->session, pairs);
  size_t count = desk->explored.count + races;
  int end = area.left + area.cols;
  bool head = area.rows > 2;
  if (area.rows < 1) {
    return;
  }
  if (head) {
    grid_format(grid, area.top, area.left + 1, end, STYLE_DIM,
                area.cols < NARROW
                    ? "%zu found, %zu races (Enter, x)"
                    : "FOUND %zu   RACES %zu here   j/k mark, Enter goes "
                      "there, x swaps a race",
                desk->explored.count, races);
    area.top++;
    area.rows--;
  }
  if (count == 0) {
    grid_text(grid, area.top, area.left + 3, end, STYLE_DIM,
              "no failure was found, and no two steps of this run race");
  }
  size_t room = (size_t)area.rows;
  size_t mark = desk->look.found < count ? desk->look.found : 0;
  size_t first = mark >= room ? mark - room + 1 : 0;
  for (size_t i = 0; i < room && first + i < count; i++) {
    draw_line(desk, grid, area, area.top + (int)i, first + i, pairs);
  }
}

void explore_draw(const Desk *desk, Grid *grid, Area area) {
  bool beside = area.cols >= BESIDE_FROM && area.rows >= 8;
  Area left = area;
  left.cols -= beside ? BESIDE + 1 : 0;
  int rows = draw_facts(desk, grid, left);
  left.top += rows;
  left.rows -= rows;
  int bars = left.rows < 5                ? 0
             : beside || area.rows > TALL ? BARS_MOST
             : left.rows > 8              ? 2
                                          : 1;
  rows = draw_lengths(desk, grid, left, bars < left.rows ? bars : left.rows);
  left.top += rows;
  left.rows -= rows;
  if (beside) {
    Area right = {area.top, area.left + area.cols - BESIDE, area.rows, BESIDE};
    draw_list(desk, grid, right);
  } else {
    draw_list(desk, grid, left);
  }
}

void explore_say(const Desk *desk, Text *out) {
  const Explored *explored = &desk->explored;
  const LengthBins *bins = &explored->result.lengths;
  RacePair pairs[RACE_PAIRS];
  size_t races = race_pairs(&desk->session, pairs);
  for (size_t i = 0; i < FACTS; i++) {
    text_add(out, facts[i].head);
    facts[i].say(explored, out);
    text_add(out, "\n");
  }
  for (size_t i = 0; i < bins->count; i++) {
    u64 first = bins->first + (u64)i * bins->width;
    text_addf(out, "%s%llu to %llu steps: %llu", i == 0 ? "length " : ", ",
              (unsigned long long)first,
              (unsigned long long)(first + bins->width - 1),
              (unsigned long long)bins->runs[i]);
  }
  text_addf(out, "\nfailures found, the latest first: %zu\n", explored->count);
  for (size_t i = 0; i < explored->count; i++) {
    say_failure(desk, &explored->failures[i], out);
    text_add(out, "\n");
  }
  text_addf(out, "races of this run, the latest first: %zu\n", races);
  for (size_t i = 0; i < races; i++) {
    say_race(desk, &pairs[i], out);
    text_add(out, "\n");
  }
}
