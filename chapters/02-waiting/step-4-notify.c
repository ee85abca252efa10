// step-4-notify.c -- a signal that waits for its sleeper: one permit,
// no more.
#include <stdio.h>

#include "base/thread.h"

typedef struct Notify {
  Mutex lock;  // protects all below
  Cond told;
  bool permit;  // somebody was told, and has not heard it yet
} Notify;

static void notify_init(Notify *notify) {
  mutex_init(&notify->lock);
  cond_init(&notify->told);
  notify->permit = false;
}

// Two in a row are one: it says that something has changed, not how
// often.
static void notify_tell(Notify *notify) {
  mutex_lock(&notify->lock);
  notify->permit = true;
  cond_signal(&notify->told);
  mutex_unlock(&notify->lock);
}

static void notify_wait(Notify *notify) {
  mutex_lock(&notify->lock);
  while (!notify->permit) {
    cond_wait(&notify->told, &notify->lock);
  }
  notify->permit = false;
  mutex_unlock(&notify->lock);
}

typedef struct Post {
  Notify letters;
  Mutex lock;  // protects all below
  int waiting;
  int read;
} Post;

static void writer(void *post) {
  Post *self = post;
  for (int i = 0; i < 3; i++) {
    mutex_lock(&self->lock);
    self->waiting++;
    mutex_unlock(&self->lock);
    notify_tell(&self->letters);
  }
}

// Told once, it reads all there is: more may have come for one telling.
static void reader(void *post) {
  Post *self = post;
  int read = 0;
  while (read < 3) {
    notify_wait(&self->letters);
    mutex_lock(&self->lock);
    read += self->waiting;
    self->waiting = 0;
    self->read = read;
    mutex_unlock(&self->lock);
  }
}

int main(void) {
  Post post = {.waiting = 0};
  Thread threads[2];
  notify_init(&post.letters);
  mutex_init(&post.lock);
  if (!thread_start(&threads[0], "writer", writer, &post) ||
      !thread_start(&threads[1], "reader", reader, &post)) {
    return 1;
  }
  thread_join(&threads[0]);
  thread_join(&threads[1]);
  printf("3 letters written, %d read\n", post.read);
  return 0;
}
