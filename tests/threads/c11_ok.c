// verdict: passed
// the threads of C11
#include <assert.h>
#include <threads.h>
static mtx_t lock;
static cnd_t changed;
static once_flag once = ONCE_FLAG_INIT;
static tss_t key;
static int ready, made;
static void make(void) {
  made++;
}
static int work(void *arg) {
  call_once(&once, make);
  tss_set(key, arg);
  mtx_lock(&lock);
  ready++;
  cnd_broadcast(&changed);
  mtx_unlock(&lock);
  assert(tss_get(key) == arg);
  return 5;
}
int main(void) {
  thrd_t a, b;
  int first, second;
  assert(mtx_init(&lock, mtx_plain) == thrd_success);
  assert(cnd_init(&changed) == thrd_success);
  assert(tss_create(&key, NULL) == thrd_success);
  thrd_create(&a, work, &first);
  thrd_create(&b, work, &second);
  mtx_lock(&lock);
  while (ready < 2) cnd_wait(&changed, &lock);
  mtx_unlock(&lock);
  thrd_join(a, &first);
  thrd_join(b, &second);
  cnd_destroy(&changed);
  mtx_destroy(&lock);
  return first == 5 && second == 5 && made == 1 ? 0 : 1;
}
