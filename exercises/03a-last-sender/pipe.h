// pipe.h -- a queue with room for so many items, and two ends that know of each
// other. The contract is given; do not change it.
//
// It begins with one sender and one receiver. Each end is dropped once by whom
// it belongs to. When the last sender has gone the receiver takes what is left
// and learns that it was all; when the receiver has gone senders are refused.
#ifndef EXERCISE_PIPE_H
#define EXERCISE_PIPE_H

#include "base/types.h"

typedef struct Pipe Pipe;

// Gives an empty pipe; the caller owns both ends. `room` is at least 1. It is
// freed when both ends are gone, by whoever is the last.
Pipe *pipe_new(int room);

// All below: any thread, several at a time.

// One sender more. Called by somebody who has one.
void pipe_add_sender(Pipe *pipe);

// Ends one sender, or the receiver. Never blocks.
void pipe_drop_sender(Pipe *pipe);
void pipe_drop_receiver(Pipe *pipe);

// Blocks while it is full and the receiver is there. True: the item is in it.
// False: the receiver has gone, and the item is refused.
MUST_USE bool pipe_send(Pipe *pipe, int item);

// Blocks while it is empty and a sender is left. True: *item is the oldest.
// False: it is empty, and no sender is left; *item is as it was.
MUST_USE bool pipe_recv(Pipe *pipe, int *item);

#endif
