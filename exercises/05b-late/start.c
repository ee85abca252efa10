// 05b-late, the start. Fails first: an_answer_reaches_its_asker
//
// It compiles, gives ids, and loses every answer. What is left to do stands
// behind "Yours:".
#include "requests.h"

#include "base/check.h"
#include "base/mem.h"
#include "base/thread.h"

// Yours: what has to be known of a question.
typedef struct Entry {
  u64 id;  // 0: this place is free
} Entry;

struct Requests {
  Mutex lock;  // protects all below
  Entry entries[REQUESTS_ROOM];
  u64 last_id;
  int late;
};

Requests *requests_new(void) {
  Requests *requests = mem_new(Requests);
  mutex_init(&requests->lock);
  return requests;
}

void requests_free(Requests *requests) {
  mutex_release(&requests->lock);
  mem_free(requests);
}

u64 requests_open(Requests *requests) {
  mutex_lock(&requests->lock);
  u64 id = ++requests->last_id;  // Yours: a place for it, if there is one
  mutex_unlock(&requests->lock);
  return id;
}

bool requests_answer(Requests *requests, u64 id, i64 value) {
  (void)requests;
  (void)id;
  (void)value;
  return false;  // Yours: find the question, and wake its asker
}

bool requests_wait(Requests *requests, u64 id, i64 *value, Deadline deadline) {
  (void)requests;
  (void)id;
  (void)value;
  (void)deadline;
  return false;  // Yours: sleep until there is an answer, or no time left
}

int requests_late(Requests *requests) {
  mutex_lock(&requests->lock);
  int late = requests->late;
  mutex_unlock(&requests->lock);
  return late;
}
