// verdict: deadlock
// two locks of C11 in two orders
#include <threads.h>
static mtx_t locks[2];
static int work(void *arg) {
  mtx_t *mine = arg, *other = mine == &locks[0] ? &locks[1] : &locks[0];
  mtx_lock(mine);
  mtx_lock(other);
  mtx_unlock(other);
  mtx_unlock(mine);
  return 0;
}
int main(void) {
  thrd_t a, b;
  mtx_init(&locks[0], mtx_plain);
  mtx_init(&locks[1], mtx_plain);
  thrd_create(&a, work, &locks[0]);
  thrd_create(&b, work, &locks[1]);
  thrd_join(a, NULL);
  thrd_join(b, NULL);
  return 0;
}
