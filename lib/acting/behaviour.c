// behaviour.c -- a number, and a few below it.
#include "acting/behaviour.h"

#include <string.h>

#include "acting/extras.h"
#include "acting/trace.h"
#include "base/check.h"

_Static_assert(BEHAVIOURS_ASIDE <=
                   sizeof((Extras *)0)->behaviours_below / sizeof(u16),
               "an actor has room for them");

static Actor *inside(void) {
  Actor *self = activation()->actor;
  CHECK(self != NULL && "to be called from a handler");
  return self;
}

static void behave(Actor *self, size_t behaviour) {
  self->behaviour = (u16)behaviour;
  if (!is_traced(self->system)) {
    return;
  }
  const char *name = self->type->behaviours;
  for (size_t i = 0; i < behaviour; i++) {
    name = strchr(name, ',') + 1;
  }
  name += strspn(name, " ");
  char text[64];
  Writer out = writer_over(text, sizeof text);
  write_format(&out, "%.*s", (int)strcspn(name, ", "), name);
  trace(self->system, (Event){.kind = EVENT_BECAME,
                              .actor = self->ref.bits,
                              .number = behaviour,
                              .name = text});
}

void actor_become(size_t behaviour) {
  behave(inside(), behaviour);
}

void actor_push_behaviour(size_t behaviour) {
  Actor *self = inside();
  Extras *own = extras_own(self);
  if (own == NULL) {
    fail("no memory for a behaviour to come back to");
  }
  CHECK(own->behaviours_aside < BEHAVIOURS_ASIDE &&
        "as many behaviours as it can come back to");
  own->behaviours_below[own->behaviours_aside++] = self->behaviour;
  behave(self, behaviour);
}

void actor_pop_behaviour(void) {
  Actor *self = inside();
  Extras *own = extras_if_any(self);
  CHECK(own != NULL && own->behaviours_aside > 0 &&
        "a behaviour to come back to");
  behave(self, own->behaviours_below[--own->behaviours_aside]);
}
