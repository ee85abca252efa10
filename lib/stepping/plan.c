// plan.c -- names.
#include "stepping/plan.h"

const char *op_name(OpKind kind) {
  static const char *const names[OP_KINDS] = {
      "nothing",   "begin",  "end",     "join",      "lock", "trylock",
      "timedlock", "rdlock", "wrlock",  "wait",      "wake", "signal",
      "broadcast", "take",   "trytake", "timedtake", "post", "arrive",
      "pass",      "once",   "sleep",   "yield",     "load", "store",
      "change",    "fence",  "read",    "write"};
  return kind < OP_KINDS ? names[kind] : "?";
}

const char *verdict_name(Verdict verdict) {
  switch (verdict) {
    case VERDICT_NONE:
      return "nothing said";
    case VERDICT_OK:
      return "passed";
    case VERDICT_EXIT:
      return "wrong exit";
    case VERDICT_ASSERTION:
      return "assertion";
    case VERDICT_RACE:
      return "data race";
    case VERDICT_DEADLOCK:
      return "deadlock";
    case VERDICT_PARTIAL_DEADLOCK:
      return "partial deadlock";
    case VERDICT_LOST_WAKEUP:
      return "lost wake-up";
    case VERDICT_LIVELOCK:
      return "livelock";
    case VERDICT_DESTROYED:
      return "use after destroy";
    case VERDICT_NOT_OWNER:
      return "unlock by another thread";
    case VERDICT_MISUSE:
      return "misuse";
    case VERDICT_USE_AFTER_FREE:
      return "use after free";
    case VERDICT_CRASH:
      return "crash";
    case VERDICT_SILENT:
      return "endless loop";
    case VERDICT_CUT:
      return "cut";
    case VERDICT_REFUSED:
      return "not steppable";
    case VERDICT_DIVERGED:
      return "diverged";
  }
  return "?";
}
