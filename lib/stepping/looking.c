// looking.c -- a short list a thread of what it looked at since it last did
// something.
#include "stepping/looking.h"

void looking_changed(u64 address) {
  world->now->look_count = 0;
  looking_reached(address);
}

void looking_reached(u64 address) {
  world->patience = 0;
  for (int i = 0; i < world->task_count; i++) {
    Task *task = &world->tasks[i];
    for (u32 n = 0; n < task->look_count; n++) {
      if (task->looks[n].address == address) {
        task->spins = false;
        task->look_count = 0;
      }
    }
  }
}

void looking_looked(u64 address, u64 place) {
  Task *me = world->now;
  for (u32 i = 0; i < me->look_count; i++) {
    if (me->looks[i].address == address && me->looks[i].place == place) {
      me->spins = true;
      world->run->waited_busily = true;
      return;
    }
  }
  if (me->look_count < TASK_LOOKS) {
    me->looks[me->look_count].address = address;
    me->looks[me->look_count].place = place;
    me->look_count++;
  }
}
