// compile.c -- one run of the compiler, its complaints kept in order.
#include "compile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"

// The command that compiled the simulator, from its rules.mk.
#ifndef SIM_COMPILE
#define SIM_COMPILE "cc -std=c17 -D_POSIX_C_SOURCE=200809L -iquote lib"
#endif

enum { ARGUMENTS = 96, SAID_LIMIT = 1 << 16 };

static void run_compiler(const char *root, const char *file,
                         const char *library, const char *out) {
  static char command[] = SIM_COMPILE;
  char *arguments[ARGUMENTS];
  size_t count = 0;
  for (char *word = command; *word != '\0' && count < ARGUMENTS - 10;) {
    size_t length = strcspn(word, " ");
    bool last = word[length] == '\0';
    word[length] = '\0';
    if (length > 0) {
      arguments[count++] = word;
    }
    word += length + !last;
  }
  static char flags[][32] = {"-fdiagnostics-color=never", "-o", "-lm"};
  arguments[count++] = flags[0];
  arguments[count++] = flags[1];
  arguments[count++] = text_copy(out);
  arguments[count++] = text_copy(file);
  arguments[count++] = text_copy(library);
  arguments[count++] = flags[2];
  arguments[count] = NULL;
  if (chdir(root) == 0) {
    (void)execvp(arguments[0], arguments);
  }
  (void)fprintf(stderr, "cannot start the compiler %s: %s\n", arguments[0],
                strerror(errno));
  _exit(127);
}

// A program of raw threads is made for the stepper of threads.
static void run_stepping(const char *root, const char *file, const char *folder,
                         const char *out) {
  Text script = {0};
  text_addf(&script, "%s/tools/step.sh", root);
  (void)setenv("B", folder, 1);
  (void)execl(text_of(&script), "step.sh", "--build", "-o", out, file,
              (char *)NULL);
  (void)fprintf(stderr, "cannot start %s: %s\n", text_of(&script),
                strerror(errno));
  _exit(127);
}

static bool begins(const char *line, const char *with) {
  return strncmp(line, with, strlen(with)) == 0;
}

// True if the file names threads, and no actors.
static bool is_of_threads(const char *path) {
  FILE *file = fopen(path, "r");
  char line[256];
  bool threads = false;
  bool actors = false;
  while (file != NULL && fgets(line, sizeof line, file) != NULL) {
    threads |= begins(line, "#include <pthread.h>") ||
               begins(line, "#include <threads.h>") ||
               begins(line, "#include \"base/thread.h\"");
    actors |= begins(line, "#include \"troupe.h\"") ||
              begins(line, "#include \"acting/");
  }
  if (file != NULL) {
    (void)fclose(file);
  }
  return threads && !actors;
}

static void read_all(int fd, Text *said) {
  char bytes[4096];
  ssize_t got = 0;
  while ((got = read(fd, bytes, sizeof bytes)) > 0 ||
         (got < 0 && errno == EINTR)) {
    if (got > 0 && said->length < SAID_LIMIT) {
      text_add_bytes(said, bytes, (size_t)got);
    }
  }
}

// The first error goes first, on a line of its own.
static void lead_with_error(Text *said) {
  const char *error = strstr(text_of(said), "error: ");
  if (error == NULL) {
    return;
  }
  const char *start = error;
  while (start > said->bytes && start[-1] != '\n') {
    start--;
  }
  Text sorted = {0};
  text_add_bytes(&sorted, start, strcspn(start, "\n"));
  text_addf(&sorted, "\n\n%s", text_of(said));
  text_release(said);
  *said = sorted;
}

static CompileOutcome run(const Catalog *catalog, const char *file,
                          const char *out, Text *said) {
  Text library = {0};
  int ends[2];
  text_addf(&library, "%s/libtroupe.a", catalog->folder);
  if (access(text_of(&library), R_OK) != 0 || pipe(ends) != 0) {
    text_addf(said, "the library is not built: %s is missing; make builds it",
              text_of(&library));
    text_release(&library);
    return COMPILE_MISSING;
  }
  pid_t child = fork();
  if (child == 0) {
    (void)dup2(ends[1], 1);
    (void)dup2(ends[1], 2);
    (void)close(ends[0]);
    (void)close(ends[1]);
    if (is_of_threads(file)) {
      run_stepping(catalog->root, file, catalog->folder, out);
    }
    run_compiler(catalog->root, file, text_of(&library), out);
  }
  (void)close(ends[1]);
  read_all(ends[0], said);
  (void)close(ends[0]);
  text_release(&library);
  int status = 0;
  while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (child < 0 || (WIFEXITED(status) && WEXITSTATUS(status) == 127)) {
    return COMPILE_MISSING;
  }
  return status == 0 ? COMPILE_OK : COMPILE_WRONG;
}

// The compiler runs in another folder than the watcher.
static bool make_absolute(const char *path, char full[PATH_MAX]) {
  char here[PATH_MAX];
  if (*path == '/' || getcwd(here, sizeof here) == NULL) {
    return snprintf(full, PATH_MAX, "%s", path) < PATH_MAX && *path == '/';
  }
  return snprintf(full, PATH_MAX, "%s/%s", here, path) < PATH_MAX;
}

CompileOutcome compile_file(const Catalog *catalog, const char *file,
                            char **program, Text *said) {
  char full[PATH_MAX];
  if (!make_absolute(file, full) || access(full, R_OK) != 0) {
    text_addf(said, "cannot read %s: %s", file, strerror(errno));
    return COMPILE_MISSING;
  }
  const char *base = strrchr(full, '/') + 1;
  char folder[PATH_MAX];
  if (!make_absolute(catalog->folder, folder)) {
    return COMPILE_MISSING;
  }
  Text out = {0};
  text_addf(&out, "%s/yours", folder);
  (void)mkdir(text_of(&out), 0777);
  text_addf(&out, "/%.*s", (int)strlen(base) - 2, base);
  CompileOutcome outcome = run(catalog, full, text_of(&out), said);
  if (outcome == COMPILE_OK) {
    *program = text_copy(text_of(&out));
  } else {
    lead_with_error(said);
  }
  text_release(&out);
  return outcome;
}
