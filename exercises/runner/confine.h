// confine.h -- what the kernel keeps from a program that nobody trusts.
//
// Where the kernel offers it, a confined process writes only below one folder
// (Landlock), has no network (a network namespace in a user namespace of its
// own; else Landlock, for TCP) and signals only its own (Landlock). What is not
// offered is left out; confine_probe says which that is.
#ifndef RUNNER_CONFINE_H
#define RUNNER_CONFINE_H

#include "base/types.h"

typedef struct Confined {
  bool writes;   // only below the folder
  bool network;  // none
  bool tcp;      // where there is a network: no TCP
  bool signals;  // only to its own
} Confined;

// Confines the calling process for good, and what it starts. For the child of
// a fork, before exec: it makes system calls and nothing else.
Confined confine_to(const char *folder);

// What would hold, found out in a process of its own.
Confined confine_probe(void);

#endif
