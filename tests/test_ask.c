// Tests of asks between actors: replies as messages, held asks, rings.
#include "ways.h"

// A server answers at once, late, or never; it can be told to pass questions on
// to another one and to answer with what that says.
#define SERVER(M)                                                         \
  M(SERVER_LINK, server, link, (ref(Server), next), )                     \
  M(SERVER_ECHO, server, echo, (i64, number), (i64, number))              \
  M(SERVER_WHO, server, who, (text, name), (text, greeting)(u64, length)) \
  M(SERVER_NEVER, server, never, , (i64, number))                         \
  M(SERVER_CRASH, server, crash, , (i64, number))                         \
  M(SERVER_PASS, server, pass, (i64, number), (i64, number))              \
  M(SERVER_HOLD, server, hold, (i64, depth), (i64, result))               \
  M(SERVER_NUDGE, server, nudge, , )                                      \
  M(SERVER_PASSED, server, passed, REPLY_HEAD(i64, number), )             \
  M(SERVER_HELD, server, held, REPLY_HEAD(i64, result), )                 \
  M(SERVER_LOOK, server, look, , (i64, nudged)(i64, nudged_in_hold))
REF(Server, server)
PROTOCOL_AFTER_REF(Server, server, SERVER)
STATE(ServerState,
      (ref(Server), next)(i64, nudged)(i64, nudged_in_hold)(bool, holding)(
          private(Request *), asker)(private(Request *), stuck))
ACTOR(Server, server, ServerState, serving)

static void serving(ServerState *self, const ServerMsg *message) {
  switch (message->kind) {
    case SERVER_LINK:
      self->next = message->link.next;
      break;
    case SERVER_ECHO:
      server_reply_echo(message->echo.number);
      break;
    case SERVER_WHO:
      server_reply_who(message->who.name, 3);
      break;
    case SERVER_NEVER:
      self->stuck = request_take();
      break;
    case SERVER_CRASH:
      fail("asked to");
    case SERVER_PASS:
      self->asker = request_take();
      CHECK(server_ask_echo_as(self->next, message->pass.number + 1,
                               server_passed, PATIENCE) != 0);
      break;
    case SERVER_PASSED:
      CHECK(message->passed.outcome == ASK_OK);
      server_reply_pass_to(&self->asker, message->passed.number);
      break;
    case SERVER_HOLD:
      if (message->hold.depth == 0) {
        server_reply_hold(ASK_OK);
        break;
      }
      self->asker = request_take();
      self->holding = true;
      CHECK(server_hold_hold_as(self->next, message->hold.depth - 1,
                                server_held, NEVER) != 0);
      break;
    case SERVER_NUDGE:
      self->nudged++;
      self->nudged_in_hold += self->holding;
      break;
    case SERVER_HELD:
      self->holding = false;
      // Passes on how its own ask ended, or what it was answered.
      server_reply_hold_to(&self->asker, message->held.outcome == ASK_OK
                                             ? message->held.result
                                             : (i64)message->held.outcome);
      break;
    case SERVER_LOOK:
      server_reply_look(self->nudged, self->nudged_in_hold);
      break;
  }
}

enum { MANY = 300 };

// A client asks a server and remembers what it heard.
#define CLIENT(M)                                                       \
  M(CLIENT_ASK, client, ask, (ref(Server), server)(i64, what), )        \
  M(CLIENT_HEARD, client, heard, REPLY_HEAD(i64, number), )             \
  M(CLIENT_GREETED, client, greeted,                                    \
    REPLY_HEAD(text, greeting)(u64, length), )                          \
  M(CLIENT_TELL, client, tell_me, ,                                     \
    (u64, asked)(u64, request)(enum(AskOutcome), outcome)(i64, number)( \
        text, greeting)(i64, heard))
PROTOCOL(Client, client, CLIENT)
STATE(ClientState, (u64, asked)(u64, request)(enum(AskOutcome), outcome)(
                       i64, number)(text, greeting)(i64, heard))
ACTOR(Client, client, ClientState, asking)

static void asking(ClientState *self, const ClientMsg *message) {
  switch (message->kind) {
    case CLIENT_ASK: {
      ServerRef server = message->ask.server;
      switch (message->ask.what) {
        case 0:
          self->asked = server_ask_echo_as(server, 5, client_heard, PATIENCE);
          break;
        case 1:
          self->asked = server_ask_never_as(server, client_heard, after_ms(5));
          break;
        case 2:
          self->asked = server_ask_crash_as(server, client_heard, PATIENCE);
          break;
        case 3:
          self->asked =
              server_ask_who_as(server, "ann", client_greeted, PATIENCE);
          break;
        case 4:
          for (int i = 0; i < MANY; i++) {
            CHECK(server_ask_never_as(server, client_heard, after_ms(5)) != 0);
          }
          break;
        default:
          break;
      }
      break;
    }
    case CLIENT_HEARD:
      self->heard++;
      self->request = message->heard.request;
      self->outcome = message->heard.outcome;
      self->number = message->heard.number;
      break;
    case CLIENT_GREETED:
      self->request = message->greeted.request;
      self->outcome = message->greeted.outcome;
      self->number = (i64)message->greeted.length;
      self->greeting = take_text(&message->greeted.greeting);
      break;
    case CLIENT_TELL:
      client_reply_tell_me(self->asked, self->request, self->outcome,
                           self->number, self->greeting, self->heard);
      break;
  }
}

static ServerRef new_server(System *system, const char *label) {
  return server_spawn(system, label, (ServerState){.nudged = 0});
}

static struct client_tell_me_reply ask_through_client(System *system,
                                                      ServerRef server,
                                                      i64 what) {
  ClientRef client =
      client_spawn(system, "client", (ClientState){.number = -1});
  struct client_tell_me_reply reply;
  CU_ASSERT_EQUAL(client_tell_ask(client, server, what), TELL_OK);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(client_ask_tell_me(client, &reply, PATIENCE), ASK_OK);
  return reply;
}

UNDER_ALL(a_reply_comes_as_the_message_the_asker_named) {
  System *system = start_system();
  struct client_tell_me_reply heard =
      ask_through_client(system, new_server(system, "server"), 0);
  CU_ASSERT_EQUAL(heard.outcome, ASK_OK);
  CU_ASSERT_EQUAL(heard.number, 5);
  CU_ASSERT(heard.asked != 0);
  CU_ASSERT_EQUAL(heard.asked, heard.request);
  stop_system(system);
}

UNDER_ALL(a_text_in_a_reply_arrives_and_can_be_taken) {
  System *system = start_system();
  struct client_tell_me_reply heard =
      ask_through_client(system, new_server(system, "server"), 3);
  CU_ASSERT_EQUAL(heard.outcome, ASK_OK);
  CU_ASSERT_STRING_EQUAL(heard.greeting, "ann");
  CU_ASSERT_EQUAL(heard.number, 3);
  block_free(heard.greeting);
  stop_system(system);
}

UNDER_ALL(an_inside_ask_that_is_not_answered_in_time_brings_a_timeout) {
  System *system = start_system();
  struct client_tell_me_reply heard =
      ask_through_client(system, new_server(system, "server"), 1);
  CU_ASSERT_EQUAL(heard.outcome, ASK_TIMEOUT);
  CU_ASSERT_EQUAL(heard.number, 0);
  stop_system(system);
}

UNDER_ALL(many_open_requests_are_told_apart_and_each_ends_once) {
  System *system = start_system();
  struct client_tell_me_reply heard =
      ask_through_client(system, new_server(system, "server"), 4);
  CU_ASSERT_EQUAL(heard.heard, MANY);
  CU_ASSERT_EQUAL(heard.outcome, ASK_TIMEOUT);
  CU_ASSERT(heard.request >= 1 && heard.request <= MANY);
  stop_system(system);
}

UNDER_ALL(an_inside_ask_that_makes_the_server_fail_says_so) {
  System *system = start_system();
  struct client_tell_me_reply heard =
      ask_through_client(system, new_server(system, "server"), 2);
  CU_ASSERT_EQUAL(heard.outcome, ASK_FAILED);
  stop_system(system);
}

UNDER_ALL(an_inside_ask_to_an_ended_actor_is_answered_as_a_message) {
  System *system = start_system();
  ServerRef server = new_server(system, "server");
  actor_stop(server.ref);
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(server.ref, &reason, PATIENCE), END_OK);
  struct client_tell_me_reply heard = ask_through_client(system, server, 0);
  CU_ASSERT_EQUAL(heard.outcome, ASK_STOPPED);
  stop_system(system);
}

UNDER_ALL(a_kept_request_is_answered_when_another_actor_has_answered) {
  System *system = start_system();
  ServerRef front = new_server(system, "front");
  CU_ASSERT_EQUAL(server_tell_link(front, new_server(system, "back")), TELL_OK);
  struct server_pass_reply reply;
  CU_ASSERT_EQUAL(server_ask_pass(front, 1, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.number, 2);
  stop_system(system);
}

UNDER_ALL(two_actors_that_ask_each_other_without_holding_are_both_answered) {
  System *system = start_system();
  ServerRef one = new_server(system, "one");
  ServerRef two = new_server(system, "two");
  CU_ASSERT_EQUAL(server_tell_link(one, two), TELL_OK);
  CU_ASSERT_EQUAL(server_tell_link(two, one), TELL_OK);
  CU_ASSERT_EQUAL(server_tell_pass(one, 1), TELL_OK);
  struct server_pass_reply reply;
  CU_ASSERT_EQUAL(server_ask_pass(two, 10, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.number, 11);
  stop_system(system);
}

UNDER_ALL(a_held_ask_lets_no_other_message_in) {
  System *system = start_system();
  ServerRef front = new_server(system, "front");
  ServerRef back = new_server(system, "back");
  CU_ASSERT_EQUAL(server_tell_link(front, back), TELL_OK);
  CU_ASSERT_EQUAL(server_tell_hold(front, 0), TELL_OK);
  for (int i = 0; i < 5; i++) {
    CU_ASSERT_EQUAL(server_tell_nudge(front), TELL_OK);
  }
  struct server_hold_reply held;
  CU_ASSERT_EQUAL(server_ask_hold(front, 1, &held, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(held.result, ASK_OK);
  struct server_look_reply look;
  CU_ASSERT_EQUAL(server_ask_look(front, &look, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(look.nudged, 5);
  CU_ASSERT_EQUAL(look.nudged_in_hold, 0);
  stop_system(system);
}

UNDER_ALL(a_ring_of_held_asks_is_refused_and_everybody_is_answered) {
  System *system = start_system();
  ServerRef ring[3] = {new_server(system, "a"), new_server(system, "b"),
                       new_server(system, "c")};
  for (int i = 0; i < 3; i++) {
    CU_ASSERT_EQUAL(server_tell_link(ring[i], ring[(i + 1) % 3]), TELL_OK);
  }
  struct server_hold_reply held;
  CU_ASSERT_EQUAL(server_ask_hold(ring[0], 3, &held, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(held.result, ASK_DEADLOCK);  // as c heard, and passed on
  stop_system(system);
}

UNDER_ALL(an_actor_that_holds_an_ask_to_itself_hears_of_the_deadlock) {
  System *system = start_system();
  ServerRef self = new_server(system, "narcissus");
  CU_ASSERT_EQUAL(server_tell_link(self, self), TELL_OK);
  struct server_hold_reply held;
  CU_ASSERT_EQUAL(server_ask_hold(self, 1, &held, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(held.result, ASK_DEADLOCK);
  stop_system(system);
}

UNDER_ALL(an_actor_that_waits_for_ever_is_killed_when_the_system_stops) {
  System *system = start_system();
  ServerRef front = new_server(system, "front");
  ServerRef back = new_server(system, "back");
  CU_ASSERT_EQUAL(server_tell_link(front, back), TELL_OK);
  CU_ASSERT_EQUAL(server_tell_link(back, new_server(system, "last")), TELL_OK);
  CU_ASSERT_EQUAL(server_tell_never(back), TELL_OK);
  CU_ASSERT_EQUAL(server_tell_hold(front, 1), TELL_OK);
  CU_ASSERT_EQUAL(system_stop(system, PATIENCE), SYSTEM_CLEAN);
}

// Main waits for a reply that nobody can send any more.
STEPPED(an_outside_ask_that_can_never_be_answered_is_a_deadlock) {
  System *system = start_system();
  ServerRef server = new_server(system, "server");
  struct server_never_reply reply;
  CU_ASSERT_EQUAL(server_ask_never(server, &reply, NEVER), ASK_DEADLOCK);
  stop_system(system);
}

static void ask_in_handler(void *arg);

#define RUDE(M) M(RUDE_GO, rude, go, (ref(Server), server), )
PROTOCOL(Rude, rude, RUDE)
NO_STATE(RudeState)
ACTOR(Rude, rude, RudeState, being_rude)

static void ask_in_handler(void *arg) {
  const ServerRef *server = arg;
  struct server_echo_reply reply;
  ignore(server_ask_echo(*server, 1, &reply, NEVER));
}

static void being_rude(RudeState *self, const RudeMsg *message) {
  (void)self;
  ServerRef server = message->go.server;
  ask_in_handler(&server);
}

UNDER_ALL(a_handler_that_waits_for_an_outside_ask_fails) {
  System *system = start_system();
  RudeRef rude = rude_spawn(system, "rude", (RudeState){0});
  CU_ASSERT_EQUAL(rude_tell_go(rude, new_server(system, "server")), TELL_OK);
  StopReason reason = STOPPED_NORMAL;
  CU_ASSERT_EQUAL(actor_wait_end(rude.ref, &reason, PATIENCE), END_OK);
  CU_ASSERT_EQUAL(reason, STOPPED_FAILED);
  stop_system(system);
}

// ---- Without memory, inside ----

static void an_inside_ask_without_memory_sends_nothing(void) {
  System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  ServerRef server = new_server(system, "server");
  bool refused = true;
  i64 limit = 0;
  while (refused) {
    ClientRef client =
        client_spawn(system, "client", (ClientState){.number = -1});
    CU_ASSERT_EQUAL(client_tell_ask(client, server, 3), TELL_OK);
    memory_ends_after(limit++);
    CU_ASSERT_EQUAL(system_run(system, NEVER), RUN_QUIET);
    refused = memory_is_back();
    struct client_tell_me_reply reply;
    CU_ASSERT_EQUAL(client_ask_tell_me(client, &reply, PATIENCE), ASK_OK);
    if (refused) {
      CU_ASSERT(reply.asked == 0 || reply.outcome == ASK_NO_MEMORY);
    } else {
      CU_ASSERT_EQUAL(reply.outcome, ASK_OK);
    }
    block_free(reply.greeting);
  }
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_reply_comes_as_the_message_the_asker_named),
      CASE(a_text_in_a_reply_arrives_and_can_be_taken),
      CASE(an_inside_ask_that_is_not_answered_in_time_brings_a_timeout),
      CASE(many_open_requests_are_told_apart_and_each_ends_once),
      CASE(an_inside_ask_that_makes_the_server_fail_says_so),
      CASE(an_inside_ask_to_an_ended_actor_is_answered_as_a_message),
      CASE(a_kept_request_is_answered_when_another_actor_has_answered),
      CASE(two_actors_that_ask_each_other_without_holding_are_both_answered),
      CASE(a_held_ask_lets_no_other_message_in),
      CASE(a_ring_of_held_asks_is_refused_and_everybody_is_answered),
      CASE(an_actor_that_holds_an_ask_to_itself_hears_of_the_deadlock),
      CASE(an_actor_that_waits_for_ever_is_killed_when_the_system_stops),
      CASE(an_outside_ask_that_can_never_be_answered_is_a_deadlock),
      CASE(a_handler_that_waits_for_an_outside_ask_fails),
      CASE(an_inside_ask_without_memory_sends_nothing),
      CU_TEST_INFO_NULL};
  return run_suite("ask", cases);
}
