// roster.c -- sorting, and the tree of parents.
#include "roster.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pattern.h"

static bool is_listed(const ModelActor *actor) {
  return !model_is_watcher(actor) || actor->outbox.count > 0;
}

static RosterLine line_of(const Model *model, const ModelActor *actor,
                          RosterOrder order) {
  const ModelActor *parent = model_actor(model, actor->parent);
  RosterLine line = {.actor = actor, .word = ""};
  switch (order) {
    case ORDER_LABEL:
      line.word = actor->label;
      break;
    case ORDER_STATE:
      line.word = model_status_word(model_status(actor));
      break;
    case ORDER_MAILBOX:
      line.key = actor->mailbox.count;
      break;
    case ORDER_HANDLED:
      line.key = actor->handled;
      break;
    case ORDER_RESTARTS:
      line.key = model_restarts(actor);
      break;
    case ORDER_PARENT:
      line.word = parent == NULL ? "" : parent->label;
      break;
    case ORDER_BIRTH:
    case ROSTER_ORDERS:
      break;
  }
  return line;
}

// Actors stand in their model in the order of birth.
static int compare(const void *a, const void *b) {
  const RosterLine *left = (const RosterLine *)a;
  const RosterLine *right = (const RosterLine *)b;
  int order = strcmp(left->word, right->word);
  if (order == 0) {
    order = (left->key < right->key) - (left->key > right->key);
  }
  return order != 0
             ? order
             : (left->actor > right->actor) - (left->actor < right->actor);
}

void roster_sorted(Roster *roster, const Model *model, RosterOrder order) {
  *roster = (Roster){.lines = mem_array(RosterLine, model->actor_count + 1)};
  for (size_t i = 0; i < model->actor_count; i++) {
    if (is_listed(&model->actors[i])) {
      roster->lines[roster->count++] = line_of(model, &model->actors[i], order);
    }
  }
  bool sorted = order == ORDER_BIRTH;
  if (!sorted && roster->count > 1) {
    qsort(roster->lines, roster->count, sizeof *roster->lines, compare);
  }
}

// Who stands directly below whom, by places in the model, as lists in the order
// of birth. NO_MORE ends a list.
static const u32 NO_MORE = UINT32_MAX;

typedef struct Below {
  u32 *first;  // of each actor; the last entry: of those without a parent here
  u32 *next;
} Below;

static void add_below(Roster *roster, const Model *model, const Below *below,
                      size_t above, int depth) {
  enum { DEEPEST = 64 };
  for (u32 at = below->first[above]; at != NO_MORE; at = below->next[at]) {
    const ModelActor *actor = &model->actors[at];
    if (is_listed(actor) && roster->count < model->actor_count) {
      roster->lines[roster->count++] =
          (RosterLine){.actor = actor, .depth = depth, .word = ""};
      if (depth < DEEPEST) {
        add_below(roster, model, below, at, depth + 1);
      }
    }
  }
}

// From the last born to the first, each before what is in its list already.
static void list_below(const Model *model, Below *below) {
  for (size_t i = 0; i <= model->actor_count; i++) {
    below->first[i] = NO_MORE;
  }
  for (size_t i = model->actor_count; i-- > 0;) {
    // A parent is born before its children; anything else is no tree.
    const ModelActor *parent = model_actor(model, model->actors[i].parent);
    bool rooted =
        parent == NULL || parent >= &model->actors[i] || !is_listed(parent);
    size_t above =
        rooted ? model->actor_count : (size_t)(parent - model->actors);
    below->next[i] = below->first[above];
    below->first[above] = (u32)i;
  }
}

void roster_tree(Roster *roster, const Model *model) {
  Below below = {mem_array(u32, model->actor_count + 1),
                 mem_array(u32, model->actor_count + 1)};
  *roster = (Roster){.lines = mem_array(RosterLine, model->actor_count + 1)};
  list_below(model, &below);
  add_below(roster, model, &below, model->actor_count, 0);
  mem_free(below.first);
  mem_free(below.next);
}

static bool is_folded(u64 ref, const u64 *folds, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (folds[i] == ref) {
      return true;
    }
  }
  return false;
}

void roster_fold(Roster *roster, const u64 *folds, size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < roster->count;) {
    RosterLine line = roster->lines[i++];
    bool folded = is_folded(line.actor->ref, folds, count);
    for (; folded && i < roster->count && roster->lines[i].depth > line.depth;
         i++) {
      line.hidden++;
    }
    roster->lines[kept++] = line;
  }
  roster->count = kept;
}

void roster_keep(Roster *roster, const Model *model, const char *pattern) {
  size_t kept = 0;
  if (*pattern == '\0') {
    return;
  }
  for (size_t i = 0; i < roster->count; i++) {
    const ModelActor *actor = roster->lines[i].actor;
    Text line = {0};
    model_name(model, actor->ref, &line);
    text_addf(&line, " %s %s ", actor->type == NULL ? "" : actor->type,
              model_status_word(model_status(actor)));
    if (actor->parent != 0) {
      model_name(model, actor->parent, &line);
    }
    if (pattern_matches(pattern, text_of(&line))) {
      roster->lines[kept++] = roster->lines[i];
    }
    text_release(&line);
  }
  roster->count = kept;
}

void roster_release(Roster *roster) {
  mem_free(roster->lines);
  *roster = (Roster){0};
}

size_t roster_place(const Roster *roster, u64 ref) {
  size_t at = 0;
  while (at < roster->count && roster->lines[at].actor->ref != ref) {
    at++;
  }
  return at;
}

static const char *const names[ROSTER_ORDERS] = {
    "birth", "label", "state", "mailbox", "handled", "restarts", "parent"};

RosterOrder roster_order_find(const char *name) {
  int order = 0;
  while (order < ROSTER_ORDERS && !text_equal(names[order], name)) {
    order++;
  }
  return (RosterOrder)order;
}

const char *roster_order_name(RosterOrder order) {
  return names[order];
}
