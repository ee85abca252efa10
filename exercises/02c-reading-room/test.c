// A row of people, who come one after the other; each comes when those before
// have settled, so that their order is known. Who is inside stays there until
// the test lets go.
#include "../judge.h"
#include "../stage.h"
#include "base/mem.h"
#include "room.h"

enum { MOST = 6 };

typedef struct Visitor {
  Room *room;
  bool restores;
  Hand hand;
} Visitor;

// Coming in only: to leave is done by main, for any thread may.
static void come_in(void *arg) {
  Visitor *visitor = arg;
  if (visitor->restores) {
    room_enter_to_restore(visitor->room);
  } else {
    room_enter_to_read(visitor->room);
  }
}

static void comes(Visitor *visitor, Room *room, char kind) {
  static const char *const names[] = {"reader", "restorer"};
  visitor->room = room;
  visitor->restores = kind == 'W';
  hand_start(&visitor->hand, names[visitor->restores], come_in, visitor);
}

static void expect_inside(Visitor *visitor, const char *what) {
  EXPECT(what, hand_settle(&visitor->hand) == HAND_DONE);
}

static void expect_waiting(Visitor *visitor, const char *what) {
  EXPECT(what, hand_settle(&visitor->hand) == HAND_WAITS);
}

static void one_after_another_all_get_in(void) {
  i64 before = mem_live();
  Room *room = room_new();
  for (int i = 0; i < 2; i++) {
    room_enter_to_read(room);
    room_leave_reader(room);
    room_enter_to_restore(room);
    room_leave_restorer(room);
  }
  room_free(room);
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
}

static void readers_are_inside_together(void) {
  Room *room = room_new();
  Visitor ann;
  judge_tell("Somebody reads. Then Ann comes, to read.");
  room_enter_to_read(room);
  comes(&ann, room, 'R');
  expect_inside(&ann, "only readers are there, and Ann should be let in");
  hand_join(&ann.hand);
  room_leave_reader(room);
  room_leave_reader(room);
  room_free(room);
}

static void a_restorer_waits_until_all_have_left(void) {
  Room *room = room_new();
  Visitor rita;
  judge_tell("Two read. Rita comes, to restore.");
  room_enter_to_read(room);
  room_enter_to_read(room);
  comes(&rita, room, 'W');
  expect_waiting(&rita, "there are readers inside, and Rita should wait");
  room_leave_reader(room);
  expect_waiting(&rita, "one reader is left inside, and Rita should wait");
  room_leave_reader(room);
  expect_inside(&rita, "all readers have left, and Rita should be woken");
  hand_join(&rita.hand);
  room_leave_restorer(room);
  room_free(room);
}

static void nobody_gets_in_to_a_restorer(void) {
  Room *room = room_new();
  Visitor row[2];
  judge_tell(
      "Somebody restores. Rita comes, to restore as well; then Ann, "
      "to read.");
  room_enter_to_restore(room);
  comes(&row[0], room, 'W');
  expect_waiting(&row[0], "a restorer is inside, and Rita should wait");
  comes(&row[1], room, 'R');
  expect_waiting(&row[1], "a restorer is inside, and Ann should wait");
  room_leave_restorer(room);
  expect_inside(&row[0], "the restorer has left, and Rita should be woken");
  expect_waiting(&row[1], "now Rita is inside, and Ann should wait on");
  room_leave_restorer(room);
  expect_inside(&row[1], "Rita has left, too, and Ann should be woken");
  for (int i = 0; i < 2; i++) hand_join(&row[i].hand);
  room_leave_reader(room);
  room_free(room);
}

static void who_comes_behind_a_restorer_waits(void) {
  Room *room = room_new();
  Visitor rita;
  Visitor ann;
  judge_tell(
      "Somebody reads. Rita comes, to restore, and waits. Then Ann "
      "comes, to read.");
  room_enter_to_read(room);
  comes(&rita, room, 'W');
  expect_waiting(&rita, "somebody reads, and Rita should wait");
  comes(&ann, room, 'R');
  expect_waiting(&ann, "Rita came first, and Ann should wait behind her");
  room_leave_reader(room);
  expect_inside(&rita, "the reader has left, and Rita should be woken");
  expect_waiting(&ann, "Rita is inside, and Ann should wait");
  room_leave_restorer(room);
  expect_inside(&ann, "Rita has left, and Ann should be woken");
  hand_join(&rita.hand);
  hand_join(&ann.hand);
  room_leave_reader(room);
  room_free(room);
}

static void a_second_restorer_does_not_pass_the_readers(void) {
  Room *room = room_new();
  Visitor row[3];
  judge_tell(
      "Somebody restores. Ann and Bob come, to read, and wait; then "
      "Rita, to restore.");
  room_enter_to_restore(room);
  for (int i = 0; i < 3; i++) {
    comes(&row[i], room, "RRW"[i]);
    expect_waiting(&row[i], "a restorer is inside, and all should wait");
  }
  room_leave_restorer(room);
  expect_inside(&row[0], "the restorer has left, and Ann should be woken");
  expect_inside(&row[1], "Ann reads, and Bob, the next, should be inside too");
  expect_waiting(&row[2], "two came before Rita, and she should wait");
  room_leave_reader(room);
  expect_waiting(&row[2], "one of the two still reads, and Rita should wait");
  room_leave_reader(room);
  expect_inside(&row[2], "both have left, and Rita should be woken");
  for (int i = 0; i < 3; i++) hand_join(&row[i].hand);
  room_leave_restorer(room);
  room_free(room);
}

// The row is R W R R W R behind a restorer: who is inside together, after each
// leaving.
static void a_long_row_is_let_in_in_its_order(void) {
  static const char row[] = "RWRRWR";
  Room *room = room_new();
  Visitor visitors[MOST];
  judge_tell(
      "Somebody restores. Behind her stand, in this order: a reader, a "
      "restorer, two readers, a restorer, a reader.");
  room_enter_to_restore(room);
  for (int i = 0; i < MOST; i++) {
    comes(&visitors[i], room, row[i]);
    expect_waiting(&visitors[i], "a restorer is inside, and all should wait");
  }
  room_leave_restorer(room);
  for (int first = 0; first < MOST;) {
    int end = first + 1;
    while (row[first] == 'R' && end < MOST && row[end] == 'R') end++;
    for (int i = first; i < end; i++) {
      expect_inside(&visitors[i],
                    "it is their turn, and they should be inside");
    }
    for (int i = end; i < MOST; i++) {
      expect_waiting(&visitors[i], "who stands further behind should wait");
    }
    for (int i = first; i < end; i++) {
      if (row[i] == 'R')
        room_leave_reader(room);
      else
        room_leave_restorer(room);
    }
    first = end;
  }
  for (int i = 0; i < MOST; i++) hand_join(&visitors[i].hand);
  room_free(room);
}

// Free running, for the thread sanitizer.
enum { TIMES = 200 };

typedef struct Worker {
  Room *room;
  long *pages;
  long seen;
  Hand hand;
} Worker;

static void read_all_day(void *arg) {
  Worker *worker = arg;
  for (int i = 0; i < TIMES; i++) {
    room_enter_to_read(worker->room);
    worker->seen += *worker->pages >= 0;
    room_leave_reader(worker->room);
  }
}

static void one_restorer_and_one_reader_disturb_nobody(void) {
  long pages = 0;
  Room *room = room_new();
  Worker ann = {.room = room, .pages = &pages};
  hand_start(&ann.hand, "Ann", read_all_day, &ann);
  for (int i = 0; i < TIMES; i++) {
    room_enter_to_restore(room);
    pages++;
    room_leave_restorer(room);
  }
  hand_join(&ann.hand);
  EXPECT_NUMBER("how often the restorer has worked", pages, TIMES);
  EXPECT_NUMBER("how often Ann has read", ann.seen, TIMES);
  room_free(room);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(one_after_another_all_get_in),
                         CASE(readers_are_inside_together),
                         CASE(a_restorer_waits_until_all_have_left),
                         CASE(who_comes_behind_a_restorer_waits),
                         CASE(nobody_gets_in_to_a_restorer),
                         CASE(a_second_restorer_does_not_pass_the_readers),
                         CASE(a_long_row_is_let_in_in_its_order),
                         CASE(one_restorer_and_one_reader_disturb_nobody),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
