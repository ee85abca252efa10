// handler.c -- from the choice of a step and its events.
#include "handler.h"

#include <string.h>

#include "base/mem.h"
#include "story.h"

typedef struct Seen {
  u64 actor;
  bool became;
} Seen;

static void see_become(void *context, const Event *event) {
  Seen *seen = (Seen *)context;
  seen->became |= event->kind == EVENT_BECAME && event->actor == seen->actor;
}

// The behaviour the actor had when the step began: one that changed in it was
// another before.
static char *behaviour_before(const Session *session, const ModelActor *actor) {
  u64 step = session_cursor(session);
  Seen seen = {.actor = actor->ref};
  tape_told(&session->tape, step, step, see_become, &seen);
  if (!seen.became || step == 0) {
    return text_copy(actor->behaviour);
  }
  Model model;
  model_init(&model);
  history_model(&session->history, &session->tape, step - 1, &model);
  const ModelActor *then = model_actor(&model, actor->ref);
  char *name = then == NULL ? NULL : text_copy(then->behaviour);
  model_release(&model);
  return name;
}

// "lock at bank.c:12: pthread_mutex_lock(&lock);"
static void find_turn(const ModelOption *choice, Handler *handler) {
  const char *at = strstr(choice->text, " at ");
  handler->actor = choice->actor;
  handler->message = text_copy_bytes(choice->text, strcspn(choice->text, " "));
  if (at != NULL) {
    size_t file = strcspn(at + 4, ":");
    size_t number =
        at[4 + file] == ':' ? strspn(at + 5 + file, "0123456789") : 0;
    handler->where = text_copy_bytes(at + 4, file + 1 + number);
  }
}

void handler_find(const Session *session, Handler *handler) {
  const ModelOption *choice = &session->model.choice;
  *handler = (Handler){.ran = true};
  if (session_cursor(session) == 0 || choice->kind == NULL ||
      text_equal(choice->kind, "main")) {
    return;
  }
  if (text_equal(choice->kind, "turn") && choice->text != NULL) {
    find_turn(choice, handler);
    return;
  }
  handler->ran = text_equal(choice->kind, "handle");
  u64 ref = handler->ran ? choice->actor : story_to(choice);
  const ModelActor *actor = model_actor(&session->model, ref);
  if (actor == NULL || actor->type == NULL) {
    return;
  }
  handler->actor = ref;
  handler->type = text_copy(actor->type);
  handler->behaviour = handler->ran ? behaviour_before(session, actor)
                                    : text_copy(actor->behaviour);
  size_t length = choice->text == NULL ? 0 : strcspn(choice->text, "{ ");
  handler->message = length == 0 ? NULL : text_copy_bytes(choice->text, length);
}

void handler_release(Handler *handler) {
  mem_free(handler->type);
  mem_free(handler->behaviour);
  mem_free(handler->message);
  mem_free(handler->where);
  *handler = (Handler){0};
}

typedef struct Telling {
  const Session *session;
  Text *out;
} Telling;

static void tell(const Telling *telling, const char *what, const char *text,
                 const char *joins, u64 ref) {
  const char *more = text == NULL ? "" : text;
  text_addf(telling->out, "%s%s", what, *more == '\0' ? "" : " ");
  text_add_printable(telling->out, more);
  if (ref != 0) {
    text_addf(telling->out, " %s ", joins);
    model_name(&telling->session->model, ref, telling->out);
  }
  text_add(telling->out, "\n");
}

// What was printed, without the end of its line.
static void tell_printed(const Telling *telling, const char *text) {
  Text line = {0};
  text_add(&line, text == NULL ? "" : text);
  while (line.length > 0 && line.bytes[line.length - 1] == '\n') {
    line.bytes[--line.length] = '\0';
  }
  tell(telling, "says", text_of(&line), "", 0);
  text_release(&line);
}

static void tell_sent(const Telling *telling, const Event *event) {
  static const char *const ways[] = {"sends", "asks", "answers", "tells",
                                     "sets a timer for"};
  const char *way = event->number < 5 ? ways[event->number] : "sends";
  tell(telling, way, event->text == NULL ? event->name : event->text,
       "\xE2\x86\x92", event->other);
}

static void tell_changes(const Telling *telling, const Event *event) {
  const Model *model = &telling->session->model;
  const ModelActor *actor = model_actor(model, event->actor);
  for (size_t i = 0; actor != NULL && i < actor->field_count; i++) {
    const ModelField *field = &actor->fields[i];
    if (field->changed == model->step && field->before != NULL) {
      text_addf(telling->out, "* %s %s \xE2\x86\x92 %s\n", field->name,
                field->before, field->value);
    }
  }
}

static void hear(void *context, const Event *event) {
  const Telling *telling = (const Telling *)context;
  switch ((int)event->kind) {
    case EVENT_SENT:
      tell_sent(telling, event);
      break;
    case EVENT_HANDLED:
      tell_changes(telling, event);
      break;
    case EVENT_SPAWNED:
      tell(telling, "spawns", event->name, "", 0);
      break;
    case EVENT_BECAME:
      tell(telling, "becomes", event->name, "", 0);
      break;
    case EVENT_FAILED:
      tell(telling, "fails:", event->text, "", 0);
      break;
    case EVENT_STOPPED:
      tell(telling, "ends:", event->text, "", 0);
      break;
    case EVENT_DEAD_LETTER:
      tell(telling, "dead letter", event->text, "of", event->other);
      break;
    case EVENT_STASHED:
      tell(telling, "keeps for later", event->text, "", 0);
      break;
    case EVENT_UNACCEPTED:
      tell(telling, "has no case for", event->text, "", 0);
      break;
    case EVENT_BLOCKED:
      tell(telling, "waits:", event->text, "for", event->other);
      break;
    case EVENT_LINKED:
    case EVENT_MONITORED:
      tell(telling, event->kind == EVENT_LINKED ? "links" : "monitors", NULL,
           "with", event->other);
      break;
    case EVENT_OUTPUT:
      tell_printed(telling, event->text);
      break;
    default:
      break;
  }
}

void handler_deeds(const Session *session, Text *out) {
  u64 step = session_cursor(session);
  size_t before = out->length;
  Telling telling = {session, out};
  tape_told(&session->tape, step, step, hear, &telling);
  if (out->length == before) {
    text_add(out, "nothing more\n");
  }
}
