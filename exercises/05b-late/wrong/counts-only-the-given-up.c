// WRONG, fails the_first_answer_counts:
// an answer that comes when there is one replaces it.
#include "requests.h"

#include "base/check.h"
#include "base/mem.h"
#include "base/thread.h"

typedef struct Entry {
  u64 id;  // 0: this place is free
  bool is_answered;
  i64 value;
} Entry;

struct Requests {
  Mutex lock;     // protects all below
  Cond answered;  // some entry has got its answer
  Entry entries[REQUESTS_ROOM];
  u64 last_id;
  int late;
};

Requests *requests_new(void) {
  Requests *requests = mem_new(Requests);
  mutex_init(&requests->lock);
  cond_init(&requests->answered);
  return requests;
}

void requests_free(Requests *requests) {
  cond_release(&requests->answered);
  mutex_release(&requests->lock);
  mem_free(requests);
}

// NULL: there is none.
static Entry *find_locked(Requests *requests, u64 id) {
  for (int i = 0; i < REQUESTS_ROOM; i++) {
    if (requests->entries[i].id == id) return &requests->entries[i];
  }
  return NULL;
}

u64 requests_open(Requests *requests) {
  u64 id = 0;
  mutex_lock(&requests->lock);
  Entry *entry = find_locked(requests, 0);
  if (entry != NULL) {
    id = ++requests->last_id;
    *entry = (Entry){.id = id};
  }
  mutex_unlock(&requests->lock);
  return id;
}

bool requests_answer(Requests *requests, u64 id, i64 value) {
  mutex_lock(&requests->lock);
  Entry *entry = id == 0 ? NULL : find_locked(requests, id);
  bool in_time = entry != NULL;
  if (in_time) {
    entry->value = value;
    entry->is_answered = true;
    cond_broadcast(&requests->answered);
  } else {
    requests->late++;
  }
  mutex_unlock(&requests->lock);
  return in_time;
}

bool requests_wait(Requests *requests, u64 id, i64 *value, Deadline deadline) {
  i64 end = deadline_point(deadline, clock_now());
  mutex_lock(&requests->lock);
  Entry *entry = find_locked(requests, id);
  CHECK(id != 0 && entry != NULL);
  while (!entry->is_answered &&
         cond_wait_until(&requests->answered, &requests->lock, end)) {
    // woken, perhaps for another's answer: look again
  }
  bool is_answered = entry->is_answered;
  if (is_answered) *value = entry->value;
  entry->id = 0;
  mutex_unlock(&requests->lock);
  return is_answered;
}

int requests_late(Requests *requests) {
  mutex_lock(&requests->lock);
  int late = requests->late;
  mutex_unlock(&requests->lock);
  return late;
}
