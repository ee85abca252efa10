// replay.c -- the tape's choices once more, each step's hash compared.
#include "replay.h"

#include <stdio.h>

#include "ending.h"

// Numbers of up to six digits each must fit the text of one frame.
enum { REPLAY_CHUNK = 4000 };

void replay_event(Session *session, const Event *event) {
  if (event->kind != EVENT_STEPPED) {
    return;
  }
  u64 step = ++session->child_step;
  if (step > session_last(session) ||
      tape_step(&session->tape, step)->hash != event->number) {
    session->diverged = step;
    engine_give_up(&session->engine);
  }
}

static SessionOutcome diverge(Session *s, EngineState state) {
  if (state == ENGINE_INTERRUPTED) {
    return SESSION_INTERRUPTED;
  }
  u64 step = s->diverged != 0 ? s->diverged : s->child_step + 1;
  s->diverged = step;
  (void)snprintf(s->said, sizeof s->said,
                 "the replay went another way at step %llu: something in the "
                 "program is not decided by its choices",
                 (unsigned long long)step);
  engine_stop(&s->engine);
  return SESSION_DIVERGED;
}

// What was typed at this step, as a command.
static Event typed(const TapeStep *step) {
  Event command = {.kind = step->kind == STEP_SEND   ? COMMAND_SEND
                           : step->kind == STEP_KILL ? COMMAND_KILL
                                                     : COMMAND_FAULT,
                   .actor = step->actor,
                   .text = step->text};
  if (step->kind == STEP_FAULT) {
    command.name = step->text;
    command.text = NULL;
    command.id = step->id;
    command.number = step->choice;
  }
  if (step->kind == STEP_NETWORK) {
    command.name = "network";
  }
  return command;
}

// The next command of the tape from the child's place on, up to `target`.
static void repeat(Session *s, u64 target, Text *choices) {
  const TapeStep *step = tape_step(&s->tape, s->child_step + 1);
  if (step->kind != STEP_OPTION) {
    Event command = typed(step);
    engine_command(&s->engine, &command);
    return;
  }
  text_clear(choices);
  u64 next = s->child_step + 1;
  for (int n = 0; n < REPLAY_CHUNK && next <= target; n++, next++) {
    step = tape_step(&s->tape, next);
    if (step->kind != STEP_OPTION) {
      break;
    }
    text_addf(choices, "%s%llu", n == 0 ? "" : " ",
              (unsigned long long)step->choice);
  }
  engine_command(&s->engine,
                 &(Event){.kind = COMMAND_REPLAY, .text = text_of(choices)});
}

static SessionOutcome repeat_all(Session *s, u64 target) {
  Text choices = {0};
  EngineState state = engine_wait(&s->engine, s->stop);
  while (state == ENGINE_READY && s->child_step < target) {
    u64 before = s->child_step;
    repeat(s, target, &choices);
    state = engine_wait(&s->engine, s->stop);
    if (s->child_step == before) {
      break;
    }
  }
  text_release(&choices);
  return state == ENGINE_READY && s->child_step == target ? SESSION_OK
                                                          : diverge(s, state);
}

SessionOutcome replay_to_cursor(Session *session) {
  u64 target = session_cursor(session);
  bool ready = session->engine.state == ENGINE_READY;
  if (ready && session->child_step == target) {
    return SESSION_OK;
  }
  session->diverged = 0;
  session->replaying = true;
  SessionOutcome outcome = SESSION_OK;
  if (!ready || session->child_step > target) {
    session->child_step = 0;
    if (!engine_start(&session->engine, session->program, session->seed,
                      session->said, sizeof session->said)) {
      outcome = SESSION_MISSING;
    }
  }
  if (outcome == SESSION_OK) {
    outcome = repeat_all(session, target);
  }
  session->replaying = false;
  return outcome;
}
