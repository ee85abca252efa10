// walk.c -- one child after the other stands where the walk begins.
#include "walk.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "base/mem.h"
#include "replay.h"
#include "walk_parts.h"

static void on_output(void *context, int stream, const char *line) {
  (void)context;
  (void)stream;
  (void)line;
}

// Of the built-in ones only those that are rules. A walk knows deadlocks by
// itself, and hardly ever comes to the program's end.
static void copy_checks(Walk *walk, const Session *session) {
  Checks *copies = &walk->checks;
  const CheckItem *check;
  walk->bears_deadlocks = !session->checks.builtins[BUILTIN_DEADLOCK].on;
  for (size_t i = 0; (check = checks_at(&session->checks, i)) != NULL; i++) {
    if (check->is_builtin && check->builtin < BUILTIN_DEAD_LETTERS) {
      continue;
    }
    checks_add(copies, check->name,
               &(Rule){check->kind, check->source, check->bound_steps,
                       check->bound_time});
    CheckItem *copy = &copies->items[copies->count - 1];
    copy->met = check->met && check->met_at < session_cursor(session);
    copy->is_builtin = check->is_builtin;
    copy->builtin = check->builtin;
  }
  walk->reads = mem_array(char *, copies->count + 1);
  walk->values = mem_array(char *, copies->count + 1);
  for (size_t i = 0; i < copies->count; i++) {
    Text reads = {0};
    expr_reads(copies->items[i].source, &reads);
    walk->reads[i] = text_copy(text_of(&reads));
    text_release(&reads);
  }
}

// Model, checks and steps as they are where the walk begins.
static void reset(Walk *walk) {
  model_release(&walk->model);
  model_copy(&walk->model, &walk->origin.model);
  u64 step = walk->model.step;
  for (size_t i = 0; i < walk->checks.count; i++) {
    CheckItem *check = &walk->checks.items[i];
    check->has_failed = false;
    check->met &= check->met_at < step;
    check->next = step;
  }
  walk->count = 0;
  walk->open = false;
  walk->crashed = false;
  walk->failure[0] = '\0';
  walk->state = WALK_READY;
  (void)checks_see(&walk->checks, &walk->model);
  walk_note_reads(walk, NULL);
}

static WalkState lose(Walk *walk, const char *why) {
  (void)snprintf(walk->why, sizeof walk->why, "%s", why);
  return walk->state = WALK_LOST;
}

static WalkState to_place(Walk *walk) {
  SessionOutcome outcome = replay_to_cursor(&walk->origin);
  if (outcome == SESSION_INTERRUPTED) {
    return walk->state = WALK_INTERRUPTED;
  }
  return outcome == SESSION_OK ? (walk->state = WALK_READY)
                               : lose(walk, walk->origin.said);
}

static void listen(Walk *walk) {
  Engine *engine = &walk->origin.engine;
  engine->on_event = walk_hear;
  engine->on_output = on_output;
  engine->context = walk;
}

static WalkState interrupted(Walk *walk) {
  // It may be in the middle of anything.
  engine_stop(&walk->origin.engine);
  walk->living = false;
  return walk->state = WALK_INTERRUPTED;
}

// What the child's steps look at is to be told from here on; a copy will, too.
static WalkState ask_for_looks(Walk *walk) {
  Engine *engine = &walk->origin.engine;
  listen(walk);
  walk->state = WALK_OVER;  // nothing of it counts
  engine_command(engine, &(Event){.kind = COMMAND_SEARCH, .name = "looks"});
  if (engine_wait(engine, walk->origin.stop) != ENGINE_READY) {
    return interrupted(walk);
  }
  return walk->state = WALK_READY;
}

WalkState walk_open(Walk *walk, const Session *session) {
  bool only_checks = walk->only_checks;
  *walk = (Walk){.only_checks = only_checks};
  Session *origin = &walk->origin;
  session_init(origin, session->program, session->name, session->seed);
  origin->stop = session->stop;
  walk->own_event = origin->engine.on_event;
  walk->own_output = origin->engine.on_output;
  origin->engine.on_wait = session->engine.on_wait;
  origin->engine.wait_context = session->engine.wait_context;
  tape_release(&origin->tape);
  tape_copy(&origin->tape, &session->tape);
  tape_truncate(&origin->tape, session_cursor(session));
  model_release(&origin->model);
  model_copy(&origin->model, &session->model);
  model_init(&walk->model);
  copy_checks(walk, session);
  return to_place(walk) == WALK_READY ? ask_for_looks(walk) : walk->state;
}

void walk_close(Walk *walk) {
  for (size_t i = 0; i < walk->checks.count; i++) {
    mem_free(walk->reads[i]);
    mem_free(walk->values[i]);
  }
  mem_free(walk->reads);
  mem_free(walk->values);
  checks_release(&walk->checks);
  model_release(&walk->model);
  mem_free(walk->steps);
  session_release(&walk->origin);
  *walk = (Walk){0};
}

void walk_lend(Walk *walk, EventListener *listener, void *context) {
  Engine *engine = &walk->origin.engine;
  engine->on_event = listener;
  engine->on_output = on_output;
  engine->context = context;
}

static void end_run(Walk *walk) {
  Engine *engine = &walk->origin.engine;
  if (!walk->living) {
    return;
  }
  walk->living = false;
  if (walk->restarts || engine->state != ENGINE_READY) {
    engine_stop(engine);
    return;
  }
  walk->state = WALK_OVER;  // what it tells now counts no more
  engine_command(engine, &(Event){.kind = COMMAND_QUIT});
  if (engine_wait(engine, walk->origin.stop) != ENGINE_READY) {
    engine_stop(engine);
  }
}

// A child that is where the walk begins, READY.
static WalkState prepare(Walk *walk) {
  Session *origin = &walk->origin;
  if (origin->engine.state == ENGINE_READY) {
    return WALK_READY;
  }
  origin->engine.on_event = walk->own_event;
  origin->engine.on_output = walk->own_output;
  origin->engine.context = origin;
  return to_place(walk) == WALK_READY ? ask_for_looks(walk) : walk->state;
}

WalkState walk_begin(Walk *walk) {
  Engine *engine = &walk->origin.engine;
  end_run(walk);
  WalkState state = prepare(walk);
  if (state != WALK_READY) {
    return state;
  }
  listen(walk);
  if (!walk->restarts) {
    u64 refused = engine->refused;
    walk->state = WALK_OVER;
    engine_command(engine, &(Event){.kind = COMMAND_FORK});
    if (engine_wait(engine, walk->origin.stop) != ENGINE_READY) {
      return interrupted(walk);
    }
    walk->restarts = engine->refused > refused;
  }
  walk->living = true;
  reset(walk);
  return walk->state;
}

// How a run ended that ended by itself.
static WalkState conclude_end(Walk *walk, bool crashed, int number) {
  char what[64];
  walk_close_step(walk);
  walk->living = false;
  if (walk->state == WALK_READY && (crashed || number != 0)) {
    (void)snprintf(what, sizeof what, "%s %d",
                   crashed ? "crashed by signal" : "ended with status", number);
    walk_fail(walk, "the program ", what);
  } else if (walk->state == WALK_READY) {
    walk->state = WALK_OVER;
  }
  return walk->state;
}

// After a command: where the run is.
static WalkState follow(Walk *walk, const Event *command) {
  Engine *engine = &walk->origin.engine;
  u64 refused = engine->refused;
  u64 returned = engine->returned;
  engine_command(engine, command);
  EngineState state = engine_wait(engine, walk->origin.stop);
  if (state == ENGINE_INTERRUPTED) {
    return interrupted(walk);
  }
  if (state == ENGINE_EXITED || state == ENGINE_CRASHED) {
    return conclude_end(walk, state == ENGINE_CRASHED, engine->number);
  }
  if (state != ENGINE_READY) {
    walk_close_step(walk);
    walk->living = false;
    if (walk->state == WALK_READY) {
      walk_fail(walk, "the program did not return from ",
                walk->count > 0 ? "its last step" : "its start");
    }
    return walk->state;
  }
  if (engine->returned > returned) {
    bool crashed = WIFSIGNALED(engine->status);
    return conclude_end(
        walk, crashed,
        crashed ? WTERMSIG(engine->status) : WEXITSTATUS(engine->status));
  }
  if (walk->state == WALK_READY && engine->refused > refused) {
    return WALK_REFUSED;
  }
  return walk->state == WALK_READY && model_is_quiet(&walk->model)
             ? WALK_QUIET
             : walk->state;
}

WalkState walk_choose(Walk *walk, u64 index) {
  return follow(walk, &(Event){.kind = COMMAND_CHOOSE, .number = index});
}

WalkState walk_replay(Walk *walk, const u64 *indexes, size_t count) {
  enum { CHUNK = 4000 };
  WalkState state = walk->state;
  for (size_t at = 0; at < count && (state == WALK_READY); at += CHUNK) {
    Text text = {0};
    for (size_t i = at; i < count && i < at + CHUNK; i++) {
      text_addf(&text, "%s%llu", i == at ? "" : " ",
                (unsigned long long)indexes[i]);
    }
    state =
        follow(walk, &(Event){.kind = COMMAND_REPLAY, .text = text_of(&text)});
    text_release(&text);
  }
  return state;
}

WalkState walk_run(Walk *walk, u64 steps, u64 seed) {
  return follow(
      walk, &(Event){.kind = COMMAND_RUN, .number = steps, .request = seed});
}

bool walk_option(const Model *model, const WalkStep *step, u64 *index) {
  for (size_t i = 0; i < model->option_count; i++) {
    const ModelOption *option = &model->options[i];
    if (footprint_process(option->kind, option->actor) ==
            step->footprint.process &&
        option->kind != NULL && option->kind[0] == step->kind &&
        option->id.sender == step->id.sender &&
        option->id.sequence == step->id.sequence) {
      *index = option->index;
      return true;
    }
  }
  return false;
}
