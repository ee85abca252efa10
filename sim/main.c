// main.c -- the simulator's front: what is to be watched, and how.
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "batch.h"
#include "catalog.h"
#include "compile.h"
#include "controls.h"
#include "keys.h"
#include "options.h"
#include "screen.h"
#include "shelf.h"

// Set by a signal, looked at by every loop.
static volatile int stopped;

static void on_signal(int number) {
  stopped = number;
}

static void catch_signals(void) {
  struct sigaction action = {.sa_handler = on_signal};
  (void)sigemptyset(&action.sa_mask);
  (void)sigaction(SIGINT, &action, NULL);
  (void)sigaction(SIGTERM, &action, NULL);
  (void)sigaction(SIGHUP, &action, NULL);
  (void)signal(SIGPIPE, SIG_IGN);
}

static void list(const Catalog *catalog) {
  for (size_t i = 0; i < catalog->count; i++) {
    (void)printf("%-12s %s\n", catalog->scenes[i].name,
                 catalog->scenes[i].line);
  }
}

// The table as lines: `key NAME LINE` and `verb NAME`.
static void list_keys(void) {
  for (size_t i = 0; i < bindings_count(); i++) {
    char name[16];
    press_name(bindings_at(i)->key, name);
    (void)printf("key %s %s\n", name, bindings_at(i)->line);
  }
  for (size_t i = 0; i < controls_count(); i++) {
    (void)printf("verb %s\n", controls_at(i)->verb);
  }
}

static bool ends_with(const char *text, const char *end) {
  size_t length = strlen(text);
  return length >= strlen(end) && text_equal(text + length - strlen(end), end);
}

// The program behind what the watcher named. NULL: it was said why not, and
// *code is the exit code.
static char *find_program(const Catalog *catalog, const char *scene,
                          int *code) {
  Text said = {0};
  char *program = NULL;
  if (ends_with(scene, ".c")) {
    CompileOutcome outcome = compile_file(catalog, scene, &program, &said);
    *code = outcome == COMPILE_WRONG ? EXIT_FAILED : EXIT_BAD_USE;
  } else if (strchr(scene, '/') != NULL) {
    program = text_copy(scene);
  } else if (catalog_find(catalog, scene) != NULL) {
    program = catalog_program(catalog, scene);
  } else {
    catalog_complain(catalog, scene, &said);
    *code = EXIT_BAD_USE;
  }
  if (program == NULL) {
    screen_close();  // or the words would go with it
    batch_print(stderr, text_of(&said));
  }
  text_release(&said);
  return program;
}

// -x and -f, in order. Without any and without a screen: standard input, and
// if that has nothing to say, a run to the end.
static int run_scripts(Desk *desk, const Options *options) {
  int code = EXIT_EXPECTED;
  size_t lines = 0;
  for (size_t i = 0; i < options->script_count && !desk->quit; i++) {
    const Script *script = &options->scripts[i];
    bool standard = script->is_file && text_equal(script->text, "-");
    int now = EXIT_EXPECTED;
    if (!script->is_file) {
      now = batch_line(desk, "-x", script->text);
    } else {
      FILE *file = standard ? stdin : fopen(script->text, "r");
      if (file == NULL) {
        (void)fprintf(stderr, "cannot read %s: %s\n", script->text,
                      strerror(errno));
        return EXIT_BAD_USE;
      }
      now = batch_file(desk, standard ? "standard input" : script->text, file,
                       options->keep_going, &lines);
      if (!standard) {
        (void)fclose(file);
      }
    }
    code = code == EXIT_EXPECTED ? now : code;
    if (code != EXIT_EXPECTED && !options->keep_going) {
      return code;
    }
  }
  return code;
}

static int run_headless(Desk *desk, const Options *options) {
  int code = EXIT_EXPECTED;
  size_t lines = 0;
  if (options->script_count > 0) {
    code = run_scripts(desk, options);
  } else {
    if (!isatty(STDIN_FILENO)) {
      code = batch_file(desk, "standard input", stdin, options->keep_going,
                        &lines);
    }
    if (lines == 0 && stopped == 0) {
      code = batch_line(desk, "run", "run");
    }
  }
  (void)fflush(stdout);
  if (code == EXIT_EXPECTED && desk_verdict(desk) != 0) {
    code = EXIT_FAILED;
    if (desk->session.ending.bad) {
      (void)fprintf(stderr, "%s: ", desk->session.name);
      batch_print(stderr, desk->session.ending.text);
    }
    (void)desk_line(desk, "goto end; check");
    if (desk->session.checks.count > 0 ||
        !checks_as_expected(&desk->session.checks)) {
      batch_print(stderr, text_of(&desk->answer));
    }
  }
  return code;
}

// What the program is made of: of any other program nobody has said it.
static void name_source(Desk *desk, const Catalog *catalog, const char *scene) {
  if (ends_with(scene, ".c")) {
    desk_source(desk, scene, scene);
  } else if (catalog_find(catalog, scene) != NULL) {
    char *path = catalog_source(catalog, scene);
    desk_source(desk, path, path + strlen(catalog->root) + 1);
    mem_free(path);
  }
}

// A record, or a live program, instead of a scene.
static bool open_other(Desk *desk, const char *what, const Options *options,
                       int *code) {
  const char *slash = strrchr(what, '/');
  desk_init(desk, "", slash == NULL ? what : slash + 1, options->seed);
  desk->session.stop = &stopped;
  bool live = options->attach != NULL;
  bool good = live ? session_attach(&desk->session, what)
                   : session_load(&desk->session, what);
  if (!good) {
    screen_close();
    batch_print(stderr, desk->session.said);
    *code = EXIT_BAD_USE;
    desk_release(desk);
    return false;
  }
  desk_show_record(desk);
  text_add(&desk->answer, desk->session.said);
  desk->look.speed = live ? 0 : desk->look.speed;
  desk->runner.on = live && !options->headless;
  return true;
}

// With its own overlay, if it has one, and another one; NULL: none.
static bool open_program(Desk *desk, const Catalog *catalog, const char *scene,
                         const char *more, const Options *options, int *code) {
  char *program = find_program(catalog, scene, code);
  if (program == NULL) {
    return false;
  }
  const char *slash = strrchr(scene, '/');
  desk_init(desk, program, slash == NULL ? scene : slash + 1, options->seed);
  mem_free(program);
  desk->session.stop = &stopped;
  desk->look.mouse = !options->no_mouse;
  name_source(desk, catalog, scene);
  char *overlay = catalog_overlay(catalog, scene);
  DeskResult result = DESK_OK;
  if (catalog_find(catalog, scene) != NULL && access(overlay, R_OK) == 0) {
    result = desk_overlay(desk, overlay);
  }
  mem_free(overlay);
  if (result == DESK_OK && more != NULL) {
    result = desk_overlay(desk, more);
  }
  if (result == DESK_OK) {
    result =
        desk_start(desk, options->seeded ? options->seed : desk->session.seed);
  }
  if (result != DESK_OK) {
    screen_close();
    batch_print(stderr, text_of(&desk->answer));
    *code = batch_code(result);
    desk_release(desk);
    return false;
  }
  return true;
}

// Makes the desk for a scene, with its overlay. False: *code says why.
static bool open_desk(Desk *desk, const Catalog *catalog, const char *scene,
                      const Options *options, int *code) {
  if (options->attach != NULL || ends_with(scene, ".record")) {
    return open_other(desk, scene, options, code);
  }
  if (!ends_with(scene, ".scene")) {
    return open_program(desk, catalog, scene, NULL, options, code);
  }
  Text why = {0};
  char *used = catalog_used(scene, &why);
  bool good =
      used != NULL && open_program(desk, catalog, used, scene, options, code);
  if (used == NULL) {
    screen_close();
    batch_print(stderr, text_of(&why));
    *code = EXIT_BAD_USE;
  }
  mem_free(used);
  text_release(&why);
  return good;
}

static bool begin_goal(Desk *desk, const char *goal) {
  Text line = {0};
  text_addf(&line, "goal %s", goal);
  bool good = desk_line(desk, text_of(&line)) == DESK_OK;
  text_release(&line);
  if (!good) {
    screen_close();
    batch_print(stderr, text_of(&desk->answer));
  }
  return good;
}

static int watch(const Catalog *catalog, const char *scene,
                 const Options *options, bool headless) {
  Desk desk;
  int code = EXIT_EXPECTED;
  if (!open_desk(&desk, catalog, scene, options, &code)) {
    return code;
  }
  if (options->goal != NULL && !begin_goal(&desk, options->goal)) {
    code = EXIT_BAD_USE;
  } else if (headless) {
    code = run_headless(&desk, options);
  } else {
    code = run_scripts(&desk, options);
    if (code == EXIT_EXPECTED && !desk.quit && stopped == 0) {
      code = screen_run(&desk, &stopped);
    }
  }
  desk_release(&desk);
  return code;
}

// A goal that was chosen, SCENE/GOAL.
static int play(const Catalog *catalog, const char *goal,
                const Options *options) {
  size_t length = strcspn(goal, "/");
  char *scene = text_copy_bytes(goal, length);
  Options played = *options;
  played.goal = goal + length + 1;
  int code = watch(catalog, scene, &played, false);
  mem_free(scene);
  return code;
}

static int choose_and_watch(const Catalog *catalog, const Options *options) {
  bool goals = false;
  for (;;) {
    Catalog shelf = {0};
    if (goals) {
      shelf_catalog(catalog, &shelf);
    }
    const Catalog *menu = goals ? &shelf : catalog;
    int chosen = screen_menu(menu, &stopped);
    int code = EXIT_EXPECTED;
    if (chosen >= 0 && goals) {
      code = play(catalog, menu->scenes[chosen].name, options);
    } else if (chosen >= 0) {
      code = watch(catalog, menu->scenes[chosen].name, options, false);
    }
    catalog_release(&shelf);
    goals = chosen == MENU_OTHER ? !goals : goals;
    if ((chosen < 0 && chosen != MENU_OTHER) || stopped != 0) {
      return EXIT_EXPECTED;
    }
    if (code != EXIT_EXPECTED || stopped != 0) {
      return code;
    }
  }
}

static int start(const Catalog *catalog, const Options *options) {
  Text why = {0};
  if (options->help) {
    (void)fputs(options_usage(), stdout);
    return EXIT_EXPECTED;
  }
  if (options->keys) {
    list_keys();
    return EXIT_EXPECTED;
  }
  if (options->list) {
    list(catalog);
    return EXIT_EXPECTED;
  }
  if (options->puzzles || options->prove) {
    return shelf_show(catalog, options->scene, options->prove, &stopped);
  }
  bool headless = options->headless;
  if (!headless && !screen_open(options->ascii, options->no_color, &why)) {
    headless = true;
    (void)fprintf(stderr, "%s; going on as text\n", text_of(&why));
    text_release(&why);
  }
  int code = EXIT_EXPECTED;
  if (options->attach != NULL) {
    code = watch(catalog, options->attach, options, headless);
  } else if (options->scene != NULL) {
    code = watch(catalog, options->scene, options, headless);
  } else if (headless) {
    (void)fprintf(stderr, "which scene? there are:\n");
    list(catalog);
    code = EXIT_BAD_USE;
  } else {
    code = choose_and_watch(catalog, options);
  }
  screen_close();
  return code;
}

int main(int count, char **words) {
  Options options;
  Catalog catalog;
  Text why = {0};
  (void)setlocale(LC_ALL, "");
  catch_signals();
  if (!options_read(&options, count, words, &why)) {
    (void)fprintf(stderr, "%s\n", text_of(&why));
    text_release(&why);
    options_release(&options);
    return EXIT_BAD_USE;
  }
  catalog_init(&catalog, words[0]);
  int code = start(&catalog, &options);
  catalog_release(&catalog);
  options_release(&options);
  return stopped != 0 ? 128 + stopped : code;
}
