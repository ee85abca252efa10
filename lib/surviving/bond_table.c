// bond_table.c -- chains of messages, by a hash of what they are found by.
//
// A table without memory is one chain, and so is one that found no memory to
// grow: adding cannot fail.
#include "surviving/bond_table.h"

#include <string.h>

#include "base/mem.h"

enum { FIRST_ROOM = 16 };

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
  BondTable *table = (BondTable *)(uintptr_t)bonds;
  u64 mixed = key * 0x9E3779B97F4A7C15u;
  return table->room == 0 ? &table->chain
                          : &table->chains[(mixed >> 32) & (table->room - 1)];
}

static void put(BondTable *bonds, Message *message) {
  Message **chain = chain_of(bonds, key_of(message));
  message->next = *chain;
  *chain = message;
}

static void grow(BondTable *bonds) {
  BondTable larger = {.room = bonds->room == 0 ? FIRST_ROOM : bonds->room * 2,
                      .count = bonds->count};
  larger.chains = mem_try_array(larger.room, sizeof *larger.chains);
  if (larger.chains == NULL) {
    return;
  }
  BondTable old = *bonds;
  *bonds = larger;
  for (u32 i = 0; i < (old.room == 0 ? 1 : old.room); i++) {
    Message *next = old.room == 0 ? old.chain : old.chains[i];
    while (next != NULL) {
      Message *message = next;
      next = message->next;
      put(bonds, message);
    }
  }
  mem_free(old.chains);
}

void bonds_add(BondTable *bonds, Message *message) {
  u32 enough = bonds->room == 0 ? FIRST_ROOM / 2 : bonds->room;
  if (bonds->count >= enough && bonds->room <= UINT32_MAX / 2) {
    grow(bonds);
  }
  put(bonds, message);
  bonds->count++;
}

static Message *unchain(BondTable *bonds, Message **place) {
  Message *message = *place;
  *place = message->next;
  message->next = NULL;
  bonds->count--;
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

static void release(BondTable *bonds) {
  mem_free(bonds->chains);
  *bonds = (BondTable){.room = 0};
}

Message *bonds_take_any(BondTable *bonds) {
  if (bonds->chain != NULL) {
    return unchain(bonds, &bonds->chain);
  }
  while (bonds->room > 0) {
    Message **last = &bonds->chains[bonds->room - 1];
    if (*last != NULL) {
      return unchain(bonds, last);
    }
    bonds->room--;
  }
  release(bonds);
  return NULL;
}
