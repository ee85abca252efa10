// ref.h -- the one way to name an actor.
//
// A reference is a value of 64 bits: the node (8), the slot in that node's
// table (26) and the slot's generation (30). It is copied freely, sent in
// messages and kept for as long as one likes: slots live in memory that is
// never returned, and the generation changes when the actor ends for good, so
// a stale reference is refused and never reaches the wrong actor. A slot whose
// generations are spent is retired. A restart keeps the reference.
#ifndef TELLING_REF_H
#define TELLING_REF_H

#include "base/types.h"

typedef struct Ref {
  u64 bits;
} Ref;

// Names no actor; nothing sent to it arrives. (A refused spawn returns another
// reference of that kind, which says why: spawn_outcome in acting/actor.h.)
#define NOBODY ((Ref){0})

#define REF_NODES (1u << 8)
#define REF_SLOTS (1u << 26)
#define REF_GENERATIONS (1u << 30)

// Each part must fit; node and generation of an actor are at least 1.
Ref ref_make(u32 node, u32 slot, u32 generation);

// Its parts: node << 56 | slot << 30 | generation.
static inline u32 ref_node(Ref ref) {
  return (u32)(ref.bits >> 56);
}

static inline u32 ref_slot(Ref ref) {
  return (u32)(ref.bits >> 30) & (REF_SLOTS - 1);
}

static inline u32 ref_generation(Ref ref) {
  return (u32)ref.bits & (REF_GENERATIONS - 1);
}

static inline bool ref_equal(Ref a, Ref b) {
  return a.bits == b.bits;
}

// A reference of which only this much is known to the compiler: it can be
// compared and kept, but nothing typed can be sent to it.
typedef struct AnyRef {
  Ref ref;
} AnyRef;

#endif
