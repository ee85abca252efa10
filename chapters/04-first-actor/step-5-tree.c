// step-5-tree.c -- actors that create actors: a server's acceptor, a
// connection for each client, a request for each line. No sockets: what
// a client will say is a list of lines.
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/thread.h"
#include "passing/channel.h"

enum { ROOM = 8, CHILDREN = 4, REPORT = 256 };

typedef struct Client {
  const char *name;
  const char *lines[CHILDREN];  // ended by NULL if there are fewer
} Client;

typedef enum MessageKind {
  CONNECT,  // acceptor: this client is at the door
  CLOSE,    // acceptor: and that was the last
  SERVE,    // connection, first: the client it is for
  HANDLE,   // request, first: the line it is for
  DONE,     // acceptor or connection: this child has ended, saying
} MessageKind;

typedef struct Message {
  MessageKind kind;
  const Client *client;  // shared by all, written by nobody
  const char *line;      // likewise
  Channel *parent;       // serve, handle: owns one sender
  int child;             // which of the parent's children
  char report[REPORT];
} Message;

typedef struct Self Self;
typedef void Behaviour(Self *self, Message *message);

typedef struct Actor {
  Channel *mailbox;
  Behaviour *first;
  Thread thread;
} Actor;

struct Self {
  Behaviour *behaviour;
  Channel *mailbox;  // its own, to give to its children
  const char *name;  // connection: its client's
  Channel *parent;   // owns one sender; NULL for the acceptor
  int child;         // which of the parent's children
  bool last;         // no more children will come
  int begun;
  int ended;
  Actor children[CHILDREN];
  char reports[CHILDREN][REPORT];
};

static void actor_main(void *argument) {
  Actor *actor = argument;
  Self self = {.behaviour = actor->first, .mailbox = actor->mailbox};
  Message message;
  while (self.behaviour != NULL &&
         channel_recv(actor->mailbox, &message, NEVER) == CHANNEL_OK) {
    self.behaviour(&self, &message);
  }
  channel_drop_sender(actor->mailbox);  // its own
  channel_drop_receiver(actor->mailbox, NULL);
}

static void actor_spawn(Actor *actor, const char *name,
                        Behaviour *first) {
  actor->mailbox = channel_new(sizeof(Message), ROOM);
  CHECK(actor->mailbox != NULL);
  channel_add_sender(actor->mailbox);  // for the actor itself
  actor->first = first;
  CHECK(thread_start(&actor->thread, name, actor_main, actor));
}

static void tell(Channel *mailbox, Message message) {
  CHECK(channel_send(mailbox, &message, NEVER) == CHANNEL_OK);
}

static void actor_stop(Actor *actor) {
  channel_drop_sender(actor->mailbox);
  thread_join(&actor->thread);
}

// Creates the next child and tells it what it is for.
static void child_spawn(Self *self, const char *name, Behaviour *first,
                        Message purpose) {
  CHECK(self->begun < CHILDREN);
  Actor *child = &self->children[self->begun];
  actor_spawn(child, name, first);
  channel_add_sender(self->mailbox);
  purpose.parent = self->mailbox;
  purpose.child = self->begun++;
  tell(child->mailbox, purpose);
}

// Keeps what a child reports, and waits for its end, which is near.
static void child_done(Self *self, const Message *message) {
  memcpy(self->reports[message->child], message->report, REPORT);
  actor_stop(&self->children[message->child]);
  self->ended++;
}

// The last act of a child: it tells its parent, then there is no next
// behaviour.
static void report_and_end(Self *self, Message *report) {
  report->kind = DONE;
  report->child = self->child;
  tell(self->parent, *report);
  channel_drop_sender(self->parent);
  self->behaviour = NULL;
}

// handle(line)
static void request(Self *self, Message *message) {
  self->parent = message->parent;
  self->child = message->child;
  Message answer = {0};
  int length = snprintf(answer.report, REPORT, "    request %s -> ",
                        message->line);
  CHECK((size_t)length + strlen(message->line) + 2 <= REPORT);
  for (const char *c = message->line; *c != '\0'; c++) {
    answer.report[length++] = (char)toupper((unsigned char)*c);
  }
  answer.report[length] = '\n';
  report_and_end(self, &answer);
}

// serve(client) | done(child, report)
static void connection(Self *self, Message *message) {
  if (message->kind == SERVE) {
    self->parent = message->parent;
    self->child = message->child;
    self->name = message->client->name;
    for (int i = 0; i < CHILDREN && message->client->lines[i]; i++) {
      child_spawn(
          self, "request", request,
          (Message){.kind = HANDLE, .line = message->client->lines[i]});
    }
  } else {
    child_done(self, message);
  }
  if (self->ended < self->begun) return;

  Message all = {0};
  int length =
      snprintf(all.report, REPORT, "  connection %s\n", self->name);
  for (int i = 0; i < self->begun; i++) {
    length += snprintf(all.report + length, REPORT - (size_t)length,
                       "%s", self->reports[i]);
    CHECK(length < REPORT);
  }
  report_and_end(self, &all);
}

// connect(client) | close | done(child, report)
static void acceptor(Self *self, Message *message) {
  if (message->kind == CONNECT) {
    child_spawn(self, message->client->name, connection,
                (Message){.kind = SERVE, .client = message->client});
  }
  if (message->kind == CLOSE) self->last = true;
  if (message->kind == DONE) child_done(self, message);
  if (!self->last || self->ended < self->begun) return;

  printf("acceptor\n");
  for (int i = 0; i < self->begun; i++) printf("%s", self->reports[i]);
  self->behaviour = NULL;
}

int main(void) {
  static const Client ann = {"Ann", {"hello", "how are you"}};
  static const Client bob = {"Bob", {"time"}};
  Actor server;
  actor_spawn(&server, "acceptor", acceptor);
  tell(server.mailbox, (Message){.kind = CONNECT, .client = &ann});
  tell(server.mailbox, (Message){.kind = CONNECT, .client = &bob});
  tell(server.mailbox, (Message){.kind = CLOSE});
  actor_stop(&server);
  return 0;
}
