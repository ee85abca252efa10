// story.c -- one sentence a step, from its choice and what changed.
#include "story.h"

u64 story_from(const ModelOption *option) {
  return option->id.sender != 0 ? option->id.sender : option->other;
}

u64 story_to(const ModelOption *option) {
  bool takes = option->kind != NULL && (text_equal(option->kind, "handle") ||
                                        text_equal(option->kind, "timer"));
  return takes || option->other == 0 ? option->actor : option->other;
}

static void add_message(const Model *model, const ModelOption *option,
                        Text *out) {
  text_addf(out, " %s from ",
            option->text[0] == '\0' ? "a message" : option->text);
  model_name(model, story_from(option), out);
}

static void add_changes(const Model *model, u64 ref, Text *out) {
  const ModelActor *actor = model_actor(model, ref);
  const char *before = ": ";
  for (size_t i = 0; actor != NULL && i < actor->field_count; i++) {
    const ModelField *field = &actor->fields[i];
    if (field->changed == model->step && field->before != NULL) {
      text_addf(out, "%s%s %s -> %s", before, field->name, field->before,
                field->value);
      before = ", ";
    }
  }
}

void story_step(const Model *model, Text *out) {
  const ModelOption *choice = &model->choice;
  if (model->step == 0 || choice->kind == NULL) {
    text_add(out, "main runs up to its first wait");
  } else if (text_equal(choice->kind, "flush")) {
    text_addf(out, "%s arrives: ",
              choice->text[0] == '\0' ? "a message" : choice->text);
    model_name(model, story_from(choice), out);
    text_add(out, " -> ");
    model_name(model, story_to(choice), out);
  } else if (text_equal(choice->kind, "handle")) {
    model_name(model, choice->actor, out);
    text_add(out, " handles");
    add_message(model, choice, out);
    add_changes(model, choice->actor, out);
  } else if (text_equal(choice->kind, "timer")) {
    text_add(out, "a timer fires: ");
    model_name(model, choice->actor, out);
    text_addf(out, " %s", choice->text);
  } else if (text_equal(choice->kind, "main")) {
    text_add(out, "main goes on");
  } else if (text_equal(choice->kind, "send")) {
    text_addf(out, "you send %s to ", choice->text);
    model_name(model, choice->other, out);
  } else if (text_equal(choice->kind, "drop") ||
             text_equal(choice->kind, "dup") ||
             text_equal(choice->kind, "move") ||
             text_equal(choice->kind, "delay")) {
    text_addf(out, "you %s %s of ", choice->kind, choice->text);
    model_name(model, choice->other, out);
  } else if (text_equal(choice->kind, "network")) {
    text_addf(out, "you: %s", choice->text);
    if (choice->other != 0) {
      text_add(out, " ");
      model_name(model, choice->other, out);
    }
  } else if (text_equal(choice->kind, "turn")) {  // of a thread
    model_name(model, choice->actor, out);
    text_addf(out, ": %s", choice->text);
    add_changes(model, choice->other, out);
  } else if (text_equal(choice->kind, "kill")) {
    text_add(out, "you kill ");
    model_name(model, choice->other, out);
  } else {
    text_addf(out, "%s ", choice->kind);
    model_name(model, choice->actor, out);
  }
}

void story_option(const Model *model, const ModelOption *option, Text *out) {
  if (text_equal(option->kind, "main")) {
    text_add(out, "main goes on");
    return;
  }
  text_addf(out, "%-6s ", option->kind);
  if (text_equal(option->kind, "flush")) {
    model_name(model, story_from(option), out);
    text_add(out, " -> ");
    model_name(model, story_to(option), out);
    text_addf(out, "  %s", option->text);
  } else {
    model_name(model, option->actor, out);
    text_addf(out, "  %s", option->text);
    if (story_from(option) != 0 && text_equal(option->kind, "handle")) {
      text_add(out, " from ");
      model_name(model, story_from(option), out);
    }
  }
}
