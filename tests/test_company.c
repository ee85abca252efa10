// A test of all company together: under the stepper the same seed gives the
// same events, wherever memory lies.
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "ways.h"

#define GUEST(M)                                                       \
  M(GUEST_ITEM, guest, item, (text, topic)(i64, number), (i64, heard)) \
  M(GUEST_OVER, guest, over, STREAM_OVER, )                            \
  M(GUEST_CHANGED, guest, changed, GROUP_HEAD, )                       \
  M(GUEST_SIGNALLED, guest, signalled, SIGNAL_HEAD, )                  \
  M(GUEST_CANCELLED, guest, cancelled, CANCEL_HEAD, )                  \
  M(GUEST_ENTER, guest, enter, (ref(Group), group)(ref(Tracker), tracker), )
REF(Guest, guest)
PROTOCOL_AFTER_REF(Guest, guest, GUEST)
STATE(GuestState, (i64, heard)(i64, news)(ref(Tracker), tracker))
ACTOR(Guest, guest, GuestState, visiting)
ROUTER(Guest, guest, GuestState)
BUS_WITH_FILTERS(Guest, guest, is_even)
STREAM(Guest, guest)

static CancelToken *token;

static bool is_even(const GuestMsg *message) {
  return message->kind == GUEST_ITEM && message->item.number % 2 == 0;
}

static void enter(GuestState *self, const struct guest_enter *message) {
  self->tracker = message->tracker;
  CHECK(group_watch(message->group, guest_changed) == TELL_OK);
  CHECK(group_tell_join(message->group, (AnyRef){guest_self().ref}) == TELL_OK);
  CHECK(cancel_watch(token, 1, guest_cancelled) != NULL);
  ignore(signals_open((int[]){SIGINT}, 1, guest_signalled));
}

static void visiting(GuestState *self, const GuestMsg *message) {
  switch (message->kind) {
    case GUEST_ITEM:
      self->heard++;
      guest_reply_item(self->heard);
      if (message->item.number == 13) {
        fail("an unlucky number");
      }
      break;
    case GUEST_OVER:
    case GUEST_CHANGED:
    case GUEST_SIGNALLED:
    case GUEST_CANCELLED:
      self->news++;
      if (self->tracker.ref.bits != 0) {
        ignore(tracker_tell_done(self->tracker, 1));
      }
      break;
    case GUEST_ENTER:
      enter(self, &message->enter);
      break;
  }
}

static u64 hash;

static void hear(void *context, const Event *event) {
  (void)context;
  Event told = *event;  // each system has references of its own
  told.actor = ref_slot((Ref){event->actor});
  told.other = ref_slot((Ref){event->other});
  told.id.sender = ref_slot((Ref){event->id.sender});
  if (event->kind != EVENT_STEPPED) {  // that is a hash of such references
    hash = event_hash(hash, &told);
  }
}

static void meet(System *system) {
  GroupRef group = group_named(system, "guests");
  TrackerRef tracker = tracker_start(system, "tracker");
  GuestRef guests[3];
  GuestRef bus = guest_bus_spawn(system, (BusOptions){.retain = 2});
  GuestRef pool = guest_router_spawn(
      system,
      (RouterOptions){.policy = ROUTE_HASH, .workers = 3, .key = "topic"},
      (GuestState){0});
  CU_ASSERT_EQUAL(tracker_tell_add(tracker, 9), TELL_OK);
  for (int i = 0; i < 3; i++) {
    guests[i] = guest_spawn(system, "guest", (GuestState){0});
    CU_ASSERT_EQUAL(guest_tell_enter(guests[i], group, tracker), TELL_OK);
    CU_ASSERT_EQUAL(
        guest_bus_subscribe_filtered(bus, guests[i], "a.*", is_even), TELL_OK);
  }
  GuestRef stream =
      guest_stream_spawn(system, (StreamOptions){0}, guests[0], guest_over);
  for (i64 i = 10; i < 16; i++) {
    CU_ASSERT_EQUAL(guest_tell_item(bus, "a.b", i), TELL_OK);
    CU_ASSERT_EQUAL(guest_tell_item(pool, i % 2 == 0 ? "x" : "y", i), TELL_OK);
    CU_ASSERT_EQUAL(guest_tell_item(stream, NULL, 2), TELL_OK);
  }
  CU_ASSERT_EQUAL(stream_more(stream.ref, 16), TELL_OK);
  CU_ASSERT_EQUAL(stream_end(stream.ref), TELL_OK);
  struct tracker_wait_reply reply;
  ignore(cancel_now(token));
  CU_ASSERT_EQUAL(tracker_ask_wait(tracker, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_TRUE(signals_inject(SIGINT));
  const DrainPhase phases[] = {{"pool", &pool.ref, 1, PATIENCE},
                               {"rest", NULL, 0, PATIENCE}};
  CU_ASSERT_EQUAL(drain_run(system, phases, 2, NULL), SYSTEM_CLEAN);
}

static u64 hash_of_a_meeting(u64 seed) {
  hash = 0;
  token = cancel_new(NULL);
  CU_ASSERT_PTR_NOT_NULL_FATAL(token);
  System *system = system_start(&(SystemOptions){
      .dispatcher = &run_stepper, .seed = &seed, .listener = hear});
  CU_ASSERT_PTR_NOT_NULL_FATAL(system);
  meet(system);
  cancel_release(token);
  return hash;
}

static void the_same_seed_gives_the_same_events(void) {
  u64 last = 0;
  for (u64 seed = 0; seed < 20; seed++) {
    u64 first = hash_of_a_meeting(seed);
    void *blocks[50];  // what is allocated next lies elsewhere
    for (size_t i = 0; i < 50; i++) {
      blocks[i] = mem_must(1, 100 + i * 20);
    }
    u64 second = hash_of_a_meeting(seed);
    for (size_t i = 0; i < 50; i++) {
      mem_free(blocks[i]);
    }
    CU_ASSERT_EQUAL(first, second);
    CU_ASSERT_NOT_EQUAL(first, last);
    last = first;
  }
}

UNDER_ALL(all_of_them_end_together_whatever_runs_them) {
  token = cancel_new(NULL);
  CU_ASSERT_PTR_NOT_NULL_FATAL(token);
  meet(start_system());
  cancel_release(token);
}

// ---- Without memory ----

// From one allocation on some fail, and then none any more.
static i64 until_drought;
static i64 drought;

static void *allocate_in_drought(size_t size) {
  until_drought--;
  return until_drought < 0 && until_drought >= -drought ? NULL : malloc(size);
}

static void meet_in_drought(System *system) {
  GroupRef group = group_named(system, "guests");
  TrackerRef tracker = tracker_start(system, "tracker");
  GuestRef bus = guest_bus_spawn(system, (BusOptions){.retain = 2});
  GuestRef pool = guest_router_spawn(
      system,
      (RouterOptions){.policy = ROUTE_HASH, .workers = 3, .key = "topic"},
      (GuestState){0});
  ignore(tracker_tell_add(tracker, 9));
  GuestRef guest = {NOBODY};
  for (int i = 0; i < 3; i++) {
    guest = guest_spawn(system, "guest", (GuestState){0});
    ignore(guest_tell_enter(guest, group, tracker));
    ignore(guest_bus_subscribe_filtered(bus, guest, "a.*", is_even));
  }
  GuestRef stream =
      guest_stream_spawn(system, (StreamOptions){0}, guest, guest_over);
  for (i64 i = 10; i < 16; i++) {
    ignore(guest_tell_item(bus, "a.b", i));
    ignore(guest_tell_item(pool, i % 2 == 0 ? "x" : "y", i));
    ignore(guest_tell_item(stream, NULL, 2));
  }
  ignore(stream_more(stream.ref, 16));
  ignore(stream_end(stream.ref));
  ignore(system_run(system, PATIENCE));
  ignore(router_resize(pool.ref, 5));
  ignore(cancel_now(token));
  CU_ASSERT_NOT_EQUAL(system_run(system, PATIENCE), RUN_TIMEOUT);
  ignore(signals_inject(SIGINT));
  const DrainPhase phases[] = {{"pool", &pool.ref, 1, PATIENCE},
                               {"rest", NULL, 0, PATIENCE}};
  CU_ASSERT_EQUAL(drain_run(system, phases, 2, NULL), SYSTEM_CLEAN);
}

static void wherever_memory_runs_out_all_of_them_end(void) {
  static const MemAllocator allocator = {allocate_in_drought, free};
  for (i64 i = 0; i < 3000; i++) {
    u64 seed = (u64)i;
    token = cancel_new(NULL);
    System *system = system_start(
        &(SystemOptions){.dispatcher = &run_stepper, .seed = &seed});
    CU_ASSERT_PTR_NOT_NULL_FATAL(token);
    CU_ASSERT_PTR_NOT_NULL_FATAL(system);
    unsigned before = CU_get_number_of_failures();
    until_drought = i / 3;
    drought = i % 3 == 0 ? 1 : i % 3 == 1 ? 10 : INT64_MAX / 2;
    mem_set_allocator(&allocator);
    meet_in_drought(system);
    mem_set_allocator(NULL);
    cancel_release(token);
    if (CU_get_number_of_failures() > before) {
      printf("\n    round %lld\n", (long long)i);
    }
  }
}

int main(void) {
  CU_TestInfo cases[] = {CASE(the_same_seed_gives_the_same_events),
                         CASE(all_of_them_end_together_whatever_runs_them),
                         CASE(wherever_memory_runs_out_all_of_them_end),
                         CU_TEST_INFO_NULL};
  return run_suite("company", cases);
}
