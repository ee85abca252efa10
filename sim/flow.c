// flow.c -- boxes in columns, paths in the gutters between them.
//
// A box's place is its actor's rank by birth, so it stays while the actor
// lives; only when boxes do not fit are some folded away. The selected actor,
// its parent, whom it dealt with of late and who acts in this step have one;
// then the first born, so that boxes do not change with every step.
#include "flow.h"

enum {
  LEAST_BOX = 4,
  LEAST_WIDTH = 20,
  MOST_WIDTH = 38,
  PARTNER_STEPS = 50,
  NO_ROW = -1
};

static size_t field_most(const Model *model) {
  size_t most = 0;
  for (size_t i = 0; i < model->actor_count; i++) {
    size_t count = model->actors[i].field_count;
    most = count > most ? count : most;
  }
  return most < 4 ? most : 4;
}

static void note_partner(Flow *flow, u64 ref) {
  for (size_t i = 0; i < flow->partner_count; i++) {
    if (flow->partners[i] == ref) {
      return;
    }
  }
  if (ref != 0 && flow->partner_count < FLOW_BOXES) {
    flow->partners[flow->partner_count++] = ref;
  }
}

typedef struct Search {
  Flow *flow;
  u64 actor;
} Search;

static void see_flush(void *context, const Event *event) {
  Search *search = (Search *)context;
  if (event->kind == EVENT_FLUSHED && event->actor == search->actor) {
    note_partner(search->flow, event->other);
  } else if (event->kind == EVENT_FLUSHED && event->other == search->actor) {
    note_partner(search->flow, event->actor);
  }
}

static void find_partners(const Desk *desk, Flow *flow) {
  u64 cursor = session_cursor(&desk->session);
  Search search = {flow, desk->look.actor};
  tape_told(&desk->session.tape,
            cursor > PARTNER_STEPS ? cursor - PARTNER_STEPS : 0, cursor,
            see_flush, &search);
}

static bool is_partner(const Flow *flow, const ModelActor *actor) {
  for (size_t i = 0; i < flow->partner_count; i++) {
    if (flow->partners[i] == actor->ref) {
      return true;
    }
  }
  return false;
}

// How much it is worth a box.
static int worth(const Desk *desk, const Flow *flow, const ModelActor *actor) {
  const Model *model = &desk->session.model;
  const ModelActor *chosen = model_actor(model, desk->look.actor);
  const ModelOption *choice = &model->choice;
  bool acts = model->step > 0 &&
              (actor->ref == choice->actor || actor->ref == choice->other);
  return actor == chosen                                  ? 5
         : chosen != NULL && actor->ref == chosen->parent ? 4
         : acts                                           ? 3
         : is_partner(flow, actor)                        ? 2
         : !actor->stopped                                ? 1
                                                          : 0;
}

static void take_out(Flow *flow, size_t index) {
  flow->count--;
  for (size_t b = index; b < flow->count; b++) {
    flow->boxes[b] = flow->boxes[b + 1];
  }
}

// Adds an actor, in place of the last of those worth least when there is no
// room.
static void offer(const Desk *desk, const ModelActor *actor, size_t room,
                  Flow *flow) {
  int value = worth(desk, flow, actor);
  if (flow->count == room) {
    size_t least = 0;
    flow->folded++;
    for (size_t b = 1; b < flow->count; b++) {
      least = flow->boxes[b].worth <= flow->boxes[least].worth ? b : least;
    }
    if (room == 0 || value <= flow->boxes[least].worth) {
      return;
    }
    take_out(flow, least);
  }
  flow->boxes[flow->count++] = (FlowBox){.actor = actor, .worth = value};
}

// The watcher stands last, and only once there is something to see of it.
bool flow_is_unseen(const Flow *flow, const ModelActor *actor) {
  return model_is_watcher(actor) && actor->touched == 0 &&
         actor->ref != flow->selected;
}

// The `room` most wanted actors, in the order of their birth.
static void choose_boxes(const Desk *desk, size_t room, Flow *flow) {
  const Model *model = &desk->session.model;
  const ModelActor *watcher = NULL;
  flow->count = 0;
  flow->folded = 0;
  for (size_t i = 0; i < model->actor_count; i++) {
    if (model_is_watcher(&model->actors[i])) {
      watcher = &model->actors[i];
    } else {
      offer(desk, &model->actors[i], room, flow);
    }
  }
  if (watcher != NULL && !flow_is_unseen(flow, watcher)) {
    offer(desk, watcher, room, flow);
  }
}

// How many boxes fit into so many rows.
static size_t room_in(const Flow *flow, int rows) {
  int lines = (rows + 1) / (LEAST_BOX + 1);
  if (lines == 0 && rows >= LEAST_BOX - 1) {
    lines = 1;
  }
  size_t room = (size_t)lines * (size_t)flow->columns;
  return room < FLOW_BOXES ? room : FLOW_BOXES;
}

void flow_layout(const Desk *desk, Area area, Flow *flow) {
  size_t actors = desk->session.model.actor_count;
  *flow = (Flow){.area = area, .selected = desk->look.actor};
  flow->columns = area.cols >= 150   ? 4
                  : area.cols >= 110 ? 3
                  : area.cols >= 56  ? 2
                                     : 1;
  while (flow->columns > 1 && (size_t)flow->columns > actors) {
    flow->columns--;
  }
  flow->gutter = flow->columns == 1 ? 0 : area.cols >= 76 ? 17 : 13;
  int width = (area.cols - (flow->columns - 1) * flow->gutter) / flow->columns;
  width = width > MOST_WIDTH ? MOST_WIDTH : width;
  width = width < LEAST_WIDTH ? area.cols : width;
  choose_boxes(desk, room_in(flow, area.rows), flow);
  if (flow->folded > 0 && area.rows > 6) {
    // The others are told in lines of their own, below the boxes.
    find_partners(desk, flow);
    flow->fold_lines = area.rows > 20 ? 6 : area.rows > 10 ? 3 : 1;
    choose_boxes(desk, room_in(flow, area.rows - flow->fold_lines), flow);
  }
  if (flow->count == 0) {
    return;
  }
  int rows = ((int)flow->count + flow->columns - 1) / flow->columns;
  int height = (area.rows - flow->fold_lines + 1) / rows - 1;
  int most = 6 + (int)field_most(&desk->session.model);
  height = height > most ? most : height < 3 ? 3 : height;
  // Wide screens give the paths the room that boxes do not need.
  if (flow->columns > 1) {
    int spare =
        area.cols - flow->columns * width - (flow->columns - 1) * flow->gutter;
    int more = spare / flow->columns;
    flow->gutter += more > 14 ? 14 : more;
  }
  for (size_t i = 0; i < flow->count; i++) {
    FlowBox *box = &flow->boxes[i];
    box->column = (int)i % flow->columns;
    box->row = (int)i / flow->columns;
    box->area =
        (Area){area.top + box->row * (height + 1),
               area.left + box->column * (width + flow->gutter), height, width};
  }
}

FlowBox *flow_box(Flow *flow, u64 ref) {
  for (size_t i = 0; i < flow->count; i++) {
    if (flow->boxes[i].actor->ref == ref) {
      return &flow->boxes[i];
    }
  }
  return NULL;
}

// Goes straight to a point, cell by cell.
static void go(FlowPath *path, int row, int col) {
  FlowPoint at = path->points[path->count - 1];
  while ((at.row != row || at.col != col) && path->count < FLOW_PATH) {
    at.row += at.row < row ? 1 : at.row > row ? -1 : 0;
    at.col += at.col < col ? 1 : at.col > col ? -1 : 0;
    path->points[path->count++] = at;
  }
}

// Whether a path already runs there.
static bool is_taken(const Flow *flow, bool upright, int place, int a, int b) {
  int first = a < b ? a : b;
  int last = a < b ? b : a;
  for (size_t i = 0; i < flow->line_count; i++) {
    const FlowLine *line = &flow->lines[i];
    if (line->upright == upright && line->place == place &&
        line->first <= last && first <= line->last) {
      return true;
    }
  }
  return false;
}

// A row of the box's edge from which a path can run level from one column to
// the other, beside those routed before if there is such a row.
static int port(Flow *flow, FlowBox *box, int from, int to) {
  int inner = box->area.rows - 2;
  int first = inner > 0 ? box->ports++ % inner : 0;
  for (int i = 0; i < inner; i++) {
    int row = box->area.top + 1 + (first + i) % inner;
    if (!is_taken(flow, false, row, from, to)) {
      return row;
    }
  }
  return box->area.top + 1 + first;
}

// A row below a row of boxes on which a path can run level; below the last
// there is more than one, or none: NO_ROW.
static int gap_below(const Flow *flow, const FlowBox *box, int from, int to) {
  int first = box->area.top + box->area.rows;
  bool last = box->row == ((int)flow->count - 1) / flow->columns;
  int end = flow->area.top + flow->area.rows - flow->fold_lines;
  for (int row = first; row < end && (last || row == first); row++) {
    if (!is_taken(flow, false, row, from, to)) {
      return row;
    }
  }
  return first < end ? first : NO_ROW;
}

void flow_forget_paths(Flow *flow) {
  flow->line_count = 0;
  for (size_t i = 0; i < flow->count; i++) {
    flow->boxes[i].ports = 0;
  }
}

// Keeps the straight stretches of a path.
static void keep_lines(Flow *flow, const FlowPath *path) {
  for (int i = 0; i + 1 < path->count && flow->line_count < FLOW_LINES;) {
    FlowPoint begin = path->points[i];
    bool upright = path->points[i + 1].col == begin.col;
    int end = i + 1;
    while (end + 1 < path->count &&
           (upright ? path->points[end + 1].col == begin.col
                    : path->points[end + 1].row == begin.row)) {
      end++;
    }
    int a = upright ? begin.row : begin.col;
    int b = upright ? path->points[end].row : path->points[end].col;
    flow->lines[flow->line_count++] = (FlowLine){
        upright, upright ? begin.col : begin.row, a < b ? a : b, a < b ? b : a};
    i = end;
  }
}

// The column in the gutter beside a box on which the `nth` path turns, so many
// columns before the gutter's far edge; one that is free if there is one.
static int turn(const Flow *flow, const FlowBox *from, const FlowBox *to,
                int start, bool out_right, int nth) {
  int top = from->area.top < to->area.top ? from->area.top : to->area.top;
  int bottom = from->area.top + from->area.rows;
  int other = to->area.top + to->area.rows;
  bottom = other > bottom ? other : bottom;
  int room = flow->gutter - 4;
  int col = 0;
  for (int k = 0; k < room / 2; k++) {
    int shift = 2 + (nth + k) * 2 % room;
    col = out_right ? start + flow->gutter - 1 - shift
                    : start - flow->gutter + 1 + shift;
    if (!is_taken(flow, true, col, top, bottom)) {
      break;
    }
  }
  return col;
}

void flow_route(Flow *flow, FlowBox *from, FlowBox *to, int nth,
                FlowPath *path) {
  path->count = 0;
  if (flow->gutter < 6 || from == to) {
    return;
  }
  // On which side each is left: towards the other, or into the gutter both
  // have beside them.
  bool last = from->column == flow->columns - 1;
  bool out_right =
      from->column < to->column || (from->column == to->column && !last);
  bool in_left = from->column < to->column;
  if (from->column == to->column) {
    in_left = last;
  }
  int start =
      out_right ? from->area.left + from->area.cols : from->area.left - 1;
  int end = in_left ? to->area.left - 1 : to->area.left + to->area.cols;
  bool level = from->row == to->row;
  bool beside = from->column - to->column == 1 ||
                to->column - from->column == 1 || from->column == to->column;
  int first = turn(flow, from, to, start, out_right, nth);
  int shift = 2 + nth * 2 % (flow->gutter - 4);
  int second = in_left ? end - shift + 1 : end + shift - 1;
  bool straight = level && beside;
  int out_row = port(flow, from, start, straight ? end : first);
  int in_row =
      straight ? out_row : port(flow, to, beside ? first : second, end);
  to->ports += straight;
  int gap = beside ? 0 : gap_below(flow, to, first, second);
  if (gap == NO_ROW) {
    return;
  }
  path->points[path->count++] = (FlowPoint){out_row, start};
  if (beside) {
    if (!level) {
      go(path, out_row, first);
      go(path, in_row, first);
    }
  } else {
    go(path, out_row, first);
    go(path, gap, first);
    go(path, gap, second);
    go(path, in_row, second);
  }
  go(path, in_row, end);
  keep_lines(flow, path);
}
