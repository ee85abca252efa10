// controls.c -- the verbs, the keys, and what is made from both.
#include "controls.h"

#include <stdio.h>
#include <string.h>

#include "grid.h"
#include "keys.h"
#include "verbs.h"

static const Control controls[] = {
    {"step", "[N]", "let one thing happen, or N", verb_step, 0, NULL, false, 0,
     1, true},
    {"back", "[N]", "take one step back, or N", verb_back, 0, NULL, false, 0, 1,
     true},
    {"run", "", "go on until something stops it; again: pause", verb_run, 0,
     NULL, false, 0, 0, false},
    {"until", "EXPR", "run until this is true, as in until counter.count == 50",
     verb_until, 0, NULL, false, 1, ANY_WORDS, false},
    {"continue", "", "go on to a break or a failed check", verb_continue, 0,
     NULL, false, 0, 0, false},
    {"rcontinue", "", "back to the last break or failed check before",
     verb_rcontinue, 0, NULL, false, 0, 0, false},
    {"reverse", "", "run backwards, step by step; again: pause", verb_reverse,
     0, NULL, false, 0, 0, false},
    {"advance", "ACTOR", "go on until it has handled one message", verb_advance,
     COMPLETES_ACTORS, NULL, false, 1, 1, false},
    {"finish", "[N]", "go on until all that option N brings about is handled",
     verb_finish, 0, NULL, false, 0, 1, false},
    {"goto", "N|end", "look at step N of the tape", verb_goto, COMPLETES_WORDS,
     "end", false, 1, 1, false},
    {"explore", "[MODE] [N] [Ns]",
     "from here, until a run goes wrong: orders (one run of each that "
     "matters), all, random, pct D (priorities, D-1 changes), delays N (turns "
     "passed), shortest (state by state); bounds as 500, 200 steps, 10s; "
     "checks alone; last: what came of it",
     verb_explore, COMPLETES_WORDS,
     "orders all random pct delays shortest checks last", false, 0, 10, false},
    {"shrink", "[checks]", "a shorter run that fails in the same way",
     verb_shrink, COMPLETES_WORDS, "checks", false, 0, 1, false},
    {"swap", "", "this step before the one it races with", verb_swap, 0, NULL,
     false, 0, 0, false},
    {"undo", "", "this step and what followed from it, and nothing else",
     verb_undo, 0, NULL, false, 0, 0, false},
    {"replay", "[LINE|to|from FILE]",
     "this run as a line; such a line, or a file with one: that run",
     verb_replay, COMPLETES_WORDS, "to from", false, 0, ANY_WORDS, false},
    {"branch", "[N|NAME|as NAME]",
     "the roads taken; switch to one; name this one", verb_branch, 0, NULL,
     false, 0, 2, false},
    {"diff", "A B", "where two branches part, and how they end", verb_diff, 0,
     NULL, false, 2, 2, false},
    {"schedule", "", "the scheduler chooses; in the past: another option",
     verb_schedule, 0, NULL, false, 0, 0, false},
    {"choose", "[N]",
     "take option N of NEXT, or the marked one; in the Explore view: go to the "
     "marked failure or race",
     verb_choose, 0, NULL, false, 0, 1, false},
    {"send", "ACTOR MESSAGE", "send it a message, as in send counter inc 8",
     verb_send, COMPLETES_SEND, NULL, false, 2, ANY_WORDS, false},
    {"kill", "ACTOR", "end an actor", verb_kill, COMPLETES_ACTORS, NULL, false,
     1, 1, false},
    {"restart", "ACTOR", "end it, for its supervisor to bring it back",
     verb_restart, COMPLETES_ACTORS, NULL, false, 1, 1, false},
    {"drop", "[MESSAGE]",
     "lose a message: option N of NEXT, its name, or the Nth of a sender as "
     "in main/2; alone: the marked one's",
     verb_drop, 0, NULL, false, 0, 1, false},
    {"dup", "[MESSAGE]", "send it once more", verb_dup, 0, NULL, false, 0, 1,
     false},
    {"delay", "MESSAGE 2s|5ms", "it arrives so much later", verb_delay, 0, NULL,
     false, 2, 2, false},
    {"move", "MESSAGE N", "make it the Nth of its outbox or mailbox", verb_move,
     0, NULL, false, 2, 2, false},
    {"fill", "[MESSAGE] [N]",
     "send it again and again, until its receiver has no room, or N times",
     verb_fill, 0, NULL, false, 0, 2, false},
    {"slow", "ACTOR 2s|5ms", "it takes no message for so long", verb_slow,
     COMPLETES_ACTORS, NULL, false, 2, 2, false},
    {"node", "NAME ACTOR...",
     "put actors on another node; all are on the one called here", verb_node,
     COMPLETES_ACTORS, NULL, false, 2, ANY_WORDS, false},
    {"partition", "A B|C [lossy] [for 2s]",
     "cut the links between nodes: what crosses is held until it heals, or "
     "lost",
     verb_partition, COMPLETES_NOTHING, NULL, false, 1, ANY_WORDS, false},
    {"heal", "", "mend all links; what was held goes on", verb_heal, 0, NULL,
     false, 0, 0, false},
    {"latency", "A B 8ms..40ms",
     "what crosses takes so long, drawn from the seed", verb_latency,
     COMPLETES_NOTHING, NULL, false, 3, 3, false},
    {"break", "[PLACE] [if EXPR]",
     "stop a run there: ACTOR, MESSAGE, send, receive or failure NAME, state "
     "ACTOR.FIELD; alone: list them",
     verb_break, COMPLETES_ACTORS, "send receive failure state if", false, 0,
     ANY_WORDS, false},
    {"tbreak", "PLACE [if EXPR]", "the same, once", verb_tbreak,
     COMPLETES_ACTORS, "send receive failure state if", false, 1, ANY_WORDS,
     false},
    {"watch", "EXPR", "stop a run when its value changes", verb_watch, 0, NULL,
     false, 1, ANY_WORDS, false},
    {"delete", "N", "delete break N", verb_delete, 0, NULL, false, 1, 1, false},
    {"check", "NAME := RULE|NAME on|off",
     "what must hold: always EXPR, never EXPR, quiet EXPR (when all is "
     "quiet), eventually EXPR within N steps; built in, on or off: deadlock, "
     "leaks, dead_letters, quiescence; alone: list",
     verb_check, COMPLETES_WORDS, "deadlock leaks dead_letters quiescence",
     true, 0, ANY_WORDS, false},
    {"goal", "[NAME|off]",
     "puzzles of this scene: be the scheduler and make a check fail; alone: "
     "list them",
     verb_goal, 0, NULL, true, 0, ANY_WORDS, false},
    {"set", "NAME VALUE|off",
     "what the program finds in its environment; starts it anew", verb_set, 0,
     NULL, true, 2, 2, false},
    {"at", "2s COMMAND",
     "in every run, when the clock is there: a command that is a step, as "
     "kill, send, drop, slow, node or partition",
     verb_at, 0, NULL, true, 0, ANY_WORDS, false},
    {"on", "3rd MESSAGE to ACTOR drop|dup|delay 2s",
     "in every run, when that message has been sent", verb_on, 0, NULL, true, 0,
     ANY_WORDS, false},
    {"between", "A B latency 8ms..40ms|partition [lossy] [for 2s]",
     "in every run, as soon as both nodes are there", verb_between,
     COMPLETES_NOTHING, NULL, true, 0, ANY_WORDS, false},
    {"use", "SCENE", "begins an overlay of your own: what it is for", verb_use,
     0, NULL, true, 1, 1, false},
    {"expect", "ok|fail NAME", "whether the check should hold or fail",
     verb_expect, COMPLETES_WORDS, "ok fail", true, 2, 2, false},
    {"info", "[actors|messages|breaks|ACTOR]",
     "what there is, or all about an actor", verb_info, COMPLETES_ACTORS,
     "actors messages breaks", false, 0, 1, false},
    {"print", "EXPR", "the value of an expression", verb_print, 0, NULL, false,
     1, ANY_WORDS, false},
    {"export", "FORMAT [FILE] [A..B]",
     "the run as mermaid, plantuml, svg, animated (svg), html (a page), text, "
     "jsonl, shiviz, chrome (trace), dot, asciicast, or cunit (a test)",
     verb_export, COMPLETES_WORDS,
     "mermaid plantuml svg animated html text jsonl shiviz chrome dot "
     "asciicast cunit",
     false, 1, ANY_WORDS, false},
    {"record", "FILE", "write the whole run to a file, to be loaded again",
     verb_record, 0, NULL, false, 1, 1, false},
    {"load", "FILE",
     "open such a file, or one that a program wrote (TROUPE_RECORD=FILE)",
     verb_load, 0, NULL, false, 1, 1, false},
    {"seed", "[N]", "start anew with another seed", verb_seed, 0, NULL, true, 0,
     1, false},
    {"view", "flow|sequence|cluster|actors|messages|code|explore|metrics|next",
     "how to look at it", verb_view, COMPLETES_WORDS,
     "flow sequence cluster actors messages code explore metrics next", false,
     1, 1, false},
    {"zoom", "[on|off]", "the view alone, or what is around it too", verb_zoom,
     COMPLETES_WORDS, "on off toggle", false, 0, 1, false},
    {"clocks", "[on|off]", "vector clocks: what each event knew of the others",
     verb_clocks, COMPLETES_WORDS, "on off toggle", false, 0, 1, false},
    {"collapse", "[on|off]", "the sequence without what is no message",
     verb_collapse, COMPLETES_WORDS, "on off toggle", false, 0, 1, false},
    {"fold", "ACTOR", "hide those it started in the cluster; again: show them",
     verb_fold, COMPLETES_ACTORS, NULL, false, 1, 1, false},
    {"mouse", "[on|off]", "clicks are for the simulator, or the terminal",
     verb_mouse, COMPLETES_WORDS, "on off toggle", false, 0, 1, false},
    {"event", "next|previous", "go to the selected actor's next event",
     verb_event, COMPLETES_WORDS, "next previous", false, 1, 1, false},
    {"source", "[FILE.c]",
     "the handler's lines of this step; or what the program is made of",
     verb_source, 0, NULL, false, 0, ANY_WORDS, false},
    {"metrics", "", "rates, latencies and who is busy, up to here",
     verb_metrics, 0, NULL, false, 0, 0, false},
    {"why", "[STEP|ACTOR]", "what caused a step, and what else was possible",
     verb_why, COMPLETES_ACTORS, NULL, false, 0, 1, false},
    {"inspect", "[ACTOR]", "an actor whole: state, mail, waits, links, causes",
     verb_inspect, COMPLETES_ACTORS, NULL, false, 0, 1, false},
    {"sort", "birth|label|state|mailbox|handled|restarts|parent|next",
     "the order of the table of actors", verb_sort, COMPLETES_WORDS,
     "birth label state mailbox handled restarts parent next", false, 1, 1,
     false},
    {"search", "TEXT|next|previous",
     "the next step of which an event says this", verb_search, COMPLETES_WORDS,
     "next previous", false, 1, ANY_WORDS, false},
    {"filter", "[TEXT|off]",
     "show only what says this: words, !not, with * for any", verb_filter,
     COMPLETES_WORDS, "off", false, 0, ANY_WORDS, false},
    {"only", "selected|all|toggle", "which messages the table of them shows",
     verb_only, COMPLETES_WORDS, "selected all toggle", false, 1, 1, false},
    {"select", "ACTOR|next|previous", "the actor the panel shows", verb_select,
     COMPLETES_ACTORS, NULL, false, 1, 1, false},
    {"pick", "next|previous|N",
     "mark an option of NEXT; in the Explore view: a failure or a race; in "
     "help and answers: a line on",
     verb_pick, COMPLETES_WORDS, "next previous", false, 1, 1, false},
    {"output", "", "what was printed and said", verb_output, 0, NULL, false, 0,
     0, false},
    {"lesson", "[next|back|\"TEXT\" until VERB|EXPR]", "the next lesson line",
     verb_lesson, COMPLETES_WORDS, "next back", true, 0, ANY_WORDS, false},
    {"speed", "0..1000|+|-", "steps a second while running; 0: all at once",
     verb_speed, 0, NULL, false, 1, 1, false},
    {"theme", "dark|light|mono|next", "the colours", verb_theme,
     COMPLETES_WORDS, "dark light mono next", false, 1, 1, false},
    {"scroll", "up|down|pageup|pagedown",
     "scroll the open panel, the sequence, the messages or the code",
     verb_scroll, COMPLETES_WORDS, "up down pageup pagedown", false, 1, 1,
     false},
    {"close", "", "close the open panel", verb_close, 0, NULL, false, 0, 0,
     false},
    {"help", "[VERB]", "this", verb_help, 0, NULL, false, 0, 1, false},
    {"quit", "", "leave; ends the program too", verb_quit, 0, NULL, false, 0, 0,
     false},
};

// Those with a word for the bar come in the bar's order.
static const Binding bindings[] = {
    {PRESS_F + 1, "help", "Help"},
    {PRESS_F + 2, "run", "Run"},
    {PRESS_F + 5, "step", "Step"},
    {PRESS_F + 6, "back", "Back"},
    {PRESS_F + 7, ":drop ", "Fault"},
    {PRESS_F + 8, "break %", "Break"},
    {PRESS_F + 9, ":send % ", "Send"},
    {PRESS_F + 10, "quit", "Quit"},
    {'?', "help", NULL},
    {' ', "run", NULL},
    {'.', "step", NULL},
    {'s', "step", NULL},
    {',', "back", NULL},
    {'u', "back", NULL},
    {'\r', "choose", NULL},
    {'i', ":send % ", NULL},
    {':', ":", NULL},
    {'0', "goto 0", NULL},
    {'$', "goto end", NULL},
    {PRESS_HOME, "goto 0", NULL},
    {PRESS_END, "goto end", NULL},
    {PRESS_UP, "pick previous", NULL},
    {'k', "pick previous", NULL},
    {PRESS_DOWN, "pick next", NULL},
    {'j', "pick next", NULL},
    {PRESS_LEFT, "select previous", NULL},
    {'h', "select previous", NULL},
    {PRESS_RIGHT, "select next", NULL},
    {'l', "select next", NULL},
    {'\t', "select next", NULL},
    {'w', "why", NULL},
    {'I', "inspect %", NULL},
    {'S', "sort next", NULL},
    {'O', "only toggle", NULL},
    {'b', "break %", NULL},
    {'K', "kill %", NULL},
    {'L', "lesson next", NULL},
    {'/', ":search ", NULL},
    {PRESS_F + 3, ":search ", NULL},
    {'n', "search next", NULL},
    {'N', "search previous", NULL},
    {'\\', ":filter ", NULL},
    {PRESS_F + 4, ":filter ", NULL},
    {'R', "restart %", NULL},
    {'d', "drop", NULL},
    {'y', "dup", NULL},
    {'D', ":delay ", NULL},
    {'m', ":move ", NULL},
    {'p', ":partition ", NULL},
    {'P', "heal", NULL},
    {'E', "explore", NULL},
    {'x', "swap", NULL},
    {'U', "undo", NULL},
    {'B', "branch", NULL},
    {'c', "continue", NULL},
    {'C', "rcontinue", NULL},
    {'r', "reverse", NULL},
    {'a', "advance %", NULL},
    {'f', "finish", NULL},
    {'o', "output", NULL},
    {'e', ":export mermaid ", NULL},
    {'1', "view flow", NULL},
    {'2', "view sequence", NULL},
    {'3', "view cluster", NULL},
    {'4', "view actors", NULL},
    {'5', "view messages", NULL},
    {'6', "view code", NULL},
    {'7', "view explore", NULL},
    {'8', "view metrics", NULL},
    {'V', "view next", NULL},
    {'v', "clocks", NULL},
    {'z', "zoom", NULL},
    {'Z', "collapse", NULL},
    {'F', "fold %", NULL},
    {'M', "mouse", NULL},
    {'{', "event previous", NULL},
    {'}', "event next", NULL},
    {'!', "schedule", NULL},
    {'+', "speed +", NULL},
    {'-', "speed -", NULL},
    {'t', "theme next", NULL},
    {PRESS_PAGE_UP, "scroll pageup", NULL},
    {PRESS_PAGE_DOWN, "scroll pagedown", NULL},
    {PRESS_WHEEL_UP, "scroll up", NULL},
    {PRESS_WHEEL_DOWN, "scroll down", NULL},
    {0x1B, "close", NULL},
    {'q', "quit", NULL},
};

size_t controls_count(void) {
  return sizeof controls / sizeof *controls;
}

const Control *controls_at(size_t index) {
  return &controls[index];
}

size_t bindings_count(void) {
  return sizeof bindings / sizeof *bindings;
}

const Binding *bindings_at(size_t index) {
  return &bindings[index];
}

const Binding *bindings_find(u32 key) {
  for (size_t i = 0; i < bindings_count(); i++) {
    if (bindings[i].key == key) {
      return &bindings[i];
    }
  }
  return NULL;
}

const Control *controls_find(const char *verb, Text *why) {
  const char *names[sizeof controls / sizeof *controls];
  for (size_t i = 0; i < controls_count(); i++) {
    if (text_equal(controls[i].verb, verb)) {
      return &controls[i];
    }
    names[i] = controls[i].verb;
  }
  const char *near = text_nearest(verb, names, controls_count());
  if (near != NULL) {
    text_addf(why, "there is no verb %s; did you mean %s?", verb, near);
  } else {
    text_addf(why, "there is no verb %s; help lists them all", verb);
  }
  return NULL;
}

bool controls_key(const Desk *desk, u32 key, Text *line) {
  const Binding *binding = bindings_find(key);
  if (binding == NULL) {
    return false;
  }
  for (const char *at = binding->line; *at != '\0'; at++) {
    if (*at != '%') {
      text_add_bytes(line, at, 1);
    } else if (model_actor(&desk->session.model, desk->look.actor) != NULL) {
      model_name(&desk->session.model, desk->look.actor, line);
    } else {
      return false;
    }
  }
  return true;
}

void press_name(u32 key, char out[16]) {
  static const char *const names[] = {
      "Up",   "Down", "Left",   "Right",   "PgUp",      "PgDn",
      "Home", "End",  "resize", "WheelUp", "WheelDown", "click"};
  const char *name = key == ' '    ? "Space"
                     : key == '\r' ? "Enter"
                     : key == '\t' ? "Tab"
                     : key == 0x1B ? "Esc"
                                   : NULL;
  if (key > PRESS_F) {
    (void)snprintf(out, 16, "F%u", key - PRESS_F);
  } else if (key > PRESS_NONE) {
    (void)snprintf(out, 16, "%s", names[key - PRESS_UP]);
  } else if (name != NULL) {
    (void)snprintf(out, 16, "%s", name);
  } else {
    (void)snprintf(out, 16, "%c", (char)key);
  }
}
