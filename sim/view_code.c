// view_code.c -- the handler of the step, as it stands in the program's file.
//
// The function is shown whole if it fits, else the part around the case of the
// message. Beside it, or below where there is no room, what the step did.
#include <string.h>

#include "handler.h"
#include "views.h"

enum { NUMBER = 6, BESIDE = 34, BESIDE_FROM = 90, BELOW = 4 };

// "sim/scenes/counter.c:13  counting handles inc (step 4)"
static void say_head(const Desk *desk, const Handler *handler,
                     const SourcePlace *place, Text *out) {
  const Model *model = &desk->session.model;
  text_addf(out, "%s:%zu  ", place->file->path,
            place->marked > 0 ? place->marked : place->first);
  if (handler->actor == 0) {
    text_addf(out, "main%s",
              handler->ran ? "" : ", which is outside all actors");
  } else if (handler->where != NULL) {
    model_name(model, handler->actor, out);
    text_addf(out, ": %s", handler->message);
  } else {
    model_name(model, handler->actor, out);
    text_addf(out, " %s %s", handler->ran ? "handles" : "will handle",
              handler->message == NULL ? "it" : handler->message);
  }
  text_addf(out, " (step %llu)", (unsigned long long)model->step);
  if (place->file->newer) {
    text_add(out, "; CHANGED since the program was made");
  }
}

static void draw_deeds(const Desk *desk, Grid *grid, Area area, bool framed) {
  Text deeds = {0};
  handler_deeds(&desk->session, &deeds);
  const char *at = text_of(&deeds);
  int row = area.top;
  int end = area.top + area.rows;
  for (int i = area.top; framed && i < end; i++) {
    grid_put(grid, i, area.left, STYLE_BORDER, 0x2502);
  }
  if (framed && row < end) {
    grid_text(grid, row++, area.left + 2, area.left + area.cols, STYLE_DIM,
              "what the step did");
  }
  while (*at != '\0' && row < end) {
    size_t length = strcspn(at, "\n");
    Text line = {0};
    text_add_bytes(&line, at, length);
    at += length + (at[length] == '\n');
    if (row + 1 == end && *at != '\0') {
      text_add(&line, "  ...");
    }
    grid_text(grid, row++, area.left + 2, area.left + area.cols,
              *text_of(&line) == '*' ? STYLE_CHANGED : STYLE_PLAIN,
              text_of(&line));
    text_release(&line);
  }
  text_release(&deeds);
}

static void draw_line(Grid *grid, Area area, int row, const SourcePlace *place,
                      size_t number) {
  Text line = {0};
  bool first = number == place->marked;
  bool lit =
      place->marked > 0 && number >= place->marked && number <= place->end;
  source_line(place->file, number, &line);
  grid_format(grid, row, area.left, area.left + NUMBER, STYLE_DIM, "%4zu",
              number);
  if (lit) {
    grid_put(grid, row, area.left + NUMBER - 1,
             first ? STYLE_TITLE : STYLE_CHANGED, first ? 0x25B6 : 0x2502);
  }
  grid_text(grid, row, area.left + NUMBER + 1, area.left + area.cols,
            first ? STYLE_TITLE
            : lit ? STYLE_CHANGED
                  : STYLE_PLAIN,
            text_of(&line));
  text_release(&line);
}

// The first line shown, so that the mark is in the upper half, less what the
// watcher scrolled up.
static size_t first_line(const Desk *desk, Grid *grid, const SourcePlace *place,
                         size_t room) {
  size_t count = place->last - place->first + 1;
  if (count <= room) {
    return place->first;
  }
  size_t most = place->last - room + 1;
  size_t wanted = place->first;
  if (place->marked > place->first + room / 3) {
    wanted = place->marked - room / 3;
  }
  wanted = wanted > most ? most : wanted;
  size_t back = desk->look.scroll;
  back = back > wanted - place->first ? wanted - place->first : back;
  grid->scrolled = back;
  grid->page = room;
  return wanted - back;
}

static void draw_function(const Desk *desk, Grid *grid, Area area,
                          const SourcePlace *place) {
  size_t room = area.rows > 0 ? (size_t)area.rows : 0;
  size_t first = first_line(desk, grid, place, room);
  for (size_t i = 0; i < room && first + i <= place->last; i++) {
    draw_line(grid, area, area.top + (int)i, place, first + i);
  }
}

static bool code_find(const Desk *desk, Handler *handler, SourcePlace *place,
                      Text *why) {
  const Sources *sources = &desk->sources;
  handler_find(&desk->session, handler);
  if (desk->source_why.length > 0) {
    text_add(why, text_of(&desk->source_why));
    return false;
  }
  if (handler->where != NULL) {
    bool found = sources_line(sources, handler->where, place);
    if (!found) {
      text_addf(why, "%s is no line of what is known of the program",
                handler->where);
    }
    return found;
  }
  if (handler->type == NULL) {
    bool found = sources_function(sources, "main", place);
    if (!found) {
      text_add(why, "there is no main in the program's file");
    }
    return found;
  }
  return sources_handler(sources, handler->type, handler->behaviour,
                         handler->message, place, why);
}

// What stands above the code, or why there is none: that is read to its end.
// Gives the rows it took.
static int draw_head(Grid *grid, Area area, const Text *line, bool bad,
                     bool whole) {
  int most = whole ? grid_wrap(text_of(line), area.cols - 2, 0, NULL) : 1;
  int rows = most < area.rows ? most : area.rows;
  for (int i = 0; i < rows; i++) {
    Text part = {0};
    if (whole) {
      (void)grid_wrap(text_of(line), area.cols - 2, i, &part);
    }
    grid_text(grid, area.top + i, area.left + 1, area.left + area.cols,
              bad ? STYLE_BAD : STYLE_DIM, text_of(whole ? &part : line));
    text_release(&part);
  }
  return rows;
}

void code_draw(const Desk *desk, Grid *grid, Area area) {
  Handler handler;
  SourcePlace place = {0};
  Text line = {0};
  bool found = code_find(desk, &handler, &place, &line);
  bool beside = area.cols >= BESIDE_FROM;
  grid->scrolled = 0;
  if (found) {
    say_head(desk, &handler, &place, &line);
  }
  int head = draw_head(grid, area, &line, found && place.file->newer, !found);
  area.top += head;
  area.rows -= head;
  if (beside) {
    draw_deeds(
        desk, grid,
        (Area){area.top, area.left + area.cols - BESIDE, area.rows, BESIDE},
        true);
    area.cols -= BESIDE + 1;
  } else if (area.rows > 2 * BELOW) {
    area.rows -= BELOW;
    draw_deeds(desk, grid,
               (Area){area.top + area.rows, area.left, BELOW, area.cols},
               false);
  }
  if (found) {
    draw_function(desk, grid, area, &place);
  }
  text_release(&line);
  handler_release(&handler);
}

void code_say(const Desk *desk, Text *out) {
  Handler handler;
  SourcePlace place = {0};
  Text head = {0};
  bool found = code_find(desk, &handler, &place, &head);
  if (found) {
    say_head(desk, &handler, &place, &head);
  }
  text_addf(out, "%s\n", text_of(&head));
  for (size_t i = place.first; found && i <= place.last; i++) {
    text_addf(out, "%4zu %s ", i,
              i == place.marked                    ? ">"
              : i > place.marked && i <= place.end ? "|"
                                                   : " ");
    source_line(place.file, i, out);
    text_add(out, "\n");
  }
  text_add(out, "what the step did\n");
  handler_deeds(&desk->session, out);
  text_release(&head);
  handler_release(&handler);
}
