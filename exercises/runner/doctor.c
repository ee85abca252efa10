// doctor.c -- the command doctor: what holds a program that is judged.
#include <stdio.h>

#include "commands.h"
#include "confine.h"

static void line(bool holds, const char *what, const char *why_not) {
  printf("  %-8s %s%s%s\n", holds ? "holds" : "no", what, holds ? "" : ": ",
         holds ? "" : why_not);
}

int command_doctor(Learn *learn, int count, char **arguments) {
  (void)learn;
  (void)count;
  (void)arguments;
  Confined holds = confine_probe();
  printf("A program that is judged:\n");
  line(true, "is stopped at limits of time, memory, output, processes", "");
  line(holds.writes, "writes only into its own folder",
       "this kernel has no Landlock");
  line(holds.network, "has no network", "no user namespace may be made here");
  if (!holds.network) {
    line(holds.tcp, "has no TCP, at least", "Landlock is too old here");
  }
  line(holds.signals, "signals only itself", "Landlock is too old here");
  return DONE;
}
