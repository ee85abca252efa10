// verdict: data race
// two print into one buffer
#include <pthread.h>
#include <stdio.h>
static char text[32];
static void *work(void *name) {
  snprintf(text, sizeof text, "I am %s", (char *)name);
  return NULL;
}
int main(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, work, "Ann");
  pthread_create(&b, NULL, work, "Bob");
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return 0;
}
