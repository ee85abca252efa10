// viewer.c -- the screen's state, drawn by page.c on the simulator's terminal.
//
// Nothing moves by itself: it is drawn again when a key came, the size changed
// or there is something new to say.
#include "viewer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "hints.h"
#include "keys.h"
#include "page.h"
#include "term.h"
#include "told.h"

struct Viewer {
  Learn *learn;
  const Exercise *exercise;
  const Exercise *wanted;  // after this one
  bool leaves;
  bool dirty;
  bool is_colourless;
  Grid grid;
  Page page;
  char title[120];
  char note[120];
  char next[80];
  char above[200];  // of the verdict
  char schedule[700];
  Verdict verdict;  // without what it printed
  bool has_verdict;
  char *bodies[PAGE_KEYS + 1];  // owned; NULL: to be written
};

Viewer *viewer_open(Learn *learn) {
  Text why = {0};
  const char *plain = getenv("NO_COLOR");
  bool is_colourless = plain && *plain;
  bool open = term_check(&why) && term_open(is_colourless, &why);
  text_release(&why);
  if (!open) return NULL;
  Viewer *viewer = mem_new(Viewer);
  viewer->learn = learn;
  viewer->is_colourless = is_colourless;
  grid_init(&viewer->grid, term_rows(), term_cols(), !term_is_utf8());
  return viewer;
}

static void forget(Viewer *viewer, PagePart part) {
  mem_free(viewer->bodies[part]);
  viewer->bodies[part] = NULL;
  viewer->dirty = true;
}

static void forget_all(Viewer *viewer) {
  for (PagePart part = PAGE_VERDICT; part <= PAGE_KEYS; part++) {
    forget(viewer, part);
  }
}

void viewer_close(Viewer *viewer) {
  forget_all(viewer);
  grid_release(&viewer->grid);
  term_close();
  mem_free(viewer);
}

void viewer_begin(Viewer *viewer, const Exercise *exercise) {
  viewer->exercise = exercise;
  viewer->wanted = NULL;
  viewer->leaves = false;
  viewer->has_verdict = false;
  viewer->schedule[0] = '\0';
  forget_all(viewer);
  snprintf(viewer->title, sizeof viewer->title, "%s  %s", exercise->id,
           exercise_title(exercise));
  viewer->page = (Page){.title = viewer->title,
                        .foot = viewer->note,
                        .state = "judging",
                        .part = PAGE_VERDICT};
}

const Exercise *viewer_next(Viewer *viewer) {
  return viewer->wanted;
}

static const char *body_of(Viewer *viewer, PagePart part) {
  if (!viewer->bodies[part]) {
    Told told = {.learn = viewer->learn,
                 .exercise = viewer->exercise,
                 .verdict = viewer->has_verdict ? &viewer->verdict : NULL,
                 .above = viewer->above};
    viewer->bodies[part] = told_text(&told, part, viewer->grid.cols - 2);
  }
  return viewer->bodies[part];
}

static void draw(Viewer *viewer) {
  Page *page = &viewer->page;
  const Exercise *next = learn_next(viewer->learn);
  viewer->dirty = false;
  page->passed = learn_passed(viewer->learn);
  page->total = viewer->learn->catalog.count;
  page->next = NULL;
  if (next && next != viewer->exercise) {
    snprintf(viewer->next, sizeof viewer->next, "%s", next->name);
    page->next = viewer->next;
  }
  page->shows = viewer->has_verdict && viewer->verdict.again[0];
  page->body = body_of(viewer, page->part);
  page_draw(page, &viewer->grid);
  term_show(&viewer->grid, THEME_DARK, -1, 0);
}

static void resize(Viewer *viewer) {
  grid_release(&viewer->grid);
  grid_init(&viewer->grid, term_rows(), term_cols(), !term_is_utf8());
  forget_all(viewer);
}

// --- Keys ---

static void turn_to(Viewer *viewer, PagePart part) {
  viewer->page.part = part;
  viewer->page.scrolled = 0;
  viewer->dirty = true;
}

static void ask_for_hint(Viewer *viewer) {
  Record *record =
      progress_of(&viewer->learn->progress, viewer->exercise->name);
  bool looks = viewer->page.part == PAGE_HINTS;
  if ((looks || record->hints == 0) && record->hints < HINTS) {
    record->hints++;
    learn_save(viewer->learn);
  }
  forget(viewer, PAGE_HINTS);
  turn_to(viewer, PAGE_HINTS);
  viewer->page.scrolled = record->hints > 1 ? 1u << 20 : 0;  // the latest
}

// Only behind a pass, and only to one that can be begun.
static void ask_for_next(Viewer *viewer) {
  const Exercise *next = learn_next(viewer->learn);
  if (!viewer->page.is_good || !next || next == viewer->exercise) return;
  if (!file_exists(learn_file(viewer->learn, next).text) &&
      learn_copy_start(viewer->learn, next) != DONE) {
    return;
  }
  viewer->wanted = next;
  viewer->leaves = true;
}

// The simulator has the terminal until it is left.
static void show_schedule(Viewer *viewer) {
  if (!viewer->has_verdict || !viewer->verdict.again[0]) return;
  Path door = path_of("%.4000s/troupe", viewer->learn->root.text);
  char words[][8] = {"learn", "show"};
  Path file = viewer->verdict.source;
  char *argv[] = {door.text, words[0],         words[1],
                  file.text, viewer->schedule, NULL};
  if (!viewer->schedule[0]) argv[4] = NULL;
  term_close();
  pid_t child = fork();
  if (child == 0) {
    execv(argv[0], argv);
    _exit(127);
  }
  while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
  Text why = {0};
  if (!term_open(viewer->is_colourless, &why)) viewer->leaves = true;
  text_release(&why);
  if (!viewer->leaves) resize(viewer);
}

static void scroll(Viewer *viewer, i64 by) {
  i64 to = (i64)viewer->page.scrolled + by;
  viewer->page.scrolled = to > 0 ? (size_t)to : 0;
  viewer->dirty = true;
}

static void press(Viewer *viewer, u32 key) {
  i64 room = (i64)page_room(&viewer->grid);
  switch (key) {
    case 'q':
      viewer->leaves = true;
      break;
    case 'v':
      turn_to(viewer, PAGE_VERDICT);
      break;
    case 't':
      turn_to(viewer, PAGE_TASK);
      break;
    case 'l':
      forget(viewer, PAGE_LIST);
      turn_to(viewer, PAGE_LIST);
      break;
    case '?':
      turn_to(viewer, PAGE_KEYS);
      break;
    case 'h':
      ask_for_hint(viewer);
      break;
    case 'n':
      ask_for_next(viewer);
      break;
    case 's':
      show_schedule(viewer);
      break;
    case PRESS_UP:
      scroll(viewer, -1);
      break;
    case PRESS_DOWN:
      scroll(viewer, 1);
      break;
    case PRESS_PAGE_UP:
      scroll(viewer, -room);
      break;
    case PRESS_PAGE_DOWN:
    case ' ':
      scroll(viewer, room);
      break;
    case PRESS_HOME:
      scroll(viewer, -(1 << 20));
      break;
    case PRESS_END:
      scroll(viewer, 1 << 20);
      break;
    case PRESS_RESIZE:
      resize(viewer);
      break;
    default:
      break;
  }
}

bool viewer_turn(Viewer *viewer) {
  for (u32 key; !viewer->leaves && (key = term_key()) != PRESS_NONE;) {
    press(viewer, key);
  }
  if (viewer->dirty && !viewer->leaves) draw(viewer);
  return viewer->leaves;
}

// --- What is new ---

void viewer_note(Viewer *viewer, const char *note) {
  text_fit(viewer->note, sizeof viewer->note, note);
  viewer->dirty = true;
}

static const char *state_of(const Verdict *verdict) {
  switch (verdict->kind) {
    case VERDICT_PASSED:
      return " PASSED ";
    case VERDICT_FAILED:
      return " FAILED ";
    case VERDICT_LIMIT:
      return " STOPPED ";
    case VERDICT_BAD_FILE:
    case VERDICT_MISSING:
      break;
  }
  return " not judged ";
}

void viewer_tell(Viewer *viewer, const Verdict *verdict, const char *note) {
  viewer->verdict = *verdict;
  viewer->verdict.printed = NULL;
  viewer->has_verdict = true;
  text_fit(viewer->schedule, sizeof viewer->schedule, verdict->schedule);
  text_fit(viewer->above, sizeof viewer->above, note);
  viewer->page.state = state_of(verdict);
  viewer->page.is_good = verdict->kind == VERDICT_PASSED;
  viewer->page.is_bad = !viewer->page.is_good;
  snprintf(viewer->note, sizeof viewer->note, "watching %.90s",
           path_shown(learn_file(viewer->learn, viewer->exercise).text).text);
  forget_all(viewer);
  turn_to(viewer, PAGE_VERDICT);
}
