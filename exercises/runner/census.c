// census.c -- a table of all processes, and who in it belongs to whom.
//
// The runner is a subreaper: a process whose parent has ended becomes the
// runner's child and nobody else's. So whoever belongs to no known child of
// the runner, and yet has it for a parent, was left behind by a program.
#include "census.h"

#include <ctype.h>
#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "files.h"

typedef struct Process {
  pid_t pid;
  pid_t parent;
  pid_t session;
  char state;
  Census takes;
  bool belongs;
} Process;

enum { TABLE_MOST = 16384, ROUNDS = 400 };

static bool process_read(const char *name, Process *process) {
  char *text = file_read(path_of("/proc/%s/stat", name).text, NULL);
  // The name in parentheses may itself hold anything.
  char *rest = text ? strrchr(text, ')') : NULL;
  int pid = 0;
  int parent = 0;
  int session = 0;
  unsigned long user = 0;
  unsigned long system = 0;
  long threads = 0;
  long pages = 0;
  bool known = rest && sscanf(text, "%d", &pid) == 1 &&
               sscanf(rest + 1,
                      " %c %d %*d %d %*d %*d %*u %*u %*u %*u %*u %lu %lu "
                      "%*d %*d %*d %*d %ld %*d %*u %*u %ld",
                      &process->state, &parent, &session, &user, &system,
                      &threads, &pages) == 7;
  mem_free(text);
  if (!known) return false;
  process->pid = pid;
  process->parent = parent;
  process->session = session;
  process->belongs = false;
  process->takes = (Census){
      .processes = 1,
      .threads = (int)threads,
      .resident = (i64)pages * sysconf(_SC_PAGESIZE),
      .cpu_ms = (i64)(user + system) * 1000 / sysconf(_SC_CLK_TCK),
  };
  return true;
}

Census census_of(pid_t leader) {
  char name[24];
  snprintf(name, sizeof name, "%d", (int)leader);
  Process process = {0};
  return process_read(name, &process) ? process.takes : (Census){0};
}

static size_t table_read(Process *table) {
  size_t count = 0;
  DIR *proc = opendir("/proc");
  if (!proc) return 0;
  for (struct dirent *each; (each = readdir(proc)) && count < TABLE_MOST;) {
    if (!isdigit((unsigned char)each->d_name[0])) continue;
    if (process_read(each->d_name, &table[count])) count++;
  }
  closedir(proc);
  return count;
}

static bool is_in(pid_t pid, const pid_t *list, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (list[i] == pid) return true;
  }
  return false;
}

static bool has_marked_parent(const Process *table, size_t count, pid_t pid) {
  for (size_t i = 0; i < count; i++) {
    if (table[i].pid == pid) return table[i].belongs;
  }
  return false;
}

// Marks the leader, its session and all their descendants.
static void mark(Process *table, size_t count, pid_t leader) {
  for (size_t i = 0; i < count; i++) {
    table[i].belongs = table[i].pid == leader || table[i].session == leader;
  }
  for (bool more = true; more;) {
    more = false;
    for (size_t i = 0; i < count; i++) {
      if (table[i].belongs || table[i].pid == getpid()) continue;
      if (has_marked_parent(table, count, table[i].parent)) {
        table[i].belongs = more = true;
      }
    }
  }
}

Census census_of_all(pid_t leader) {
  Process *table = mem_array(Process, TABLE_MOST);
  size_t count = table_read(table);
  mark(table, count, leader);
  Census sum = {0};
  for (size_t i = 0; i < count; i++) {
    if (!table[i].belongs) continue;
    sum.processes += table[i].takes.processes;
    sum.threads += table[i].takes.threads;
    sum.resident += table[i].takes.resident;
    sum.cpu_ms += table[i].takes.cpu_ms;
  }
  mem_free(table);
  return sum;
}

size_t census_threads(pid_t pid, pid_t *ids, size_t most) {
  DIR *tasks = opendir(path_of("/proc/%d/task", (int)pid).text);
  if (!tasks) return 0;
  size_t count = 0;
  for (struct dirent *each; (each = readdir(tasks)) && count < most;) {
    if (!isdigit((unsigned char)each->d_name[0])) continue;
    ids[count++] = (pid_t)strtol(each->d_name, NULL, 10);
  }
  closedir(tasks);
  return count;
}

// The number behind a key of /proc/PID/task/ID/status.
static u64 number_after(const char *status, const char *key) {
  const char *at = strstr(status, key);
  return at ? strtoull(at + strlen(key), NULL, 10) : 0;
}

bool census_is_asleep(pid_t pid, u64 *runs) {
  enum { LOOK_AT = 256 };
  pid_t ids[LOOK_AT];
  size_t count = census_threads(pid, ids, LOOK_AT);
  *runs = count;
  bool asleep = count > 0;
  for (size_t i = 0; i < count && asleep; i++) {
    Path path = path_of("/proc/%d/task/%d/status", (int)pid, (int)ids[i]);
    char *status = file_read(path.text, NULL);
    asleep = status && strstr(status, "\nState:\tS") != NULL;
    if (asleep) {
      *runs += number_after(status, "\nvoluntary_ctxt_switches:");
      *runs += number_after(status, "\nnonvoluntary_ctxt_switches:");
    }
    mem_free(status);
  }
  return asleep;
}

int census_kill_rest(pid_t leader, const pid_t *known, size_t known_count) {
  Process *table = mem_array(Process, TABLE_MOST);
  int killed = 0;
  for (int round = 0; round < ROUNDS; round++) {
    size_t count = table_read(table);
    mark(table, count, leader);
    int found = 0;
    for (size_t i = 0; i < count; i++) {
      const Process *each = &table[i];
      bool left_to_us =
          each->parent == getpid() && !is_in(each->pid, known, known_count);
      if (each->pid == leader || !(each->belongs || left_to_us)) continue;
      if (left_to_us && waitpid(each->pid, NULL, WNOHANG) == each->pid) {
        continue;
      }
      if (each->state == 'Z') continue;  // dead, and not ours to bury
      if (kill(each->pid, SIGKILL) == 0) found++;
    }
    if (round == 0) killed = found;
    if (found == 0) break;
    poll(NULL, 0, 2);
  }
  mem_free(table);
  return killed;
}
