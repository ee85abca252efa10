// hashes.c -- open addressing; pages of the table come with their use.
#include "acting/hashes.h"

void hashes_init(Hashes *hashes, size_t room, Arena *arena) {
  *hashes = (Hashes){.places = arena_room(arena, room, sizeof(u64)),
                     .room = room,
                     .most = room / 2};
}

bool hashes_add(Hashes *hashes, u64 hash) {
  hash |= 1;
  size_t place = (size_t)(hash * 0x9E3779B97F4A7C15U >> 20) % hashes->room;
  while (hashes->places[place] != 0 && hashes->places[place] != hash) {
    place = (place + 1) % hashes->room;
  }
  if (hashes->places[place] == hash || hashes->count == hashes->most) {
    return false;
  }
  hashes->places[place] = hash;
  hashes->count++;
  return true;
}
