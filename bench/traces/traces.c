// traces.c -- how many orders of the tellers' bank differ, counted by force:
// traces TELLERS [STEPS].
//
// It shares nothing with the search it is to judge: no library, no footprints,
// no races. It knows what the actors of tests/programs/four_tellers.c and of
// sim/scenes/bank.c tell each other, and the step model: a step puts the first
// message of an outbox into a mailbox, or an actor whose outbox is empty takes
// the first of its mailbox.
//
// Two runs are the same but for the order of independent steps (Mazurkiewicz,
// "Trace theory", 1986) iff messages came into every mailbox in the same order:
// what an actor takes, does and sends follows from what came, in turn. So a
// prefix of such a class is: what came into each mailbox, in order, how much of
// it was taken, and what is in the outboxes. All prefixes are made, each once,
// step by step; those from which no step leads on are the classes.
//
// Runs are counted on the same way: as many lead to a prefix as lead to those
// before it. With STEPS, main's first so many are taken before all counting.
//
// For four tellers prefixes are many, so taking is done as soon as it can be:
// it touches nothing that any other actor's step does, so it may come at once
// in some run of each class. For up to three both ways are made, and compared.
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TELLERS = 4, BANK = 0, ACTORS = 1 + TELLERS, MAIL = 2 + 2 * TELLERS };

typedef enum Word { START = 1, DEPOSIT, GET, READ, SET, WRITTEN } Word;

// Bytes alone, so that equal prefixes are equal bytes.
typedef struct Letter {
  unsigned char word;
  unsigned char who;  // the teller it is of
} Letter;

typedef struct Prefix {
  Letter mail[ACTORS][MAIL];  // all that ever came
  unsigned char came[ACTORS];
  unsigned char taken[ACTORS];
  Letter out[ACTORS];       // what it sends next; word 0: nothing
  unsigned char main_sent;  // START to all, then DEPOSIT to all tellers
} Prefix;

typedef struct Node {
  Prefix prefix;
  double runs;  // that lead to it
} Node;

typedef struct Level {
  Node *nodes;
  size_t count;
  size_t room;  // a power of two
  size_t *places;
} Level;

static int tellers;

static void out_of_memory(void) {
  (void)fprintf(stderr, "traces: no memory\n");
  exit(1);
}

static unsigned long long hash_of(const Prefix *prefix) {
  unsigned char bytes[sizeof *prefix];
  unsigned long long hash = 0xCBF29CE484222325U;
  memcpy(bytes, prefix, sizeof bytes);
  for (size_t i = 0; i < sizeof bytes; i++) {
    hash = (hash ^ bytes[i]) * 0x100000001B3U;
  }
  return hash ^ hash >> 29;
}

static size_t *place_of(const Level *level, const Prefix *prefix) {
  size_t at = (size_t)hash_of(prefix) % level->room;
  while (level->places[at] != 0 &&
         memcmp(&level->nodes[level->places[at] - 1].prefix, prefix,
                sizeof *prefix) != 0) {
    at = (at + 1) % level->room;
  }
  return &level->places[at];
}

static void grow(Level *level) {
  level->room = level->room == 0 ? 1024 : level->room * 2;
  free(level->places);
  level->places = calloc(level->room, sizeof *level->places);
  Node *more = realloc(level->nodes, level->room / 2 * sizeof *more);
  if (level->places == NULL || more == NULL) {
    out_of_memory();
  }
  level->nodes = more;
  for (size_t i = 0; i < level->count; i++) {
    *place_of(level, &level->nodes[i].prefix) = i + 1;
  }
}

static void add(Level *level, const Prefix *prefix, double runs) {
  if (level->count == level->room / 2) {
    grow(level);
  }
  size_t *place = place_of(level, prefix);
  if (*place == 0) {
    level->nodes[level->count++] = (Node){*prefix, 0};
    *place = level->count;
  }
  level->nodes[*place - 1].runs += runs;
}

static void arrive(Prefix *prefix, int to, Letter letter) {
  prefix->mail[to][prefix->came[to]++] = letter;
}

static bool main_sends(Prefix *prefix) {
  int number = prefix->main_sent;
  if (number == 1 + 2 * tellers) {
    return false;
  }
  bool starts = number <= tellers;
  int to = starts ? number : number - tellers;
  arrive(prefix, to, (Letter){starts ? START : DEPOSIT, (unsigned char)to});
  prefix->main_sent++;
  return true;
}

static bool flushes(Prefix *prefix, int actor) {
  Letter letter = prefix->out[actor];
  if (letter.word == 0) {
    return false;
  }
  prefix->out[actor] = (Letter){0, 0};
  arrive(prefix, actor == BANK ? letter.who : BANK, letter);
  return true;
}

static bool takes(Prefix *prefix, int actor) {
  static const unsigned char answers[] = {[DEPOSIT] = GET,
                                          [GET] = READ,
                                          [READ] = SET,
                                          [SET] = WRITTEN,
                                          [WRITTEN] = 0};
  if (prefix->out[actor].word != 0 ||
      prefix->taken[actor] == prefix->came[actor]) {
    return false;
  }
  Letter letter = prefix->mail[actor][prefix->taken[actor]++];
  if (letter.word != START && answers[letter.word] != 0) {
    prefix->out[actor] = (Letter){answers[letter.word], letter.who};
  }
  return true;
}

static void take_all(Prefix *prefix) {
  for (int actor = 0; actor <= tellers; actor++) {
    while (takes(prefix, actor)) {
      // Until its outbox is full or its mailbox empty.
    }
  }
}

// All that may follow. False: nothing does.
static bool follow(Level *next, const Node *node, bool at_once) {
  bool any = false;
  for (int way = 0; way <= 2 * tellers + 2; way++) {
    Prefix prefix = node->prefix;
    int actor = (way - 1) / 2;
    bool done = way == 0       ? main_sends(&prefix)
                : way % 2 == 1 ? flushes(&prefix, actor)
                               : takes(&prefix, actor);
    if (done) {
      if (at_once) {
        take_all(&prefix);
      }
      add(next, &prefix, node->runs);
      any = true;
    }
  }
  return any;
}

typedef struct Count {
  size_t classes;
  double runs;
} Count;

static Count count_all(bool at_once, int steps) {
  Prefix first;
  memset(&first, 0, sizeof first);
  for (int i = 0; i < steps; i++) {
    (void)main_sends(&first);
  }
  if (at_once) {
    take_all(&first);
  }
  Level now = {0};
  Count count = {0, 0};
  add(&now, &first, 1);
  while (now.count > 0) {
    Level next = {0};
    for (size_t i = 0; i < now.count; i++) {
      if (!follow(&next, &now.nodes[i], at_once)) {
        count.classes++;
        count.runs += now.nodes[i].runs;
      }
    }
    free(now.nodes);
    free(now.places);
    now = next;
  }
  free(now.nodes);
  free(now.places);
  return count;
}

int main(int argc, char **argv) {
  tellers = argc > 1 ? atoi(argv[1]) : TELLERS;
  int steps = argc > 2 ? atoi(argv[2]) : 0;
  if (tellers < 1 || tellers > TELLERS || steps < 0 ||
      steps > 1 + 2 * tellers) {
    (void)fprintf(stderr,
                  "traces: it takes 1 to %d tellers, then how many of main's "
                  "steps are made already\n",
                  TELLERS);
    return 2;
  }
  Count quick = count_all(true, steps);
  (void)printf("%d tellers: %zu distinct orders", tellers, quick.classes);
  if (tellers < TELLERS) {
    Count full = count_all(false, steps);
    (void)printf(" of %.0f", full.runs);
    if (full.classes != quick.classes) {
      (void)printf("\ntraces: step by step there are %zu\n", full.classes);
      return 1;
    }
  }
  (void)printf("\n");
  return 0;
}
