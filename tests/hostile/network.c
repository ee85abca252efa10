// Wanted: 0 passed. Looks for a network, and says what it finds; all else is
// right.
#include "../../exercises/04a-counter/solution.c"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

// To itself: where there is a network, this is refused or not, but there.
__attribute__((constructor)) static void look(void) {
  struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons(9)};
  there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int one = socket(AF_INET, SOCK_DGRAM, 0);
  bool reached =
      one >= 0 && connect(one, (struct sockaddr *)&there, sizeof there) == 0;
  if (one >= 0) close(one);
  if (reached) abort();
}
