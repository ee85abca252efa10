// metrics.c -- letters give each message's life; the rest is counting.
//
// The spreads are exact: all lengths are sorted, the p-th is the smallest that
// p of 100 do not exceed (nearest rank).
#include "metrics.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

typedef struct Length {
  size_t type;  // place in types
  size_t actor;
  u64 steps;
} Length;

typedef struct Lengths {
  Length *items;
  size_t count;
  size_t room;
} Lengths;

// A stretch that begins before the tallies begins with them.
static void add_tallies(Metrics *metrics, const Tallies *tallies) {
  u64 skipped =
      metrics->first > tallies->first ? metrics->first - tallies->first : 0;
  for (size_t i = (size_t)skipped; i < tallies->count; i++) {
    const Tally *tally = &tallies->items[i];
    metrics->began = i == skipped ? tally->began : metrics->began;
    metrics->ended =
        tally->ended > metrics->ended ? tally->ended : metrics->ended;
    metrics->sent += tally->sent;
    metrics->arrived += tally->arrived;
    metrics->dead += tally->dead;
    metrics->dropped += tally->dropped;
    metrics->failed += tally->failed;
    metrics->restarts += tally->restarts;
    metrics->late += tally->late;
    metrics->overflows += tally->overflows;
    metrics->retries += tally->retries;
  }
}

// What an actor received last: mostly it receives the same again.
typedef struct Habit {
  bool known;
  u32 name;     // as the letters number it
  size_t type;  // its place
} Habit;

typedef struct Types {
  Metrics *metrics;
  const Letters *letters;
  Habit *habits;  // by the actor's place
} Types;

static bool is_type(const TypeNumbers *numbers, const char *type,
                    const char *message) {
  return text_equal(numbers->message, message) &&
         text_equal(numbers->type, type);
}

static size_t find_type(Metrics *metrics, const char *type,
                        const char *message) {
  size_t at = 0;
  while (at < metrics->type_count &&
         !is_type(&metrics->types[at], type, message)) {
    at++;
  }
  if (at == metrics->type_count) {
    metrics->types = (TypeNumbers *)text_grow(
        metrics->types, &metrics->type_room, at + 1, sizeof *metrics->types);
    metrics->types[metrics->type_count++] =
        (TypeNumbers){.type = type, .message = text_copy(message)};
  }
  return at;
}

static size_t type_place(Types *types, const ModelActor *to, size_t actor,
                         u32 name) {
  Habit *habit = &types->habits[actor];
  if (!habit->known || habit->name != name) {
    *habit = (Habit){
        true, name,
        find_type(types->metrics, to->type, types->letters->names[name])};
  }
  return habit->type;
}

static size_t actor_place(const Model *model, u64 ref) {
  const ModelActor *actor = model_actor(model, ref);
  return actor == NULL ? model->actor_count : (size_t)(actor - model->actors);
}

// What only waits, from before the stretch, counts for nothing.
static void count_letter(Types *types, const Model *model, const Letter *letter,
                         Lengths *lengths) {
  Metrics *metrics = types->metrics;
  i64 first = (i64)metrics->first;
  bool ours = letter->sent >= first;
  u32 turns = letter->done >= first ? letter->turns : 0;
  bool lost = letter->place >= LETTER_DROPPED && letter->taken == NO_STEP &&
              letter->done >= first;
  metrics->own += letter->own && letter->done >= first;
  if (letter->own || (!ours && turns == 0 && !lost)) {
    return;
  }
  size_t to = actor_place(model, letter->to);
  size_t from = actor_place(model, letter->from);
  metrics->actors[from].sent += ours;
  // What reaches main is handled by nobody.
  if (to == model->actor_count || model->actors[to].type == NULL) {
    return;
  }
  size_t type = type_place(types, &model->actors[to], to, letter->name);
  metrics->types[type].sent += ours;
  metrics->types[type].lost += lost;
  metrics->types[type].handled += turns;
  metrics->actors[to].handled += turns;
  metrics->handled += turns;
  for (u32 i = 0; i < turns; i++) {
    lengths->items = (Length *)text_grow(lengths->items, &lengths->room,
                                         lengths->count + 1, sizeof(Length));
    lengths->items[lengths->count++] =
        (Length){type, to, (u64)(letter->taken - letter->sent)};
  }
}

static int by_steps(const void *a, const void *b) {
  u64 left = ((const Length *)a)->steps;
  u64 right = ((const Length *)b)->steps;
  return left < right ? -1 : left > right;
}

// One more length, of `total` sorted ones.
static void spread_add(Spread *spread, u64 steps, u64 total) {
  spread->count++;
  if (spread->count == (total * 50 + 99) / 100) {
    spread->p50 = steps;
  }
  if (spread->count == (total * 99 + 99) / 100) {
    spread->p99 = steps;
  }
  spread->most = steps;
}

static void spread_all(Metrics *metrics, Lengths *lengths) {
  if (lengths->count > 1) {
    qsort(lengths->items, lengths->count, sizeof *lengths->items, by_steps);
  }
  for (size_t i = 0; i < lengths->count; i++) {
    const Length *length = &lengths->items[i];
    TypeNumbers *type = &metrics->types[length->type];
    ActorNumbers *actor = &metrics->actors[length->actor];
    spread_add(&metrics->latency, length->steps, lengths->count);
    spread_add(&type->latency, length->steps, type->handled);
    spread_add(&actor->latency, length->steps, actor->handled);
  }
}

static int by_type(const void *a, const void *b) {
  const TypeNumbers *left = (const TypeNumbers *)a;
  const TypeNumbers *right = (const TypeNumbers *)b;
  if (left->handled != right->handled) {
    return left->handled > right->handled ? -1 : 1;
  }
  int order = strcmp(left->type, right->type);
  return order != 0 ? order : strcmp(left->message, right->message);
}

static int by_actor(const void *a, const void *b) {
  const ActorNumbers *left = (const ActorNumbers *)a;
  const ActorNumbers *right = (const ActorNumbers *)b;
  if (left->handled != right->handled) {
    return left->handled > right->handled ? -1 : 1;
  }
  return left->actor < right->actor ? -1 : left->actor > right->actor;
}

// main and the watcher handle nothing; who has ended and did nothing is old.
static void sort_all(Metrics *metrics) {
  size_t kept = 0;
  for (size_t i = 0; i < metrics->actor_count; i++) {
    const ActorNumbers *numbers = &metrics->actors[i];
    if (numbers->actor->type != NULL &&
        (numbers->handled > 0 || !numbers->actor->stopped)) {
      metrics->actors[kept++] = *numbers;
    }
  }
  metrics->actor_count = kept;
  if (kept > 1) {
    qsort(metrics->actors, kept, sizeof *metrics->actors, by_actor);
  }
  if (metrics->type_count > 1) {
    qsort(metrics->types, metrics->type_count, sizeof *metrics->types, by_type);
  }
}

void metrics_sum(Metrics *metrics, const Letters *letters,
                 const Tallies *tallies, const Model *model, u64 first) {
  *metrics = (Metrics){.first = first, .last = model->step};
  add_tallies(metrics, tallies);
  metrics->actor_count = model->actor_count;
  // One more stands for whoever is not in the model.
  metrics->actors = mem_array(ActorNumbers, model->actor_count + 1);
  for (size_t i = 0; i <= model->actor_count; i++) {
    metrics->actors[i] = (ActorNumbers){
        .actor = i < model->actor_count ? &model->actors[i] : NULL};
  }
  Lengths lengths = {0};
  Types types = {metrics, letters, mem_array(Habit, model->actor_count + 1)};
  memset(types.habits, 0, (model->actor_count + 1) * sizeof(Habit));
  for (size_t i = 0; i < letters->count; i++) {
    count_letter(&types, model, &letters->items[i], &lengths);
  }
  mem_free(types.habits);
  spread_all(metrics, &lengths);
  sort_all(metrics);
  mem_free(lengths.items);
}

void metrics_make(Metrics *metrics, const Tape *tape, const Model *model) {
  Letters letters;
  Tallies tallies;
  letters_begin(&letters, NULL);
  tallies_begin(&tallies, 0);
  tape_told(tape, 0, model->step, letters_hear, &letters);
  tape_told(tape, 0, model->step, tallies_hear, &tallies);
  metrics_sum(metrics, &letters, &tallies, model, 0);
  tallies_release(&tallies);
  letters_release(&letters);
}

void metrics_release(Metrics *metrics) {
  for (size_t i = 0; i < metrics->type_count; i++) {
    mem_free(metrics->types[i].message);
  }
  mem_free(metrics->types);
  mem_free(metrics->actors);
  *metrics = (Metrics){0};
}
