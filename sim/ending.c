// ending.c -- names the actor and the message a run ended in.
#include "ending.h"

#include <signal.h>
#include <stdio.h>

static const char *signal_name(int number) {
  switch (number) {
    case SIGSEGV:
      return "SIGSEGV";
    case SIGABRT:
      return "SIGABRT";
    case SIGBUS:
      return "SIGBUS";
    case SIGFPE:
      return "SIGFPE";
    case SIGILL:
      return "SIGILL";
    case SIGKILL:
      return "SIGKILL";
    case SIGTERM:
      return "SIGTERM";
    case SIGTRAP:
      return "SIGTRAP";
    default:
      return NULL;
  }
}

// "counter handled inc{amount: 8}", or where main was.
static void add_culprit(const Session *s, Text *out) {
  const Model *model = &s->model;
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelActor *actor = &model->actors[i];
    if (actor->handling.id.sequence != 0) {
      model_name(model, actor->ref, out);
      text_addf(out, " handled %s", actor->handling.text);
      return;
    }
  }
  if (model->step == 0) {
    text_add(out, "main ran, before its first wait");
  } else if (model->choice.kind != NULL &&
             text_equal(model->choice.kind, "main")) {
    text_add(out, "main went on");
  } else {
    text_addf(out, "step %llu ran", (unsigned long long)model->step);
  }
}

static void exited(Session *s, int status, const char *culprit, Text *out) {
  if (s->model.ended || status == 0) {
    s->ending.bad = status != 0;
    text_addf(out, "the program has ended with status %d", status);
    if (!s->model.ended) {
      text_add(out, ", without system_stop");
    }
    return;
  }
  text_addf(out, "the program exited with status %d while %s", status, culprit);
}

void ending_say(Session *session, EngineState state) {
  Text culprit = {0};
  Text text = {0};
  Ending *ending = &session->ending;
  int number = session->engine.number;
  *ending = (Ending){.state = state, .number = number, .bad = true};
  add_culprit(session, &culprit);
  const char *who = text_of(&culprit);
  switch (state) {
    case ENGINE_EXITED:
      exited(session, number, who, &text);
      break;
    case ENGINE_CRASHED:
      if (signal_name(number) != NULL) {
        text_addf(&text, "crashed by %s while %s", signal_name(number), who);
      } else {
        text_addf(&text, "crashed by signal %d while %s", number, who);
      }
      break;
    case ENGINE_SILENT:
      text_addf(&text, "did not return: stopped while %s", who);
      break;
    case ENGINE_FLOODED:
      text_addf(&text, "printed more than %d MiB: stopped while %s",
                OUTPUT_FLOOD >> 20, who);
      break;
    case ENGINE_BABBLED:
      text_add(&text,
               "is no program of Troupe: it does not speak the control "
               "stream");
      break;
    case ENGINE_GAVE_UP:
      text_addf(&text, "the tape is full after %llu steps",
                (unsigned long long)session_last(session));
      break;
    case ENGINE_OFF:
    case ENGINE_READY:
    case ENGINE_INTERRUPTED:
      text_add(&text, "the run is over");
      break;
  }
  (void)snprintf(ending->text, sizeof ending->text, "%.500s", text_of(&text));
  (void)snprintf(session->said, sizeof session->said, "%.500s", text_of(&text));
  text_release(&culprit);
  text_release(&text);
}
