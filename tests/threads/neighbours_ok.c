// verdict: passed
// neighbours in memory, down to the byte: slow, perhaps, but no race
#include <pthread.h>
static char letters[2];
static long numbers[2];
static void *work(void *arg) {
  long me = (long)arg;
  for (int i = 0; i < 3; i++) {
    letters[me]++;
    numbers[me]++;
  }
  return NULL;
}
int main(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, work, (void *)0);
  pthread_create(&b, NULL, work, (void *)1);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return letters[0] + letters[1] + numbers[0] + numbers[1] == 12 ? 0 : 1;
}
