// store.c -- what a life knew ends with it, unless somebody else keeps it.
#include <stdlib.h>

#include "troupe.h"

// keep(sum) | fetch -> sum
#define VAULT(M)                           \
  M(VAULT_KEEP, vault, keep, (i64, sum), ) \
  M(VAULT_FETCH, vault, fetch, , (i64, sum))
PROTOCOL(Vault, vault, VAULT)
STATE(VaultState, (i64, sum))
ACTOR(Vault, vault, VaultState, keeping)

// add(amount) | shake: it fails | fetched brings what the life before knew
#define STORE(M)                            \
  M(STORE_ADD, store, add, (i64, amount), ) \
  M(STORE_SHAKE, store, shake, , )          \
  M(STORE_FETCHED, store, fetched, REPLY_HEAD(i64, sum), )
PROTOCOL(Store, store, STORE)
STATE(StoreState, (i64, sum))
ACTOR_WITH_ENDS(Store, store, StoreState, starts, ends, storing)

// pass(store): shakes it
#define CAT(M) M(CAT_PASS, cat, pass, (ref(Store), store), )
PROTOCOL(Cat, cat, CAT)
STATE(CatState, (bool, shook))
ACTOR(Cat, cat, CatState, prowling)

static bool saves;
static VaultRef vault;

static void keeping(VaultState *self, const VaultMsg *message) {
  switch (message->kind) {
    case VAULT_KEEP:
      self->sum = message->keep.sum;
      break;
    case VAULT_FETCH:
      vault_reply_fetch(self->sum);
      break;
  }
}

static void starts(StoreState *self) {
  (void)self;
  if (saves) {
    // Held: nothing is added before what was known is back.
    ignore(vault_hold_fetch_as(vault, store_fetched, NEVER));
  }
}

static void ends(StoreState *self, StopReason reason) {
  (void)self;
  (void)reason;
}

static void storing(StoreState *self, const StoreMsg *message) {
  switch (message->kind) {
    case STORE_ADD:
      self->sum += message->add.amount;
      if (saves) {
        ignore(vault_tell_keep(vault, self->sum));
      }
      break;
    case STORE_SHAKE:
      fail("shaken");
    case STORE_FETCHED:
      self->sum = message->fetched.sum;
      break;
  }
}

static void prowling(CatState *self, const CatMsg *message) {
  switch (message->kind) {
    case CAT_PASS:
      self->shook = store_tell_shake(message->pass.store) == TELL_OK;
      break;
  }
}

int main(void) {
  static const ChildSpec children[] = {CHILD(store, "store", NULL)};
  static const SupervisorOptions options = {
      .intensity = 3, .children = children, .count = 1};
  System *system = system_start(NULL);
  saves = getenv("saves") != NULL;
  vault = vault_spawn(system, "vault", (VaultState){0});
  SupervisorRef root = supervisor_spawn(system, "house", &options);
  CHECK(actor_wait_started(root.ref, NEVER) == START_OK);
  struct supervisor_find_reply found = {0};
  ignore(supervisor_ask_find(root, "store", &found, NEVER));
  StoreRef store = {found.child.ref};
  CatRef cat = cat_spawn(system, "cat", (CatState){.shook = false});
  ignore(cat_tell_pass(cat, store));
  ignore(store_tell_add(store, 10));
  ignore(store_tell_add(store, 20));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
