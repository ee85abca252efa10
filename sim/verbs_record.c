// verbs_record.c -- record, load; and which verbs a record has no answer to.
#include "archive.h"
#include "grammar.h"
#include "verbs.h"

bool verbs_need_program(ControlBody *body) {
  static ControlBody *const bodies[] = {
      verb_fill,    verb_node,   verb_partition, verb_heal,   verb_latency,
      verb_slow,    verb_drop,   verb_dup,       verb_move,   verb_delay,
      verb_explore, verb_shrink, verb_swap,      verb_send,   verb_kill,
      verb_restart, verb_seed,   verb_choose,    verb_branch, verb_diff,
      verb_replay};
  for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
    if (bodies[i] == body) {
      return true;
    }
  }
  return false;
}

DeskResult verb_record(Desk *desk, const Command *command) {
  const Tape *tape = &desk->session.tape;
  if (!archive_save(tape, command->words[0], &desk->answer)) {
    return DESK_BAD;
  }
  text_addf(&desk->answer, "recorded steps 0..%llu to %s",
            (unsigned long long)tape_last(tape), command->words[0]);
  return DESK_OK;
}

DeskResult verb_load(Desk *desk, const Command *command) {
  Session *session = &desk->session;
  desk->runner.on = false;
  bool good = session_load(session, command->words[0]);
  if (good) {
    desk_show_record(desk);
    text_addf(&desk->answer, "loaded %llu steps%s",
              (unsigned long long)session_last(session),
              *session->said == '\0' ? "" : "; ");
  }
  text_add(&desk->answer, session->said);
  return good ? DESK_OK : DESK_BAD;
}
