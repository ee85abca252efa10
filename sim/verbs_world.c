// verbs_world.c -- send, kill, info, print.
#include <string.h>

#include "base/mem.h"
#include "grammar.h"
#include "story.h"
#include "verbs.h"

// After a command that made a step: what it was, and what it cost.
DeskResult verbs_conclude(Desk *desk, u64 before, SessionOutcome outcome) {
  bool moved = session_cursor(&desk->session) > before;
  if (outcome == SESSION_OVER && desk->session.ending.state != ENGINE_OFF &&
      !moved) {
    text_addf(&desk->answer, "%s; go back first (back, or goto 0)",
              desk->session.said);
    return DESK_BAD;
  }
  if (outcome != SESSION_OK) {
    return desk_outcome(desk, outcome);
  }
  desk->runner.on = false;
  desk->look.option = 0;
  desk->look.fly_phase = 0;
  text_addf(&desk->answer, "%llu ",
            (unsigned long long)session_cursor(&desk->session));
  story_step(&desk->session.model, &desk->answer);
  verbs_say_branch(desk);
  return DESK_OK;
}

DeskResult verb_send(Desk *desk, const Command *command) {
  const ModelActor *actor =
      model_find(&desk->session.model, command->words[0], &desk->answer);
  if (actor == NULL) {
    return DESK_BAD;
  }
  u64 before = session_cursor(&desk->session);
  return verbs_conclude(
      desk, before,
      session_send(&desk->session, actor->ref, grammar_after(command, 1)));
}

bool verbs_may_replay(ControlBody *body) {
  return body == verb_send || body == verb_kill || body == verb_drop ||
         body == verb_dup || body == verb_move || body == verb_delay ||
         body == verb_node || body == verb_partition || body == verb_heal ||
         body == verb_latency || body == verb_slow;
}

DeskResult verb_kill(Desk *desk, const Command *command) {
  const ModelActor *actor =
      model_find(&desk->session.model, command->words[0], &desk->answer);
  if (actor == NULL) {
    return DESK_BAD;
  }
  u64 before = session_cursor(&desk->session);
  return verbs_conclude(desk, before, session_kill(&desk->session, actor->ref));
}

// Its supervisor brings back an actor that was killed.
DeskResult verb_restart(Desk *desk, const Command *command) {
  const Model *model = &desk->session.model;
  const ModelActor *actor = model_find(model, command->words[0], &desk->answer);
  if (actor == NULL) {
    return DESK_BAD;
  }
  const ModelActor *parent = model_actor(model, actor->parent);
  if (parent == NULL || !text_equal(parent->type, "Supervisor")) {
    text_addf(&desk->answer,
              "%s has no supervisor that would restart it; "
              "kill %s ends it",
              command->words[0], command->words[0]);
    return DESK_BAD;
  }
  return verb_kill(desk, command);
}

static void add_fields(const ModelActor *actor, Text *out) {
  text_add(out, "{");
  for (size_t i = 0; i < actor->field_count; i++) {
    text_addf(out, "%s%s: %s", i == 0 ? "" : ", ", actor->fields[i].name,
              actor->fields[i].value);
  }
  text_add(out, "}");
}

static void add_actor_line(const Model *model, const ModelActor *actor,
                           Text *out) {
  Text name = {0};
  model_name(model, actor->ref, &name);
  text_addf(out, "%-14s %-10s %-9s mailbox %zu  out %zu  handled %llu  ",
            text_of(&name), actor->type == NULL ? "" : actor->type,
            model_status_word(model_status(actor)), actor->mailbox.count,
            actor->outbox.count, (unsigned long long)actor->handled);
  if (actor->field_count > 0) {
    add_fields(actor, out);
  }
  text_add(out, "\n");
  text_release(&name);
}

static void info_actors(const Model *model, Text *out) {
  for (size_t i = 0; i < model->actor_count; i++) {
    add_actor_line(model, &model->actors[i], out);
  }
}

static void add_messages(const Model *model, const ModelMessages *messages,
                         const char *where, Text *out) {
  for (size_t i = 0; i < messages->count; i++) {
    const ModelMessage *message = &messages->items[i];
    text_addf(out, "%-9s %s  ", where, message->text);
    model_name(model, message->from, out);
    text_add(out, " -> ");
    model_name(model, message->to, out);
    text_addf(out, "  sent at step %llu\n", (unsigned long long)message->step);
  }
}

static void info_messages(const Model *model, Text *out) {
  for (size_t i = 0; i < model->actor_count; i++) {
    add_messages(model, &model->actors[i].outbox, "in flight", out);
    add_messages(model, &model->actors[i].mailbox, "mailbox", out);
  }
  add_messages(model, &model->dead, "dead", out);
  if (out->length == 0) {
    text_add(out, "no message is anywhere\n");
  }
}

static void info_actor(const Model *model, const ModelActor *actor, Text *out) {
  add_actor_line(model, actor, out);
  if (actor->parent != 0) {
    text_add(out, "parent    ");
    model_name(model, actor->parent, out);
    text_add(out, "\n");
  }
  if (actor->behaviour != NULL) {
    text_addf(out, "behaviour %s\n", actor->behaviour);
  }
  if (actor->waiting != NULL) {
    text_addf(out, "waits     %s\n", actor->waiting);
  }
  if (actor->reason != NULL) {
    text_addf(out, "reason    %s\n", actor->reason);
  }
  add_messages(model, &actor->mailbox, "mailbox", out);
  add_messages(model, &actor->outbox, "in flight", out);
  for (size_t i = 0; i < model->type_count; i++) {
    if (text_equal(model->types[i].name, actor->type)) {
      text_addf(out, "protocol  %s\n", model->types[i].protocol);
    }
  }
}

void verbs_show(Desk *desk) {
  const char *newline = strchr(text_of(&desk->answer), '\n');
  if (desk->screen && newline != NULL && newline[1] != '\0') {
    text_clear(&desk->look.info);
    text_add(&desk->look.info, text_of(&desk->answer));
    text_clear(&desk->answer);
    desk->look.panel = PANEL_INFO;
    desk->look.scroll = 0;
  }
}

DeskResult verb_info(Desk *desk, const Command *command) {
  const Model *model = &desk->session.model;
  const char *what = command->word_count == 0 ? "actors" : command->words[0];
  if (text_equal(what, "actors")) {
    info_actors(model, &desk->answer);
  } else if (text_equal(what, "messages")) {
    info_messages(model, &desk->answer);
  } else if (text_equal(what, "breaks")) {
    verbs_list_breaks(desk);
    return DESK_OK;
  } else {
    const ModelActor *actor = model_find(model, what, &desk->answer);
    if (actor == NULL) {
      return DESK_BAD;
    }
    info_actor(model, actor, &desk->answer);
  }
  verbs_show(desk);
  return DESK_OK;
}

DeskResult verb_print(Desk *desk, const Command *command) {
  Value value = expr_value(command->rest, &desk->session.model);
  if (value.kind == VALUE_BAD) {
    text_add(&desk->answer, "print: ");
  }
  expr_print(&value, &desk->answer);
  return value.kind == VALUE_BAD || value.kind == VALUE_PENDING ? DESK_BAD
                                                                : DESK_OK;
}
