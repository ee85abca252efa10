// Tests of who owns bytes at every refusal: they have moved, or are still where
// they were, and nothing leaks (the harness counts).
#include "base/mem.h"
#include "ways.h"

#define BOX(M)                                                          \
  M(BOX_LOAD, box, load, (bytes, data), (u64, size))                    \
  M(BOX_PAIR, box, pair, (bytes, a)(text, name)(bytes, b), (u64, size)) \
  M(BOX_GIVE, box, give, (u64, size), (bytes, data))                    \
  M(BOX_NAMED, box, named, (u64, size), (bytes, data)(text, name))      \
  M(BOX_KEEP, box, keep, , (bytes, data))                               \
  M(BOX_ANSWER, box, answer, (u64, size), )                             \
  M(BOX_SEND, box, send_on, (ref(Box), to)(u64, size)(bool, held),      \
    (u64, left))                                                        \
  M(BOX_HEARD, box, heard, REPLY_HEAD(u64, size), )                     \
  M(BOX_WRONG, box, wrong, (ref(Box), to), )                            \
  M(BOX_LAST, box, last, , (enum(AskOutcome), outcome))
REF(Box, box)
PROTOCOL_AFTER_REF(Box, box, BOX)
STATE(BoxState, (enum(AskOutcome), last)(private(Request *), kept))
ACTOR(Box, box, BoxState, boxing)

// Sends bytes on and tells how many are left here.
static void send_on(const struct box_send_on *order) {
  Bytes data = bytes_new(order->size);
  RequestId request = order->held
                          ? box_hold_load_as(order->to, &data, box_heard, NEVER)
                          : box_ask_load_as(order->to, &data, box_heard, NEVER);
  CHECK(request != 0);
  box_reply_send_on(data.size);
  block_free(data.data);
}

// Bytes that are no block of their own: a bug, noticed before anything is sent.
static void send_wrong(BoxRef to) {
  Bytes data = bytes_new(4096);
  Bytes part = {data.data + 1024, 10};
  ignore(box_tell_load(to, &part));
}

static void boxing(BoxState *self, const BoxMsg *message) {
  switch (message->kind) {
    case BOX_LOAD:
      box_reply_load(message->load.data.size);
      break;
    case BOX_PAIR:
      box_reply_pair(message->pair.a.size + message->pair.b.size);
      break;
    case BOX_GIVE: {
      Bytes data = bytes_new(message->give.size);
      box_reply_give(&data);
      CHECK(data.data == NULL);
      break;
    }
    case BOX_NAMED: {
      Bytes data = bytes_new(message->named.size);
      box_reply_named(&data, "a name");
      CHECK(data.data == NULL);
      break;
    }
    case BOX_KEEP:
      self->kept = request_take();
      break;
    case BOX_ANSWER: {
      Bytes data = bytes_new(message->answer.size);
      box_reply_keep_to(&self->kept, &data);
      CHECK(data.data == NULL);
      break;
    }
    case BOX_SEND:
      send_on(&message->send_on);
      break;
    case BOX_HEARD:
      self->last = message->heard.outcome;
      break;
    case BOX_WRONG:
      send_wrong(message->wrong.to);
      break;
    case BOX_LAST:
      box_reply_last(self->last);
      break;
  }
}

static BoxRef new_box(System *system) {
  BoxRef box = box_spawn(system, "box", (BoxState){0});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(box.ref), SPAWN_OK);
  return box;
}

static BoxRef ended_box(System *system) {
  BoxRef box = new_box(system);
  StopReason reason;
  actor_stop(box.ref);
  CU_ASSERT_EQUAL(actor_wait_end(box.ref, &reason, PATIENCE), END_OK);
  return box;
}

static AskOutcome last_of(BoxRef box) {
  struct box_last_reply reply;
  CU_ASSERT_EQUAL(box_ask_last(box, &reply, PATIENCE), ASK_OK);
  return reply.outcome;
}

UNDER_ALL(bytes_of_an_ask_to_an_ended_actor_stay_with_the_asker) {
  System *system = start_system();
  BoxRef box = ended_box(system);
  Bytes data = bytes_new(50);
  struct box_load_reply reply;
  CU_ASSERT_EQUAL(box_ask_load(box, &data, &reply, PATIENCE), ASK_STOPPED);
  CU_ASSERT_EQUAL(data.size, 50);
  CU_ASSERT_PTR_NOT_NULL(data.data);
  block_free(data.data);
  stop_system(system);
}

STEPPED(bytes_of_an_ask_to_a_full_mailbox_stay_with_the_asker) {
  System *system = start_system();
  BoxRef box = box_spawn_with(
      system, (SpawnOptions){.label = "box", .capacity = 1}, (BoxState){0});
  CU_ASSERT_EQUAL(box_tell_give(box, 1), TELL_OK);
  Bytes data = bytes_new(50);
  struct box_load_reply reply;
  CU_ASSERT_EQUAL(box_ask_load(box, &data, &reply, PATIENCE), ASK_FULL);
  CU_ASSERT_EQUAL(data.size, 50);
  block_free(data.data);
  stop_system(system);
}

static void bytes_of_an_ask_without_memory_stay_or_have_moved(void) {
  System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  BoxRef box = new_box(system);
  bool refused = true;
  for (i64 limit = 0; refused; limit++) {
    Bytes a = bytes_new(10);
    Bytes b = bytes_new(20);
    struct box_pair_reply reply;
    memory_ends_after(limit);
    AskOutcome outcome = box_ask_pair(box, &a, "x", &b, &reply, PATIENCE);
    refused = memory_is_back();
    CU_ASSERT_EQUAL(outcome, refused ? ASK_NO_MEMORY : ASK_OK);
    CU_ASSERT_EQUAL(a.size, refused ? 10 : 0);
    CU_ASSERT_EQUAL(b.size, refused ? 20 : 0);
    block_free(a.data);
    block_free(b.data);
  }
  stop_system(system);
}

static void bytes_of_a_tell_without_memory_stay_with_the_teller(void) {
  System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  BoxRef box = new_box(system);
  bool refused = true;
  for (i64 limit = 0; refused; limit++) {
    Bytes a = bytes_new(10);
    Bytes b = bytes_new(20);
    memory_ends_after(limit);
    TellOutcome outcome = box_tell_pair_after(box, &a, "x", &b, after_ms(1));
    refused = memory_is_back();
    CU_ASSERT_EQUAL(outcome, refused ? TELL_NO_MEMORY : TELL_OK);
    CU_ASSERT_EQUAL(a.size + b.size, refused ? 30 : 0);
    block_free(a.data);
    block_free(b.data);
  }
  stop_system(system);
}

// The reply finds no memory for its text: the asker hears so, and the bytes
// that were to go with it are freed.
static void bytes_of_a_reply_without_memory_are_freed(void) {
  System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  BoxRef box = new_box(system);
  bool refused = true;
  i64 without_reply = 0;
  for (i64 limit = 0; refused; limit++) {
    i64 live = mem_live();
    struct box_named_reply reply;
    memory_ends_after(limit);
    AskOutcome outcome = box_ask_named(box, 10, &reply, PATIENCE);
    refused = memory_is_back();
    without_reply += outcome == ASK_NO_MEMORY;
    CU_ASSERT(outcome == ASK_OK || outcome == ASK_NO_MEMORY);
    block_free(reply.data.data);
    block_free(reply.name);
    CU_ASSERT(refused || mem_live() == live);
  }
  CU_ASSERT(without_reply > 1);
  stop_system(system);
}

UNDER_ALL(bytes_of_a_reply_to_what_was_only_told_are_freed_at_once) {
  System *system = start_system();
  BoxRef box = new_box(system);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  i64 live = mem_live();
  for (int i = 0; i < 20; i++) {
    CU_ASSERT_EQUAL(box_tell_give(box, 100), TELL_OK);
    CU_ASSERT_EQUAL(box_tell_answer(box, 100), TELL_OK);
  }
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(mem_live(), live);
  stop_system(system);
}

UNDER_ALL(bytes_of_a_late_reply_are_freed_at_once) {
  System *system = start_system();
  BoxRef box = new_box(system);
  struct box_keep_reply reply;
  CU_ASSERT_EQUAL(box_ask_keep(box, &reply, after_ms(2)), ASK_TIMEOUT);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  i64 live = mem_live();
  CU_ASSERT_EQUAL(box_tell_answer(box, 100), TELL_OK);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(mem_live(), live - 1);  // less the kept request
  stop_system(system);
}

UNDER_ALL(a_reply_brings_its_bytes) {
  System *system = start_system();
  struct box_named_reply reply;
  CU_ASSERT_EQUAL(box_ask_named(new_box(system), 33, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.data.size, 33);
  CU_ASSERT_STRING_EQUAL(reply.name, "a name");
  block_free(reply.data.data);
  block_free(reply.name);
  stop_system(system);
}

UNDER_ALL(bytes_of_an_inside_ask_move_or_stay) {
  System *system = start_system();
  BoxRef ended = ended_box(system);
  BoxRef box = new_box(system);
  BoxRef other = new_box(system);
  struct box_send_on_reply reply;
  for (int held = 0; held < 2; held++) {
    CU_ASSERT_EQUAL(box_ask_send_on(box, other, 7, held, &reply, PATIENCE),
                    ASK_OK);
    CU_ASSERT_EQUAL(reply.left, 0);
    CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
    CU_ASSERT_EQUAL(last_of(box), ASK_OK);
    CU_ASSERT_EQUAL(box_ask_send_on(box, ended, 7, held, &reply, PATIENCE),
                    ASK_OK);
    CU_ASSERT_EQUAL(reply.left, 7);
    CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
    CU_ASSERT_EQUAL(last_of(box), ASK_STOPPED);
  }
  stop_system(system);
}

UNDER_ALL(bytes_of_a_held_ask_that_would_close_a_ring_stay) {
  System *system = start_system();
  BoxRef box = new_box(system);
  struct box_send_on_reply reply;
  CU_ASSERT_EQUAL(box_ask_send_on(box, box, 7, true, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.left, 7);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(last_of(box), ASK_DEADLOCK);
  stop_system(system);
}

UNDER_ALL(bytes_that_are_no_block_fail_the_sender_and_cost_no_room) {
  System *system = start_system();
  BoxRef target = box_spawn_with(
      system, (SpawnOptions){.label = "one", .capacity = 1}, (BoxState){0});
  for (int i = 0; i < 3; i++) {
    BoxRef sender = new_box(system);
    CU_ASSERT_EQUAL(box_tell_wrong(sender, target), TELL_OK);
    StopReason reason = STOPPED_NORMAL;
    CU_ASSERT_EQUAL(actor_wait_end(sender.ref, &reason, PATIENCE), END_OK);
    CU_ASSERT_EQUAL(reason, STOPPED_FAILED);
  }
  CU_ASSERT_EQUAL(last_of(target), ASK_OK);
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(bytes_of_an_ask_to_an_ended_actor_stay_with_the_asker),
      CASE(bytes_of_an_ask_to_a_full_mailbox_stay_with_the_asker),
      CASE(bytes_of_an_ask_without_memory_stay_or_have_moved),
      CASE(bytes_of_a_tell_without_memory_stay_with_the_teller),
      CASE(bytes_of_a_reply_without_memory_are_freed),
      CASE(bytes_of_a_reply_to_what_was_only_told_are_freed_at_once),
      CASE(bytes_of_a_late_reply_are_freed_at_once),
      CASE(a_reply_brings_its_bytes),
      CASE(bytes_of_an_inside_ask_move_or_stay),
      CASE(bytes_of_a_held_ask_that_would_close_a_ring_stay),
      CASE(bytes_that_are_no_block_fail_the_sender_and_cost_no_room),
      CU_TEST_INFO_NULL};
  return run_suite("moves", cases);
}
