// world.c -- one function an event; see sim/model.c for the whole of it.
#include "acting/world.h"

#include <stdio.h>
#include <string.h>

#include "acting/table.h"
#include "acting/trace.h"
#include "base/mem.h"
#include "telling/fields.h"

enum { STATE_SIZE = 8192 };

static void *grow(void *items, size_t *room, size_t count, size_t size) {
  if (count <= *room) {
    return items;
  }
  size_t larger = count < 8 ? 8 : count * 2;
  void *moved = mem_must(larger, size);
  if (items != NULL) {
    memcpy(moved, items, *room * size);
  }
  mem_free(items);
  *room = larger;
  return moved;
}

World *world_new(System *system) {
  World *world = mem_new(World);
  world->system = system;
  return world;
}

void world_release(World *world) {
  for (size_t i = 0; world != NULL && i < world->count; i++) {
    mem_free(world->dwellers[i].state);
    mem_free(world->dwellers[i].mailbox.items);
    mem_free(world->dwellers[i].outbox.items);
  }
  if (world != NULL) {
    mem_free(world->dwellers);
    mem_free(world->places);
    mem_free(world->atoms);
  }
  mem_free(world);
}

static bool is_outside(u64 ref) {
  return ref_slot((Ref){ref}) < 2;
}

static Dweller *find(const World *world, u64 ref) {
  u32 slot = ref_slot((Ref){ref});
  u32 place = slot < world->place_count ? world->places[slot] : 0;
  Dweller *dweller = place == 0 ? NULL : &world->dwellers[place - 1];
  return dweller != NULL && dweller->ref == ref ? dweller : NULL;
}

static Dweller *dweller_at(World *world, u64 ref) {
  Dweller *dweller = find(world, ref);
  if (dweller != NULL) {
    return dweller;
  }
  u32 slot = ref_slot((Ref){ref});
  world->dwellers = grow(world->dwellers, &world->room, world->count + 1,
                         sizeof *world->dwellers);
  world->places = grow(world->places, &world->place_room, (size_t)slot + 1,
                       sizeof *world->places);
  if (world->place_count <= slot) {
    world->place_count = (size_t)slot + 1;
  }
  dweller = &world->dwellers[world->count++];
  *dweller = (Dweller){.ref = ref, .capacity = 1};
  world->places[slot] = (u32)world->count;
  return dweller;
}

// ---- Letters ----

static u64 mix(u64 number) {
  number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9U;
  number = (number ^ number >> 27) * 0x94D049BB133111EBU;
  return number ^ number >> 31;
}

static u64 mix_bytes(u64 hash, const void *bytes, size_t size) {
  const u8 *at = bytes;
  for (size_t i = 0; i < size; i++) {
    hash = (hash ^ at[i]) * 0x100000001B3U;
  }
  return mix(hash + size);
}

static u64 mix_text(u64 hash, const char *text) {
  return text == NULL ? mix(hash) : mix_bytes(hash, text, strlen(text));
}

// What a message says but for the number of the request it answers: requests
// are numbered in the order they are made.
static u64 mix_said(u64 hash, const char *text) {
  static const char word[] = "request: ";
  const char *number = text == NULL ? NULL : strstr(text, word);
  if (number == NULL) {
    return mix_text(hash, text);
  }
  number += sizeof word - 1;
  hash = mix_bytes(hash, text, (size_t)(number - text));
  return mix_text(hash, number + strspn(number, "0123456789"));
}

static void put(Letters *letters, Letter letter) {
  letters->items = grow(letters->items, &letters->room, letters->count + 1,
                        sizeof *letters->items);
  letters->items[letters->count++] = letter;
}

static bool take(Letters *letters, MessageId id, Letter *taken) {
  for (size_t i = 0; i < letters->count; i++) {
    Letter *letter = &letters->items[i];
    if (letter->id.sender == id.sender && letter->id.sequence == id.sequence) {
      *taken = *letter;
      letters->count--;
      memmove(letter, letter + 1, (letters->count - i) * sizeof *letter);
      return true;
    }
  }
  return false;
}

// Wherever it is; then it is there no longer.
static Letter take_out(World *world, const Event *event) {
  Letter letter = {.id = event->id};
  Dweller *sender = find(world, event->id.sender);
  Dweller *receiver = find(world, event->actor);
  if ((sender != NULL && take(&sender->outbox, event->id, &letter)) ||
      (receiver != NULL && take(&receiver->mailbox, event->id, &letter))) {
    return letter;
  }
  for (size_t i = 0; i < world->count; i++) {
    if (take(&world->dwellers[i].outbox, event->id, &letter) ||
        take(&world->dwellers[i].mailbox, event->id, &letter)) {
      break;
    }
  }
  return letter;
}

// ---- Events ----

static bool is_read(const World *world, const char *label) {
  for (size_t i = 0; i < world->atom_count; i++) {
    const char *actor = world->atoms[i].actor;
    size_t length = strcspn(actor, "#");
    if (strlen(label) == length && strncmp(actor, label, length) == 0) {
      return true;
    }
  }
  return false;
}

static void spawned(World *world, const Event *event) {
  Dweller *dweller = dweller_at(world, event->actor);
  ignore(snprintf(dweller->label, sizeof dweller->label, "%s",
                  event->name == NULL ? "?" : event->name));
  dweller->capacity = event->number;
  dweller->acts = !is_outside(event->actor);
  dweller->read = is_read(world, dweller->label);
}

static void keep_state(Dweller *dweller, const char *text) {
  size_t length = strlen(text);
  dweller->state = grow(dweller->state, &dweller->state_room, length + 1, 1);
  memcpy(dweller->state, text, length + 1);
}

static void print_state(const World *world, const Dweller *dweller,
                        char text[STATE_SIZE]) {
  Writer out = writer_over(text, STATE_SIZE);
  RefNames names = ref_names(world->system);
  const Actor *actor = table_at(world->system, (Ref){dweller->ref});
  text[0] = '\0';
  if (actor->state != NULL && actor->ref.bits == dweller->ref) {
    fields_print(actor->type->state(), actor->state, &names, &out);
  }
}

static void note_state(World *world, const Event *event) {
  Dweller *dweller = dweller_at(world, event->actor);
  dweller->handled += event->kind == EVENT_HANDLED;
  if (event->text != NULL) {
    keep_state(dweller, event->text);
  } else if (world->system->terse && dweller->read) {
    char text[STATE_SIZE];
    print_state(world, dweller, text);
    keep_state(dweller, text);
  }
}

static void see_message(World *world, const Event *event) {
  if (event->kind == EVENT_SENT) {
    u64 content = mix_text(mix(event->other), event->name);
    put(&dweller_at(world, event->actor)->outbox,
        (Letter){event->id, event->other, mix_said(content, event->text)});
    return;
  }
  Letter letter = take_out(world, event);
  u64 said = mix_said(mix_text(3, event->name), event->text);
  if (event->kind == EVENT_STASHED) {
    dweller_at(world, event->actor)->aside += said;
  } else if (event->kind == EVENT_UNSTASHED) {
    letter = (Letter){.id = event->id, .content = said};
    dweller_at(world, event->actor)->aside -= said;
  }
  bool stays = event->kind == EVENT_FLUSHED || event->kind == EVENT_UNSTASHED;
  if (stays && !is_outside(event->actor)) {
    put(&dweller_at(world, event->actor)->mailbox, letter);
  }
  world->dead += event->kind == EVENT_DEAD_LETTER;
}

static void see_wait(World *world, const Event *event) {
  // With all three it was refused: nobody waits.
  bool refused =
      event->name != NULL && event->text != NULL && event->request != 0;
  if (event->kind == EVENT_WOKEN || !refused) {
    dweller_at(world, event->actor)->waits = event->kind == EVENT_BLOCKED;
  }
}

static void stopped(World *world, const Event *event) {
  Dweller *dweller = dweller_at(world, event->actor);
  dweller->stopped = true;
  dweller->waits = false;
  dweller->mailbox.count = 0;
}

static u64 timer_of(const Event *event) {
  return mix(mix(event->actor) + event->number);
}

void world_see(World *world, const Event *event) {
  world->time = event->time;
  switch ((int)event->kind) {
    case EVENT_CHOICE:
      world->step = event->step;
      world->failed = false;
      break;
    case EVENT_SPAWNED:
      spawned(world, event);
      break;
    case EVENT_STARTED:
    case EVENT_HANDLED:
      note_state(world, event);
      break;
    case EVENT_BECAME:
      dweller_at(world, event->actor)->behaviour = mix_text(1, event->name);
      break;
    case EVENT_FAILED:
      world->failed = true;
      break;
    case EVENT_STOPPED:
      stopped(world, event);
      break;
    case EVENT_SENT:
    case EVENT_FLUSHED:
    case EVENT_TAKEN:
    case EVENT_DEAD_LETTER:
    case EVENT_QUARANTINED:
    case EVENT_STASHED:
    case EVENT_UNSTASHED:
      see_message(world, event);
      break;
    case EVENT_BLOCKED:
    case EVENT_WOKEN:
      see_wait(world, event);
      break;
    case EVENT_ASKED:
      dweller_at(world, event->actor)->aside += mix(event->actor);
      break;
    case EVENT_REPLIED:
      dweller_at(world, event->other)->aside -= mix(event->other);
      break;
    case EVENT_TIMER_SET:
    case EVENT_TIMER_FIRED:
    case EVENT_TIMER_CANCELLED:
      dweller_at(world, event->actor)->timers += event->kind == EVENT_TIMER_SET
                                                     ? timer_of(event)
                                                     : 0 - timer_of(event);
      break;
    default:
      break;
  }
}

FootprintMail world_mailbox(const void *context, u64 actor) {
  const Dweller *dweller = find(context, actor);
  return dweller == NULL ? (FootprintMail){.bounded = true}
                         : (FootprintMail){.bounded = dweller->capacity != 0,
                                           .count = dweller->mailbox.count};
}

bool world_any_waits(const World *world) {
  for (size_t i = 0; i < world->count; i++) {
    const Dweller *dweller = &world->dwellers[i];
    if (dweller->acts && dweller->waits && !dweller->stopped) {
      return true;
    }
  }
  return false;
}

// ---- The whole of it as a number ----

static u64 letters_hash(u64 hash, const Letters *letters) {
  for (size_t i = 0; i < letters->count; i++) {
    const Letter *letter = &letters->items[i];
    hash = mix(mix(hash + letter->id.sender) + letter->content);
  }
  return mix(hash + letters->count);
}

static u64 private_hash(const World *world, const Dweller *dweller) {
  const Actor *actor = table_at(world->system, (Ref){dweller->ref});
  if (!dweller->acts || dweller->stopped || actor->state == NULL ||
      actor->ref.bits != dweller->ref ||
      shape_is_declared(actor->type->state())) {
    return 0;
  }
  return mix_bytes(7, actor->state, actor->type->state()->size);
}

// What it declares. Where events are terse it is in its memory, and here only
// if a check reads it.
static u64 state_hash(const World *world, const Dweller *dweller) {
  char text[STATE_SIZE];
  u64 hash = mix(dweller->ref);
  if (!world->system->terse || dweller->read) {
    return mix_text(hash, dweller->state);
  }
  if (!dweller->acts || dweller->stopped) {
    return hash;
  }
  print_state(world, dweller, text);
  return mix_text(hash, text);
}

u64 world_hash(const World *world) {
  u64 hash = 0;
  bool timed = false;
  for (size_t i = 0; i < world->count; i++) {
    const Dweller *dweller = &world->dwellers[i];
    u64 own = state_hash(world, dweller);
    own = mix(own + dweller->behaviour + dweller->timers + dweller->aside);
    own = letters_hash(letters_hash(own, &dweller->mailbox), &dweller->outbox);
    own += private_hash(world, dweller);
    hash = mix(hash + own + dweller->stopped + 2 * (u64)dweller->waits);
    timed |= dweller->timers != 0;
  }
  // Without timers nobody can tell what time it is but by asking.
  return mix(hash + (timed ? (u64)world->time : 0) + world->dead);
}

u64 world_end_hash(const World *world) {
  u64 hash = world->dead;
  char text[STATE_SIZE];
  for (size_t i = 0; i < world->count; i++) {
    const Dweller *dweller = &world->dwellers[i];
    hash = mix(mix(hash + dweller->ref) + dweller->behaviour);
    if (dweller->acts && !dweller->stopped) {
      print_state(world, dweller, text);
      hash = mix_said(hash, text);
    }
    hash = mix(hash + dweller->mailbox.count + dweller->outbox.count);
    hash = mix(hash + dweller->stopped + 2 * (u64)dweller->waits);
  }
  return hash;
}
