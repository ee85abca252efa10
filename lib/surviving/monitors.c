// monitors.c -- the watcher's side; what travels is in bonds.c.
#include "surviving/monitors.h"

#include "acting/send.h"
#include "acting/trace.h"
#include "surviving/bond_table.h"

MonitorId actor_monitor(Ref who, EndingCarrier *down) {
  return actor_monitor_by(who, bond_carrier(bond_self(), down));
}

MonitorId actor_monitor_by(Ref who, const MessageInfo *info) {
  Actor *self = bond_self();
  Message *unwatch;
  Message *watch;
  MonitorId monitor = bond_new(self, who, CONTROL_UNWATCH, CONTROL_WATCH,
                               CONTROL_DOWN, &unwatch, &watch);
  if (monitor == 0) {
    return 0;
  }
  message_set_request(unwatch, (u64)(uintptr_t)info);  // see bonds.c
  trace(self->system, (Event){.kind = EVENT_MONITORED,
                              .actor = self->ref.bits,
                              .other = who.bits,
                              .number = monitor});
  bond_send(self, watch);
  return monitor;
}

bool actor_demonitor(MonitorId monitor) {
  Actor *self = bond_self();
  Message *unwatch = bonds_take(&self->bonds, CONTROL_UNWATCH, monitor, NOBODY);
  if (unwatch == NULL) {
    return false;
  }
  message_set_request(unwatch, 0);
  trace(self->system, (Event){.kind = EVENT_DEMONITORED,
                              .actor = self->ref.bits,
                              .other = unwatch->target.bits,
                              .number = monitor});
  bond_send(self, unwatch);
  return true;
}
