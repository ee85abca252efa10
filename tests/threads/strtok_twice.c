// verdict: data race
// strtok keeps where it is for all threads together
#include <pthread.h>
#include <string.h>
static void *work(void *text) {
  for (char *word = strtok(text, " "); word != NULL; word = strtok(NULL, " ")) {
    word[0] = 'x';
  }
  return NULL;
}
int main(void) {
  pthread_t a, b;
  char one[] = "a b c", two[] = "d e f";
  pthread_create(&a, NULL, work, one);
  pthread_create(&b, NULL, work, two);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return 0;
}
