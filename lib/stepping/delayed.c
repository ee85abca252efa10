// delayed.c -- a short list a thread, oldest first.
#include "stepping/delayed.h"

#include <string.h>

#include "stepping/looking.h"

void delayed_write(u64 address, u64 value, u8 size) {
  void *at = (void *)(uintptr_t)address;
  switch (size) {
    case 1:
      *(volatile u8 *)at = (u8)value;
      break;
    case 2:
      *(volatile u16 *)at = (u16)value;
      break;
    case 4:
      *(volatile u32 *)at = (u32)value;
      break;
    default:
      *(volatile u64 *)at = value;
      break;
  }
}

bool delayed_may_go(const Task *task, u32 n) {
  const Store *store = &task->stores[n];
  for (u32 i = 0; i < n; i++) {
    if (store->ordered || task->stores[i].address == store->address) {
      return false;
    }
  }
  return true;
}

void delayed_store(Task *task, u32 n) {
  Store store = task->stores[n];
  memmove(&task->stores[n], &task->stores[n + 1],
          (task->store_count - n - 1) * sizeof store);
  task->store_count--;
  Object *object = object_at(store.address, OBJECT_ATOMIC, store.place);
  object->released = store.released;
  delayed_write(store.address, store.value, store.size);
  looking_reached(store.address);
}

void delayed_store_all(Task *task) {
  while (task->store_count > 0) {
    delayed_store(task, 0);
  }
}

void delayed_add(const Store *store) {
  Task *me = world->now;
  if (me->store_count == TASK_STORES) {
    delayed_store(me, 0);
  }
  me->stores[me->store_count++] = *store;
}

const Store *delayed_own(const Task *task, u64 address) {
  for (u32 i = task->store_count; i > 0; i--) {
    if (task->stores[i - 1].address == address) {
      return &task->stores[i - 1];
    }
  }
  return NULL;
}
