// model_parts.h -- what a model is made of: messages, fields, options.
//
// For model.c and model_copy.c only.
#ifndef SIM_MODEL_PARTS_H
#define SIM_MODEL_PARTS_H

#include "model.h"

void message_release(ModelMessage *message);  // zero afterwards
ModelMessage message_copy(const ModelMessage *message);

void messages_add(ModelMessages *messages, ModelMessage message);
// At that place, or at the end if there are not so many.
void messages_insert(ModelMessages *messages, u64 place, ModelMessage message);
void messages_drop(ModelMessages *messages, size_t index);

// Takes the message of this id out. False: none, *found unchanged.
bool messages_take(ModelMessages *messages, MessageId id, ModelMessage *found);

// Reads a printed state, `{count: 42, name: "x"}`, and notes what changed.
void fields_update(ModelActor *actor, const char *state, u64 step);

// Links, monitors and waits: model_ties.c. Both actors of a bond are in the
// model already.
void ties_bind(Model *model, BondKind kind, const Event *event);
void ties_unbind(Model *model, BondKind kind, const Event *event);
void ties_block(Model *model, ModelActor *actor, const Event *event);
// A request was answered: who waits for it has nothing more to fear.
void ties_answer(Model *model, const Event *event);
void ties_wake(ModelActor *actor);
// The actor has ended for good: it waits for nobody, and no bond is left.
void ties_end(Model *model, ModelActor *actor);

// Gives the actor of this reference, made if it is not there. It moves the
// others.
ModelActor *actor_at(Model *model, u64 ref);

// An EVENT_FAULT of acting/network.h: model_network.c.
void network_see(Model *model, const Event *event);

ModelOption option_of(const Event *event);
ModelOption option_copy(const ModelOption *option);
void option_release(ModelOption *option);
void options_clear(Model *model);

// Gives an actor another label; who has the same is then `alike`.
void labels_set(Model *model, ModelActor *actor, const char *label);

#endif
