// 03a-last-sender, the start. Fails first: the_last_sender_wakes_the_receiver
//
// Right as long as both ends are there. Yours: what an end's going away means
// to the other one, and who frees it all.
#include "pipe.h"

#include "base/mem.h"
#include "base/thread.h"

struct Pipe {
  int room;  // set once

  Mutex lock;  // protects all below
  int *items;  // a ring; the oldest is at `first`
  int first;
  int count;
  Cond not_empty;
  Cond not_full;
};

Pipe *pipe_new(int room) {
  Pipe *pipe = mem_new(Pipe);
  pipe->room = room;
  pipe->items = mem_array(int, (size_t)room);
  mutex_init(&pipe->lock);
  cond_init(&pipe->not_empty);
  cond_init(&pipe->not_full);
  return pipe;
}

void pipe_add_sender(Pipe *pipe) {
  (void)pipe;
}

void pipe_drop_sender(Pipe *pipe) {
  (void)pipe;
}

void pipe_drop_receiver(Pipe *pipe) {
  (void)pipe;
}

bool pipe_send(Pipe *pipe, int item) {
  mutex_lock(&pipe->lock);
  while (pipe->count == pipe->room) {
    cond_wait(&pipe->not_full, &pipe->lock);
  }
  pipe->items[(pipe->first + pipe->count) % pipe->room] = item;
  pipe->count++;
  cond_signal(&pipe->not_empty);
  mutex_unlock(&pipe->lock);
  return true;
}

bool pipe_recv(Pipe *pipe, int *item) {
  mutex_lock(&pipe->lock);
  while (pipe->count == 0) {
    cond_wait(&pipe->not_empty, &pipe->lock);
  }
  *item = pipe->items[pipe->first];
  pipe->first = (pipe->first + 1) % pipe->room;
  pipe->count--;
  cond_signal(&pipe->not_full);
  mutex_unlock(&pipe->lock);
  return true;
}
