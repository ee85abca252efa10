// event.c -- the names of the events, and their hash.
#include "telling/event.h"

static u64 mix(u64 hash, u64 byte) {
  return (hash ^ byte) * 0x100000001B3ULL;
}

static u64 mix_number(u64 hash, u64 number) {
  for (int i = 0; i < 8; i++) {
    hash = mix(hash, number >> (8 * i) & 0xFF);
  }
  return hash;
}

static u64 mix_text(u64 hash, const char *text) {
  for (; text != NULL && *text != '\0'; text++) {
    hash = mix(hash, (u8)*text);
  }
  return mix(hash, 0);
}

u64 event_hash(u64 hash, const Event *event) {
  const u64 numbers[] = {(u64)event->kind,   event->step,    (u64)event->time,
                         event->actor,       event->other,   event->id.sender,
                         event->id.sequence, event->request, event->number,
                         (u64)event->due};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    hash = mix_number(hash, numbers[i]);
  }
  return mix_text(mix_text(hash, event->name), event->text);
}

const char *event_kind_name(EventKind kind) {
  static const char *const names[EVENT_KINDS] = {"none",
                                                 "run",
                                                 "protocol",
                                                 "choice",
                                                 "stepped",
                                                 "option",
                                                 "ready",
                                                 "refused",
                                                 "ended",
                                                 "spawned",
                                                 "started",
                                                 "became",
                                                 "failed",
                                                 "restarted",
                                                 "stopped",
                                                 "sent",
                                                 "flushed",
                                                 "taken",
                                                 "handled",
                                                 "dead_letter",
                                                 "overflowed",
                                                 "quarantined",
                                                 "unaccepted",
                                                 "asked",
                                                 "replied",
                                                 "late",
                                                 "timer_set",
                                                 "timer_fired",
                                                 "timer_cancelled",
                                                 "linked",
                                                 "unlinked",
                                                 "monitored",
                                                 "demonitored",
                                                 "named",
                                                 "unnamed",
                                                 "blocked",
                                                 "woken",
                                                 "locked",
                                                 "unlocked",
                                                 "quiet",
                                                 "output",
                                                 "fault",
                                                 "stashed",
                                                 "unstashed",
                                                 "stuck",
                                                 "returned",
                                                 "sought",
                                                 "lost",
                                                 "seen",
                                                 "left"};
  static const char *const commands[] = {"choose", "replay", "run",
                                         "send",   "kill",   "quit",
                                         "fork",   "fault",  "search"};
  if ((u32)kind < EVENT_KINDS) {
    return names[kind];
  }
  if (kind >= COMMAND_CHOOSE && kind < COMMAND_END) {
    return commands[kind - COMMAND_CHOOSE];
  }
  return "?";
}
