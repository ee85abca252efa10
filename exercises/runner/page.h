// page.h -- the watch screen as a grid: what is being judged, what came of it.
//
// Drawn from values alone, so that it can be looked at without a terminal. It
// fits any size; what is longer than the room scrolls.
#ifndef RUNNER_PAGE_H
#define RUNNER_PAGE_H

#include "grid.h"
#include "text.h"

typedef enum PagePart {
  PAGE_VERDICT,
  PAGE_TASK,
  PAGE_HINTS,
  PAGE_LIST,
  PAGE_KEYS,
} PagePart;

typedef struct Page {
  const char *title;  // 04a The counter
  const char *state;  // PASSED, FAILED, judging ...
  bool is_good;
  bool is_bad;
  size_t passed;  // of so many exercises
  size_t total;
  PagePart part;
  const char *body;  // lines, broken where they are too long
  const char *foot;  // one line about what goes on; may be empty
  const char *next;  // the exercise after this one, or NULL
  bool shows;        // there is a schedule to be shown
  size_t scrolled;   // lines of the body above the screen; kept in bounds
} Page;

// Draws; page->scrolled is corrected where it was too much.
void page_draw(Page *page, Grid *grid);

// How many lines of the body are seen at once on such a screen.
size_t page_room(const Grid *grid);

#endif
