// chart.h -- a stretch of the tape as lanes and arrows.
//
// One lane an actor, in the order of their birth; one row for each thing worth
// a line. The Sequence view and the picture formats all draw it.
#ifndef SIM_CHART_H
#define SIM_CHART_H

#include "history.h"
#include "model.h"
#include "tape.h"

typedef enum RowKind {
  ROW_ARROW,   // a message arrived: from -> to
  ROW_HANDLE,  // an actor handled one; text says what it changed
  ROW_NOTE,    // something else about an actor: stopped, failed, spawned
  ROW_SAY,     // an actor said text
  ROW_LOST,    // a message became a dead letter: from -x to
  ROW_FLIGHT   // still in flight at the end: from -o to
} RowKind;

typedef struct ChartRow {
  RowKind kind;
  u64 step;
  u64 from_ref;
  u64 to_ref;
  size_t from;  // lane of from_ref
  size_t to;    // lane of to_ref
  bool reply;
  MessageId id;  // of its message; sequence 0: none
  char *text;
  bool lent;  // the text is another chart's
} ChartRow;

typedef struct Chart {
  const char *title;  // borrowed; set by who shows it
  u64 first;
  u64 last;
  char **lanes;  // their names; NULL of a part
  u64 *refs;     // whose they are
  size_t ref_room;
  size_t lane_count;
  ChartRow *rows;
  size_t row_count;
  size_t row_room;
  size_t flights_left;  // in flight, without a row
} Chart;

// The steps first..last of the tape; `history` is of the same tape.
void chart_make(Chart *chart, const Tape *tape, const History *history,
                u64 first, u64 last);

// The same in parts: the event is applied to the model, and what is worth a row
// gets one. Without lanes, and without what is in flight.
void chart_hear(Chart *chart, Model *model, const Event *event);

// Of such rows those from step `first` on, at most so many in flight, and
// lanes without names. It borrows from both. The part is all zero, or an
// earlier one, of which it takes the room.
void chart_part(Chart *part, const Chart *chart, const Model *model, u64 first,
                size_t flights);

// Drops all rows but the first `count`; gives how many those were.
size_t chart_cut(Chart *chart, size_t count);
void chart_release(Chart *chart);

#endif
