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
static void add_culprit(const Model *model, const char *verb, Text *out) {
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelActor *actor = &model->actors[i];
    if (actor->handling.id.sequence != 0) {
      model_name(model, actor->ref, out);
      text_addf(out, " %s %s", verb, actor->handling.text);
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

void ending_whom(const Session *session, Text *out) {
  Model model;
  if (session->replaying) {
    text_addf(out, "the replay, at step %llu",
              (unsigned long long)session->child_step);
    return;
  }
  // The step under way is on the tape, but not in the model yet.
  model_copy(&model, &session->model);
  tape_each(&session->tape, model.step + 1, session_last(session), model_apply,
            &model);
  add_culprit(&model, "handles", out);
  model_release(&model);
}

// In the middle of a handler no status is a good one.
static bool is_handling(const Model *model) {
  for (size_t i = 0; i < model->actor_count; i++) {
    if (model->actors[i].handling.id.sequence != 0) {
      return true;
    }
  }
  return false;
}

static void exited(Session *s, int status, const char *culprit, Text *out) {
  if (s->model.ended || (status == 0 && !is_handling(&s->model))) {
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
  add_culprit(&session->model, "handled", &culprit);
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
    case ENGINE_BLOATED:
      text_addf(&text, "held more than %llu MiB of memory: stopped while %s",
                (unsigned long long)session->engine.memory_limit >> 20, who);
      break;
    case ENGINE_BABBLED:
      text_add(&text,
               "is no program of Troupe: it does not speak the control "
               "stream");
      break;
    case ENGINE_GAVE_UP:
      text_addf(&text,
                "the tape is full after %llu steps: it keeps %d at most, or "
                "256 MB; go back (goto 0), or let explore look further",
                (unsigned long long)session_last(session), TAPE_STEPS);
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
