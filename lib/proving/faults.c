// faults.c -- a type whose behaviour fails, and an allocator that counts down.
#include "proving/faults.h"

#include "acting/runtime.h"
#include "acting/send.h"
#include "base/check.h"
#include "base/mem.h"
#include "base/writer.h"

// ---- A handler ----

static struct {
  Actor *actor;  // NULL: nobody
  Ref ref;
  ActorType failing;
  const ActorType *usual;
  char reason[64];
} victim;

static void give_back(void) {
  if (victim.actor != NULL && ref_equal(victim.actor->ref, victim.ref)) {
    victim.actor->type = victim.usual;
  }
  victim.actor = NULL;
}

static void run_and_fail(size_t behaviour, void *state, const void *message) {
  (void)behaviour;
  (void)state;
  (void)message;
  give_back();
  fail("%s", victim.reason);
}

void fault_fail_next(Ref actor, const char *reason) {
  give_back();
  System *system;
  Actor *found;
  if (send_find(actor, &system, &found) != TELL_OK ||
      !ref_equal(found->ref, actor)) {
    return;
  }
  CHECK(system->dispatcher->holds_outbox && "only under the stepper");
  victim.actor = found;
  victim.ref = actor;
  victim.usual = found->type;
  victim.failing = *found->type;
  victim.failing.run = run_and_fail;
  Writer out = writer_over(victim.reason, sizeof victim.reason);
  write_text(&out, reason);
  found->type = &victim.failing;
}

// ---- Memory ----

static size_t left;
static size_t pauses;

static void *allocate(size_t size) {
  if (pauses == 0 && left == 0) {
    return NULL;
  }
  left -= pauses == 0;
  return mem_usual.allocate(size);
}

static void release(void *block) {
  mem_usual.release(block);
}

void fault_no_memory(size_t after) {
  static const MemAllocator failing = {allocate, release};
  left = after;
  mem_set_allocator(&failing);
}

void fault_memory_back(void) {
  mem_set_allocator(NULL);
}

void fault_pause(void) {
  pauses++;
}

void fault_go_on(void) {
  CHECK(pauses > 0);
  pauses--;
}
