// view_panel.c -- help, output and answers over the view; the selected actor
// beside it; the menu of scenes.
#include <string.h>

#include "chart.h"
#include "controls.h"
#include "views.h"

// Lines of a text from `first` on into the area.
static void write_lines(Grid *grid, Area area, const char *text, size_t first) {
  int row = area.top;
  for (size_t i = 0; *text != '\0' && row < area.top + area.rows; i++) {
    size_t length = strcspn(text, "\n");
    if (i >= first) {
      Text line = {0};
      text_add_bytes(&line, text, length);
      grid_text(grid, row++, area.left, area.left + area.cols, STYLE_PLAIN,
                text_of(&line));
      text_release(&line);
    }
    text += length + (text[length] == '\n');
  }
}

static size_t count_lines(const char *text) {
  size_t count = 0;
  for (; *text != '\0'; text++) {
    count += *text == '\n' || text[1] == '\0';
  }
  return count;
}

void panel_draw(const Desk *desk, Grid *grid, Area area) {
  static const char *const titles[] = {
      [PANEL_NONE] = "",
      [PANEL_HELP] = " help: PgUp PgDn scroll, Esc closes ",
      [PANEL_OUTPUT] = " OUTPUT: printed and said; Esc closes ",
      [PANEL_INFO] = " PgUp PgDn scroll, Esc closes "};
  Text text = {0};
  const Look *look = &desk->look;
  if (look->panel == PANEL_HELP) {
    controls_help(NULL, area.cols - 4, &text);
  } else if (look->panel == PANEL_INFO) {
    text_add(&text, text_of(&look->info));
  } else {
    const Output *output = &desk->session.output;
    size_t count = output_count(output, session_cursor(&desk->session));
    size_t first = count > 2000 ? count - 2000 : 0;
    for (size_t i = first; i < count; i++) {
      text_addf(&text, "%s\n", output_line(output, i));
    }
    if (count == 0) {
      text_add(&text, "nothing was printed so far\n");
    }
  }
  grid_frame(grid, area, STYLE_SELECTED);
  grid_text(grid, area.top, area.left + 2, area.left + area.cols - 1,
            STYLE_SELECTED, titles[look->panel]);
  Area inner = {area.top + 1, area.left + 2, area.rows - 2, area.cols - 4};
  size_t lines = count_lines(text_of(&text));
  size_t room = inner.rows > 0 ? (size_t)inner.rows : 0;
  size_t most = lines > room ? lines - room : 0;
  // Scrolling counts from the end of output, and from the top of the others,
  // where "down" is what has to be remembered.
  size_t back = look->scroll < most ? look->scroll : most;
  grid->scrolled = back;
  write_lines(grid, inner, text_of(&text),
              look->panel == PANEL_OUTPUT ? most - back : back);
  text_release(&text);
}

// Where the inspect panel writes next.
typedef struct Side {
  Grid *grid;
  Area area;
  int row;
} Side;

static void say(Side *side, Style style, const char *text) {
  if (side->row < side->area.top + side->area.rows) {
    grid_text(side->grid, side->row++, side->area.left + 2,
              side->area.left + side->area.cols, style, text);
  }
}

static void say_messages(Side *side, const Model *model,
                         const ModelMessages *messages, const char *title,
                         bool leaving) {
  Text line = {0};
  text_addf(&line, "%s %zu", title, messages->count);
  say(side, STYLE_DIM, text_of(&line));
  for (size_t i = 0; i < messages->count && i < 6; i++) {
    const ModelMessage *message = &messages->items[i];
    text_clear(&line);
    text_addf(&line, " %zu %s %s ", i + 1, message->text,
              leaving ? "\xE2\x86\x92" : "from");
    model_name(model, leaving ? message->to : message->from, &line);
    say(side, leaving ? STYLE_FLIGHT : STYLE_MESSAGE, text_of(&line));
  }
  text_release(&line);
}

static void say_fields(Side *side, const Model *model,
                       const ModelActor *actor) {
  Text line = {0};
  say(side, STYLE_DIM, "state  (* changed this step)");
  for (size_t i = 0; i < actor->field_count; i++) {
    const ModelField *field = &actor->fields[i];
    bool changed = field->before != NULL && field->changed == model->step;
    text_clear(&line);
    if (changed) {
      text_addf(&line, "* %s  %s \xE2\x86\x92 %s", field->name, field->before,
                field->value);
    } else {
      text_addf(&line, "  %s  %s", field->name, field->value);
    }
    say(side, changed ? STYLE_CHANGED : STYLE_PLAIN, text_of(&line));
  }
  if (actor->field_count == 0) {
    say(side, STYLE_DIM, "  not declared");
  }
  text_release(&line);
}

static void say_protocol(Side *side, const Model *model,
                         const ModelActor *actor) {
  for (size_t i = 0; i < model->type_count; i++) {
    if (!text_equal(model->types[i].name, actor->type)) {
      continue;
    }
    const char *at = model->types[i].protocol;
    say(side, STYLE_DIM, "takes");
    for (int n = 0; *at != '\0' && *at != '|'; n++) {
      if (n == 5) {
        say(side, STYLE_DIM, " ... (w shows all)");
        break;
      }
      size_t length = strcspn(at, ";|");
      Text line = {0};
      text_add(&line, " ");
      text_add_bytes(&line, at, length);
      say(side, STYLE_PLAIN, text_of(&line));
      text_release(&line);
      at += length + (at[length] == ';');
      at += *at == ' ';
    }
  }
}

static void say_events(Side *side, const Desk *desk) {
  u64 cursor = session_cursor(&desk->session);
  Chart chart;
  chart_make(&chart, &desk->session.tape, &desk->session.history,
             cursor > 12 ? cursor - 12 : 0, cursor);
  int room = side->area.top + side->area.rows - side->row - 1;
  size_t first = 0;
  if (room > 0 && chart.row_count > (size_t)room) {
    first = chart.row_count - (size_t)room;
  }
  say(side, STYLE_DIM, "happened");
  for (size_t i = first; i < chart.row_count; i++) {
    const ChartRow *row = &chart.rows[i];
    Text line = {0};
    if (row->kind == ROW_FLIGHT) {
      continue;
    }
    text_addf(&line, " %llu %s", (unsigned long long)row->step,
              chart.lanes[row->from]);
    if (row->kind == ROW_ARROW || row->kind == ROW_LOST) {
      text_addf(&line, " %s %s:", row->kind == ROW_LOST ? "x" : "\xE2\x86\x92",
                chart.lanes[row->to]);
    }
    text_addf(&line, " %s", row->text);
    say(side, row->step == cursor ? STYLE_TITLE : STYLE_PLAIN, text_of(&line));
    text_release(&line);
  }
  chart_release(&chart);
}

void inspect_draw(const Desk *desk, Grid *grid, Area area) {
  const Model *model = &desk->session.model;
  const ModelActor *actor = model_actor(model, desk->look.actor);
  Side side = {grid, area, area.top};
  Text line = {0};
  for (int row = area.top; row < area.top + area.rows; row++) {
    grid_put(grid, row, area.left, STYLE_BORDER, 0x2502);
  }
  if (actor == NULL) {
    say(&side, STYLE_DIM, "no actor selected");
    return;
  }
  model_name(model, actor->ref, &line);
  text_addf(&line, "  %s  handled %llu", model_status_word(model_status(actor)),
            (unsigned long long)actor->handled);
  say(&side, STYLE_SELECTED, text_of(&line));
  text_clear(&line);
  text_addf(&line, "%s%s", actor->type == NULL ? "" : "a ",
            actor->type == NULL ? "outside all actors" : actor->type);
  if (actor->parent != 0) {
    text_add(&line, ", parent ");
    model_name(model, actor->parent, &line);
  }
  if (actor->parent != 0 && actor->behaviour != NULL) {
    text_addf(&line, ", %s", actor->behaviour);
  }
  say(&side, STYLE_PLAIN, text_of(&line));
  if (actor->waiting != NULL) {
    text_clear(&line);
    text_addf(&line, "waits: %s", actor->waiting);
    say(&side, STYLE_CHANGED, text_of(&line));
  }
  if (actor->type != NULL) {
    say_messages(&side, model, &actor->mailbox, "mailbox", false);
  }
  say_messages(&side, model, &actor->outbox, "in flight", true);
  if (actor->type != NULL) {
    say_fields(&side, model, actor);
    say_protocol(&side, model, actor);
  }
  say_events(&side, desk);
  text_release(&line);
}

void menu_draw(const Catalog *catalog, size_t marked, Grid *grid) {
  grid_clear(grid);
  grid_fill(grid, 0, 0, grid->cols, STYLE_BAR, ' ');
  grid_text(grid, 0, 1, grid->cols, STYLE_BAR,
            "troupe  which scene?  Up/Down, Enter opens, q leaves");
  int row = grid->rows > 6 ? 2 : 1;
  int room = grid->rows - row - (grid->rows > 6 ? 2 : 0);
  size_t first =
      room > 0 && marked >= (size_t)room ? marked - (size_t)room + 1 : 0;
  for (size_t i = first; i < catalog->count && room-- > 0; i++) {
    bool on = i == marked;
    Style style = on ? STYLE_MARKED : STYLE_PLAIN;
    grid_format(grid, row, 1, grid->cols - 1, style, "%s %-12s %s ",
                on ? ">" : " ", catalog->scenes[i].name,
                catalog->scenes[i].line);
    row++;
  }
  if (grid->rows > 6) {
    grid_text(grid, grid->rows - 1, 1, grid->cols, STYLE_DIM,
              "Enter opens the scene; there, Space runs it and ? shows help");
  }
}
