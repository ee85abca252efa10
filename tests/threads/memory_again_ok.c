// verdict: passed
// memory that one thread frees is given to another
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
static void *work(void *arg) {
  for (int i = 0; i < 40; i++) {
    char *block = malloc(400000);
    memset(block, 1, 400000);
    block[100] = *(char *)arg;
    free(block);
  }
  return NULL;
}
int main(void) {
  pthread_t a, b;
  char x = 1, y = 2;
  pthread_create(&a, NULL, work, &x);
  pthread_create(&b, NULL, work, &y);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return 0;
}
