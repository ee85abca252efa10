// options.c -- words to options, the nearest one named when one is unknown.
#include "options.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "grammar.h"

const char *options_usage(void) {
  return "usage: troupe sim [SCENE|FILE.c|FILE.scene|FILE.record] [options]\n"
         "  without a scene: a menu of all scenes\n"
         "  --attach SOCKET  watch a program that runs with "
         "TROUPE_ATTACH=SOCKET\n"
         "  --list         the scenes, one line each\n"
         "  --puzzles      the goals for who would be the scheduler, and "
         "those reached\n"
         "  --goal NAME    play this goal of the scene\n"
         "  --prove        that each goal (of SCENE) can be reached, and not "
         "once repaired\n"
         "  --seed N       the seed of the run (default: the scene's, or 1)\n"
         "  -x COMMAND     carry this out first, as typed at the prompt; may "
         "be repeated\n"
         "  -f FILE        carry out the lines of a file first (-: standard "
         "input)\n"
         "  --headless     no screen: commands, or a run to its end; answers "
         "on stdout\n"
         "  --keep-going   go on after a wrong line\n"
         "  --keys         every key and what it stands for, every verb\n"
         "  --ascii        draw with ASCII only\n"
         "  --no-color     no colours (NO_COLOR does the same)\n"
         "  --no-mouse     the mouse stays the terminal's (M changes it)\n"
         "exit: 0 as expected, 1 a check or the program failed, 2 bad use,\n"
         "      3 a replay diverged, 4 a bound was reached, 5 something is "
         "missing\n";
}

void options_release(Options *options) {
  mem_free(options->scripts);
}

static void add_script(Options *options, bool is_file, const char *text) {
  options->scripts =
      (Script *)text_grow(options->scripts, &options->script_room,
                          options->script_count + 1, sizeof *options->scripts);
  options->scripts[options->script_count++] = (Script){is_file, text};
}

static bool is_flag(Options *options, const char *word) {
  const struct {
    const char *name;
    bool *flag;
  } flags[] = {{"--headless", &options->headless},
               {"--keep-going", &options->keep_going},
               {"--list", &options->list},
               {"--puzzles", &options->puzzles},
               {"--prove", &options->prove},
               {"--help", &options->help},
               {"-h", &options->help},
               {"--keys", &options->keys},
               {"--ascii", &options->ascii},
               {"--no-color", &options->no_color},
               {"--no-mouse", &options->no_mouse}};
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
    if (text_equal(word, flags[i].name)) {
      *flags[i].flag = true;
      return true;
    }
  }
  return false;
}

static bool complain(const char *word, Text *why) {
  static const char *const names[] = {
      "--headless", "--keep-going", "--list",     "--help", "--ascii",
      "--seed",     "--no-color",   "--no-mouse", "--keys", "--attach",
      "--puzzles",  "--prove",      "--goal"};
  const char *near = text_nearest(word, names, sizeof names / sizeof *names);
  text_addf(why, "there is no option %s; ", word);
  text_addf(why, near == NULL ? "%s" : "did you mean %s?",
            near == NULL ? "--help lists them" : near);
  return false;
}

bool options_read(Options *options, int count, char **words, Text *why) {
  *options = (Options){.seed = 1};
  for (int i = 1; i < count; i++) {
    const char *word = words[i];
    bool takes = text_equal(word, "-x") || text_equal(word, "-f") ||
                 text_equal(word, "--seed") || text_equal(word, "--goal") ||
                 text_equal(word, "--attach");
    if (takes && i + 1 == count) {
      text_addf(why, "%s needs something behind it", word);
      return false;
    }
    if (text_equal(word, "--seed")) {
      if (!grammar_number(words[++i], &options->seed)) {
        text_addf(why, "a seed is a whole number, not %s", words[i]);
        return false;
      }
      options->seeded = true;
    } else if (text_equal(word, "--goal")) {
      options->goal = words[++i];
    } else if (text_equal(word, "--attach")) {
      options->attach = words[++i];
    } else if (takes) {
      add_script(options, word[1] == 'f', words[++i]);
    } else if (is_flag(options, word)) {
      continue;
    } else if (*word == '-' && word[1] != '\0') {
      return complain(word, why);
    } else if (options->scene == NULL) {
      options->scene = word;
    } else {
      text_addf(why, "one scene at a time: %s or %s?", options->scene, word);
      return false;
    }
  }
  return true;
}
