// watcher.c -- parsed, checked, sent like anything else.
#include "acting/watcher.h"

#include "acting/notices.h"
#include "acting/send.h"
#include "acting/step.h"
#include "acting/table.h"
#include "acting/trace.h"

Actor *watcher_actor(System *system) {
  return table_at(system, ref_make(system->node, WATCHER_SLOT, 1));
}

void watcher_refuse(System *system, const char *why) {
  if (system->policy.refused != NULL) {
    system->policy.refused(system->policy.context, why);
  }
}

static bool is_alive(const Actor *actor, Ref ref) {
  return actor != NULL && ref_equal(actor->ref, ref) &&
         standing_lives(standing(&actor->standing));
}

void watcher_send(System *system, Ref to, const char *text) {
  Actor *target = table_at(system, to);
  char error[512] = "";
  Writer out = writer_over(error, sizeof error);
  if (!is_alive(target, to) || target->type->protocol == NULL) {
    watcher_refuse(system, "only a living actor takes messages");
    return;
  }
  RefNames names = ref_names(system);
  Message *message =
      message_parse(target->type->protocol, text, &names, to, &out);
  if (message == NULL) {
    watcher_refuse(system, error);
    return;
  }
  TellOutcome outcome =
      send_reserve(system, target, to, message_bytes(message), NULL);
  if (outcome != TELL_OK) {
    write_format(&out, "the send is answered %s",
                 TellOutcome_value_names[outcome]);
    watcher_refuse(system, error);
    message_free(message);
    return;
  }
  step_begin(system,
             (Event){.name = "send",
                     .actor = watcher_actor(system)->ref.bits,
                     .other = to.bits,
                     .text = text},
             NULL);
  send_leave(system, watcher_actor(system), message);
  step_end(system);
}

void watcher_kill(System *system, Ref to) {
  Actor *target = table_at(system, to);
  if (!is_alive(target, to) || (target->told & TOLD_KILL) != 0) {
    watcher_refuse(system, "only a living actor can be killed, and only once");
    return;
  }
  step_begin(system,
             (Event){.name = "kill",
                     .actor = watcher_actor(system)->ref.bits,
                     .other = to.bits},
             NULL);
  notices_tell(system, watcher_actor(system), to, CONTROL_KILL);
  step_end(system);
}
