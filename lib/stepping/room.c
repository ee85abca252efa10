// room.c -- mappings without a file, whose pages come with their first use.
#include "stepping/room.h"

#include <sys/mman.h>

static int how = MAP_PRIVATE;

void room_share(bool shared) {
  how = shared ? MAP_SHARED : MAP_PRIVATE;
}

void *room_take(size_t size) {
  void *room = mmap(NULL, size, PROT_READ | PROT_WRITE,
                    how | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return room == MAP_FAILED ? NULL : room;
}
