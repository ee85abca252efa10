// scene_words.h -- what threads, locks and the rest are called in a scene, and
// what their states look like.
#ifndef STEPPING_SCENE_WORDS_H
#define STEPPING_SCENE_WORDS_H

#include "stepping/world.h"

enum { WORDS_LABEL = 96, WORDS_TEXT = 512 };

// "mutex", or "memory" where there is no object.
const char *words_kind(u64 address);

// "lock", "accounts.40", or "mutex-2", the second without a name.
void words_thing(u64 address, size_t number, char label[WORDS_LABEL]);
// "main-thread", its own name, or "teller-2" by the function it began with.
void words_thread(const Task *task, char label[WORDS_LABEL]);

// "lock{at: "bank.c:12"}"
void words_op(OpKind kind, u64 place, char text[WORDS_TEXT]);

// "{held_by: "teller-1"}"; of memory the value there.
void words_object(u64 address, char text[WORDS_TEXT]);
// "{next: "lock", at: "bank.c:12", holds: 0}"
void words_state(const Task *task, char text[WORDS_TEXT]);

#endif
