// retained.h -- the last message of each topic, as a bus keeps them. Not for
// users.
//
// A list of blocks of the running actor, each with a copy; the one published
// last is the first. The actor's end frees all. Only from its handlers.
#ifndef SURVIVING_RETAINED_H
#define SURVIVING_RETAINED_H

#include "telling/message.h"

typedef struct Retained Retained;

// The message's text field `topic` or, without one, its name. Borrowed.
const char *message_topic(Message *message);

// Keeps a copy in the place of the one with the same topic, or of the oldest if
// there are `most` (at least 1). Without memory none of this topic is kept:
// rather none than an old one.
void retained_keep(Retained **list, u64 *count, u64 most, Message *message);

// The one published `age` others ago; there must be so many.
Message *retained_at(const Retained *list, u64 age);

#endif
