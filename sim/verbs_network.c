// verbs_network.c -- node, partition, heal, latency, slow: to nodes, the links
// between them, and actors.
//
// What a word means, and whether it can be, the program says
// (acting/network.h): it keeps the nodes.
#include <string.h>

#include "grammar.h"
#include "verbs.h"

static DeskResult tell(Desk *desk, u64 actor, const char *words) {
  u64 before = session_cursor(&desk->session);
  return verbs_conclude(desk, before,
                        session_network(&desk->session, actor, words));
}

// A name that is none is known by what names there are.
static void say_nodes(const Model *model, Text *out) {
  const ModelNetwork *network = &model->network;
  text_add(out, network->nodes == 0 ? " (there are none yet)" : " (nodes:");
  for (size_t i = 0; i < network->nodes; i++) {
    text_addf(out, " %s%s", network->names[i],
              i + 1 == network->nodes ? ")" : ",");
  }
}

// The line as it was typed: the same grammar goes to the program.
static DeskResult tell_line(Desk *desk, const Command *command) {
  Text line = {0};
  text_addf(&line, "%s %s", command->control->verb, command->rest);
  while (line.length > 0 && line.bytes[line.length - 1] == ' ') {
    line.bytes[--line.length] = '\0';
  }
  DeskResult result = tell(desk, 0, text_of(&line));
  if (result == DESK_BAD) {
    say_nodes(&desk->session.model, &desk->answer);
  }
  text_release(&line);
  return result;
}

DeskResult verb_partition(Desk *desk, const Command *command) {
  return tell_line(desk, command);
}

static bool is_cut(const ModelNetwork *network) {
  for (size_t a = 0; a < network->nodes; a++) {
    for (size_t b = 0; b < network->nodes; b++) {
      if (network->links[a][b].cut) {
        return true;
      }
    }
  }
  return false;
}

DeskResult verb_heal(Desk *desk, const Command *command) {
  if (command->rest[0] == '\0' && !is_cut(&desk->session.model.network)) {
    text_add(&desk->answer, "no link is cut: there is nothing to heal");
    return DESK_OK;
  }
  return tell_line(desk, command);
}

DeskResult verb_latency(Desk *desk, const Command *command) {
  return tell_line(desk, command);
}

// A step for each actor. All are known, or nothing is done.
DeskResult verb_node(Desk *desk, const Command *command) {
  const Model *model = &desk->session.model;
  DeskResult result = DESK_OK;
  Text line = {0};
  for (size_t i = 1; i < command->word_count; i++) {
    if (model_find(model, command->words[i], &desk->answer) == NULL) {
      return DESK_BAD;
    }
  }
  text_addf(&line, "node %s", command->words[0]);
  for (size_t i = 1; i < command->word_count && result == DESK_OK; i++) {
    u64 actor = model_find(model, command->words[i], NULL)->ref;
    text_clear(&desk->answer);
    result = tell(desk, actor, text_of(&line));
  }
  text_release(&line);
  return result;
}

DeskResult verb_slow(Desk *desk, const Command *command) {
  const ModelActor *actor =
      model_find(&desk->session.model, command->words[0], &desk->answer);
  if (actor == NULL) {
    return DESK_BAD;
  }
  Text line = {0};
  text_addf(&line, "slow %s", command->words[1]);
  DeskResult result = tell(desk, actor->ref, text_of(&line));
  text_release(&line);
  return result;
}

void verbs_add_network(const Model *model, const TapeStep *step, Text *out) {
  size_t verb = strcspn(step->text, " ");
  bool slow = text_starts(step->text, "slow ");
  text_add(out, "{");
  text_add_bytes(out, step->text, slow ? verb : strlen(step->text));
  if (step->actor != 0) {
    text_add(out, " ");
    model_name(model, step->actor, out);
  }
  text_addf(out, "%s}", slow ? step->text + verb : "");
}
