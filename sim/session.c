// session.c -- the cursor and the child are two places on the same tape.
//
// Invariants: the model is the fold of steps 0..cursor; child_step is where the
// child stands if it is READY; events are kept only from a child that stands
// at the end of the tape, which acting in the past makes true by truncating.
#include "session.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"
#include "ending.h"
#include "recent.h"
#include "replay.h"
#include "session_parts.h"

static void on_output(void *context, int stream, const char *line) {
  Session *s = (Session *)context;
  (void)stream;
  if (!s->replaying) {
    Text shown = {0};
    text_add_printable(&shown, line);
    output_add(&s->output, s->child_step, text_of(&shown));
    text_release(&shown);
  }
}

// What an actor says may be several lines, and ends in one or not.
static void add_said(Session *s, const char *text) {
  while (*text != '\0') {
    size_t length = strcspn(text, "\n");
    char *line = text_copy_bytes(text, length);
    on_output(s, 1, line);
    mem_free(line);
    text += length + (text[length] == '\n');
  }
}

// The run as it is becomes a kept branch, and a new one begins at child_step.
static void leave_branch(Session *s) {
  Branch left = {
      .seed = s->seed, .cursor = session_cursor(s), .ending = s->ending};
  tape_copy(&left.tape, &s->tape);
  output_copy(&left.output, &s->output);
  branches_leave(&s->branches, &left, s->child_step);
}

static void on_event(void *context, const Event *event) {
  Session *s = (Session *)context;
  if (s->replaying) {
    replay_event(s, event);
    return;
  }
  if (event->kind == EVENT_REFUSED) {
    (void)snprintf(s->said, sizeof s->said, "%s",
                   event->text == NULL ? "refused" : event->text);
    return;
  }
  if (event->kind == EVENT_CHOICE && s->child_step < tape_last(&s->tape)) {
    s->dropped = tape_last(&s->tape) - s->child_step;
    leave_branch(s);
    tape_truncate(&s->tape, s->child_step);
    history_truncate(&s->history, s->child_step);
    output_truncate(&s->output, s->child_step);
    checks_truncate(&s->checks, s->child_step);
    s->ending = (Ending){0};
  }
  bool known = s->child_step < tape_last(&s->tape) ||
               tape_step(&s->tape, tape_last(&s->tape))->ready;
  if (event->kind != EVENT_CHOICE && known && event->kind != EVENT_ENDED &&
      event->kind != EVENT_LEFT) {
    return;  // options told again after a refusal
  }
  if (tape_append(&s->tape, event) == TAPE_FULL) {
    engine_give_up(&s->engine);
    return;
  }
  if (event->kind == EVENT_CHOICE) {
    s->child_step = tape_last(&s->tape);
  } else if (event->kind == EVENT_OUTPUT && event->text != NULL) {
    add_said(s, event->text);
  }
}

void session_init(Session *session, const char *program, const char *name,
                  u64 seed) {
  *session = (Session){
      .program = text_copy(program), .name = text_copy(name), .seed = seed};
  engine_init(&session->engine);
  session->engine.on_event = on_event;
  session->engine.on_output = on_output;
  session->engine.context = session;
  tape_init(&session->tape);
  history_init(&session->history);
  model_init(&session->model);
  checks_init(&session->checks);
  branches_init(&session->branches);
  session->recent = recent_new();
}

void session_forget(Session *session) {
  engine_stop(&session->engine);
  tape_release(&session->tape);
  history_release(&session->history);
  model_release(&session->model);
  output_release(&session->output);
  session->ending = (Ending){0};
  session->child_step = 0;
  session->dropped = 0;
}

void session_release(Session *session) {
  session_leave_watch(session);
  session_forget(session);
  engine_release(&session->engine);
  recent_free(session->recent);
  branches_release(&session->branches);
  checks_release(&session->checks);
  breaks_release(&session->breaks);
  mem_free(session->program);
  mem_free(session->name);
}

void session_stop(Session *session) {
  engine_stop(&session->engine);
}

u64 session_cursor(const Session *session) {
  return session->model.step;
}

u64 session_last(const Session *session) {
  return tape_last(&session->tape);
}

// Folds the tape's next step into the model and tells the checks.
static void advance(Session *s) {
  u64 next = s->model.step + 1;
  tape_each(&s->tape, next, next, model_apply, &s->model);
  history_see(&s->history, &s->model);
  s->failing |= checks_see(&s->checks, &s->model);
}

void session_goto(Session *session, u64 step) {
  u64 last = session_last(session);
  u64 target = step < last ? step : last;
  session->failing = false;
  // Up to a kept model everything was folded once, and the checks were told.
  u64 near = history_near(&session->history, target);
  if (target < session->model.step) {
    history_model(&session->history, &session->tape, target, &session->model);
  } else if (near > session->model.step) {
    history_model(&session->history, &session->tape, near, &session->model);
  }
  while (session->model.step < target) {
    advance(session);
  }
}

// What engine_wait answered, as an outcome of the whole action.
static SessionOutcome conclude(Session *s, EngineState state) {
  switch (state) {
    case ENGINE_READY:
      return SESSION_OK;
    case ENGINE_INTERRUPTED:
      return SESSION_INTERRUPTED;
    case ENGINE_GAVE_UP:
      ending_say(s, state);
      return SESSION_LIMIT;
    case ENGINE_OFF:
    case ENGINE_EXITED:
    case ENGINE_CRASHED:
    case ENGINE_SILENT:
    case ENGINE_BABBLED:
    case ENGINE_FLOODED:
    case ENGINE_BLOATED:
      ending_say(s, state);
      return SESSION_OVER;
  }
  return SESSION_OVER;
}

static void forget_verdicts(Session *s) {
  checks_truncate(&s->checks, 0);
  checks_forget(&s->checks);
}

// Tells model and checks the start of the run anew.
void session_begin_again(Session *s) {
  history_release(&s->history);
  model_release(&s->model);
  model_init(&s->model);
  forget_verdicts(s);
  tape_each(&s->tape, 0, 0, model_apply, &s->model);
  s->failing = checks_see(&s->checks, &s->model);
}

bool session_switch(Session *session, u64 number) {
  Branch *branch = branches_find(&session->branches, number);
  if (branch == NULL) {
    return false;
  }
  u64 cursor = branch->cursor;
  u64 common = tape_common(&session->tape, &branch->tape);
  if (session->child_step > common || branch->seed != session->seed) {
    engine_stop(&session->engine);
  }
  Branch here = {.seed = session->seed,
                 .cursor = session_cursor(session),
                 .tape = session->tape,
                 .output = session->output,
                 .ending = session->ending};
  branches_exchange(&session->branches, branch, &here);
  session->tape = here.tape;
  session->output = here.output;
  session->ending = here.ending;
  session->seed = here.seed;
  session->dropped = 0;
  session_begin_again(session);
  session_goto(session, session_last(session));
  session_goto(session, cursor);
  return true;
}

SessionOutcome session_start(Session *session, u64 seed) {
  if (session->source != SOURCE_PROGRAM) {
    return session_refuse(session);
  }
  session->dropped = session_last(session);
  if (session->dropped > 0) {
    session->child_step = 0;
    leave_branch(session);
  }
  session_forget(session);
  tape_init(&session->tape);
  forget_verdicts(session);
  session->seed = seed;
  session->said[0] = '\0';
  session->replaying = false;
  if (!engine_start(&session->engine, session->program, seed, session->said,
                    sizeof session->said)) {
    return SESSION_MISSING;
  }
  EngineState state = engine_wait(&session->engine, session->stop);
  tape_each(&session->tape, 0, 0, model_apply, &session->model);
  session->failing = checks_see(&session->checks, &session->model);
  return conclude(session, state);
}

// Gives the command to the child at the cursor and follows it.
static SessionOutcome act(Session *s, const Event *command) {
  u64 cursor = session_cursor(s);
  if (s->source != SOURCE_PROGRAM && command->kind != COMMAND_RUN) {
    return session_refuse(s);
  }
  s->said[0] = '\0';
  s->dropped = 0;
  s->failing = false;
  if (cursor == session_last(s) && s->ending.state != ENGINE_OFF) {
    (void)snprintf(s->said, sizeof s->said, "%.400s", s->ending.text);
    return SESSION_OVER;
  }
  SessionOutcome outcome = replay_to_cursor(s);
  if (outcome != SESSION_OK) {
    return outcome;
  }
  u64 refused = s->engine.refused;
  engine_command(&s->engine, command);
  EngineState state = engine_wait(&s->engine, s->stop);
  if (s->engine.refused > refused) {
    return SESSION_REFUSED;
  }
  bool moved = s->child_step > cursor;
  if (moved) {
    advance(s);
  }
  outcome = conclude(s, state);
  return outcome == SESSION_OK && !moved ? SESSION_QUIET : outcome;
}

SessionOutcome session_step(Session *session) {
  if (session_cursor(session) < session_last(session)) {
    session->failing = false;
    session->dropped = 0;
    advance(session);
    return SESSION_OK;
  }
  if (session->source == SOURCE_LIVE && session->ending.state == ENGINE_OFF) {
    SessionOutcome outcome = session_listen(session);
    if (session_cursor(session) < session_last(session)) {
      advance(session);
      return SESSION_OK;
    }
    return outcome;
  }
  return act(session, &(Event){.kind = COMMAND_RUN, .number = 1});
}

SessionOutcome session_choose(Session *session, u64 index) {
  u64 cursor = session_cursor(session);
  if (cursor < session_last(session)) {
    const TapeStep *next = tape_step(&session->tape, cursor + 1);
    if (next->kind == STEP_OPTION && next->choice == index) {
      return session_step(session);
    }
  }
  return act(session, &(Event){.kind = COMMAND_CHOOSE, .number = index});
}

SessionOutcome session_send(Session *session, u64 actor, const char *message) {
  return act(session,
             &(Event){.kind = COMMAND_SEND, .actor = actor, .text = message});
}

SessionOutcome session_kill(Session *session, u64 actor) {
  return act(session, &(Event){.kind = COMMAND_KILL, .actor = actor});
}

SessionOutcome session_fault(Session *session, const char *verb, u64 holder,
                             MessageId id, u64 number) {
  return act(session, &(Event){.kind = COMMAND_FAULT,
                               .name = verb,
                               .actor = holder,
                               .id = id,
                               .number = number});
}

SessionOutcome session_network(Session *session, u64 actor, const char *words) {
  return act(session, &(Event){.kind = COMMAND_FAULT,
                               .name = "network",
                               .actor = actor,
                               .text = words});
}

// Those that know no step yet are told all.
static void tell_checks(Session *session) {
  u64 cursor = session_cursor(session);
  Model model;
  model_init(&model);
  tape_each(&session->tape, 0, 0, model_apply, &model);
  (void)checks_see(&session->checks, &model);
  while (model.step < session_last(session)) {
    tape_each(&session->tape, model.step + 1, model.step + 1, model_apply,
              &model);
    (void)checks_see(&session->checks, &model);
  }
  model_release(&model);
  CHECK(session_cursor(session) == cursor);
}

void session_check(Session *session, const char *name, const Rule *rule) {
  checks_add(&session->checks, name, rule);
  tell_checks(session);
}

void session_turn_check(Session *session, CheckItem *check, bool on) {
  checks_turn(check, on);
  tell_checks(session);
}
