// request_table.c -- an id's place is the id modulo the table's size.
//
// Ids are serial numbers, so that they read well in a trace; one whose place is
// taken is left out. Entries are kept for the next request.
#include "acting/request_table.h"

#include "base/mem.h"

// Where in the table a request is, if it is there.
static RequestEntry **place_locked(System *system, RequestId request) {
  return &system->requests[request & (system->request_room - 1)];
}

RequestEntry *request_table_find_locked(System *system, RequestId request) {
  if (system->request_room == 0) {
    return NULL;
  }
  RequestEntry *entry = *place_locked(system, request);
  return entry != NULL && entry->id == request ? entry : NULL;
}

// Keeps half of the places free. In a table of twice the size no two ids that
// had different places meet: each moves to its place or to that plus the size.
static bool grow_locked(System *system) {
  if (system->request_count * 2 < system->request_room) {
    return true;
  }
  u32 old_room = system->request_room;
  u32 room = old_room == 0 ? 64 : old_room * 2;
  RequestEntry **old = system->requests;
  RequestEntry **larger = mem_try_array(room, sizeof(RequestEntry *));
  if (larger == NULL) {
    return false;
  }
  system->requests = larger;
  system->request_room = room;
  for (u32 i = 0; i < old_room; i++) {
    if (old[i] != NULL) {
      *place_locked(system, old[i]->id) = old[i];
    }
  }
  mem_free(old);
  return true;
}

RequestEntry *request_table_take_locked(System *system) {
  if (!grow_locked(system)) {
    return NULL;
  }
  RequestEntry *entry = system->free_requests;
  if (entry != NULL) {
    system->free_requests = entry->next_free;
  } else {
    entry = mem_try(sizeof *entry);
  }
  if (entry != NULL) {
    do {
      system->request_serial++;
    } while (*place_locked(system, system->request_serial) != NULL);
    entry->id = system->request_serial;
    *place_locked(system, entry->id) = entry;
    system->request_count++;
  }
  return entry;
}

void request_table_recycle_locked(System *system, RequestEntry *entry) {
  *place_locked(system, entry->id) = NULL;
  system->request_count--;
  entry->id = 0;
  entry->open = false;
  entry->next_free = system->free_requests;
  system->free_requests = entry;
}

static void free_entry(System *system, RequestEntry *entry) {
  if (entry != NULL) {
    ignore(timers_remove(&system->timers, &entry->timer));
    message_free(entry->answer);
    mem_free(entry);
  }
}

void request_table_release(System *system) {
  for (u32 i = 0; i < system->request_room; i++) {
    free_entry(system, system->requests[i]);
  }
  while (system->free_requests != NULL) {
    RequestEntry *entry = system->free_requests;
    system->free_requests = entry->next_free;
    free_entry(system, entry);
  }
  mem_free(system->requests);
}
