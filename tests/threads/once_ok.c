// verdict: passed
// what is made once by pthread_once is seen whole by all
#include <assert.h>
#include <pthread.h>
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int made, value;
static void make(void) {
  made++;
  value = 42;
}
static void *use(void *unused) {
  pthread_once(&once, make);
  assert(made == 1 && value == 42);
  return NULL;
}
int main(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, use, NULL);
  pthread_create(&b, NULL, use, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return 0;
}
