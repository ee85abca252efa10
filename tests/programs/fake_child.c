// fake_child.c -- a program that speaks the control stream without the library.
//
// It has `main`, which has two messages in its outbox, and `counter`. So the
// simulator's engine can be tested alone, also against what no library does:
// a message `crash`, `loop`, `exit`, `flood`, `storm` or `babble` makes it do
// that when handled. FAKE_DRIFT=1 makes each process hash otherwise.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "telling/record.h"

#define NODE ((u64)1 << 56)
#define MAIN (NODE | 1)
#define YOU (NODE | (u64)1 << 30 | 1)
#define COUNTER (NODE | (u64)2 << 30 | 1)

enum { MESSAGES = 1024 };

typedef struct Message {
  u64 from;
  u64 sequence;
  char text[64];
} Message;

typedef struct Line {
  Message items[MESSAGES];
  size_t first;
  size_t end;
} Line;

static struct {
  int control;
  u64 seed;
  u64 step;
  u64 hash;
  u64 sequence;
  long long count;
  Line outbox;
  Line mailbox;
} fake;

static void tell(Event event) {
  static u8 frame[RECORD_LIMIT + 4];
  event.step = fake.step;
  size_t size = record_write(frame, sizeof frame, &event);
  // The hash is over what happened, not over how the watcher asked.
  bool happened = event.kind != EVENT_OPTION && event.kind != EVENT_READY &&
                  event.kind != EVENT_REFUSED;
  for (size_t i = 0; i < size && happened; i++) {
    fake.hash = (fake.hash ^ frame[i]) * 1099511628211u;
  }
  for (size_t at = 0; at < size;) {
    ssize_t sent = write(fake.control, frame + at, size - at);
    if (sent <= 0 && errno != EINTR) {
      _exit(0);  // nobody listens any more
    }
    at += sent > 0 ? (size_t)sent : 0;
  }
}

static void post(u64 from, const char *text) {
  Message *message = &fake.outbox.items[fake.outbox.end++ % MESSAGES];
  *message = (Message){.from = from, .sequence = ++fake.sequence};
  (void)snprintf(message->text, sizeof message->text, "%s", text);
  char name[64];
  (void)snprintf(name, sizeof name, "%.*s", (int)strcspn(text, "{ "), text);
  tell((Event){.kind = EVENT_SENT,
               .actor = from,
               .other = COUNTER,
               .id = {from, message->sequence},
               .name = name,
               .text = text});
}

static bool may(bool handle) {
  return handle ? fake.mailbox.first < fake.mailbox.end
                : fake.outbox.first < fake.outbox.end;
}

// The receiver first when it handles, the sender first when it sends.
static Event option(bool handle, u64 index) {
  const Line *line = handle ? &fake.mailbox : &fake.outbox;
  const Message *message = &line->items[line->first % MESSAGES];
  return (Event){.number = index,
                 .name = handle ? "handle" : "flush",
                 .actor = handle ? COUNTER : message->from,
                 .other = handle ? message->from : COUNTER,
                 .id = {message->from, message->sequence},
                 .text = message->text};
}

static void misbehave(const char *text) {
  if (strcmp(text, "crash{}") == 0) {
    (void)raise(SIGSEGV);
  } else if (strcmp(text, "exit{}") == 0) {
    exit(3);
  } else if (strcmp(text, "babble{}") == 0) {
    ignore(write(fake.control, "\xff\xff\xff\xff", 4));
    (void)pause();
  }
  while (strcmp(text, "loop{}") == 0) {
  }
  while (strcmp(text, "flood{}") == 0) {
    (void)puts("all work and no play makes a long output");
  }
  while (strcmp(text, "storm{}") == 0) {
    tell((Event){.kind = EVENT_OUTPUT, .actor = COUNTER, .text = "again"});
  }
}

static void handle_one(void) {
  Message *message = &fake.mailbox.items[fake.mailbox.first++ % MESSAGES];
  Event event = {.kind = EVENT_TAKEN,
                 .actor = COUNTER,
                 .other = message->from,
                 .id = {message->from, message->sequence},
                 .name = "inc",
                 .text = message->text};
  char state[64];
  tell(event);
  misbehave(message->text);
  if (strncmp(message->text, "inc{amount: ", 12) == 0) {
    fake.count += strtoll(message->text + 12, NULL, 10);
  }
  (void)printf("count is %lld\n", fake.count);
  (void)snprintf(state, sizeof state, "{count: %lld}", fake.count);
  event.kind = EVENT_HANDLED;
  event.text = state;
  tell(event);
}

static void begin(Event choice) {
  fake.step++;
  choice.kind = EVENT_CHOICE;
  tell(choice);
}

static void end(void) {
  tell((Event){.kind = EVENT_STEPPED, .number = fake.hash});
}

static bool take(u64 index) {
  u64 flushes = may(false);
  if (index >= flushes + may(true)) {
    return false;
  }
  bool handle = index >= flushes;
  begin(option(handle, index));
  if (handle) {
    handle_one();
  } else {
    Message *message = &fake.outbox.items[fake.outbox.first++ % MESSAGES];
    fake.mailbox.items[fake.mailbox.end++ % MESSAGES] = *message;
    tell((Event){.kind = EVENT_FLUSHED,
                 .actor = COUNTER,
                 .other = message->from,
                 .id = {message->from, message->sequence}});
  }
  end();
  return true;
}

static void ready(void) {
  u64 count = 0;
  for (int handle = 0; handle < 2; handle++) {
    if (may(handle)) {
      Event event = option(handle, count++);
      event.kind = EVENT_OPTION;
      tell(event);
    }
  }
  tell((Event){.kind = EVENT_READY, .number = count, .text = "quiet"});
}

static void refuse(const char *why) {
  tell((Event){.kind = EVENT_REFUSED, .text = why});
}

static void send_from_you(const Event *command) {
  char text[64];
  long long amount = 0;
  (void)snprintf(text, sizeof text, "%.60s", command->text);
  if (sscanf(text, "inc %lld", &amount) == 1) {
    (void)snprintf(text, sizeof text, "inc{amount: %lld}", amount);
  } else if (strchr(text, '{') == NULL) {
    refuse("Counter takes inc(amount: i64); as in inc 8");
    return;
  }
  begin((Event){.name = "send", .actor = YOU, .other = COUNTER, .text = text});
  post(YOU, text);
  end();
}

static void obey(const Event *command) {
  if (command->kind == COMMAND_QUIT) {
    exit(0);
  } else if (command->kind == COMMAND_CHOOSE && !take(command->number)) {
    refuse("no such option");
  } else if (command->kind == COMMAND_SEND) {
    send_from_you(command);
  } else if (command->kind == COMMAND_KILL) {
    begin((Event){.name = "kill", .actor = YOU, .other = command->actor});
    tell((Event){.kind = EVENT_STOPPED, .actor = command->actor});
    end();
  } else if (command->kind == COMMAND_RUN) {
    for (u64 i = 0; i < command->number; i++) {
      u64 count = (u64)may(false) + may(true);
      ignore(count > 0 && take((fake.seed + fake.step) % count));
    }
  } else if (command->kind == COMMAND_REPLAY) {
    char *at = (char *)(size_t)command->text;
    for (char *after = at;; at = after) {
      u64 index = strtoull(at, &after, 10);
      if (after == at || !take(index)) {
        break;
      }
    }
  }
  ready();
}

static void start(void) {
  fake.hash = getenv("FAKE_DRIFT") != NULL ? (u64)getpid() : 1;
  tell((Event){.kind = EVENT_RUN,
               .number = fake.seed,
               .name = "fake",
               .text = "stepper"});
  tell((Event){.kind = EVENT_PROTOCOL,
               .name = "Counter",
               .text = "inc(amount: i64) -> count: i64; get() -> count: i64; "
                       "crash(); loop(); exit(); flood(); storm(); babble() | "
                       "count: i64 | counting"});
  tell((Event){.kind = EVENT_SPAWNED,
               .actor = COUNTER,
               .other = MAIN,
               .name = "counter",
               .text = "Counter"});
  tell((Event){.kind = EVENT_STARTED, .actor = COUNTER, .text = "{count: 0}"});
  post(MAIN, "inc{amount: 42}");
  post(MAIN, "get{}");
  ready();
}

int main(void) {
  static RecordTexts texts;
  static u8 bytes[1 << 18];
  size_t length = 0;
  const char *fd = getenv("TROUPE_CONTROL");
  if (fd == NULL) {
    return 2;
  }
  fake.control = atoi(fd);
  fake.seed = strtoull(getenv("TROUPE_SEED"), NULL, 10);
  (void)setvbuf(stdout, NULL, _IOLBF, 0);
  (void)signal(SIGPIPE, SIG_IGN);
  ignore(write(fake.control, RECORD_MAGIC, RECORD_MAGIC_SIZE));
  start();
  bool greeted = false;
  for (;;) {
    ssize_t got = read(fake.control, bytes + length, sizeof bytes - length);
    if (got <= 0) {
      return 0;
    }
    length += (size_t)got;
    size_t at = greeted ? 0 : RECORD_MAGIC_SIZE;
    greeted = true;
    Event command;
    size_t used = 0;
    while (record_read(bytes + at, length - at, &command, &texts, &used) ==
           RECORD_OK) {
      at += used;
      obey(&command);
    }
    length -= at;
    memmove(bytes, bytes + at, length);
  }
}
