// cache.c -- a cache that is told when to forget, and an answer too old.
#include <stdlib.h>

#include "troupe.h"

// get -> value, version | put(value)
#define DISK(M)                                        \
  M(DISK_GET, disk, get, , (i64, value)(i64, version)) \
  M(DISK_PUT, disk, put, (i64, value), )
PROTOCOL(Disk, disk, DISK)
STATE(DiskState, (i64, value)(i64, version))
ACTOR(Disk, disk, DiskState, storing)

// read: fills it | got brings the value | forget(version)
#define CACHE(M)                                                   \
  M(CACHE_READ, cache, read, , )                                   \
  M(CACHE_GOT, cache, got, REPLY_HEAD(i64, value)(i64, version), ) \
  M(CACHE_FORGET, cache, forget, (i64, version), )
PROTOCOL(Cache, cache, CACHE)
STATE(CacheState,
      (ref(Disk), disk)(bool, versions)(bool, filled)(i64, value)(i64, least))
ACTOR(Cache, cache, CacheState, caching)

// write(disk, cache): tells both
#define WRITER(M) \
  M(WRITER_WRITE, writer, write, (ref(Disk), disk)(ref(Cache), cache), )
PROTOCOL(Writer, writer, WRITER)
STATE(WriterState, (bool, wrote))
ACTOR(Writer, writer, WriterState, writing)

static void storing(DiskState *self, const DiskMsg *message) {
  switch (message->kind) {
    case DISK_GET:
      disk_reply_get(self->value, self->version);
      break;
    case DISK_PUT:
      self->value = message->put.value;
      self->version++;
      break;
  }
}

static void caching(CacheState *self, const CacheMsg *message) {
  switch (message->kind) {
    case CACHE_READ:
      if (!self->filled) {
        ignore(disk_ask_get_as(self->disk, cache_got, NEVER));
      }
      break;
    case CACHE_GOT:
      // What was read before the write must not come in after the forget.
      if (!self->versions || message->got.version >= self->least) {
        self->filled = true;
        self->value = message->got.value;
      }
      break;
    case CACHE_FORGET:
      self->filled = false;
      self->least = message->forget.version;
      break;
  }
}

static void writing(WriterState *self, const WriterMsg *message) {
  switch (message->kind) {
    case WRITER_WRITE: {
      CacheRef cache = message->write.cache;
      self->wrote = true;
      ignore(disk_tell_put(message->write.disk, 2));
      ignore(cache_tell_forget(cache, 1));
      break;
    }
  }
}

int main(void) {
  System *system = system_start(NULL);
  DiskRef disk = disk_spawn(system, "disk", (DiskState){.value = 1});
  CacheState state = {.disk = disk, .versions = getenv("versions") != NULL};
  CacheRef cache = cache_spawn(system, "cache", state);
  WriterRef writer = writer_spawn(system, "writer", (WriterState){0});
  ignore(cache_tell_read(cache));
  ignore(writer_tell_write(writer, disk, cache));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
