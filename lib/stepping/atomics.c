// atomics.c -- turns, clocks, and at last the memory.
#include "stepping/atomics.h"

#include <stdatomic.h>

#include "stepping/delayed.h"
#include "stepping/accesses.h"
#include "stepping/looking.h"
#include "stepping/turn.h"

static bool acquires(int order) {
  return order == memory_order_acquire || order == memory_order_consume ||
         order == memory_order_acq_rel || order == memory_order_seq_cst;
}

static bool releases(int order) {
  return order == memory_order_release || order == memory_order_acq_rel ||
         order == memory_order_seq_cst;
}

static u64 read_memory(u64 address, u8 size) {
  const volatile void *at = (const volatile void *)(uintptr_t)address;
  switch (size) {
    case 1:
      return *(const volatile u8 *)at;
    case 2:
      return *(const volatile u16 *)at;
    case 4:
      return *(const volatile u32 *)at;
    default:
      return *(const volatile u64 *)at;
  }
}

static u64 cut_to(u64 value, u8 size) {
  return size == 8 ? value : value & (((u64)1 << (8 * size)) - 1);
}

// Who has always been alone needs no turn.
static void point(const Atomic *atomic, OpKind kind, bool writes) {
  accesses_note(&(Access){.address = atomic->address,
                          .size = atomic->size,
                          .writes = writes,
                          .is_atomic = true,
                          .place = atomic->place});
  if (world->task_count > 1) {
    turn_point((Op){.kind = kind,
                    .writes = writes,
                    .object = atomic->address,
                    .place = atomic->place});
  }
}

static Object *object_of(const Atomic *atomic) {
  return object_at(atomic->address, OBJECT_ATOMIC, atomic->place);
}

static void see(const Atomic *atomic, int order) {
  const Object *object = object_of(atomic);
  if (acquires(order)) {
    world_acquire_by(object);
  } else {
    moments_join(&world->now->loosely, &object->released);
  }
}

// What a store with this order makes known.
static Moments known_by(int order) {
  return releases(order) ? world->now->now : world->now->fenced;
}

static void count_release(void) {
  world->now->now.of[world->now->id]++;
  world->now->firmly.of[world->now->id]++;
}

u64 atomics_load(const Atomic *atomic) {
  point(atomic, OP_LOAD, false);
  const Store *own = delayed_own(world->now, atomic->address);
  if (own != NULL) {
    return own->value;
  }
  see(atomic, atomic->order);
  looking_looked(atomic->address, atomic->place);
  return read_memory(atomic->address, atomic->size);
}

void atomics_store(const Atomic *atomic, u64 value) {
  Task *me = world->now;
  point(atomic, OP_STORE, true);
  Store store = {.address = atomic->address,
                 .value = cut_to(value, atomic->size),
                 .size = atomic->size,
                 .ordered = releases(atomic->order) || me->orders_next,
                 .place = atomic->place,
                 .released = known_by(atomic->order)};
  count_release();
  delayed_add(&store);
  if (!world->run->plan.weak || world->task_count == 1 ||
      atomic->order == memory_order_seq_cst) {
    delayed_store_all(me);
    Object *object = object_of(atomic);
    object->firmly = me->firmly;
  }
  me->look_count = 0;
}

// Before a change: its own delayed stores must not come after it.
static void settle(const Atomic *atomic) {
  if (atomic->order != memory_order_relaxed ||
      delayed_own(world->now, atomic->address) != NULL) {
    delayed_store_all(world->now);
  }
}

static void put(const Atomic *atomic, u64 value) {
  Object *object = object_of(atomic);
  see(atomic, atomic->order);
  Moments known = known_by(atomic->order);
  moments_join(&object->released, &known);
  if (releases(atomic->order)) {
    moments_join(&object->firmly, &world->now->firmly);
  }
  count_release();
  delayed_write(atomic->address, cut_to(value, atomic->size), atomic->size);
  looking_changed(atomic->address);
}

static u64 changed(ChangeKind kind, u64 old, u64 value) {
  switch (kind) {
    case CHANGE_SET:
      return value;
    case CHANGE_ADD:
      return old + value;
    case CHANGE_SUB:
      return old - value;
    case CHANGE_AND:
      return old & value;
    case CHANGE_OR:
      return old | value;
    case CHANGE_XOR:
      return old ^ value;
    case CHANGE_NAND:
      return ~(old & value);
  }
  return value;
}

u64 atomics_change(const Atomic *atomic, ChangeKind kind, u64 value) {
  point(atomic, OP_CHANGE, true);
  settle(atomic);
  u64 old = read_memory(atomic->address, atomic->size);
  // A lock of one's own is tried so: what was there already is not news.
  bool is_news = cut_to(changed(kind, old, value), atomic->size) != old;
  u32 looks = world->now->look_count;
  if (is_news) {
    put(atomic, changed(kind, old, value));
  } else {
    see(atomic, atomic->order);
    world->now->look_count = looks;
    looking_looked(atomic->address, atomic->place);
  }
  return old;
}

u64 atomics_exchange_if(const Atomic *atomic, u64 wanted, u64 value,
                        int order_else) {
  point(atomic, OP_CHANGE, true);
  settle(atomic);
  u64 old = read_memory(atomic->address, atomic->size);
  if (old == cut_to(wanted, atomic->size)) {
    put(atomic, value);
  } else {
    see(atomic, order_else);
    looking_looked(atomic->address, atomic->place);
  }
  return old;
}

void atomics_fence(int order, u64 place) {
  Task *me = world->now;
  if (order == memory_order_seq_cst) {
    turn_settle(place);
  }
  if (releases(order)) {
    me->fenced = me->now;
    me->orders_next = true;
    count_release();
  }
  if (acquires(order)) {
    moments_join(&me->now, &me->loosely);
  }
}
