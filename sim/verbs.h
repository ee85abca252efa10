// verbs.h -- what each verb does. For controls.c only.
//
// A body answers in desk->answer. DESK_BAD means nothing changed.
#ifndef SIM_VERBS_H
#define SIM_VERBS_H

#include "controls.h"

// On a screen, moves an answer of several lines to a panel.
void verbs_show(Desk *desk);

// Adds on which branch the step just made is, if it opened one.
void verbs_say_branch(Desk *desk);

// Without a screen a run is made at once and in full; with one it is begun.
// The runner's goal is to be set before, or none.
DeskResult verbs_begin(Desk *desk, bool bounded, u64 steps, const char *until);

void verbs_list_breaks(Desk *desk);

// Adds the run up to the cursor as a line that makes it again.
void verbs_add_replay(const Desk *desk, Text *out);

// Adds a step to the network as an item of such a line.
void verbs_add_network(const Model *model, const TapeStep *step, Text *out);

// True for the verbs that are steps of their own, and may stand in such a line.
bool verbs_may_replay(ControlBody *body);

// True for the verbs that make something happen, or try what else could.
bool verbs_need_program(ControlBody *body);

// Answers after a command that is a step of its own.
DeskResult verbs_conclude(Desk *desk, u64 before, SessionOutcome outcome);

// To messages: verbs_fault.c.
ControlBody verb_drop, verb_dup, verb_move, verb_delay, verb_fill;
// To nodes, links and actors: verbs_network.c.
ControlBody verb_node, verb_partition, verb_heal, verb_latency, verb_slow;
// Through many runs: verbs_search.c; another past: verbs_swap.c; one as a line:
// verbs_replay.c.
ControlBody verb_explore, verb_shrink, verb_swap, verb_undo, verb_replay;
// Between tapes: verbs_branch.c.
ControlBody verb_branch, verb_diff;
// Along the tape: verbs_run.c.
ControlBody verb_step, verb_back, verb_run, verb_until, verb_goto, verb_choose,
    verb_seed;
// About actors: verbs_world.c.
ControlBody verb_send, verb_kill, verb_restart, verb_info, verb_print;
// What is asked of the run: verbs_tell.c.
ControlBody verb_why, verb_inspect, verb_sort, verb_only;
// Files of runs: verbs_record.c.
ControlBody verb_record, verb_load;
// Finding and hiding: verbs_find.c.
ControlBody verb_search, verb_filter;
// Towards something: verbs_reach.c.
ControlBody verb_continue, verb_rcontinue, verb_reverse, verb_advance,
    verb_finish;
// Puzzles and settings: verbs_puzzle.c.
ControlBody verb_goal, verb_set, verb_at, verb_on, verb_between, verb_use;
// Checks: verbs_checks.c; breaks: verbs_break.c.
ControlBody verb_check, verb_expect, verb_break, verb_tbreak, verb_watch,
    verb_delete;
// Which view, and what of it: verbs_view.c.
ControlBody verb_view, verb_zoom, verb_clocks, verb_collapse, verb_mouse,
    verb_fold, verb_source, verb_metrics, verb_event, verb_schedule;
// How it is looked at: verbs_look.c.
ControlBody verb_select, verb_pick, verb_output, verb_lesson, verb_speed,
    verb_theme, verb_scroll, verb_close, verb_help, verb_quit, verb_export;

#endif
