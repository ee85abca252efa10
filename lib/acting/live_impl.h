// live_impl.h -- what a watched system is made of: for live*.c only.
#ifndef ACTING_LIVE_IMPL_H
#define ACTING_LIVE_IMPL_H

#include <sys/un.h>

#include "acting/live.h"

struct Live {
  // Set once.
  System *system;
  int socket;
  int wake[2];  // closed at its writing end: leave
  Thread thread;
  bool begun;
  struct sockaddr_un address;

  // The thread's.
  int watcher;
  i64 emptied_at;  // the bank was
  i64 reopen_at;   // 0: the window is open, or was just closed
  u8 *sending;

  // Protected by System.trace_lock.
  u8 *bank;
  size_t length;
  bool open;
  i64 full_at;  // when it was closed
  u64 lost;
};

// Only the thread. Opens a window and tells what there is; closes it.
void live_open_window(Live *live);
void live_close_window(Live *live);

// Takes what there is to send, in live->sending; *full_at becomes when the
// window was closed, 0: it is open.
size_t live_take_bank(Live *live, i64 *full_at);

#endif
