// written.c -- the line "wchar" of /proc/self/io.
#include "written.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

u64 written_bytes(void) {
  char text[512];
  int file = open("/proc/self/io", O_RDONLY | O_CLOEXEC);
  ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
  if (file >= 0) {
    (void)close(file);
  }
  text[length > 0 ? length : 0] = '\0';
  const char *line = strstr(text, "wchar: ");
  return line == NULL ? 0 : strtoull(line + strlen("wchar: "), NULL, 10);
}
