// confine.c -- the calls themselves; the C library has none for Landlock.
//
// Headers may be older than the kernel, so what later versions of Landlock
// added is spelled out here.
#define _GNU_SOURCE  // unshare
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__linux__) && __has_include(<linux/landlock.h>) && \
    defined(SYS_landlock_create_ruleset)
#include <linux/landlock.h>
#define HAS_LANDLOCK 1
#else
#define HAS_LANDLOCK 0
#endif

#if HAS_LANDLOCK
// What each version (ABI) of Landlock can deny.
enum { ABI_REFER = 2, ABI_TRUNCATE = 3, ABI_TCP = 4, ABI_SIGNALS = 6 };
enum { RIGHT_REFER = 1 << 13, RIGHT_TRUNCATE = 1 << 14 };
enum { TCP_BIND = 1 << 0, TCP_CONNECT = 1 << 1 };
enum { SCOPE_SOCKETS = 1 << 0, SCOPE_SIGNALS = 1 << 1 };

typedef struct Ruleset {
  u64 files;
  u64 network;
  u64 scoped;
} Ruleset;

static u64 writing_rights(long abi) {
  u64 rights = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
               LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
               LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
               LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
               LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
  if (abi >= ABI_REFER) rights |= RIGHT_REFER;
  if (abi >= ABI_TRUNCATE) rights |= RIGHT_TRUNCATE;
  return rights;
}

static bool allow(int ruleset, const char *path, u64 rights) {
  struct landlock_path_beneath_attr rule = {.allowed_access = rights};
  rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
  if (rule.parent_fd < 0) return false;
  long err = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
                     &rule, 0);
  close(rule.parent_fd);
  return err == 0;
}

static void lock_in(const char *folder, Confined *holds) {
  long abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
                     LANDLOCK_CREATE_RULESET_VERSION);
  if (abi < 1) return;
  Ruleset wanted = {.files = writing_rights(abi)};
  size_t size = sizeof wanted.files;
  if (abi >= ABI_TCP) {
    wanted.network = TCP_BIND | TCP_CONNECT;
    size += sizeof wanted.network;
  }
  if (abi >= ABI_SIGNALS) {
    wanted.scoped = SCOPE_SOCKETS | SCOPE_SIGNALS;
    size += sizeof wanted.scoped;
  }
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &wanted, size, 0);
  if (ruleset < 0) return;
  bool locked = allow(ruleset, folder, wanted.files) &&
                allow(ruleset, "/dev/null", LANDLOCK_ACCESS_FS_WRITE_FILE) &&
                prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  close(ruleset);
  holds->writes = locked;
  holds->tcp = locked && abi >= ABI_TCP;
  holds->signals = locked && abi >= ABI_SIGNALS;
}
#else
static void lock_in(const char *folder, Confined *holds) {
  (void)folder;
  (void)holds;
}
#endif

Confined confine_to(const char *folder) {
  Confined holds = {0};
  // In a new network there is nothing, not even a way to oneself.
  holds.network = unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0;
  lock_in(folder, &holds);
  return holds;
}

Confined confine_probe(void) {
  Confined holds = {0};
  int ends[2];
  if (pipe(ends) != 0) return holds;
  pid_t child = fork();
  if (child == 0) {
    Confined mine = confine_to("/");
    _exit(write(ends[1], &mine, sizeof mine) == (ssize_t)sizeof mine ? 0 : 1);
  }
  close(ends[1]);
  Confined said = {0};
  if (child > 0 && read(ends[0], &said, sizeof said) == (ssize_t)sizeof said) {
    holds = said;
  }
  close(ends[0]);
  while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
  return holds;
}
