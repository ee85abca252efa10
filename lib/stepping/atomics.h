// atomics.h -- what C11 atomic operations do in a run.
//
// Sizes are 1, 2, 4 and 8 bytes; orders those of <stdatomic.h> as numbers.
// Between sequentially consistent operations and others no difference is made
// but in a weak run (delayed.h). What a load with acquire order sees was
// released by the store it reads, and by the changes in a row behind that.
#ifndef STEPPING_ATOMICS_H
#define STEPPING_ATOMICS_H

#include "stepping/world.h"

typedef enum ChangeKind {
  CHANGE_SET,
  CHANGE_ADD,
  CHANGE_SUB,
  CHANGE_AND,
  CHANGE_OR,
  CHANGE_XOR,
  CHANGE_NAND
} ChangeKind;

typedef struct Atomic {
  u64 address;
  u8 size;
  int order;
  u64 place;
} Atomic;

u64 atomics_load(const Atomic *atomic);
void atomics_store(const Atomic *atomic, u64 value);

// Gives what was there before.
u64 atomics_change(const Atomic *atomic, ChangeKind kind, u64 value);

// Gives what was there before: `wanted` if the exchange took place.
u64 atomics_exchange_if(const Atomic *atomic, u64 wanted, u64 value,
                        int order_else);

void atomics_fence(int order, u64 place);

#endif
