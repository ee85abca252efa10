// files.c -- open, read, write, rename; nothing clever.
#define _XOPEN_SOURCE 700  // realpath
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

enum { LONGEST = 4 << 20 };

Path path_of(const char *format, ...) {
  Path path;
  va_list rest;
  va_start(rest, format);
  vsnprintf(path.text, sizeof path.text, format, rest);
  va_end(rest);
  return path;
}

void text_fit(char *to, size_t size, const char *text) {
  size_t length = strlen(text);
  if (length > size - 1) length = size - 1;
  memcpy(to, text, length);
  to[length] = '\0';
}

const char *path_base(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

Path path_real(const char *path) {
  char real[PATH_MAX];
  return path_of("%s", realpath(path, real) ? real : path);
}

Path path_shown(const char *path) {
  char here[PATH_MAX];
  if (getcwd(here, sizeof here)) {
    size_t length = strlen(here);
    if (strncmp(path, here, length) == 0 && path[length] == '/') {
      return path_of("%s", path + length + 1);
    }
  }
  return path_of("%s", path);
}

Path path_door(const char *root) {
  Path shown = path_shown(path_of("%.4000s/troupe", root).text);
  bool is_here = strchr(shown.text, '/') == NULL;
  return path_of("%s%.4000s", is_here ? "./" : "", shown.text);
}

bool file_exists(const char *path) {
  struct stat about;
  return stat(path, &about) == 0 && !S_ISDIR(about.st_mode);
}

bool file_is_plain(const char *path) {
  struct stat about;
  return lstat(path, &about) == 0 && S_ISREG(about.st_mode);
}

bool folder_exists(const char *path) {
  struct stat about;
  return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

bool folder_make(const char *path) {
  Path part = path_of("%s", path);
  for (char *at = part.text + 1; *at; at++) {
    if (*at != '/') continue;
    *at = '\0';
    if (mkdir(part.text, 0777) != 0 && errno != EEXIST) return false;
    *at = '/';
  }
  if (mkdir(path, 0777) == 0) return true;
  if (errno == EEXIST && folder_exists(path)) return true;
  if (errno == EEXIST) errno = ENOTDIR;
  return false;
}

static int remove_one(const char *path, const struct stat *about, int kind,
                      struct FTW *where) {
  (void)about;
  (void)kind;
  (void)where;
  (void)remove(path);
  return 0;
}

void folder_remove(const char *path) {
  (void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

static bool read_all(int fd, char *text, size_t size, size_t *length) {
  for (*length = 0; *length < size;) {
    ssize_t got = read(fd, text + *length, size - *length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return false;
    if (got == 0) return true;
    *length += (size_t)got;
  }
  errno = EFBIG;
  return false;
}

char *file_read(const char *path, size_t *length) {
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return NULL;
  struct stat about;
  size_t got = 0;
  char *text = NULL;
  if (fstat(fd, &about) == 0) {
    // What lies in /proc has no size before it is read.
    size_t size = about.st_size > 0 ? (size_t)about.st_size + 2 : 65536;
    if (S_ISDIR(about.st_mode)) {
      errno = EISDIR;
    } else if (size > LONGEST) {
      errno = EFBIG;
    } else {
      text = mem_array(char, size + 1);
      if (!read_all(fd, text, size, &got)) {
        int why = errno;
        mem_free(text);
        text = NULL;
        errno = why;
      }
    }
  }
  int why = errno;
  close(fd);
  errno = why;
  if (text && length) *length = got;
  return text;
}

static bool write_all(int fd, const char *text, size_t length) {
  while (length > 0) {
    ssize_t put = write(fd, text, length);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    text += put;
    length -= (size_t)put;
  }
  return true;
}

// Fills a file that is to be created; what is left of a failure is removed.
static bool fill_new(const char *path, const char *text, size_t length) {
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0) return false;
  bool filled = write_all(fd, text, length);
  int why = errno;
  filled = close(fd) == 0 && filled;
  if (!filled) {
    (void)unlink(path);
    errno = why;
  }
  return filled;
}

bool file_write(const char *path, const char *text, size_t length) {
  Path beside = path_of("%s.new.%ld", path, (long)getpid());
  if (!fill_new(beside.text, text, length)) return false;
  if (rename(beside.text, path) == 0) return true;
  int why = errno;
  (void)unlink(beside.text);
  errno = why;
  return false;
}

bool file_copy_new(const char *from, const char *to) {
  size_t length = 0;
  char *text = file_read(from, &length);
  if (!text) return false;
  bool copied = fill_new(to, text, length);
  int why = errno;
  mem_free(text);
  errno = why;
  return copied;
}

bool file_set_aside(const char *path, Path *kept) {
  for (int n = 1; n < 10000; n++) {
    *kept = path_of("%s.%d", path, n);
    // A link refuses a name that is taken; a rename would overwrite it.
    if (link(path, kept->text) == 0) return unlink(path) == 0;
    if (errno != EEXIST) break;
  }
  if (errno == EEXIST || file_exists(kept->text)) return false;
  return rename(path, kept->text) == 0;
}
