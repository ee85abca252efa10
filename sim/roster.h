// roster.h -- the actors of a model in the order a view lists them.
#ifndef SIM_ROSTER_H
#define SIM_ROSTER_H

#include "model.h"

typedef enum RosterOrder {
  ORDER_BIRTH,
  ORDER_LABEL,
  ORDER_STATE,
  ORDER_MAILBOX,
  ORDER_HANDLED,
  ORDER_RESTARTS,
  ORDER_PARENT,
  ROSTER_ORDERS
} RosterOrder;

typedef struct RosterLine {
  const ModelActor *actor;
  int depth;      // in the tree, 0 at its root
  size_t hidden;  // actors below it that are folded away
  u64 key;
  const char *word;
} RosterLine;

typedef struct Roster {
  RosterLine *lines;
  size_t count;
} Roster;

// Numbers from the largest down, words from A on; equal ones in the order of
// birth. The watcher is listed only while it has something in flight.
void roster_sorted(Roster *roster, const Model *model, RosterOrder order);

// Each actor above those it spawned.
void roster_tree(Roster *roster, const Model *model);

// Drops from a tree what stands below these; *hidden of a line says how many
// those were.
void roster_fold(Roster *roster, const u64 *folds, size_t count);

// Drops the lines that the pattern (pattern.h) does not want: by label, type,
// state and parent.
void roster_keep(Roster *roster, const Model *model, const char *pattern);

void roster_release(Roster *roster);

// The place of this actor in it; the count, if it is not there.
size_t roster_place(const Roster *roster, u64 ref);

// ROSTER_ORDERS: no order has this name.
RosterOrder roster_order_find(const char *name);
const char *roster_order_name(RosterOrder order);

#endif
