// verbs.h -- what each verb does. For controls.c only.
//
// A body answers in desk->answer. DESK_BAD means nothing changed.
#ifndef SIM_VERBS_H
#define SIM_VERBS_H

#include "controls.h"

// On a screen, moves an answer of several lines to a panel.
void verbs_show(Desk *desk);

// Along the tape: verbs_run.c.
ControlBody verb_step, verb_back, verb_run, verb_until, verb_goto, verb_choose,
    verb_seed;
// About actors: verbs_world.c.
ControlBody verb_send, verb_kill, verb_info, verb_print;
// Checks and breaks: verbs_checks.c.
ControlBody verb_break, verb_delete, verb_check, verb_expect;
// What is asked of the run: verbs_tell.c.
ControlBody verb_why, verb_inspect, verb_sort, verb_only;
// Finding and hiding: verbs_find.c.
ControlBody verb_search, verb_filter;
// How it is looked at: verbs_look.c.
ControlBody verb_view, verb_select, verb_pick, verb_output, verb_lesson,
    verb_speed, verb_theme, verb_scroll, verb_close, verb_help, verb_quit,
    verb_export;

#endif
