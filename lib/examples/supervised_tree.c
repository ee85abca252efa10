// supervised_tree.c -- a flaky child lives again, and nobody has to know.
//
//   office
//     archive    remembers how much was sold; never fails
//     till       sells; fails at every third customer
//     visits     a supervisor of its own, with the greeter
#include "troupe.h"

// sold(amount) | total() -> total
#define ARCHIVE(M)                                \
  M(ARCHIVE_SOLD, archive, sold, (i64, amount), ) \
  M(ARCHIVE_TOTAL, archive, total, , (i64, total))
PROTOCOL(Archive, archive, ARCHIVE)
STATE(ArchiveState, (i64, total))
ACTOR(Archive, archive, ArchiveState, remembering)

#define TILL(M) M(TILL_SELL, till, sell, (i64, amount), (bool, sold))
PROTOCOL(Till, till, TILL)
STATE(TillState, (i64, customers))
ACTOR(Till, till, TillState, selling)

#define GREETER(M) M(GREETER_GREET, greeter, greet, (text, name), )
PROTOCOL(Greeter, greeter, GREETER)
STATE(GreeterState, (i64, greeted))
ACTOR(Greeter, greeter, GreeterState, greeting)

static void remembering(ArchiveState *self, const ArchiveMsg *message) {
  switch (message->kind) {
    case ARCHIVE_SOLD:
      self->total += message->sold.amount;
      break;
    case ARCHIVE_TOTAL:
      archive_reply_total(self->total);
      break;
  }
}

static void selling(TillState *self, const TillMsg *message) {
  switch (message->kind) {
    case TILL_SELL:
      if (++self->customers == 3) {
        fail("the till is stuck");
      }
      ignore(archive_tell_sold(WHEREIS(archive, actor_system(), "archive"),
                               message->sell.amount));
      till_reply_sell(true);
      break;
  }
}

static void greeting(GreeterState *self, const GreeterMsg *message) {
  switch (message->kind) {
    case GREETER_GREET:
      self->greeted++;
      say("hello, %s\n", message->greet.name);
      break;
  }
}

static const ChildSpec visitors[] = {CHILD(greeter, "greeter", NULL)};
static const SupervisorOptions visits = {.children = visitors, .count = 1};

static const ChildSpec staff[] = {
    CHILD(archive, "archive", NULL),
    CHILD(till, "till", (&(TillState){.customers = 0}), .asks_wait = true),
    SUPERVISED("visits", &visits),
};
static const SupervisorOptions office = {
    .strategy = ONE_FOR_ONE, .intensity = 3, .children = staff, .count = 3};

// The office's child of that label; its restarts do not change it.
static Ref find(SupervisorRef supervisor, const char *label) {
  struct supervisor_find_reply found = {0};
  ignore(supervisor_ask_find(supervisor, label, &found, after_ms(1000)));
  return found.child.ref;
}

int main(void) {
  System *system = system_start(NULL);
  SupervisorRef root = supervisor_spawn(system, "office", &office);
  CHECK(actor_wait_started(root.ref, after_ms(1000)) == START_OK);
  ArchiveRef archive = {find(root, "archive")};
  TillRef till = {find(root, "till")};
  GreeterRef greeter = {find((SupervisorRef){find(root, "visits")}, "greeter")};
  CHECK(names_register(archive.ref, "archive") == NAME_OK);
  for (i64 i = 1; i <= 6; i++) {
    struct till_sell_reply sold = {0};
    AskOutcome outcome = till_ask_sell(till, i, &sold, after_ms(1000));
    say("customer %" PRId64 ": %s\n", i, AskOutcome_value_names[outcome]);
  }
  ignore(greeter_tell_greet(greeter, "everybody"));
  ignore(system_run(system, after_ms(1000)));
  struct archive_total_reply total = {0};
  struct supervisor_count_reply count = {0};
  ignore(archive_ask_total(archive, &total, after_ms(1000)));
  ignore(supervisor_ask_count(root, &count, after_ms(1000)));
  say("sold for %" PRId64 ", %" PRIu64 " restarts\n", total.total,
      count.restarts);
  return system_stop(system, after_ms(1000)) == SYSTEM_CLEAN ? 0 : 1;
}
