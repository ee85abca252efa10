// plans.c -- what was done is known by the step that it was: on another branch
// that step is another.
#include "plans.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void release(Plan *plan) {
  mem_free(plan->message);
  mem_free(plan->actor);
  mem_free(plan->command);
  mem_free(plan->nodes[0]);
  mem_free(plan->nodes[1]);
}

void plans_release(Plans *plans) {
  for (size_t i = 0; i < plans->count; i++) {
    release(&plans->items[i]);
  }
  mem_free(plans->items);
  *plans = (Plans){0};
}

static void add(Plans *plans, Plan plan) {
  plans->items = (Plan *)text_grow(plans->items, &plans->room, plans->count + 1,
                                   sizeof plan);
  plans->items[plans->count++] = plan;
}

static bool is_among(const char *word, const char *const *words) {
  while (*words != NULL && !text_equal(word, *words)) {
    words++;
  }
  return *words != NULL;
}

// A number and one of the ends, NULL being the last. -1: it is no such thing.
static i64 read_number(const char *word, const char *const *ends,
                       const char **end) {
  char *behind;
  u64 number = strtoull(word, &behind, 10);
  if (*word < '0' || *word > '9' || number > 1000000000 ||
      !is_among(behind, ends)) {
    return -1;
  }
  *end = behind;
  return (i64)number;
}

static i64 read_span(const char *word) {
  static const char *const units[] = {"s", "ms", NULL};
  const char *unit = "";
  i64 number = read_number(word, units, &unit);
  return number < 0 ? -1 : number * (*unit == 's' ? 1000000000 : 1000000);
}

bool plans_read_at(Plans *plans, char *const *words, size_t count,
                   const char *rest, Text *why) {
  static const char *const verbs[] = {
      "kill", "restart", "send", "drop",      "dup",     "delay", "move",
      "fill", "slow",    "node", "partition", "latency", "heal",  NULL};
  i64 time = count > 1 ? read_span(words[0]) : -1;
  if (time < 0 || !is_among(words[1], verbs)) {
    text_add(why,
             "at reads at 2s kill ACTOR; the time in s or ms, the command one "
             "that is a step of its own, as kill, send, drop, slow or "
             "partition");
    return false;
  }
  add(plans, (Plan){.time = time, .command = text_copy(rest)});
  return true;
}

bool plans_read_on(Plans *plans, char *const *words, size_t count, Text *why) {
  static const char *const ends[] = {"st", "nd", "rd", "th", NULL};
  static const char *const verbs[] = {"drop", "dup", "delay", NULL};
  const char *end = "";
  i64 nth = count > 0 ? read_number(words[0], ends, &end) : -1;
  char *const *at = words + (nth > 0);
  size_t left = count - (nth > 0);
  bool delays = left == 5 && text_equal(at[3], "delay");
  bool good = nth != 0 && (left == 4 || delays) && text_equal(at[1], "to") &&
              is_among(at[3], verbs) && delays == text_equal(at[3], "delay") &&
              (!delays || read_span(at[4]) >= 0);
  if (!good) {
    text_add(why,
             "on reads on 3rd MESSAGE to ACTOR drop; or dup, or delay 2s, at "
             "the end");
    return false;
  }
  Text command = {0};
  text_addf(&command, "%s %%%s%s", at[3], delays ? " " : "",
            delays ? at[4] : "");
  add(plans, (Plan){.nth = nth > 0 ? (u64)nth : 1,
                    .message = text_copy(at[0]),
                    .actor = text_copy(at[2]),
                    .command = text_copy(text_of(&command))});
  text_release(&command);
  return true;
}

// "8ms" or "8ms..40ms", as the network reads it.
static bool is_time(const char *word, bool may_range) {
  static const char *const units[] = {"ns", "us", "ms", "s"};
  size_t digits = strspn(word, "0123456789");
  const char *unit = word + digits;
  for (size_t i = 0; digits > 0 && i < 4; i++) {
    size_t length = strlen(units[i]);
    if (strncmp(unit, units[i], length) == 0) {
      const char *behind = unit + length;
      if (*behind == '\0' || (may_range && text_starts(behind, "..") &&
                              is_time(behind + 2, false))) {
        return true;
      }
    }
  }
  return false;
}

// The words behind both nodes, as the command they stand for. False: they are
// no such.
static bool read_link(char *const *words, size_t count, Text *command) {
  if (count == 4 && text_equal(words[2], "latency") &&
      is_time(words[3], true)) {
    text_addf(command, "latency %s %s %s", words[0], words[1], words[3]);
    return true;
  }
  if (count < 3 || !text_equal(words[2], "partition")) {
    return false;
  }
  text_addf(command, "partition %s|%s", words[0], words[1]);
  size_t at = 3;
  if (at < count && text_equal(words[at], "lossy")) {
    text_add(command, " lossy");
    at++;
  }
  if (at + 2 == count && text_equal(words[at], "for") &&
      is_time(words[at + 1], false)) {
    text_addf(command, " for %s", words[at + 1]);
    at += 2;
  }
  return at == count;
}

bool plans_read_between(Plans *plans, char *const *words, size_t count,
                        Text *why) {
  Text command = {0};
  bool good = count >= 3 && strchr(words[0], '|') == NULL &&
              strchr(words[1], '|') == NULL &&
              !text_equal(words[0], words[1]) &&
              read_link(words, count, &command);
  if (good) {
    add(plans, (Plan){.nodes = {text_copy(words[0]), text_copy(words[1])},
                      .command = text_copy(text_of(&command))});
  } else {
    text_add(why,
             "between reads between A B latency 8ms..40ms, or between A B "
             "partition, then lossy or for 2s if so wanted; A and B two nodes");
  }
  text_release(&command);
  return good;
}

// ---- What is due ----

typedef struct Look {
  Plan *plan;
  const Model *model;
} Look;

static void look(void *context, const Event *event) {
  const Look *looking = (const Look *)context;
  Plan *plan = looking->plan;
  if (event->kind != EVENT_SENT || !text_equal(event->name, plan->message)) {
    return;
  }
  Text label = {0};
  model_name(looking->model, event->other, &label);
  if (text_equal(text_of(&label), plan->actor) && ++plan->count == plan->nth) {
    plan->id = event->id;
  }
  text_release(&label);
}

static bool has_node(const Model *model, const char *name) {
  const ModelNetwork *network = &model->network;
  size_t i = 0;
  while (i < network->nodes && !text_equal(network->names[i], name)) {
    i++;
  }
  return i < network->nodes;
}

static bool is_due(Plan *plan, const Tape *tape, const Model *model) {
  if (plan->nodes[0] != NULL) {
    return has_node(model, plan->nodes[0]) && has_node(model, plan->nodes[1]);
  }
  if (plan->nth == 0) {
    return model->time >= plan->time;
  }
  if (plan->counted >= model->step) {
    plan->counted = plan->count = 0;  // the run began anew, or parted before
  }
  tape_each(tape, plan->counted + (plan->counted > 0), model->step, look,
            &(Look){plan, model});
  plan->counted = model->step;
  return plan->count >= plan->nth;
}

static void write_line(const Plan *plan, const Model *model, Text *line) {
  for (const char *at = plan->command; *at != '\0'; at++) {
    if (plan->nth > 0 && *at == '%') {
      model_name(model, plan->id.sender, line);
      text_addf(line, "/%llu", (unsigned long long)plan->id.sequence);
    } else {
      text_add_bytes(line, at, 1);
    }
  }
}

bool plans_due(Plans *plans, const Tape *tape, const Model *model, Text *line) {
  for (size_t i = 0; i < plans->count; i++) {
    Plan *plan = &plans->items[i];
    bool done = plan->done > 0 && plan->done <= tape_last(tape) &&
                tape_step(tape, plan->done)->kind != STEP_OPTION;
    if (!done && !plan->vain && is_due(plan, tape, model)) {
      plan->done = model->step + 1;
      write_line(plan, model, line);
      return true;
    }
  }
  return false;
}

void plans_refused(Plans *plans, const Model *model) {
  for (size_t i = 0; i < plans->count; i++) {
    plans->items[i].vain |= plans->items[i].done == model->step + 1;
  }
}

void plans_renew(Plans *plans) {
  for (size_t i = 0; i < plans->count; i++) {
    Plan *plan = &plans->items[i];
    plan->done = plan->counted = plan->count = 0;
    plan->vain = false;
  }
}
