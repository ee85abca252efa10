// verdict: passed
// large frames on a thread's stack
#include <pthread.h>
#include <string.h>
static void *work(void *unused) {
  char room[1 << 20];
  memset(room, 1, sizeof room);
  return room[17] == 1 ? NULL : work;
}
int main(void) {
  pthread_t a, b;
  void *result = NULL;
  pthread_create(&a, NULL, work, NULL);
  pthread_create(&b, NULL, work, NULL);
  pthread_join(a, &result);
  pthread_join(b, NULL);
  return result == NULL ? 0 : 1;
}
