// flow.c -- boxes in columns, paths in the gutters between them.
//
// A box's place is its actor's rank by birth, so it stays while the actor
// lives; only when boxes do not fit are some folded away: those that had
// nothing to do for longest.
#include "flow.h"

enum { LEAST_BOX = 4, LEAST_WIDTH = 20, MOST_WIDTH = 38 };

static size_t field_most(const Model *model) {
  size_t most = 0;
  for (size_t i = 0; i < model->actor_count; i++) {
    size_t count = model->actors[i].field_count;
    most = count > most ? count : most;
  }
  return most < 4 ? most : 4;
}

static bool is_wanted_more(const Desk *desk, const ModelActor *a,
                           const ModelActor *b) {
  const ModelActor *chosen =
      model_actor(&desk->session.model, desk->look.actor);
  if (a == chosen || b == chosen) {
    return a == chosen;
  }
  if (a->stopped != b->stopped) {
    return b->stopped;
  }
  if (chosen != NULL &&
      (a->ref == chosen->parent || b->ref == chosen->parent)) {
    return a->ref == chosen->parent;
  }
  return a->touched > b->touched;
}

static void take_out(Flow *flow, size_t index) {
  flow->count--;
  for (size_t b = index; b < flow->count; b++) {
    flow->boxes[b] = flow->boxes[b + 1];
  }
}

// Adds an actor, in place of the least wanted when there is no room.
static void offer(const Desk *desk, const ModelActor *actor, size_t room,
                  Flow *flow) {
  if (flow->count == room) {
    size_t least = 0;
    flow->folded++;
    for (size_t b = 1; b < flow->count; b++) {
      if (is_wanted_more(desk, flow->boxes[least].actor,
                         flow->boxes[b].actor)) {
        least = b;
      }
    }
    if (room == 0 || !is_wanted_more(desk, actor, flow->boxes[least].actor)) {
      return;
    }
    take_out(flow, least);
  }
  flow->boxes[flow->count++] = (FlowBox){.actor = actor};
}

// The watcher stands last, and only once there is something to see of it.
static bool is_watcher(const ModelActor *actor) {
  return actor->type == NULL && text_equal(actor->label, "you");
}

// The `room` most wanted actors, in the order of their birth.
static void choose_boxes(const Desk *desk, size_t room, Flow *flow) {
  const Model *model = &desk->session.model;
  const ModelActor *watcher = NULL;
  for (size_t i = 0; i < model->actor_count; i++) {
    if (is_watcher(&model->actors[i])) {
      watcher = &model->actors[i];
    } else {
      offer(desk, &model->actors[i], room, flow);
    }
  }
  if (watcher != NULL &&
      (watcher->touched > 0 || watcher->ref == desk->look.actor)) {
    offer(desk, watcher, room, flow);
  }
}

void flow_layout(const Desk *desk, Area area, Flow *flow) {
  size_t actors = desk->session.model.actor_count;
  *flow = (Flow){.area = area};
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
  int lines = (area.rows + 1) / (LEAST_BOX + 1);
  if (lines == 0 && area.rows >= LEAST_BOX - 1) {
    lines = 1;
  }
  size_t room = (size_t)lines * (size_t)flow->columns;
  choose_boxes(desk, room < FLOW_BOXES ? room : FLOW_BOXES, flow);
  if (flow->count == 0) {
    return;
  }
  int rows = ((int)flow->count + flow->columns - 1) / flow->columns;
  bool told = flow->folded > 0 && area.rows > 6;  // in a line of its own
  int height = (area.rows - told + 1) / rows - 1;
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

// A row of the box's edge that no other path has yet, if there is one.
static int port(FlowBox *box) {
  int inner = box->area.rows - 2;
  return box->area.top + 1 + (inner > 0 ? box->ports++ % inner : 0);
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
  int out_row = port(from);
  int in_row = port(to);
  bool level = from->row == to->row;
  bool beside = from->column - to->column == 1 ||
                to->column - from->column == 1 || from->column == to->column;
  if (level && beside && in_row != out_row) {
    in_row = out_row;
  }
  int shift = 2 + nth * 2 % (flow->gutter - 4);
  int first = out_right ? start + flow->gutter - 1 - shift
                        : start - flow->gutter + 1 + shift;
  int second = in_left ? end - shift + 1 : end + shift - 1;
  path->points[path->count++] = (FlowPoint){out_row, start};
  if (beside) {
    if (!level) {
      go(path, out_row, first);
      go(path, in_row, first);
    }
  } else {
    int gap = to->area.top + to->area.rows;
    go(path, out_row, first);
    go(path, gap, first);
    go(path, gap, second);
    go(path, in_row, second);
  }
  go(path, in_row, end);
}
