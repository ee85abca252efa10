// doorstep.c -- a unix socket that somebody may come to.
#include "acting/doorstep.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

// A socket left behind by a program that is no more is taken over; a file that
// is none, or one at which somebody listens, is not.
static bool is_left_behind(const struct sockaddr_un *address) {
  struct stat status;
  if (lstat(address->sun_path, &status) != 0 || !S_ISSOCK(status.st_mode)) {
    return false;
  }
  int probe = socket(AF_UNIX, SOCK_STREAM, 0);
  bool dead =
      probe >= 0 &&
      connect(probe, (const struct sockaddr *)address, sizeof *address) != 0 &&
      errno == ECONNREFUSED;
  if (probe >= 0) {
    ignore(close(probe));
  }
  return dead;
}

bool doorstep_open(const char *path, struct sockaddr_un *address, int *fd) {
  address->sun_family = AF_UNIX;
  if (strlen(path) >= sizeof address->sun_path) {
    errno = ENAMETOOLONG;
    return false;
  }
  memcpy(address->sun_path, path, strlen(path) + 1);
  if (is_left_behind(address)) {
    ignore(unlink(path));
  }
  *fd = socket(AF_UNIX, SOCK_STREAM, 0);
  return *fd >= 0 && fcntl(*fd, F_SETFD, FD_CLOEXEC) == 0 &&
         bind(*fd, (const struct sockaddr *)address, sizeof *address) == 0 &&
         chmod(path, 0600) == 0 && listen(*fd, 1) == 0;
}
