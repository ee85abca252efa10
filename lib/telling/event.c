// event.c -- the names of the events.
#include "telling/event.h"

const char *event_kind_name(EventKind kind) {
  static const char *const names[EVENT_KINDS] = {
      "none",          "run",         "protocol",    "choice",
      "stepped",       "option",      "ready",       "refused",
      "ended",         "spawned",     "started",     "became",
      "failed",        "restarted",   "stopped",     "sent",
      "flushed",       "taken",       "handled",     "dead_letter",
      "overflowed",    "quarantined", "unaccepted",  "asked",
      "replied",       "late",        "timer_set",   "timer_fired",
      "timer_cancelled", "linked",    "unlinked",    "monitored",
      "demonitored",   "named",       "unnamed",     "blocked",
      "woken",         "locked",      "unlocked",    "quiet",
      "output",        "fault"};
  static const char *const commands[] = {"choose", "replay", "run",
                                         "send",   "kill",   "quit"};
  if ((u32)kind < EVENT_KINDS) {
    return names[kind];
  }
  if (kind >= COMMAND_CHOOSE && kind < COMMAND_END) {
    return commands[kind - COMMAND_CHOOSE];
  }
  return "?";
}
