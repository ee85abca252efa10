// network_words.c -- a watcher's words on nodes and links, word by word.
#include <stdlib.h>
#include <string.h>

#include "acting/network.h"
#include "acting/step.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "acting/watcher.h"
#include "base/mem.h"
#include "base/writer.h"

#define TIME_MOST ((i64)1000000 * 1000000000)  // some days

typedef struct Words {
  const char *at;
  char word[64];
} Words;

// The next word; `|` is one by itself. False: there is none, or too long a one.
static bool next(Words *words) {
  words->at += strspn(words->at, " ");
  size_t length = *words->at == '|' ? 1 : strcspn(words->at, " |");
  bool fits = length > 0 && length < sizeof words->word;
  if (fits) {
    memcpy(words->word, words->at, length);
    words->word[length] = '\0';
    words->at += length;
  }
  return fits;
}

static bool is(const Words *words, const char *word) {
  return strcmp(words->word, word) == 0;
}

// "8ms"; *end is what stands behind it.
static bool read_time(const char *text, i64 *time, const char **end) {
  static const struct {
    const char *unit;
    i64 ns;
  } units[] = {{"ns", 1}, {"us", 1000}, {"ms", 1000000}, {"s", 1000000000}};
  char *unit;
  if (*text < '0' || *text > '9') {
    return false;
  }
  u64 number = strtoull(text, &unit, 10);
  for (size_t i = 0; i < 4; i++) {
    size_t length = strlen(units[i].unit);
    if (strncmp(unit, units[i].unit, length) == 0 &&
        number <= (u64)(TIME_MOST / units[i].ns)) {
      *time = (i64)number * units[i].ns;
      *end = unit + length;
      return true;
    }
  }
  return false;
}

// The whole word.
static bool take_time(Words *words, i64 *time) {
  const char *end;
  return next(words) && read_time(words->word, time, &end) && *end == '\0' &&
         *time > 0;
}

static bool find_node(const Network *network, const char *name, size_t *node) {
  for (*node = 0; *node < network->nodes; ++*node) {
    if (strcmp(network->names[*node], name) == 0) {
      return true;
    }
  }
  return false;
}

static void begin(System *system, const Event *command) {
  step_begin(system,
             (Event){.name = command->name,
                     .actor = watcher_actor(system)->ref.bits,
                     .other = command->actor,
                     .text = command->text},
             NULL);
}

static bool lives(System *system, Ref ref) {
  Actor *actor = table_at(system, ref);
  return actor != NULL && ref_equal(actor->ref, ref) &&
         standing_lives(standing(&actor->standing));
}

// ---- Each command; NULL, or why not ----

static const char *node(System *system, const Event *command, Words *words) {
  Network *network = system->network;
  Ref ref = {command->actor};
  size_t node;
  size_t at = 0;
  if (!next(words) || is(words, "|") || strlen(words->word) >= NETWORK_NAME) {
    return "node takes a name of at most 23 letters";
  }
  if (!lives(system, ref)) {
    return "the actor has ended";
  }
  bool known = find_node(network, words->word, &node);
  while (at < network->placed_count && network->placed[at].ref != ref.bits) {
    at++;
  }
  if ((!known && network->nodes == NETWORK_NODES) || at == NETWORK_PLACED) {
    return "there can be 16 nodes, and 1024 actors that are put on one";
  }
  if (!known) {
    memcpy(network->names[node], words->word, strlen(words->word) + 1);
    network->nodes++;
  }
  network->placed[at] = (Placed){ref.bits, (u8)node};
  network->placed_count += at == network->placed_count;
  begin(system, command);
  trace(system, (Event){.kind = EVENT_FAULT,
                        .actor = ref.bits,
                        .name = "node",
                        .text = words->word});
  return NULL;
}

static const char unknown_node[] =
    "there is no such node; node NAME ACTOR puts an actor on one, and all "
    "others are on the node here";

// Names up to `end`, or up to what is no node, which is left in *words.
static const char *read_set(const Network *network, Words *words, u32 *set) {
  size_t node;
  *set = 0;
  while (next(words) && !is(words, "|") && !is(words, "for") &&
         !is(words, "lossy")) {
    if (!find_node(network, words->word, &node)) {
      return unknown_node;
    }
    *set |= 1u << node;
    words->word[0] = '\0';
  }
  return NULL;
}

static const char *partition(System *system, const Event *command,
                             Words *words) {
  static const char usage[] =
      "partition takes two sets of nodes with | between them, as in partition "
      "A B|C, then lossy or for 2s, or both";
  u32 left;
  u32 right;
  i64 length = 0;
  bool lossy = false;
  const char *why = read_set(system->network, words, &left);
  if (why == NULL && !is(words, "|")) {
    return usage;
  }
  words->word[0] = '\0';
  why = why == NULL ? read_set(system->network, words, &right) : why;
  if (why != NULL) {
    return why;
  }
  bool more = words->word[0] != '\0';
  while (more) {
    if (is(words, "lossy")) {
      lossy = true;
    } else if (!is(words, "for") || !take_time(words, &length)) {
      return usage;
    }
    more = next(words);
  }
  if (left == 0 || right == 0 || (left & right) != 0) {
    return "the two sets must not be empty, and no node can be in both";
  }
  if (length > 0 && !network_mend_later(system, left, right, length)) {
    return "out of memory";
  }
  begin(system, command);
  network_cut(system, left, right, lossy);
  return NULL;
}

static const char *heal(System *system, const Event *command, Words *words) {
  if (next(words)) {
    return "heal takes nothing: it mends all links";
  }
  begin(system, command);
  network_mend_all(system);
  return NULL;
}

static const char *latency(System *system, const Event *command, Words *words) {
  static const char usage[] =
      "latency takes two nodes and a time, as in latency A B 8ms..40ms";
  Network *network = system->network;
  size_t a = 0;
  size_t b = 0;
  i64 least;
  i64 most;
  const char *end = "";
  if (!next(words) || !find_node(network, words->word, &a) || !next(words) ||
      !find_node(network, words->word, &b)) {
    return unknown_node;
  }
  if (a == b) {
    return "a node has no link to itself";
  }
  if (!next(words) || !read_time(words->word, &least, &end)) {
    return usage;
  }
  most = least;
  if (strncmp(end, "..", 2) == 0 && !read_time(end + 2, &most, &end)) {
    return usage;
  }
  if (*end != '\0' || next(words) || most < least) {
    return usage;
  }
  network->links[a][b].least = network->links[b][a].least = least;
  network->links[a][b].most = network->links[b][a].most = most;
  begin(system, command);
  char text[2 * NETWORK_NAME + 2];
  Writer out = writer_over(text, sizeof text);
  write_format(&out, "%s %s", network->names[a], network->names[b]);
  trace(system, (Event){.kind = EVENT_FAULT,
                        .actor = watcher_actor(system)->ref.bits,
                        .name = "latency",
                        .number = (u64)least,
                        .due = most,
                        .text = text});
  return NULL;
}

static const char *slow(System *system, const Event *command, Words *words) {
  Ref ref = {command->actor};
  i64 length;
  if (!take_time(words, &length) || next(words)) {
    return "slow takes an actor and a time, as in slow bank 2s";
  }
  if (!lives(system, ref) || network_is_slow(system, ref)) {
    return "the actor has ended, or is slow already";
  }
  if (!network_pause(system, ref, length)) {
    return "out of memory";
  }
  begin(system, command);
  trace(system, (Event){.kind = EVENT_FAULT,
                        .actor = ref.bits,
                        .name = "slow",
                        .due = system->dispatcher->now(system) + length});
  return NULL;
}

static bool make(System *system) {
  if (system->network == NULL) {
    Network *network = mem_try(sizeof *network);
    if (network == NULL) {
      return false;
    }
    rng_seed(&network->rng, system->seed);
    memcpy(network->names[0], "here", sizeof "here");
    network->nodes = 1;
    system->network = network;
    system->carries = network_takes;
  }
  return true;
}

const char *network_command(System *system, const Event *command) {
  static const struct {
    const char *name;
    const char *(*act)(System *, const Event *, Words *);
  } acts[] = {{"node", node},
              {"partition", partition},
              {"heal", heal},
              {"latency", latency},
              {"slow", slow}};
  Words words = {.at = command->text == NULL ? "" : command->text};
  if (!next(&words)) {
    return "a command to the network is a verb and its words";
  }
  for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
    if (is(&words, acts[i].name)) {
      words.word[0] = '\0';
      if (!make(system)) {
        return "out of memory";
      }
      const char *why = acts[i].act(system, command, &words);
      if (why == NULL) {
        step_end(system);
      }
      return why;
    }
  }
  return "the network knows node, partition, heal, latency and slow";
}
