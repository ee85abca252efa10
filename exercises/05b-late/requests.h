// requests.h -- questions that have no answer yet. Given; do not change it.
//
// Whoever asks opens a question and gets an id for it, sends the id along, and
// waits. Whoever answers gives the id back. A question ends exactly once: by
// its first answer that comes in time, or by the asker's giving up. Any thread
// may open, wait and answer, any number of them at the same time; one thread
// waits for a question, and once. Ids come from anywhere, also false ones.
#ifndef EXERCISE_REQUESTS_H
#define EXERCISE_REQUESTS_H

#include "base/deadline.h"
#include "base/types.h"

// How many questions may be open at the same time.
enum { REQUESTS_ROOM = 4 };

typedef struct Requests Requests;

// Gives a table without questions. End it with requests_free.
Requests *requests_new(void);

// Nobody uses the table any more. Questions may still be open.
void requests_free(Requests *requests);

// Opens a question. Gives its id, which is not 0 and was never given before by
// this table; or 0 if REQUESTS_ROOM questions are open. Never blocks.
u64 requests_open(Requests *requests);

// True: the answer is in time, and the asker has it or will have it. False: it
// is late, counted, and changes nothing else: the question has ended, has an
// answer already, or there never was one with this id. Never blocks.
bool requests_answer(Requests *requests, u64 id, i64 value);

// Waits for the answer to an open question, up to the deadline; with NOW it
// only looks. True: *value is the answer. False: there is none in time. The
// question has ended either way, and its place is free.
bool requests_wait(Requests *requests, u64 id, i64 *value, Deadline deadline);

// How many answers were late.
int requests_late(Requests *requests);

#endif
