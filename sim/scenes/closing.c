// closing.c -- two receivers, and a channel that is closed by a signal.
#include <stdio.h>

#include "base/thread.h"

static Mutex lock;      // protects all below
static Cond not_empty;  // signalled when there is something to see
static int jobs;
static int printed;
static bool closed;

static void print(void *unused) {
  (void)unused;
  mutex_lock(&lock);
  for (;;) {
    while (jobs == 0 && !closed) {
      cond_wait(&not_empty, &lock);
    }
    if (jobs == 0) break;
    jobs--;
    printed++;
  }
  mutex_unlock(&lock);
}

static void send_and_close(void) {
  mutex_lock(&lock);
  jobs++;
  cond_signal(&not_empty);
  mutex_unlock(&lock);
  mutex_lock(&lock);
  closed = true;
  cond_signal(&not_empty);
  mutex_unlock(&lock);
}

int main(void) {
  Thread printers[2];
  mutex_init(&lock);
  cond_init(&not_empty);
  if (!thread_start(&printers[0], "left", print, NULL) ||
      !thread_start(&printers[1], "right", print, NULL)) {
    return 1;
  }
  send_and_close();
  thread_join(&printers[0]);
  thread_join(&printers[1]);
  printf("%d job printed\n", printed);
  return 0;
}
