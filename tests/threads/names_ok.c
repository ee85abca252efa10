// verdict: passed
// a program may call its own things as it likes
#include <pthread.h>
int world = 1, line, locals, kept;
int hunt(void);
int hunt(void) {
  return world;
}
void run_over(void);
void run_over(void) {
  line++;
}
static void *work(void *unused) {
  return hunt() == 1 ? unused : NULL;
}
int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, work, NULL);
  pthread_join(thread, NULL);
  run_over();
  return line - 1;
}
