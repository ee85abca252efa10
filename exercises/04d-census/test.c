// Towns whose people are known; and who is out at the same time.
#include <dirent.h>

#include "../judge.h"
#include "../stage.h"
#include "base/mem.h"
#include "census.h"

#define INSIDE(places) \
  .inside = (places), .count = (int)(sizeof(places) / sizeof((places)[0]))

// Elm Street has two houses, one of which has two flats.
static const Place flats[] = {{.name = "first floor", .people = 4},
                              {.name = "second floor", .people = 2}};
static const Place elm_houses[] = {
    {.name = "1 Elm", .people = 1, INSIDE(flats)},
    {.name = "3 Elm", .people = 5}};
static const Place oak_house[] = {{.name = "2 Oak", .people = 7}};
static const Place ash_house[] = {{.name = "9 Ash", .people = 6}};
static const Place streets[] = {
    {.name = "Elm Street", .people = 10, INSIDE(elm_houses)},
    {.name = "Oak Street", .people = 20, INSIDE(oak_house)},
    {.name = "Ash Street", .people = 30, INSIDE(ash_house)}};
static const Place town = {.name = "town", .people = 100, INSIDE(streets)};

enum { ELM = 22, OAK = 27, ASH = 36, TOWN = 100 + ELM + OAK + ASH };

typedef struct Hall {
  const Place *place;
  i64 people;  // these are written by the hand, and read when it was joined
  i64 each[CENSUS_INSIDE];
  int rounds;
  Hand hand;
} Hall;

static void count(void *arg) {
  Hall *hall = arg;
  hall->people = census(hall->place, hall->each);
}

static void who_lives_alone_is_counted(void) {
  static const Place hut = {.name = "hut", .people = 1};
  EXPECT_NUMBER("the people of a place with nothing inside", census(&hut, NULL),
                1);
}

static void all_are_counted_once(void) {
  EXPECT_NUMBER("the people of Oak Street", census(&streets[1], NULL), OAK);
  EXPECT_NUMBER("the people of Elm Street", census(&streets[0], NULL), ELM);
  EXPECT_NUMBER("the people of the town", census(&town, NULL), TOWN);
  static const Place four[CENSUS_INSIDE] = {{.name = "a", .people = 1},
                                            {.name = "b", .people = 2},
                                            {.name = "c", .people = 3},
                                            {.name = "d", .people = 4}};
  static const Place square = {.name = "square", INSIDE(four)};
  EXPECT_NUMBER("the people of a place with four inside", census(&square, NULL),
                10);
}

// Each clerk who has a message in hand is held; so many should be.
static void out_together(const Place *place, int clerks, const char *what) {
  Hall hall = {.place = place};
  gate_close();
  hand_start(&hall.hand, "hall", count, &hall);
  EXPECT(what, gate_holds(clerks));
  gate_open();
  hand_join(&hall.hand);
}

static void the_streets_are_counted_side_by_side(void) {
  static const Place house[] = {{.name = "house", .people = 2}};
  static const Place three[] = {{.name = "Elm Street", INSIDE(house)},
                                {.name = "Oak Street", INSIDE(house)},
                                {.name = "Ash Street", INSIDE(house)}};
  static const Place village = {.name = "village", INSIDE(three)};
  judge_tell("There are three streets, with a house in each.");
  out_together(&village, 3,
               "the clerks of all three streets should be out at the same "
               "time, but while the first is held no other comes");
}

static void the_houses_are_counted_side_by_side(void) {
  static const Place flat[] = {{.name = "flat", .people = 1}};
  static const Place houses[] = {{.name = "1", .people = 1, INSIDE(flat)},
                                 {.name = "2", .people = 1, INSIDE(flat)}};
  static const Place two[] = {{.name = "Elm", INSIDE(houses)},
                              {.name = "Oak", INSIDE(houses)}};
  static const Place village = {.name = "village", INSIDE(two)};
  judge_tell(
      "Two streets have two houses each, and each house's clerk has heard of a "
      "flat.");
  out_together(&village, 4,
               "the clerks of all four houses should be out at the same time");
}

static int threads_now(void) {
  DIR *folder = opendir("/proc/self/task");
  EXPECT("there should be a list of threads", folder != NULL);
  int entries = 0;
  while (readdir(folder) != NULL) entries++;
  closedir(folder);
  return entries;
}

// The clerk of the first street is held, and all the others have gone home.
static void each_is_filed_where_it_belongs(void) {
  static const Place three[] = {
      {.name = "Ash Street", .people = 30, INSIDE(ash_house)},
      {.name = "Elm Street", .people = 5},
      {.name = "Oak Street", .people = 8}};
  static const Place village = {.name = "village", INSIDE(three)};
  Hall hall = {.place = &village};
  int before = threads_now();
  gate_close();
  hand_start(&hall.hand, "hall", count, &hall);
  EXPECT("the clerk of the first street should be out", gate_holds(1));
  for (i64 since = 0; threads_now() > before + 2 && judge_patience(&since);) {
    continue;
  }
  judge_tell(
      "Streets 1 and 2 have reported; the clerk of street 0 comes last.");
  gate_open();
  hand_join(&hall.hand);
  EXPECT_NUMBER("the people of street 0", hall.each[0], ASH);
  EXPECT_NUMBER("the people of street 1 or 2, the lesser",
                hall.each[1] < hall.each[2] ? hall.each[1] : hall.each[2], 5);
  EXPECT_NUMBER("the people of the village", hall.people, ASH + 5 + 8);
}

static void nothing_is_left(void) {
  i64 before = mem_live();
  EXPECT_NUMBER("the people of the town", census(&town, NULL), TOWN);
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
}

// Free running, for the sanitizers.
static void count_often(void *arg) {
  Hall *hall = arg;
  for (int i = 0; i < 10; i++) {
    hall->rounds += census(hall->place, hall->each) == TOWN &&
                    hall->each[0] == ELM && hall->each[1] == OAK &&
                    hall->each[2] == ASH;
  }
}

static void two_may_count_at_once(void) {
  Hall halls[2] = {{.place = &town}, {.place = &town}};
  for (int i = 0; i < 2; i++) {
    hand_start(&halls[i].hand, "hall", count_often, &halls[i]);
  }
  for (int i = 0; i < 2; i++) {
    hand_join(&halls[i].hand);
    EXPECT_NUMBER("right censuses of 10", halls[i].rounds, 10);
  }
}

int main(void) {
  CU_TestInfo cases[] = {CASE(who_lives_alone_is_counted),
                         CASE(all_are_counted_once),
                         CASE(the_streets_are_counted_side_by_side),
                         CASE(the_houses_are_counted_side_by_side),
                         CASE(each_is_filed_where_it_belongs),
                         CASE(nothing_is_left),
                         CASE(two_may_count_at_once),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
