// shelf.c -- each scene's overlay is read for its goals.
#include "shelf.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "batch.h"
#include "desk.h"
#include "prove.h"

#define PROVE_NS ((i64)20000000000)

// A desk with the scene's overlay, nothing started. False: it has none, or a
// wrong one, which is said.
static bool open_desk(const Catalog *catalog, const char *scene, Desk *desk) {
  char *program = catalog_program(catalog, scene);
  char *overlay = catalog_overlay(catalog, scene);
  desk_init(desk, program, scene, 1);
  bool good = access(overlay, R_OK) == 0;
  if (good && desk_overlay(desk, overlay) != DESK_OK) {
    batch_print(stderr, text_of(&desk->answer));
    good = false;
  }
  mem_free(program);
  mem_free(overlay);
  return good;
}

typedef struct Proof {
  CheckVerdict alone;     // failed: the program's own run reaches it
  u64 shortest;           // choices, 0: none was found
  bool covered;           // the search through all orders reaches it, too
  SearchResult repaired;  // and what that says of the repaired program
  bool judges;            // of which the check can tell
} Proof;

// A search through all orders is to be believed of the repaired program only if
// it finds in the broken one what there is to find.
static bool is_covered(const Question *question) {
  SearchResult result;
  prove_all(question, &result);
  bool found = result.found;
  search_release(&result);
  return found;
}

static void prove(const Catalog *catalog, Desk *desk, const Puzzle *puzzle,
                  volatile int *stop, Proof *proof) {
  Text why = {0};
  Settings settings = {0};
  char *twin = catalog_program(catalog, puzzle->unless);
  Question question = {desk->session.program,
                       desk->session.name,
                       puzzle->seed > 0 ? puzzle->seed : desk->session.seed,
                       checks_find(&desk->session.checks, puzzle->check),
                       stop,
                       PROVE_NS};
  if (puzzle->with != NULL) {
    ignore(settings_read(&settings, puzzle->with, &why));
  }
  *proof = (Proof){.alone = prove_own_run(&question),
                   .shortest = prove_shortest(&question)};
  proof->covered = is_covered(&question);
  if (puzzle_has_twin(puzzle)) {
    question.program = twin;
    question.name = puzzle->unless;
  } else {
    ignore(settings_read(&settings, puzzle->unless, &why));
  }
  prove_all(&question, &proof->repaired);
  proof->judges = prove_own_run(&question) == CHECK_HOLDS;
  settings_release(&settings);
  mem_free(twin);
  text_release(&why);
}

static bool is_proved(const Proof *proof) {
  const SearchResult *repaired = &proof->repaired;
  return proof->alone != CHECK_FAILED && proof->judges && proof->shortest > 0 &&
         proof->covered && !repaired->found && repaired->runs > 0 &&
         repaired->complete;
}

static void print_proof(const char *scene, const Puzzle *puzzle,
                        const Proof *proof) {
  const SearchResult *repaired = &proof->repaired;
  (void)printf("%s/%s: ", scene, puzzle->name);
  if (proof->shortest > 0) {
    (void)printf("%llu choices reach it", (unsigned long long)proof->shortest);
  } else {
    (void)printf("NO run that reaches it was found");
  }
  (void)printf("; the program's own run %s",
               proof->alone == CHECK_FAILED ? "DOES" : "does not");
  if (proof->shortest > 0 && !proof->covered) {
    (void)printf("; the search through all orders MISSES it");
  }
  (void)printf("; with %s ", puzzle->unless);
  if (repaired->found) {
    (void)printf("it is reached ALL THE SAME\n");
  } else if (repaired->why[0] != '\0') {
    (void)printf("NOTHING is known: %s\n", repaired->why);
  } else if (!repaired->complete) {
    (void)printf("NOT ALL orders were tried: %llu runs\n",
                 (unsigned long long)repaired->runs);
  } else if (!proof->judges) {
    (void)printf("the check CANNOT BE JUDGED\n");
  } else {
    (void)printf("no order does (%llu runs, %s)\n",
                 (unsigned long long)repaired->runs,
                 repaired->mode == SEARCH_ALL ? "all there are"
                                              : "one of each class of orders");
  }
  (void)fflush(stdout);
}

static int show(const Catalog *catalog, Desk *desk, const Progress *progress,
                bool proves, volatile int *stop) {
  int code = EXIT_EXPECTED;
  for (size_t i = 0; i < desk->puzzles.count && *stop == 0; i++) {
    const Puzzle *puzzle = &desk->puzzles.items[i];
    Text name = {0};
    text_addf(&name, "%s/%s", desk->session.name, puzzle->name);
    u64 best = progress_of(progress, text_of(&name));
    if (proves) {
      Proof proof;
      prove(catalog, desk, puzzle, stop, &proof);
      print_proof(desk->session.name, puzzle, &proof);
      code = is_proved(&proof) ? code : EXIT_FAILED;
      search_release(&proof.repaired);
    } else if (best > 0) {
      (void)printf("%-24s reached by %llu: %s\n", text_of(&name),
                   (unsigned long long)best, puzzle->text);
    } else {
      (void)printf("%-24s %s\n", text_of(&name), puzzle->text);
    }
    text_release(&name);
  }
  return code;
}

int shelf_show(const Catalog *catalog, const char *scene, bool proves,
               volatile int *stop) {
  int code = EXIT_EXPECTED;
  Progress progress;
  if (scene != NULL && catalog_find(catalog, scene) == NULL) {
    Text why = {0};
    catalog_complain(catalog, scene, &why);
    batch_print(stderr, text_of(&why));
    text_release(&why);
    return EXIT_BAD_USE;
  }
  progress_read(&progress);
  for (size_t i = 0; i < catalog->count; i++) {
    Desk desk;
    const char *name = catalog->scenes[i].name;
    if (scene != NULL && !text_equal(scene, name)) {
      continue;
    }
    if (open_desk(catalog, name, &desk)) {
      int now = show(catalog, &desk, &progress, proves, stop);
      code = code == EXIT_EXPECTED ? now : code;
    }
    desk_release(&desk);
  }
  progress_release(&progress);
  return code;
}

static void add(Catalog *goals, const Desk *desk, const Puzzle *puzzle,
                const Progress *progress) {
  Text name = {0};
  Text line = {0};
  text_addf(&name, "%s/%s", desk->session.name, puzzle->name);
  u64 best = progress_of(progress, text_of(&name));
  if (best > 0) {
    text_addf(&line, "[%3llu] %s", (unsigned long long)best, puzzle->text);
  } else {
    text_addf(&line, "[   ] %s", puzzle->text);
  }
  goals->scenes = (Scene *)text_grow(goals->scenes, &goals->room,
                                     goals->count + 1, sizeof *goals->scenes);
  goals->scenes[goals->count++] =
      (Scene){text_copy(text_of(&name)), text_copy(text_of(&line))};
  text_release(&name);
  text_release(&line);
}

void shelf_catalog(const Catalog *catalog, Catalog *goals) {
  Progress progress;
  *goals = (Catalog){.root = text_copy(catalog->root),
                     .folder = text_copy(catalog->folder),
                     .goals = true};
  progress_read(&progress);
  for (size_t i = 0; i < catalog->count; i++) {
    Desk desk;
    if (open_desk(catalog, catalog->scenes[i].name, &desk)) {
      for (size_t k = 0; k < desk.puzzles.count; k++) {
        add(goals, &desk, &desk.puzzles.items[k], &progress);
      }
    }
    desk_release(&desk);
  }
  progress_release(&progress);
}
