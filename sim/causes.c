// causes.c -- from a message back to what its sender was handling.
#include "causes.h"

#include "base/mem.h"
#include "story.h"
#include "waits.h"

enum { CHAIN = 12 };

static void say_letter(const Letter *letter, const Model *model, Text *out) {
  text_addf(out, "%4lld ", (long long)letter->sent);
  model_name(model, letter->from, out);
  text_addf(out, " sends %s to ", letter->text);
  model_name(model, letter->to, out);
  if (letter->arrived != NO_STEP) {
    text_addf(out, ", arrived %lld", (long long)letter->arrived);
  }
  if (letter->taken != NO_STEP) {
    text_addf(out, ", taken %lld", (long long)letter->taken);
  }
  if (letter->arrived == NO_STEP || letter->place >= LETTER_FAILED) {
    text_addf(out, ", %s", letter_place_word(letter->place));
  }
  if (letter->why != NULL) {
    text_addf(out, " (%s)", letter->why);
  }
  text_add(out, "\n");
}

// How long the chain is. A cause is sent before its effect, so this ends.
static size_t length_of(const Letters *letters, const Letter *letter) {
  size_t length = 0;
  for (; letter != NULL; letter = letters_find(letters, letter->cause)) {
    length++;
  }
  return length;
}

void causes_chain(const Letters *letters, const Model *model, MessageId id,
                  size_t most, Text *out) {
  const Letter *last = letters_find(letters, id);
  size_t length = length_of(letters, last);
  size_t shown = length < most ? length : most;
  if (length > shown) {
    text_addf(out, "     ... %zu before these\n", length - shown);
  }
  for (size_t i = shown; i-- > 0;) {
    const Letter *letter = last;
    for (size_t n = 0; n < i; n++) {
      letter = letters_find(letters, letter->cause);
    }
    say_letter(letter, model, out);
  }
}

// What the step at the cursor is about. For main that is the last answer that
// reached it.
static MessageId message_of(const Letters *letters, const ModelOption *choice,
                            u64 step) {
  MessageId found = choice->id;
  if (found.sequence != 0) {
    return found;
  }
  i64 newest = NO_STEP;
  for (size_t i = 0; i < letters->count; i++) {
    const Letter *letter = &letters->items[i];
    bool typed = letter->sent == (i64)step && letter->from == choice->actor;
    bool reached = letter->to == choice->actor && letter->arrived > newest &&
                   letter->arrived <= (i64)step;
    if (typed || reached) {
      newest = typed ? (i64)step : letter->arrived;
      found = letter->id;
    }
  }
  return found;
}

static void say_causes(const Session *session, Text *out) {
  const Model *model = &session->model;
  Letters letters;
  letters_make(&letters, &session->tape, &session->history, 0, model->step);
  MessageId id = message_of(&letters, &model->choice, model->step);
  text_add(out, "\nbecause, the oldest first\n");
  if (letters_find(&letters, id) == NULL) {
    text_add(out, "     nothing but that it was its turn\n");
  }
  causes_chain(&letters, model, id, CHAIN, out);
  text_addf(out, ">%3llu this\n", (unsigned long long)model->step);
  letters_release(&letters);
}

// The mailbox a step puts something into or takes it from; 0: none.
static u64 mailbox_of(const ModelOption *option) {
  bool mail = text_equal(option->kind, "flush") ||
              text_equal(option->kind, "handle") ||
              text_equal(option->kind, "send");
  return mail ? story_to(option) : 0;
}

static void say_choices(const Session *session, Text *out) {
  const ModelOption *taken = &session->model.choice;
  Model before;
  model_init(&before);
  history_model(&session->history, &session->tape, session->model.step - 1,
                &before);
  text_addf(out, "\ncould have happened at step %llu\n",
            (unsigned long long)session->model.step);
  for (size_t i = 0; i < before.option_count; i++) {
    const ModelOption *option = &before.options[i];
    bool same =
        text_equal(option->kind, taken->kind) && option->index == taken->index;
    bool races = !same && mailbox_of(option) != 0 &&
                 mailbox_of(option) == mailbox_of(taken);
    text_add(out, same ? "  > " : "    ");
    story_option(&before, option, out);
    text_add(out, same    ? "  (this was taken)\n"
                  : races ? "  (same mailbox: the order counts)\n"
                          : "\n");
  }
  if (before.option_total <= 1) {
    text_add(out, before.option_total == 1
                      ? "    nothing else: there was no choice\n"
                  : session->source == SOURCE_PROGRAM
                      ? "    nothing by itself\n"
                      : "    not told: it did not run here\n");
  }
  model_release(&before);
}

static void say_waits(const Model *model, Text *out) {
  bool any = false;
  u64 formed = 0;
  Text line = {0};
  text_add(out, "\nwho waits\n");
  for (size_t i = 0; i < model->actor_count; i++) {
    text_clear(&line);
    if (waits_say(model, &model->actors[i], &line)) {
      text_add(out, "     ");
      model_name(model, model->actors[i].ref, out);
      text_addf(out, " %s\n", text_of(&line));
      any = true;
    }
  }
  text_clear(&line);
  if (waits_say_ring(model, &line, &formed)) {
    text_addf(out, "     RING %s since step %llu: none of them can go on\n",
              text_of(&line), (unsigned long long)formed);
  }
  if (model->ring != NULL) {
    text_addf(out,
              "     refused at step %llu, it would have closed a ring: %s\n",
              (unsigned long long)model->ring_step, model->ring);
  }
  text_add(out, any ? "" : "     nobody\n");
  text_release(&line);
}

void causes_step(const Session *session, Text *out) {
  const Model *model = &session->model;
  text_addf(out, "why step %llu: ", (unsigned long long)model->step);
  story_step(model, out);
  text_add(out, "\n");
  if (model->step > 0) {
    say_causes(session, out);
    say_choices(session, out);
  }
  say_waits(model, out);
}
