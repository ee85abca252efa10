// reader.c -- watches a running program and throws away what it tells: the
// least that somebody attached costs. For attach.sh.
//
//   troupe-reader SOCKET      waits at most 10 s for it; prints how many bytes
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/types.h"
#include "telling/record.h"

enum { TRIES = 10000 };

// Connects as soon as somebody listens. -1: nobody does.
static int find(const struct sockaddr_un *address) {
  const struct timespec pause = {0, 1000000};
  for (int i = 0; i < TRIES; i++) {
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0 ||
        connect(fd, (const struct sockaddr *)address, sizeof *address) == 0) {
      return fd;
    }
    ignore(close(fd));
    ignore(nanosleep(&pause, NULL));
  }
  return -1;
}

int main(int count, char **words) {
  static char bytes[1 << 18];
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (count != 2 || strlen(words[1]) >= sizeof address.sun_path) {
    ignore(fprintf(stderr, "usage: troupe-reader SOCKET\n"));
    return 2;
  }
  memcpy(address.sun_path, words[1], strlen(words[1]) + 1);
  int fd = find(&address);
  if (fd < 0 || write(fd, RECORD_MAGIC, RECORD_MAGIC_SIZE) < 0) {
    ignore(fprintf(stderr, "nobody is there at %s\n", words[1]));
    return 1;
  }
  u64 all = 0;
  ssize_t got;
  while ((got = read(fd, bytes, sizeof bytes)) > 0) {
    all += (u64)got;
  }
  ignore(printf("%llu\n", (unsigned long long)all));
  return close(fd) == 0 ? 0 : 1;
}
