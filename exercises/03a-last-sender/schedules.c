// test: no_order_of_their_steps_leaves_anybody_waiting
//
// Two senders and a receiver, with room for one; then a receiver that goes away
// early. Whatever the order of their steps: all that was sent is received, all
// of them get to an end, and one of them frees the pipe.
#include <assert.h>

#include "base/thread.h"
#include "pipe.h"

static void send(void *pipe) {
  bool first = pipe_send(pipe, 1);
  bool second = pipe_send(pipe, 10);
  assert(first && second);
  pipe_drop_sender(pipe);
}

static void send_until_refused(void *pipe) {
  while (pipe_send(pipe, 1)) continue;
  pipe_drop_sender(pipe);
}

int main(void) {
  Thread ann;
  Thread bob;
  int item = 0;
  int sum = 0;
  Pipe *pipe = pipe_new(1);
  pipe_add_sender(pipe);
  if (!thread_start(&ann, "Ann", send, pipe) ||
      !thread_start(&bob, "Bob", send, pipe)) {
    return 2;
  }
  while (pipe_recv(pipe, &item)) sum += item;
  assert(sum == 22);
  pipe_drop_receiver(pipe);
  thread_join(&ann);
  thread_join(&bob);

  pipe = pipe_new(1);
  if (!thread_start(&ann, "Ann", send_until_refused, pipe)) return 2;
  bool some = pipe_recv(pipe, &item);
  assert(some);
  pipe_drop_receiver(pipe);
  thread_join(&ann);
  return 0;
}
