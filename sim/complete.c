// complete.c -- from the table of controls and the protocols of the model.
#include "complete.h"

#include <string.h>

#include "base/mem.h"
#include "controls.h"

enum { WORDS = 8 };

static void offer(const char *word, size_t length, const char *typed,
                  Text *out) {
  if (length >= strlen(typed) && strncmp(word, typed, strlen(typed)) == 0) {
    text_add_bytes(out, word, length);
    text_add(out, "\n");
  }
}

static void offer_verbs(const char *typed, Text *out) {
  for (size_t i = 0; i < controls_count(); i++) {
    const char *verb = controls_at(i)->verb;
    offer(verb, strlen(verb), typed, out);
  }
}

static void offer_actors(const Model *model, const char *typed, bool sendable,
                         Text *out) {
  for (size_t i = 0; i < model->actor_count; i++) {
    if (sendable && model->actors[i].type == NULL) {
      continue;
    }
    Text name = {0};
    model_name(model, model->actors[i].ref, &name);
    offer(text_of(&name), name.length, typed, out);
    text_release(&name);
  }
}

static void offer_choices(const char *choices, const char *typed, Text *out) {
  while (choices != NULL && *choices != '\0') {
    size_t length = strcspn(choices, " ");
    offer(choices, length, typed, out);
    choices += length + (choices[length] == ' ');
  }
}

static const char *protocol_of(const Model *model, const char *actor) {
  const ModelActor *found = model_find(model, actor, NULL);
  for (size_t i = 0; found != NULL && i < model->type_count; i++) {
    if (text_equal(model->types[i].name, found->type)) {
      return model->types[i].protocol;
    }
  }
  return "";
}

// "inc(amount: i64) -> count: i64; get() -> ..." holds inc and get.
static void offer_messages(const char *protocol, const char *typed, Text *out) {
  while (*protocol != '\0' && *protocol != '|') {
    offer(protocol, strcspn(protocol, "("), typed, out);
    protocol += strcspn(protocol, ";|");
    protocol += *protocol == ';';
    protocol += *protocol == ' ';
  }
}

static void offer_fields(const char *protocol, const char *message,
                         const char *typed, Text *out) {
  Text start = {0};
  text_addf(&start, "%s(", message);
  const char *at = protocol;
  while (*at != '\0' && *at != '|' && !text_starts(at, text_of(&start))) {
    at += strcspn(at, ";|");
    at += *at == ';';
    at += *at == ' ';
  }
  at += text_starts(at, text_of(&start)) ? start.length : strlen(at);
  while (*at != '\0' && *at != ')') {
    size_t length = strcspn(at, ":)");
    Text field = {0};
    text_add_bytes(&field, at, length);
    text_add(&field, "=");
    offer(text_of(&field), field.length, typed, out);
    text_release(&field);
    at += strcspn(at, ",)");
    at += *at == ',';
    at += *at == ' ';
  }
  text_release(&start);
}

static void offer_arguments(const Desk *desk, const Control *control,
                            char *const *words, size_t count, const char *typed,
                            Text *out) {
  const Model *model = &desk->session.model;
  if (control->completes == COMPLETES_ACTORS && count == 1) {
    offer_actors(model, typed, false, out);
  }
  if (control->completes == COMPLETES_SEND) {
    if (count == 1) {
      offer_actors(model, typed, true, out);
    } else if (count == 2) {
      offer_messages(protocol_of(model, words[1]), typed, out);
    } else {
      offer_fields(protocol_of(model, words[1]), words[2], typed, out);
    }
  }
  if (count == 1) {
    offer_choices(control->choices, typed, out);
    if (text_equal(control->verb, "help")) {
      offer_verbs(typed, out);
    }
  }
}

void complete_line(const Desk *desk, const char *line, Text *out) {
  const char *begin = strrchr(line, ';');
  char *copy = text_copy(begin == NULL ? line : begin + 1);
  char *words[WORDS];
  size_t count = 0;
  char *at = copy;
  // A count before the verb is no word of its own.
  at += strspn(at, " ");
  at += strspn(at, "0123456789");
  while (count < WORDS) {
    at += strspn(at, " ");
    words[count] = at;
    at += strcspn(at, " ");
    if (*at == '\0') {
      break;
    }
    *at++ = '\0';
    count++;
  }
  if (count == 0) {
    offer_verbs(words[0], out);
  } else if (count < WORDS) {
    Text ignored = {0};
    const Control *control = controls_find(words[0], &ignored);
    text_release(&ignored);
    if (control != NULL) {
      offer_arguments(desk, control, words, count, words[count], out);
    }
  }
  mem_free(copy);
}

// A value as one would type it for a field "amount: i64"; NULL: none comes to
// mind.
static const char *sample(const char *field, size_t length) {
  static const struct {
    const char *kind;
    const char *value;
  } samples[] = {{": i64", "8"},
                 {": u64", "8"},
                 {": f64", "0.5"},
                 {": bool", "true"},
                 {": text", "\"hi\""}};
  for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
    size_t size = strlen(samples[i].kind);
    if (length > size &&
        strncmp(field + length - size, samples[i].kind, size) == 0) {
      return samples[i].value;
    }
  }
  return NULL;
}

void complete_example(const Desk *desk, Text *out) {
  const Model *model = &desk->session.model;
  Text line = {0};
  Text name = {0};
  if (model_actor(model, desk->look.actor) != NULL) {
    model_name(model, desk->look.actor, &name);
  }
  const char *at = protocol_of(model, text_of(&name));
  bool good = *at != '\0' && *at != '|';
  text_addf(&line, "send %s ", text_of(&name));
  text_add_bytes(&line, at, strcspn(at, "("));
  at += strcspn(at, "(");
  at += *at == '(';
  while (good && *at != '\0' && *at != ')') {
    size_t length = strcspn(at, ",)");
    const char *value = sample(at, length);
    good = value != NULL;
    text_addf(&line, " %s", value == NULL ? "" : value);
    at += length;
    at += strspn(at, ", ");
  }
  text_add(out, good ? text_of(&line) : "step");
  text_release(&line);
  text_release(&name);
}

void complete_usage(const char *line, Text *out) {
  size_t length = strcspn(line, " ");
  if (line[length] == '\0' ||
      line[length + strspn(line + length, " ")] != '\0') {
    return;
  }
  for (size_t i = 0; i < controls_count(); i++) {
    const Control *control = controls_at(i);
    if (strlen(control->verb) == length &&
        strncmp(control->verb, line, length) == 0 &&
        control->arguments != NULL) {
      text_add(out, control->arguments);
    }
  }
}
