// model_ties.c -- what binds actors: links, monitors, and one waiting for
// another.
#include "base/mem.h"
#include "model_parts.h"
#include "shared.h"

static size_t place_of(const ModelActor *actor, BondKind kind, u64 other,
                       u64 number) {
  size_t at = 0;
  while (at < actor->bond_count &&
         (actor->bonds[at].kind != kind || actor->bonds[at].other != other ||
          actor->bonds[at].number != number)) {
    at++;
  }
  return at;
}

static void add(ModelActor *actor, ModelBond bond) {
  if (place_of(actor, bond.kind, bond.other, bond.number) < actor->bond_count) {
    return;
  }
  actor->bonds =
      (ModelBond *)text_grow(actor->bonds, &actor->bond_room,
                             actor->bond_count + 1, sizeof *actor->bonds);
  actor->bonds[actor->bond_count++] = bond;
}

static void drop(ModelActor *actor, size_t index) {
  if (index >= actor->bond_count) {
    return;
  }
  actor->bond_count--;
  for (size_t i = index; i < actor->bond_count; i++) {
    actor->bonds[i] = actor->bonds[i + 1];
  }
}

static void drop_all_to(ModelActor *actor, u64 other) {
  for (size_t i = actor->bond_count; i-- > 0;) {
    if (actor->bonds[i].other == other) {
      drop(actor, i);
    }
  }
}

void ties_bind(Model *model, BondKind kind, const Event *event) {
  u64 number = kind == BOND_MONITOR ? event->number : 0;
  ModelActor *actor = model_actor(model, event->actor);
  ModelActor *other = model_actor(model, event->other);
  add(actor, (ModelBond){kind, event->other, number, model->step});
  if (kind == BOND_LINK && other != NULL) {
    add(other, (ModelBond){kind, event->actor, number, model->step});
  }
}

void ties_unbind(Model *model, BondKind kind, const Event *event) {
  u64 number = kind == BOND_MONITOR ? event->number : 0;
  ModelActor *actor = model_actor(model, event->actor);
  ModelActor *other = model_actor(model, event->other);
  drop(actor, place_of(actor, kind, event->other, number));
  if (kind == BOND_LINK && other != NULL) {
    drop(other, place_of(other, kind, event->actor, number));
  }
}

void ties_block(Model *model, ModelActor *actor, const Event *event) {
  // A held ask or its forwarding names the message; with a text as well it was
  // refused, because this ring would have closed.
  if (event->name != NULL && event->text != NULL && event->request != 0) {
    shared_replace(&model->ring, event->text);
    model->ring_step = model->step;
    return;
  }
  const char *what = event->text != NULL ? event->text : event->name;
  if (actor->waiting == NULL) {
    actor->waits_since = model->step;
  }
  model->wait_step = model->step;
  actor->waits_for = event->other;
  actor->waits_request = event->request;
  actor->waits_answered = 0;
  actor->waits_kind = event->number;
  shared_replace(&actor->waiting, what == NULL ? "waits" : what);
}

void ties_wake(ModelActor *actor) {
  shared_replace(&actor->waiting, NULL);
  actor->waits_for = 0;
}

void ties_answer(Model *model, const Event *event) {
  for (size_t i = 0; i < model->actor_count; i++) {
    ModelActor *actor = &model->actors[i];
    if (actor->waiting != NULL && event->request != 0 &&
        actor->waits_request == event->request) {
      actor->waits_answered = model->step;
    }
  }
}

void ties_end(Model *model, ModelActor *actor) {
  ties_wake(actor);
  for (size_t i = 0; i < model->actor_count; i++) {
    drop_all_to(&model->actors[i], actor->ref);
  }
  mem_free(actor->bonds);
  actor->bonds = NULL;
  actor->bond_count = 0;
  actor->bond_room = 0;
}
