// windows.c -- forgetting what is not known any more.
#include "windows.h"

#include "model_parts.h"
#include "shared.h"

// Of a longer mailbox no more placeholders are kept: its depth is a lower
// bound then.
enum { PLACEHOLDERS = 10000 };

static void forget_all(ModelMessages *messages) {
  while (messages->count > 0) {
    messages_drop(messages, messages->count - 1);
  }
}

void windows_open(Model *model, const Event *event) {
  model->window++;
  model->lost += event->number;
  for (size_t i = 0; model->window > 1 && i < model->actor_count; i++) {
    ModelActor *actor = &model->actors[i];
    forget_all(&actor->mailbox);
    forget_all(&actor->outbox);
    message_release(&actor->handling);
  }
}

void windows_see(Model *model, ModelActor *actor, const Event *event) {
  bool known = actor->type != NULL;
  const char *label = event->name == NULL ? "?" : event->name;
  if (!text_equal(actor->label, label)) {
    labels_set(model, actor, label);
  }
  shared_replace(&actor->type, event->text == NULL ? "?" : event->text);
  actor->parent = event->other != 0 ? event->other : actor->parent;
  actor->started = true;
  actor->window = model->window;
  if (known && event->request > actor->handled) {
    model->missed += event->request - actor->handled;
  }
  actor->handled = event->request;
  while (actor->mailbox.count < event->number &&
         actor->mailbox.count < PLACEHOLDERS) {
    messages_insert(&actor->mailbox, 0,
                    (ModelMessage){.to = actor->ref,
                                   .step = model->step,
                                   .name = shared_make("?"),
                                   .text = shared_make("(not told)")});
  }
}

void windows_close(Model *model, const Event *event) {
  for (size_t i = 0; event->number != 0 && i < model->actor_count; i++) {
    ModelActor *actor = &model->actors[i];
    if (actor->type != NULL && !actor->stopped &&
        actor->window != model->window) {
      actor->stopped = true;
      shared_replace(&actor->reason, "ended while nothing was told");
      ties_end(model, actor);
    }
  }
}

void windows_pass(ModelActor *actor) {
  if (actor->mailbox.count > 0 && actor->mailbox.items[0].id.sequence == 0) {
    messages_drop(&actor->mailbox, 0);
  }
}
