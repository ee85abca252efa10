// bond_table.c -- chains of messages, by a hash of what they are found by.
//
// A table is one chain until there are many messages, and stays one if it found
// no memory to grow: adding cannot fail. Messages lie at even addresses, so an
// odd number is that of the chains, and one more.
#include "surviving/bond_table.h"

#include <string.h>

#include "base/mem.h"

enum { FIRST_ROOM = 16 };

typedef struct Chains {
  u32 room;  // a power of two
  u32 count;
  Message *first[];
} Chains;

// NULL: there is one chain, the BondTable's own.
static Chains *chains_of(const BondTable *bonds) {
  return (bonds->table & 1) != 0 ? (Chains *)(bonds->table - 1) : NULL;
}

u64 bond_number(Message *message) {
  u64 number;
  memcpy(&number, message_fields(message), sizeof number);
  return number;
}

static u64 key_of(Message *message) {
  return message->info->kind == CONTROL_EXIT ? message->target.bits
                                             : bond_number(message);
}

// The upper half of the product depends on all bits of the key.
static Message **chain_of(const BondTable *bonds, u64 key) {
  Chains *chains = chains_of(bonds);
  u64 mixed = key * 0x9E3779B97F4A7C15u;
  return chains == NULL ? &((BondTable *)(uintptr_t)bonds)->chain
                        : &chains->first[(mixed >> 32) & (chains->room - 1)];
}

static void put(BondTable *bonds, Message *message) {
  Message **chain = chain_of(bonds, key_of(message));
  message->next = *chain;
  *chain = message;
}

static void put_all(BondTable *bonds, Message *chain) {
  while (chain != NULL) {
    Message *next = chain->next;
    put(bonds, chain);
    chain = next;
  }
}

// To `room` chains for what there is; it stays as it is without memory.
static void grow(BondTable *bonds, u32 room) {
  Chains *larger =
      mem_try(sizeof *larger + (size_t)room * sizeof *larger->first);
  if (larger == NULL) {
    return;
  }
  BondTable old = *bonds;
  Chains *chains = chains_of(&old);
  larger->room = room;
  larger->count = bonds_count(&old);
  bonds->table = (uintptr_t)larger + 1;
  if (chains == NULL) {
    put_all(bonds, old.chain);
  }
  for (u32 i = 0; chains != NULL && i < chains->room; i++) {
    put_all(bonds, chains->first[i]);
  }
  mem_free(chains);
}

u32 bonds_count(const BondTable *bonds) {
  const Chains *chains = chains_of(bonds);
  u32 count = chains != NULL ? chains->count : 0;
  for (const Message *at = chains == NULL ? bonds->chain : NULL; at != NULL;
       at = at->next) {
    count++;
  }
  return count;
}

void bonds_add(BondTable *bonds, Message *message) {
  const Chains *chains = chains_of(bonds);
  u32 room = chains != NULL ? chains->room : FIRST_ROOM / 2;
  if (room <= UINT32_MAX / 2 && bonds_count(bonds) >= room) {
    grow(bonds, room * 2);
  }
  put(bonds, message);
  if (chains_of(bonds) != NULL) {
    chains_of(bonds)->count++;
  }
}

static Message *unchain(const BondTable *bonds, Message **place) {
  Message *message = *place;
  *place = message->next;
  message->next = NULL;
  if (chains_of(bonds) != NULL) {
    chains_of(bonds)->count--;
  }
  return message;
}

Message *bonds_take(BondTable *bonds, ControlKind kind, u64 number, Ref peer) {
  Message **place = chain_of(bonds, kind == CONTROL_EXIT ? peer.bits : number);
  for (; *place != NULL; place = &(*place)->next) {
    Message *message = *place;
    if (message->info->kind == kind && bond_number(message) == number &&
        (kind != CONTROL_EXIT || ref_equal(message->target, peer))) {
      return unchain(bonds, place);
    }
  }
  return NULL;
}

static Message **place_of_link(const BondTable *bonds, Ref peer) {
  Message **place = chain_of(bonds, peer.bits);
  while (*place != NULL && ((*place)->info->kind != CONTROL_EXIT ||
                            !ref_equal((*place)->target, peer))) {
    place = &(*place)->next;
  }
  return place;
}

Message *bonds_take_link(BondTable *bonds, Ref peer) {
  Message **place = place_of_link(bonds, peer);
  return *place == NULL ? NULL : unchain(bonds, place);
}

bool bonds_has_link(const BondTable *bonds, Ref peer) {
  return *place_of_link(bonds, peer) != NULL;
}

Message *bonds_take_any(BondTable *bonds) {
  Chains *chains = chains_of(bonds);
  if (chains == NULL) {
    return bonds->chain == NULL ? NULL : unchain(bonds, &bonds->chain);
  }
  while (chains->room > 0) {
    Message **last = &chains->first[chains->room - 1];
    if (*last != NULL) {
      return unchain(bonds, last);
    }
    chains->room--;
  }
  mem_free(chains);
  bonds->chain = NULL;
  return NULL;
}
