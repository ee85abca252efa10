// links.c -- this end of a link; what travels is in bonds.c.
//
// Two that link each other at the same time have two links with numbers of
// their own. Taking one back takes back all this end knows of, by number, so
// that both ends always agree on which are left; the first end that arrives
// ends them all.
#include "surviving/links.h"

#include <string.h>

#include "acting/trace.h"
#include "base/check.h"
#include "surviving/bond_table.h"

static void tell(const Actor *self, EventKind kind, Ref other) {
  trace(self->system,
        (Event){.kind = kind, .actor = self->ref.bits, .other = other.bits});
}

// main and the watcher live as long as the system and can hear of nothing.
static bool can_link(Ref other) {
  return ref_slot(other) > WATCHER_SLOT && actor_is_alive(other);
}

LinkOutcome actor_link(Ref other) {
  Actor *self = bond_self();
  if (ref_equal(self->ref, other) || bonds_has_link(&self->bonds, other)) {
    return LINK_OK;
  }
  if (!can_link(other)) {
    return LINK_STOPPED;
  }
  Message *exit;
  Message *link;
  if (bond_new(self, other, CONTROL_EXIT, CONTROL_LINK, CONTROL_EXIT, &exit,
               &link) == 0) {
    return LINK_NO_MEMORY;
  }
  tell(self, EVENT_LINKED, other);
  bond_send(self, link);
  return LINK_OK;
}

LinkOutcome actor_start_linked(Ref prepared) {
  LinkOutcome outcome = actor_link(prepared);
  if (outcome == LINK_OK) {
    actor_start(prepared);
  }
  return outcome;
}

void actor_unlink(Ref other) {
  Actor *self = bond_self();
  if (bonds_has_link(&self->bonds, other)) {
    tell(self, EVENT_UNLINKED, other);
  }
  Message *kept;
  while ((kept = bonds_take_link(&self->bonds, other)) != NULL) {
    u64 number = bond_number(kept);
    message_turn(kept, &control_messages[CONTROL_UNLINK], MESSAGE_CONTROL,
                 other);
    memcpy(message_fields(kept), &number, sizeof number);
    bond_send(self, kept);
  }
}

void actor_trap_links(EndingCarrier *ending) {
  Actor *self = bond_self();
  const MessageInfo *info = ending == NULL ? NULL : bond_carrier(self, ending);
  CHECK((info == NULL || info->kind < UINT16_MAX) && "one of not so many");
  self->traps = info == NULL ? 0 : (u16)(info->kind + 1);
}
