// test_sim_ties.c -- the views of many actors: tree and ties, the table, the
// lives of messages, one actor whole, and why; from a tape made by hand.
#include "base/mem.h"
#include "causes.h"
#include "letters.h"
#include "pattern.h"
#include "sim_golden.h"
#include "waits.h"

#define ACTOR(slot) ((u64)1 << 56 | (u64)(slot) << 30 | 1)

enum { MAIN, YOU, OFFICE, TILL, POOL, ONE, TWO, THREE };

static u64 sequence;

static void tell(Event event) {
  CU_ASSERT(tape_append(&desk.session.tape, &event) == TAPE_OK);
}

static void spawned(int slot, int parent, const char *label, const char *type,
                    u64 capacity, const char *state) {
  tell((Event){.kind = EVENT_SPAWNED,
               .actor = ACTOR(slot),
               .other = parent < 0 ? 0 : ACTOR(parent),
               .name = label,
               .text = type,
               .number = capacity});
  if (state != NULL) {
    tell((Event){.kind = EVENT_STARTED, .actor = ACTOR(slot), .text = state});
  }
}

static MessageId sent(int from, int to, const char *text) {
  MessageId id = {ACTOR(from), ++sequence};
  tell((Event){.kind = EVENT_SENT,
               .actor = ACTOR(from),
               .other = ACTOR(to),
               .id = id,
               .text = text});
  return id;
}

static Event about(MessageId id, int from, int to) {
  return (Event){.actor = ACTOR(to), .other = ACTOR(from), .id = id};
}

static void step(const char *kind, MessageId id, int from, int to,
                 const char *text) {
  bool flush = strcmp(kind, "flush") == 0;
  tell((Event){.kind = EVENT_CHOICE,
               .name = kind,
               .actor = ACTOR(flush ? from : to),
               .other = ACTOR(flush ? to : from),
               .id = id,
               .text = text});
}

static void flush(MessageId id, int from, int to, const char *text) {
  Event event = about(id, from, to);
  step("flush", id, from, to, text);
  event.kind = EVENT_FLUSHED;
  tell(event);
}

static void take(MessageId id, int from, int to, const char *text) {
  Event event = about(id, from, to);
  step("handle", id, from, to, text);
  event.kind = EVENT_TAKEN;
  tell(event);
}

static void handled(MessageId id, int from, int to, const char *state) {
  Event event = about(id, from, to);
  event.kind = EVENT_HANDLED;
  event.text = state;
  tell(event);
}

static void holds(int from, int to, u64 request) {
  tell((Event){.kind = EVENT_BLOCKED,
               .actor = ACTOR(from),
               .other = ACTOR(to),
               .request = request,
               .name = "stamp"});
}

static void go(u64 at) {
  Session *session = &desk.session;
  history_model(&session->history, &session->tape, at, &session->model);
}

static void begin(void) {
  sequence = 0;
  desk_init(&desk, "none", "hall", 7);
  desk.screen = true;
  spawned(MAIN, -1, "main", NULL, 0, NULL);
  spawned(OFFICE, MAIN, "office", "Supervisor", 0,
          "{restarts: 0, strategy: one_for_one, intensity: 3, "
          "period_ms: 1500}");
  spawned(TILL, OFFICE, "till", "Till", 4, "{sum: 0}");
  spawned(POOL, OFFICE, "pool", "Supervisor", 0,
          "{restarts: 0, strategy: one_for_all, intensity: 2, "
          "period_ms: 5000}");
  spawned(ONE, POOL, "w-1", "Worker", 0, "{jobs: 0}");
  spawned(TWO, POOL, "w-2", "Worker", 0, "{jobs: 0}");
  spawned(THREE, POOL, "w-3", "Worker", 0, "{jobs: 0}");
}

static void end(int slot) {
  go(tape_last(&desk.session.tape));
  desk.look.actor = ACTOR(slot);
}

static void leave(void) {
  desk_release(&desk);
}

// w-2 fails at its job; w-1, w-3 and the till close a ring; the till is full.
static void busy_hall(void) {
  static const char good[] = "work{job: 5}";
  static const char bad[] = "work{job: 13}";
  begin();
  MessageId five = sent(MAIN, ONE, good);
  MessageId thirteen = sent(MAIN, TWO, bad);
  tell((Event){.kind = EVENT_OPTION,
               .name = "flush",
               .actor = ACTOR(MAIN),
               .other = ACTOR(ONE),
               .id = five,
               .text = good});
  tell((Event){.kind = EVENT_READY, .number = 1});
  flush(five, MAIN, ONE, good);
  flush(thirteen, MAIN, TWO, bad);
  take(thirteen, MAIN, TWO, bad);
  tell((Event){.kind = EVENT_FAILED,
               .actor = ACTOR(TWO),
               .id = thirteen,
               .text = "13 brings bad luck"});
  tell((Event){.kind = EVENT_BLOCKED,
               .actor = ACTOR(TWO),
               .other = ACTOR(POOL),
               .number = 5,
               .text = "failed"});
  take(five, MAIN, ONE, good);
  MessageId done = sent(ONE, TILL, "done{job: 5}");
  tell((Event){
      .kind = EVENT_LINKED, .actor = ACTOR(ONE), .other = ACTOR(THREE)});
  holds(ONE, TILL, 1);
  handled(five, MAIN, ONE, "{jobs: 1}");
  for (int i = 0; i < 3; i++) {
    MessageId more = sent(MAIN, TILL, "done{job: 1}");
    flush(more, MAIN, TILL, "done{job: 1}");
  }
  flush(done, ONE, TILL, "done{job: 5}");
  holds(TILL, THREE, 2);
  tell((Event){.kind = EVENT_MONITORED,
               .actor = ACTOR(TILL),
               .other = ACTOR(ONE),
               .number = 1});
  MessageId last = sent(MAIN, THREE, "work{job: 8}");
  flush(last, MAIN, THREE, "work{job: 8}");
  tell((Event){.kind = EVENT_OPTION,
               .name = "handle",
               .actor = ACTOR(THREE),
               .other = ACTOR(MAIN),
               .id = last,
               .text = "work{job: 8}"});
  tell((Event){.kind = EVENT_OPTION,
               .name = "handle",
               .number = 1,
               .actor = ACTOR(TILL),
               .other = ACTOR(MAIN),
               .id = done,
               .text = "done{job: 5}"});
  tell((Event){.kind = EVENT_READY, .number = 2});
  take(last, MAIN, THREE, "work{job: 8}");
  holds(THREE, ONE, 3);
  handled(last, MAIN, THREE, "{jobs: 1}");
  end(THREE);
}

static void every_size(const char *name, const char *says) {
  static const int sizes[][2] = {{40, 12}, {80, 24}, {100, 30}, {200, 50}};
  for (size_t i = 0; i < 8; i++) {
    golden(name, sizes[i / 2][0], sizes[i / 2][1], i % 2 == 1, says);
  }
}

static void the_tree_shows_supervisors_depths_and_ties(void) {
  busy_hall();
  CU_ASSERT(desk_line(&desk, "view cluster") == DESK_OK);
  every_size("cluster",
             "office over till and pool, pool over its workers, with their "
             "strategies; w-2 is BETWEEN lives, the till FULL; below, first "
             "the ring of three waits, then a link and a monitor.");
  leave();
}

static void the_table_shows_every_actor(void) {
  busy_hall();
  CU_ASSERT(desk_line(&desk, "view actors; sort mailbox") == DESK_OK);
  every_size("actors",
             "The till stands first, sorted by mailbox with a mark at that "
             "column; beside a wide table stands w-3, whole.");
  leave();
}

static void every_message_has_its_life(void) {
  busy_hall();
  CU_ASSERT(desk_line(&desk, "view messages") == DESK_OK);
  every_size("messages",
             "Seven messages with the steps of their lives: one failed with "
             "its reason, four in the till's mailbox, the last handled in "
             "this step, marked >.");
  CU_ASSERT(desk_line(&desk, "only selected") == DESK_OK);
  golden("messages_only", 80, 24, false,
         "Only the one message that concerns the selected w-3.");
  leave();
}

static void why_tells_causes_choices_and_waits(void) {
  busy_hall();
  CU_ASSERT(desk_line(&desk, "why") == DESK_OK);
  golden("why", 80, 24, false,
         "The step, its causes with w-3's work at the end, the option taken "
         "and the one that was not, and who waits.");
  CU_ASSERT(desk_line(&desk, "inspect w-1") == DESK_OK);
  golden("inspect", 80, 24, false,
         "w-1 whole: it waits for the till, w-3 waits for it, they are linked, "
         "the till monitors it, and what caused what it took last.");
  leave();
}

static void why_goes_back_to_the_first_cause(void) {
  begin();
  MessageId first = sent(MAIN, ONE, "a{}");
  flush(first, MAIN, ONE, "a{}");
  take(first, MAIN, ONE, "a{}");
  MessageId second = sent(ONE, TILL, "b{}");
  handled(first, MAIN, ONE, "{jobs: 1}");
  MessageId other = sent(MAIN, TILL, "noise{}");
  flush(other, MAIN, TILL, "noise{}");
  flush(second, ONE, TILL, "b{}");
  take(second, ONE, TILL, "b{}");
  handled(second, ONE, TILL, "{sum: 1}");
  end(TILL);
  desk.screen = false;
  CU_ASSERT(desk_line(&desk, "why") == DESK_OK);
  const char *text = text_of(&desk.answer);
  const char *cause = strstr(text, "main sends a{} to w-1, arrived 1, taken 2");
  CU_ASSERT_FATAL(cause != NULL);
  CU_ASSERT(strstr(cause, "w-1 sends b{} to till, arrived 4, taken 5") != NULL);
  CU_ASSERT(strstr(text, "noise") == NULL);
  // Of an earlier step, and of an actor's last one; the cursor stays.
  CU_ASSERT(desk_line(&desk, "why 2") == DESK_OK);
  CU_ASSERT(text_starts(text_of(&desk.answer), "why step 2: w-1 handles a{}"));
  CU_ASSERT(desk_line(&desk, "why w-1") == DESK_OK);
  CU_ASSERT(text_starts(text_of(&desk.answer), "why step 4:"));
  CU_ASSERT(session_cursor(&desk.session) == 5);
  CU_ASSERT(desk_line(&desk, "why 6") == DESK_BAD);
  CU_ASSERT(desk_line(&desk, "why nobody") == DESK_BAD);
  leave();
}

static void an_answer_on_its_way_opens_the_ring(void) {
  Text ring = {0};
  u64 formed = 0;
  busy_hall();
  Model *model = &desk.session.model;
  CU_ASSERT(waits_say_ring(model, &ring, &formed));
  CU_ASSERT_STRING_EQUAL(text_of(&ring),
                         "till \xE2\x86\x92 w-3 \xE2\x86\x92 "
                         "w-1 \xE2\x86\x92 till");
  CU_ASSERT(formed == 10);
  tell((Event){.kind = EVENT_REPLIED, .actor = ACTOR(THREE), .request = 2});
  go(10);
  CU_ASSERT(!waits_has_edge(model_actor(model, ACTOR(TILL))));
  CU_ASSERT(!waits_say_ring(model, &ring, &formed));
  text_release(&ring);
  leave();
}

static void a_refused_wait_is_no_wait(void) {
  begin();
  tell((Event){.kind = EVENT_BLOCKED,
               .actor = ACTOR(ONE),
               .other = ACTOR(TILL),
               .request = 1,
               .name = "stamp",
               .text = "w-1 -> till -> w-1"});
  end(ONE);
  CU_ASSERT(!waits_has_edge(model_actor(&desk.session.model, ACTOR(ONE))));
  CU_ASSERT_STRING_EQUAL(desk.session.model.ring, "w-1 -> till -> w-1");
  leave();
}

static void an_end_cuts_its_links_and_monitors(void) {
  busy_hall();
  Model *model = &desk.session.model;
  CU_ASSERT(model_actor(model, ACTOR(THREE))->bond_count == 1);
  CU_ASSERT(model_actor(model, ACTOR(TILL))->bond_count == 1);
  tell((Event){.kind = EVENT_STOPPED, .actor = ACTOR(ONE), .text = "killed"});
  go(10);
  CU_ASSERT(model_actor(model, ACTOR(THREE))->bond_count == 0);
  CU_ASSERT(model_actor(model, ACTOR(TILL))->bond_count == 0);
  leave();
}

static void links_and_monitors_can_be_undone(void) {
  begin();
  static const EventKind made[] = {EVENT_LINKED, EVENT_MONITORED};
  static const EventKind undone[] = {EVENT_UNLINKED, EVENT_DEMONITORED};
  for (int i = 0; i < 2; i++) {
    Event event = {.kind = made[i],
                   .actor = ACTOR(ONE),
                   .other = ACTOR(TWO),
                   .number = i == 0 ? 0 : 4};
    model_apply(&desk.session.model, &event);
    const ModelActor *one = model_actor(&desk.session.model, ACTOR(ONE));
    CU_ASSERT(one->bond_count == 1 && one->bonds[0].other == ACTOR(TWO));
    event.kind = undone[i];
    model_apply(&desk.session.model, &event);
    CU_ASSERT(one->bond_count == 0);
    CU_ASSERT(model_actor(&desk.session.model, ACTOR(TWO))->bond_count == 0);
  }
  leave();
}

static void a_restart_is_seen_and_counted(void) {
  busy_hall();
  const ModelActor *two = model_actor(&desk.session.model, ACTOR(TWO));
  CU_ASSERT(model_status(two) == STATUS_BETWEEN);
  tell((Event){.kind = EVENT_WOKEN, .actor = ACTOR(TWO)});
  tell((Event){.kind = EVENT_RESTARTED, .actor = ACTOR(TWO), .number = 2});
  go(10);
  two = model_actor(&desk.session.model, ACTOR(TWO));
  CU_ASSERT(model_status(two) == STATUS_IDLE);
  CU_ASSERT(model_restarts(two) == 1);
  leave();
}

static void selecting_goes_in_the_order_of_the_table(void) {
  static const char *const orders[] = {
      "birth", "label", "state", "mailbox", "handled", "restarts", "parent"};
  busy_hall();
  CU_ASSERT(desk_line(&desk, "view actors") == DESK_OK);
  for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
    Text line = {0};
    text_addf(&line, "select main; sort %s; select next", orders[i]);
    CU_ASSERT(desk_line(&desk, text_of(&line)) == DESK_OK);
    CU_ASSERT(desk.look.actor != ACTOR(MAIN));
    text_release(&line);
  }
  CU_ASSERT(desk_line(&desk, "select w-3; sort mailbox; select next") ==
            DESK_OK);
  CU_ASSERT(desk.look.actor == ACTOR(TILL));  // the last, then the fullest
  CU_ASSERT(desk_line(&desk, "sort size") == DESK_BAD);
  CU_ASSERT(desk_line(&desk, "only some") == DESK_BAD);
  leave();
}

static void a_message_sent_on_is_the_same_message(void) {
  Letters letters;
  begin();
  MessageId id = sent(MAIN, ONE, "a{}");
  flush(id, MAIN, ONE, "a{}");
  take(id, MAIN, ONE, "a{}");
  tell((Event){.kind = EVENT_SENT,
               .actor = ACTOR(ONE),
               .other = ACTOR(TWO),
               .id = id,
               .text = "a{}"});
  end(ONE);
  letters_make(&letters, &desk.session.tape, &desk.session.history, 0, 2);
  CU_ASSERT(letters.count == 1);
  const Letter *letter = letters_find(&letters, id);
  CU_ASSERT_FATAL(letter != NULL);
  CU_ASSERT(letter->to == ACTOR(TWO) && letter->place == LETTER_FLIGHT);
  letters_release(&letters);
  // What was there before a stretch begins is in it too.
  letters_make(&letters, &desk.session.tape, &desk.session.history, 2, 2);
  CU_ASSERT(letters.count == 1 && letters.items[0].sent == 0);
  letters_release(&letters);
  leave();
}

static void two_that_had_one_slot_are_two_actors(void) {
  static const u64 slots[] = {9, 9, 0x3FFFFFF};
  u64 refs[3];
  begin();
  Model *model = &desk.session.model;
  for (u64 i = 0; i < 3; i++) {
    refs[i] = (u64)1 << 56 | slots[i] << 30 | (i + 1);
    model_apply(model, &(Event){.kind = EVENT_SPAWNED,
                                .actor = refs[i],
                                .name = i == 0 ? "old" : "new",
                                .text = "Worker"});
  }
  for (int i = 0; i < 3; i++) {
    const ModelActor *actor = model_actor(model, refs[i]);
    CU_ASSERT_FATAL(actor != NULL);
    CU_ASSERT_STRING_EQUAL(actor->label, i == 0 ? "old" : "new");
  }
  CU_ASSERT(model_actor(model, refs[0] + 7) == NULL);
  CU_ASSERT(model_actor(model, (u64)1 << 56 | (u64)8 << 30 | 1) == NULL);
  leave();
}

static void search_goes_from_step_to_step_and_around(void) {
  static const struct {
    const char *line;
    u64 step;
    const char *says;
  } cases[] = {{"goto 0; search flushed TILL", 5, "1 of 4: step 5"},
               {"search next", 6, "2 of 4: step 6"},
               {"search previous", 5, "1 of 4"},
               {"search previous", 8, "4 of 4, again from the end"},
               {"search next", 5, "1 of 4, again from the beginning"},
               {"search failed 13*luck", 3, "1 of 1"},
               {"search linked", 4, "linked w-1 w-3"},
               {"search handled !w-1", 10, "1 of 1"}};
  busy_hall();
  desk.screen = false;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    CU_ASSERT(desk_line(&desk, cases[i].line) == DESK_OK);
    CU_ASSERT(session_cursor(&desk.session) == cases[i].step);
    CU_ASSERT(strstr(text_of(&desk.answer), cases[i].says) != NULL);
  }
  CU_ASSERT(desk_line(&desk, "search nothing like it") == DESK_BAD);
  CU_ASSERT(session_cursor(&desk.session) == 10);
  leave();
}

static void without_a_search_there_is_no_next(void) {
  begin();
  CU_ASSERT(desk_line(&desk, "search next") == DESK_BAD);
  leave();
}

static void a_pattern_is_words_that_all_must_be_there(void) {
  CU_ASSERT(pattern_matches("", ""));
  CU_ASSERT(pattern_matches("", "anything"));
  CU_ASSERT(pattern_matches("Bank DEPOSIT", "deposit{40} to bank"));
  CU_ASSERT(!pattern_matches("bank ack", "deposit{40} to bank"));
  CU_ASSERT(pattern_matches("bank !ack", "deposit{40} to bank"));
  CU_ASSERT(!pattern_matches("!deposit", "deposit{40} to bank"));
  CU_ASSERT(pattern_matches("de*40", "deposit{40}"));
  CU_ASSERT(!pattern_matches("de*41", "deposit{40}"));
  CU_ASSERT(pattern_matches("*", ""));
  CU_ASSERT(pattern_matches("40*", "deposit{40"));
  CU_ASSERT(!pattern_matches("x", ""));
  CU_ASSERT(pattern_matches(" ! ", "a lonely mark wants nothing"));
}

static void a_filter_hides_what_does_not_match(void) {
  busy_hall();
  CU_ASSERT(desk_line(&desk, "filter till !5; view messages") == DESK_OK);
  golden("filter_messages", 80, 24, false,
         "Three messages of seven, to the till and without a 5.");
  CU_ASSERT(desk_line(&desk, "view sequence") == DESK_OK);
  golden("filter_sequence", 80, 24, false,
         "The same three arrows and that the till was spawned, nothing else; "
         "how many rows are hidden.");
  CU_ASSERT(desk_line(&desk, "filter worker waiting; view actors") == DESK_OK);
  golden("filter_actors", 80, 24, false, "w-1 and w-3 of seven actors.");
  CU_ASSERT(desk_line(&desk, "select w-1; select next") == DESK_OK);
  CU_ASSERT(desk.look.actor == ACTOR(THREE));
  CU_ASSERT(desk_line(&desk, "filter off") == DESK_OK);
  CU_ASSERT(desk.look.filter.length == 0);
  leave();
}

int main(void) {
  CU_TestInfo cases[] = {CASE(the_tree_shows_supervisors_depths_and_ties),
                         CASE(the_table_shows_every_actor),
                         CASE(every_message_has_its_life),
                         CASE(why_tells_causes_choices_and_waits),
                         CASE(why_goes_back_to_the_first_cause),
                         CASE(an_answer_on_its_way_opens_the_ring),
                         CASE(a_refused_wait_is_no_wait),
                         CASE(an_end_cuts_its_links_and_monitors),
                         CASE(links_and_monitors_can_be_undone),
                         CASE(a_restart_is_seen_and_counted),
                         CASE(selecting_goes_in_the_order_of_the_table),
                         CASE(a_message_sent_on_is_the_same_message),
                         CASE(two_that_had_one_slot_are_two_actors),
                         CASE(search_goes_from_step_to_step_and_around),
                         CASE(without_a_search_there_is_no_next),
                         CASE(a_pattern_is_words_that_all_must_be_there),
                         CASE(a_filter_hides_what_does_not_match),
                         CU_TEST_INFO_NULL};
  return run_suite("sim_ties", cases);
}
