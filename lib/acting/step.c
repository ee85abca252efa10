// step.c -- numbered, printed, hashed.
#include "acting/step.h"

#include "acting/trace.h"

void step_begin(System *system, Event choice, const Message *message) {
  char printed[1024];
  system->step++;
  if (message != NULL && is_traced(system) && !system->terse) {
    Writer out = writer_over(printed, sizeof printed);
    RefNames names = ref_names(system);
    message_print(message, &names, &out);
    choice.text = printed;
  }
  if (message != NULL && is_traced(system)) {
    choice.id = message_id(message);
  }
  choice.kind = EVENT_CHOICE;
  trace(system, choice);
}

void step_end(System *system) {
  trace(system, (Event){.kind = EVENT_STEPPED, .number = system->hash});
}
