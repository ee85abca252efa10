// export_html.c -- a run as one page: a step at a time, by buttons and keys.
//
// All steps are in the page, as text; a small script hides all but one. So it
// reads without the script too, from top to bottom. Nothing is fetched.
#include "escape.h"
#include "export.h"
#include "html_parts.h"
#include "story.h"

enum { STEPS_MOST = 500, TEXT_MOST = 400, MAIL_MOST = 12 };

static void add_text(const char *text, Text *out) {
  Text shown = {0};
  text_add_printable(&shown, text == NULL ? "" : text);
  escape_xml(text_of(&shown), TEXT_MOST, out);
  text_release(&shown);
}

static void add_name(const Model *model, u64 ref, Text *out) {
  Text name = {0};
  model_name(model, ref, &name);
  add_text(text_of(&name), out);
  text_release(&name);
}

static void add_fields(const Model *model, const ModelActor *actor, Text *out) {
  for (size_t i = 0; i < actor->field_count; i++) {
    const ModelField *field = &actor->fields[i];
    bool changed = field->changed == model->step && field->before != NULL;
    text_add(out, "<p>");
    add_text(field->name, out);
    text_add(out, changed ? ": <mark>" : ": ");
    if (changed) {
      add_text(field->before, out);
      text_add(out, " \xE2\x86\x92 ");
    }
    add_text(field->value, out);
    text_add(out, changed ? "</mark></p>" : "</p>");
  }
}

static void add_mail(const Model *model, const ModelMessages *mail,
                     const char *title, bool to, Text *out) {
  if (mail->count == 0) {
    return;
  }
  text_addf(out, "<p class=\"m\">%s</p><ol>", title);
  for (size_t i = 0; i < mail->count && i < MAIL_MOST; i++) {
    text_add(out, "<li>");
    add_text(mail->items[i].text, out);
    text_add(out, to ? " to " : " from ");
    add_name(model, to ? mail->items[i].to : mail->items[i].from, out);
    text_add(out, "</li>");
  }
  text_add(out, "</ol>");
  if (mail->count > MAIL_MOST) {
    text_addf(out, "<p>and %zu more</p>", mail->count - MAIL_MOST);
  }
}

static void add_actor(const Model *model, const ModelActor *actor, Text *out) {
  bool outside = actor->type == NULL;
  text_addf(out, "<article%s><h3>",
            actor->touched == model->step ? " class=\"now\"" : "");
  add_name(model, actor->ref, out);
  if (!outside) {
    text_addf(out, " <small>%s</small>",
              model_status_word(model_status(actor)));
  }
  text_add(out, "</h3>");
  add_fields(model, actor, out);
  add_mail(model, &actor->mailbox, "mailbox, next first:", false, out);
  add_mail(model, &actor->outbox, "in flight:", true, out);
  if (actor->reason != NULL && (actor->failed || actor->stopped)) {
    text_add(out, "<p>");
    add_text(actor->reason, out);
    text_add(out, "</p>");
  }
  text_add(out, "</article>\n");
}

// Who of the outside is in the page, a bit each by its place. One who sends in
// some step has a box in all of them, so that the others keep their places.
typedef u64 Outside;

static bool is_shown(const Model *model, size_t place, Outside senders) {
  return model->actors[place].type != NULL ||
         (place < 64 && (senders >> place & 1) != 0);
}

static Outside find_senders(const Session *session, u64 first, u64 end) {
  Outside senders = 0;
  Model model;
  model_init(&model);
  history_model(&session->history, &session->tape, first, &model);
  for (u64 step = first; step <= end; step++) {
    if (step > first) {
      tape_each(&session->tape, step, step, model_apply, &model);
    }
    for (size_t i = 0; i < model.actor_count && i < 64; i++) {
      senders |= (Outside)(model.actors[i].outbox.count > 0) << i;
    }
  }
  model_release(&model);
  return senders;
}

static void add_step(const Model *model, u64 last, Outside senders, Text *out) {
  Text story = {0};
  story_step(model, &story);
  text_addf(out, "<section id=\"s%llu\"><h2>Step %llu of %llu</h2><p>",
            (unsigned long long)model->step, (unsigned long long)model->step,
            (unsigned long long)last);
  add_text(
      model->step == 0 ? "the program up to its first wait" : text_of(&story),
      out);
  text_add(out, "</p>\n<div class=\"all\">\n");
  for (size_t i = 0; i < model->actor_count; i++) {
    if (is_shown(model, i, senders)) {
      add_actor(model, &model->actors[i], out);
    }
  }
  text_add(out, "</div></section>\n");
  text_release(&story);
}

void export_html(Desk *desk, u64 first, u64 last, Text *out) {
  const Session *session = &desk->session;
  Model model;
  model_init(&model);
  u64 end = last - first < STEPS_MOST ? last : first + STEPS_MOST - 1;
  Outside senders = find_senders(session, first, end);
  history_model(&session->history, &session->tape, first, &model);
  text_add(out, html_head);
  add_text(session->name, out);
  text_add(out, html_style);
  add_text(session->name, out);
  text_add(out, html_controls);
  if (end < last) {
    text_addf(out, "<p>The page has the steps %llu to %llu of %llu.</p>\n",
              (unsigned long long)first, (unsigned long long)end,
              (unsigned long long)last);
  }
  for (u64 step = first; step <= end; step++) {
    if (step > first) {
      tape_each(&session->tape, step, step, model_apply, &model);
    }
    add_step(&model, last, senders, out);
  }
  text_add(out, html_foot);
  model_release(&model);
}
