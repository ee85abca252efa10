// model_network.c -- nodes and links, folded from what acting/network.h tells.
#include <string.h>

#include "model_parts.h"

// The node of this name; made if it is not there. Beyond all: 0.
static u8 node_at(ModelNetwork *network, const char *name, size_t length) {
  static const char here[] = "here";
  if (network->nodes == 0) {
    memcpy(network->names[0], here, sizeof here);
    network->nodes = 1;
  }
  for (size_t i = 0; i < network->nodes; i++) {
    if (strlen(network->names[i]) == length &&
        memcmp(network->names[i], name, length) == 0) {
      return (u8)i;
    }
  }
  if (network->nodes == MODEL_NODES || length >= MODEL_NODE_NAME) {
    return 0;
  }
  memcpy(network->names[network->nodes], name, length);
  network->names[network->nodes][length] = '\0';
  return (u8)network->nodes++;
}

static void link_see(ModelNetwork *network, const Event *event) {
  size_t length = strcspn(event->text, " ");
  const char *other = event->text + length + (event->text[length] == ' ');
  u8 a = node_at(network, event->text, length);
  u8 b = node_at(network, other, strlen(other));
  ModelLink *link = &network->links[a][b];
  if (text_equal(event->name, "latency")) {
    link->least = (i64)event->number;
    link->most = event->due;
  } else {
    link->cut = text_equal(event->name, "cut");
    link->lossy = link->cut && event->number != 0;
  }
  network->links[b][a] = *link;
}

static void message_see(Model *model, const Event *event) {
  ModelActor *sender = actor_at(model, event->other);
  for (size_t i = 0; i < sender->outbox.count; i++) {
    ModelMessage *message = &sender->outbox.items[i];
    if (message->id.sender == event->id.sender &&
        message->id.sequence == event->id.sequence) {
      message->held = text_equal(event->name, "hold");
      message->due = event->due;
    }
  }
}

void network_see(Model *model, const Event *event) {
  const char *name = event->name == NULL ? "" : event->name;
  if (text_equal(name, "node") && event->text != NULL) {
    u8 node = node_at(&model->network, event->text, strlen(event->text));
    actor_at(model, event->actor)->node = node;
  } else if (text_equal(name, "slow") || text_equal(name, "awake")) {
    actor_at(model, event->actor)->slow = event->due;
  } else if (text_equal(name, "hold") || text_equal(name, "carry")) {
    message_see(model, event);
  } else if (event->text != NULL &&
             (text_equal(name, "cut") || text_equal(name, "mend") ||
              text_equal(name, "latency"))) {
    link_see(&model->network, event);
  }
}

size_t model_held(const Model *model, size_t a, size_t b) {
  size_t held = 0;
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelActor *from = &model->actors[i];
    for (size_t m = 0; m < from->outbox.count; m++) {
      const ModelMessage *message = &from->outbox.items[m];
      const ModelActor *to = model_actor(model, message->to);
      held += (message->held || message->due > 0) && to != NULL &&
              ((from->node == a && to->node == b) ||
               (from->node == b && to->node == a));
    }
  }
  return held;
}
