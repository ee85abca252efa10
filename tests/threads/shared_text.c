// verdict: data race
// one copies a text while another measures it
#include <pthread.h>
#include <string.h>
static char text[32] = "before";
static void *work(void *unused) {
  strcpy(text, "and behind");
  return NULL;
}
int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, work, NULL);
  size_t length = strlen(text);
  pthread_join(thread, NULL);
  return length == 0 ? 1 : 0;
}
