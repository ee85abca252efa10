// WRONG, fails two_senders_and_a_receiver_lose_nothing:
// whether it was the last is asked when the lock is given back; two can be told
// yes, or one looks at what the other has freed. It happens seldom:
// or fails no_order_of_their_steps_leaves_anybody_waiting
#include "pipe.h"

#include "base/mem.h"
#include "base/thread.h"

struct Pipe {
  int room;  // set once

  Mutex lock;  // protects all below
  int *items;  // a ring; the oldest is at `first`
  int first;
  int count;
  int senders;
  bool received;   // the receiver is there
  Cond not_empty;  // or no sender is left
  Cond not_full;   // or the receiver has gone
};

Pipe *pipe_new(int room) {
  Pipe *pipe = mem_new(Pipe);
  pipe->room = room;
  pipe->items = mem_array(int, (size_t)room);
  pipe->senders = 1;
  pipe->received = true;
  mutex_init(&pipe->lock);
  cond_init(&pipe->not_empty);
  cond_init(&pipe->not_full);
  return pipe;
}

// Gives the lock back. When both ends are gone there is nobody else.
static void let_go(Pipe *pipe) {
  mutex_unlock(&pipe->lock);
  if (pipe->senders > 0 || pipe->received) return;
  cond_release(&pipe->not_full);
  cond_release(&pipe->not_empty);
  mutex_release(&pipe->lock);
  mem_free(pipe->items);
  mem_free(pipe);
}

void pipe_add_sender(Pipe *pipe) {
  mutex_lock(&pipe->lock);
  pipe->senders++;
  mutex_unlock(&pipe->lock);
}

void pipe_drop_sender(Pipe *pipe) {
  mutex_lock(&pipe->lock);
  pipe->senders--;
  if (pipe->senders == 0) cond_signal(&pipe->not_empty);
  let_go(pipe);
}

void pipe_drop_receiver(Pipe *pipe) {
  mutex_lock(&pipe->lock);
  pipe->received = false;
  cond_broadcast(&pipe->not_full);
  let_go(pipe);
}

bool pipe_send(Pipe *pipe, int item) {
  mutex_lock(&pipe->lock);
  while (pipe->count == pipe->room && pipe->received) {
    cond_wait(&pipe->not_full, &pipe->lock);
  }
  bool open = pipe->received;
  if (open) {
    pipe->items[(pipe->first + pipe->count) % pipe->room] = item;
    pipe->count++;
    cond_signal(&pipe->not_empty);
  }
  mutex_unlock(&pipe->lock);
  return open;
}

bool pipe_recv(Pipe *pipe, int *item) {
  mutex_lock(&pipe->lock);
  while (pipe->count == 0 && pipe->senders > 0) {
    cond_wait(&pipe->not_empty, &pipe->lock);
  }
  bool some = pipe->count > 0;
  if (some) {
    *item = pipe->items[pipe->first];
    pipe->first = (pipe->first + 1) % pipe->room;
    pipe->count--;
    cond_signal(&pipe->not_full);
  }
  mutex_unlock(&pipe->lock);
  return some;
}
