// hooks.c -- what a compiler calls with -fsanitize=thread.
//
// The program is compiled so, but linked with these instead of the sanitizer's
// own. (The names are part of the compilers' interface, gcc's
// gcc/sanitizer.def and clang's ThreadSanitizer pass.)
#include "stepping/atomics.h"
#include "stepping/accesses.h"
#include "stepping/stand_in.h"

void __tsan_init(void);
void __tsan_func_entry(void *caller);
void __tsan_func_exit(void);

void __tsan_init(void) {}

void __tsan_func_entry(void *caller) {
  if (is_stepped()) {
    Task *me = world->now;
    if (me->frame_count < TASK_FRAMES) {
      me->frames[me->frame_count] = (u32)place_of(caller);
    }
    me->frame_count++;
  }
}

void __tsan_func_exit(void) {
  if (is_stepped() && world->now->frame_count > 0) {
    world->now->frame_count--;
  }
}

static void touch(const void *address, u64 size, bool writes, u64 place) {
  if (is_stepped()) {
    Access access = {.address = address_of(address),
                     .size = size,
                     .writes = writes,
                     .place = place};
    accesses_point(&access);
    accesses_note(&access);
  }
}

#define HOOK(NAME, SIZE, WRITES)         \
  void __tsan_##NAME(void *address);     \
  void __tsan_##NAME(void *address) {    \
    touch(address, SIZE, WRITES, PLACE); \
  }

#define HOOKS(SIZE)                                \
  HOOK(read##SIZE, SIZE, false)                    \
  HOOK(write##SIZE, SIZE, true)                    \
  HOOK(read_write##SIZE, SIZE, true)               \
  HOOK(volatile_read##SIZE, SIZE, false)           \
  HOOK(volatile_write##SIZE, SIZE, true)           \
  HOOK(unaligned_read##SIZE, SIZE, false)          \
  HOOK(unaligned_write##SIZE, SIZE, true)          \
  HOOK(unaligned_read_write##SIZE, SIZE, true)     \
  HOOK(unaligned_volatile_read##SIZE, SIZE, false) \
  HOOK(unaligned_volatile_write##SIZE, SIZE, true)

HOOKS(1)
HOOKS(2)
HOOKS(4)
HOOKS(8)
HOOKS(16)

void __tsan_read_range(void *address, unsigned long size);
void __tsan_write_range(void *address, unsigned long size);

void __tsan_read_range(void *address, unsigned long size) {
  touch(address, size, false, PLACE);
}

void __tsan_write_range(void *address, unsigned long size) {
  touch(address, size, true, PLACE);
}

// ---- Atomics ----

#define ATOMIC(BITS)                        \
  ((Atomic){.address = address_of(address), \
            .size = BITS / 8,               \
            .order = order,                 \
            .place = PLACE})

#define CHANGE(BITS, NAME, KIND, PLAIN)                                       \
  u##BITS __tsan_atomic##BITS##_##NAME(volatile u##BITS *address,             \
                                       u##BITS value, int order);             \
  u##BITS __tsan_atomic##BITS##_##NAME(volatile u##BITS *address,             \
                                       u##BITS value, int order) {            \
    return is_stepped() ? (u##BITS)atomics_change(&ATOMIC(BITS), KIND, value) \
                        : PLAIN(address, value, __ATOMIC_SEQ_CST);            \
  }

#define EXCHANGE_IF(BITS, NAME)                                               \
  int __tsan_atomic##BITS##_compare_exchange_##NAME(                          \
      volatile u##BITS *address, u##BITS *wanted, u##BITS value, int order,   \
      int order_else);                                                        \
  int __tsan_atomic##BITS##_compare_exchange_##NAME(                          \
      volatile u##BITS *address, u##BITS *wanted, u##BITS value, int order,   \
      int order_else) {                                                       \
    if (!is_stepped()) {                                                      \
      return __atomic_compare_exchange_n(address, wanted, value, false,       \
                                         __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST); \
    }                                                                         \
    u##BITS before = *wanted;                                                 \
    *wanted = (u##BITS)atomics_exchange_if(&ATOMIC(BITS), before, value,      \
                                           order_else);                       \
    return *wanted == before;                                                 \
  }

#define ATOMICS(BITS)                                                        \
  u##BITS __tsan_atomic##BITS##_load(const volatile u##BITS *address,        \
                                     int order);                             \
  void __tsan_atomic##BITS##_store(volatile u##BITS *address, u##BITS value, \
                                   int order);                               \
  u##BITS __tsan_atomic##BITS##_compare_exchange_val(                        \
      volatile u##BITS *address, u##BITS wanted, u##BITS value, int order,   \
      int order_else);                                                       \
  u##BITS __tsan_atomic##BITS##_load(const volatile u##BITS *address,        \
                                     int order) {                            \
    return is_stepped() ? (u##BITS)atomics_load(&ATOMIC(BITS))               \
                        : __atomic_load_n(address, __ATOMIC_SEQ_CST);        \
  }                                                                          \
  void __tsan_atomic##BITS##_store(volatile u##BITS *address, u##BITS value, \
                                   int order) {                              \
    if (is_stepped()) {                                                      \
      atomics_store(&ATOMIC(BITS), value);                                   \
    } else {                                                                 \
      __atomic_store_n(address, value, __ATOMIC_SEQ_CST);                    \
    }                                                                        \
  }                                                                          \
  CHANGE(BITS, exchange, CHANGE_SET, __atomic_exchange_n)                    \
  CHANGE(BITS, fetch_add, CHANGE_ADD, __atomic_fetch_add)                    \
  CHANGE(BITS, fetch_sub, CHANGE_SUB, __atomic_fetch_sub)                    \
  CHANGE(BITS, fetch_and, CHANGE_AND, __atomic_fetch_and)                    \
  CHANGE(BITS, fetch_or, CHANGE_OR, __atomic_fetch_or)                       \
  CHANGE(BITS, fetch_xor, CHANGE_XOR, __atomic_fetch_xor)                    \
  CHANGE(BITS, fetch_nand, CHANGE_NAND, __atomic_fetch_nand)                 \
  EXCHANGE_IF(BITS, strong)                                                  \
  EXCHANGE_IF(BITS, weak)                                                    \
  u##BITS __tsan_atomic##BITS##_compare_exchange_val(                        \
      volatile u##BITS *address, u##BITS wanted, u##BITS value, int order,   \
      int order_else) {                                                      \
    if (is_stepped()) {                                                      \
      return (u##BITS)atomics_exchange_if(&ATOMIC(BITS), wanted, value,      \
                                          order_else);                       \
    }                                                                        \
    __atomic_compare_exchange_n(address, &wanted, value, false,              \
                                __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);         \
    return wanted;                                                           \
  }

ATOMICS(8)
ATOMICS(16)
ATOMICS(32)
ATOMICS(64)

void __tsan_atomic_thread_fence(int order);
void __tsan_atomic_signal_fence(int order);

void __tsan_atomic_thread_fence(int order) {
  if (is_stepped()) {
    atomics_fence(order, PLACE);
  } else {
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
  }
}

void __tsan_atomic_signal_fence(int order) {
  (void)order;
}
