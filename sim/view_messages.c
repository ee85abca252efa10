// view_messages.c -- every message and its life, the newest at the bottom.
#include "base/mem.h"
#include "pattern.h"
#include "recent.h"
#include "views.h"

enum { NARROW = 60, NUMBER = 6 };

static bool is_shown(const Desk *desk, const Letter *letter) {
  const Look *look = &desk->look;
  if (letter->done != NO_STEP &&
      letter->done < (i64)recent_first(&desk->session)) {
    return false;
  }
  if (look->only && letter->from != look->actor && letter->to != look->actor) {
    return false;
  }
  if (look->filter.length == 0) {
    return true;
  }
  Text line = {0};
  model_name(&desk->session.model, letter->from, &line);
  text_add(&line, " ");
  model_name(&desk->session.model, letter->to, &line);
  text_addf(&line, " %s %s", letter_place_word(letter->place), letter->text);
  bool shown = pattern_matches(text_of(&look->filter), text_of(&line));
  text_release(&line);
  return shown;
}

static void draw_steps(const Letter *letter, Grid *grid, int row, int left) {
  const i64 steps[] = {letter->sent, letter->arrived, letter->taken};
  for (int i = 0; i < 3; i++) {
    if (steps[i] != NO_STEP) {
      grid_format(grid, row, left + i * NUMBER, left + i * NUMBER + NUMBER - 1,
                  STYLE_DIM, "%5lld", (long long)steps[i]);
    } else {
      grid_text(grid, row, left + i * NUMBER, left + i * NUMBER + NUMBER - 1,
                STYLE_DIM, "    -");
    }
  }
}

static Style place_style(LetterPlace place) {
  switch (place) {
    case LETTER_FLIGHT:
      return STYLE_FLIGHT;
    case LETTER_MAILBOX:
      return STYLE_MESSAGE;
    case LETTER_TAKEN:
      return STYLE_GOOD;
    case LETTER_ASIDE:
      return STYLE_CHANGED;
    case LETTER_DEAD:
    case LETTER_FAILED:
      return STYLE_BAD;
    case LETTER_HANDLED:
    case LETTER_DROPPED:
      break;
  }
  return STYLE_DIM;
}

static void draw_letter(const Desk *desk, Grid *grid, Area area, int row,
                        const Letter *letter) {
  static const char *const kinds[] = {"", "asks ", "answers ", "", "timer "};
  const Model *model = &desk->session.model;
  bool moved = letter_moved(letter, session_cursor(&desk->session));
  bool narrow = area.cols < NARROW;
  int end = area.left + area.cols;
  int at = area.left + 1;
  Text line = {0};
  if (moved) {
    grid_put(grid, row, area.left, STYLE_TITLE, '>');
  }
  if (letter->sent != NO_STEP) {
    grid_hit(grid, (Area){row, area.left, 1, area.cols}, "goto %lld",
             (long long)letter->sent);
  }
  if (!narrow) {
    draw_steps(letter, grid, row, at);
    at += 3 * NUMBER;
  }
  grid_text(grid, row, at, at + 9, place_style(letter->place),
            letter_place_word(letter->place));
  model_name(model, letter->from, &line);
  text_add(&line, " \xE2\x86\x92 ");
  model_name(model, letter->to, &line);
  text_addf(&line, "  %s%s", letter->kind < 5 ? kinds[letter->kind] : "",
            letter->text);
  if (letter->why != NULL) {
    text_addf(&line, " (%s)", letter->why);
  }
  grid_text(grid, row, at + 10, end, moved ? STYLE_TITLE : STYLE_PLAIN,
            text_of(&line));
  text_release(&line);
}

static void draw_legend(const Desk *desk, Grid *grid, Area area, size_t count,
                        size_t all) {
  Text line = {0};
  if (desk->look.only) {
    text_addf(&line, "%zu of %zu, those of ", count, all);
    model_name(&desk->session.model, desk->look.actor, &line);
    text_add(&line, " (O: all)");
  } else {
    text_addf(&line, "%zu messages (O: of the selected actor only)", count);
  }
  text_add(&line, "; > moved in this step; PgUp PgDn");
  if (desk->look.filter.length > 0) {
    text_clear(&line);
    text_addf(&line, "FILTER %s: %zu of %zu messages",
              text_of(&desk->look.filter), count, all);
  }
  grid_text(grid, area.top + area.rows - 1, area.left + 1,
            area.left + area.cols, STYLE_DIM, text_of(&line));
  text_release(&line);
}

// Places of the shown ones in letters->items.
static size_t choose(const Desk *desk, const Letters *letters, size_t *places) {
  size_t count = 0;
  for (size_t i = 0; i < letters->count; i++) {
    if (is_shown(desk, &letters->items[i])) {
      places[count++] = i;
    }
  }
  return count;
}

void messages_draw(const Desk *desk, Grid *grid, Area area) {
  const Session *session = &desk->session;
  const Letters *letters = recent_letters(session);
  size_t *places = mem_array(size_t, letters->count + 1);
  size_t count = choose(desk, letters, places);
  bool head = area.rows > 2;
  bool legend = area.rows > 6;
  size_t room =
      area.rows > head + legend ? (size_t)(area.rows - head - legend) : 0;
  size_t most = count > room ? count - room : 0;
  size_t back = desk->look.scroll < most ? desk->look.scroll : most;
  grid->scrolled = back;
  grid->page = room;
  if (head) {
    grid_text(grid, area.top, area.left + 1, area.left + area.cols, STYLE_DIM,
              area.cols < NARROW ? "now       message"
                                 : " sent arriv. taken now       message");
  }
  for (size_t i = 0; i < room && most - back + i < count; i++) {
    draw_letter(desk, grid, area, area.top + head + (int)i,
                &letters->items[places[most - back + i]]);
  }
  if (legend) {
    draw_legend(desk, grid, area, count, letters->count);
  }
  mem_free(places);
}
