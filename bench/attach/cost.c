// cost.c -- runs a program and says how much processor time it took, in all its
// threads: what others do on the machine meanwhile hardly counts. For
// attach.sh.
//
//   troupe-cost FILE PROGRAM WORD...      writes microseconds to FILE
//
// Exit status: the program's, or 2.
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/types.h"

static long long in_microseconds(struct timeval time) {
  return (long long)time.tv_sec * 1000000 + time.tv_usec;
}

int main(int count, char **words) {
  if (count < 3) {
    ignore(fprintf(stderr, "usage: troupe-cost FILE PROGRAM WORD...\n"));
    return 2;
  }
  pid_t child = fork();
  if (child == 0) {
    ignore(execvp(words[2], &words[2]));
    perror(words[2]);
    _exit(2);
  }
  int status = 0;
  struct rusage used;
  if (child < 0 || waitpid(child, &status, 0) != child ||
      getrusage(RUSAGE_CHILDREN, &used) != 0) {
    perror("troupe-cost");
    return 2;
  }
  FILE *file = fopen(words[1], "w");
  if (file == NULL ||
      fprintf(file, "%lld\n",
              in_microseconds(used.ru_utime) + in_microseconds(used.ru_stime)) <
          0 ||
      fclose(file) != 0) {
    perror(words[1]);
    return 2;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}
