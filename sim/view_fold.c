// view_fold.c -- actors without a box of their own, a line a group.
//
// A group is all whose labels begin alike and end in a number: w-1, w-2, ...
#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "flow.h"

typedef struct Group {
  const char *label;  // of one of them
  size_t stem;        // so much of it they share
  size_t count;
  size_t mail;
  const ModelActor *hottest;
} Group;

static size_t stem_of(const char *label) {
  size_t length = strlen(label);
  while (length > 0 && isdigit((unsigned char)label[length - 1])) {
    length--;
  }
  return length;
}

static bool has_box(const Flow *flow, const ModelActor *actor) {
  for (size_t b = 0; b < flow->count; b++) {
    if (flow->boxes[b].actor == actor) {
      return true;
    }
  }
  return false;
}

static void join(Group *group, const ModelActor *actor) {
  group->count++;
  group->mail += actor->mailbox.count;
  if (group->hottest == NULL ||
      actor->mailbox.count > group->hottest->mailbox.count) {
    group->hottest = actor;
  }
}

static size_t gather(const Model *model, const Flow *flow, Group *groups) {
  size_t count = 0;
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelActor *actor = &model->actors[i];
    if (flow_is_unseen(flow, actor) || has_box(flow, actor)) {
      continue;
    }
    size_t stem = stem_of(actor->label);
    size_t at = 0;
    while (at < count && (groups[at].stem != stem ||
                          strncmp(groups[at].label, actor->label, stem) != 0)) {
      at++;
    }
    if (at == count) {
      groups[count++] = (Group){.label = actor->label, .stem = stem};
    }
    join(&groups[at], actor);
  }
  return count;
}

// The largest first; of equal ones the earliest born.
static void sort(Group *groups, size_t count) {
  for (size_t i = 1; i < count; i++) {
    Group moved = groups[i];
    size_t at = i;
    for (; at > 0 && groups[at - 1].count < moved.count; at--) {
      groups[at] = groups[at - 1];
    }
    groups[at] = moved;
  }
}

static void say_group(const Model *model, const Group *group, bool others,
                      Text *out) {
  if (others) {
    text_addf(out, "+ %zu others", group->count);
  } else if (group->count == 1) {
    text_add(out, "+ ");
    model_name(model, group->hottest->ref, out);
  } else {
    text_addf(out, "+ %.*s* %zu", (int)group->stem, group->label, group->count);
  }
  text_addf(out, ", mailbox %zu", group->mail);
  if (group->mail > 0 && group->count > 1) {
    text_add(out, ", hottest ");
    model_name(model, group->hottest->ref, out);
    text_addf(out, " (%zu)", group->hottest->mailbox.count);
  }
}

void flow_draw_folded(const Desk *desk, Grid *grid, const Flow *flow) {
  if (flow->folded == 0 || flow->fold_lines == 0) {
    return;
  }
  const Model *model = &desk->session.model;
  Group *groups = mem_array(Group, model->actor_count + 1);
  size_t count = gather(model, flow, groups);
  size_t lines = (size_t)flow->fold_lines;
  sort(groups, count);
  bool others = count > lines;
  for (size_t i = lines; i < count; i++) {
    Group *last = &groups[lines - 1];
    last->count += groups[i].count;
    last->mail += groups[i].mail;
    if (groups[i].hottest->mailbox.count > last->hottest->mailbox.count) {
      last->hottest = groups[i].hottest;
    }
  }
  count = count < lines ? count : lines;
  int row = flow->area.top + flow->area.rows - (int)count;
  for (size_t i = 0; i < count; i++) {
    Text line = {0};
    say_group(model, &groups[i], others && i + 1 == count, &line);
    text_add(&line, i == 0 ? "  (Left, Right select)" : "");
    grid_text(grid, row++, flow->area.left + 1,
              flow->area.left + flow->area.cols, STYLE_DIM, text_of(&line));
    text_release(&line);
  }
  mem_free(groups);
}
