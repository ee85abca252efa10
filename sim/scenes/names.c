// names.c -- an actor found by its name, once it has one.
#include <stdlib.h>

#include "troupe.h"

// open: registers | print(page)
#define PRINTER(M)                   \
  M(PRINTER_OPEN, printer, open, , ) \
  M(PRINTER_PRINT, printer, print, (i64, page), )
PROTOCOL(Printer, printer, PRINTER)
STATE(PrinterState, (i64, printed)(bool, named))
ACTOR(Printer, printer, PrinterState, printing)

// go: looks for a printer
#define USER(M) M(USER_GO, user, go, , )
PROTOCOL(User, user, USER)
STATE(UserState, (bool, found)(bool, in_vain))
ACTOR(User, user, UserState, using)

static void printing(PrinterState *self, const PrinterMsg *message) {
  switch (message->kind) {
    case PRINTER_OPEN:
      self->named = names_register(printer_self().ref, "printer") == NAME_OK;
      break;
    case PRINTER_PRINT:
      self->printed++;
      break;
  }
}

static void using(UserState *self, const UserMsg *message) {
  switch (message->kind) {
    case USER_GO: {
      PrinterRef printer = WHEREIS(printer, actor_system(), "printer");
      self->found = printer_tell_print(printer, 1) == TELL_OK;
      self->in_vain = !self->found;
      break;
    }
  }
}

int main(void) {
  System *system = system_start(NULL);
  PrinterRef printer = printer_spawn(system, "printer", (PrinterState){0});
  if (getenv("early") != NULL) {
    // Named before anybody is there who could look for it.
    ignore(names_register(printer.ref, "printer"));
  }
  ignore(printer_tell_open(printer));
  UserRef user = user_spawn(system, "user", (UserState){.found = false});
  ignore(user_tell_go(user));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
