// verdict: passed
// strtok_r keeps it where it is told
#include <pthread.h>
#include <string.h>
static void *work(void *text) {
  char *rest;
  for (char *word = strtok_r(text, " ", &rest); word != NULL;
       word = strtok_r(NULL, " ", &rest)) {
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
  return strcmp(one, two);
}
