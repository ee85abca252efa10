// Tests of base/ring.
#include "base/ring.h"

#include "support.h"

static void elements_leave_in_the_order_they_came(void) {
  // Every capacity up to 5, filled and drained at every starting slot.
  for (size_t capacity = 1; capacity <= 5; capacity++) {
    Ring ring;
    CU_ASSERT_TRUE_FATAL(ring_init(&ring, sizeof(int), capacity));
    int in = 0, out = 0;
    for (size_t round = 0; round <= 2 * capacity; round++) {
      while (ring_push(&ring, &in)) in++;
      CU_ASSERT_TRUE(ring_is_full(&ring));
      CU_ASSERT_EQUAL(ring_length(&ring), capacity);
      // One less than all: the next round starts one slot further on.
      for (size_t i = 0; i + 1 < capacity || capacity == 1; i++) {
        int got = -1;
        if (!ring_pop(&ring, &got)) break;
        CU_ASSERT_EQUAL(got, out);
        out++;
      }
    }
    ring_release(&ring);
  }
}

static void a_refusal_changes_nothing(void) {
  Ring ring;
  CU_ASSERT_TRUE_FATAL(ring_init(&ring, sizeof(int), 1));
  int item = 5, got = 9;
  CU_ASSERT_FALSE(ring_pop(&ring, &got));
  CU_ASSERT_EQUAL(got, 9);
  CU_ASSERT_TRUE(ring_push(&ring, &item));
  item = 6;
  CU_ASSERT_FALSE(ring_push(&ring, &item));
  CU_ASSERT_TRUE(ring_pop(&ring, &got));
  CU_ASSERT_EQUAL(got, 5);
  ring_release(&ring);
}

static void peeking_sees_all_of_them_oldest_first(void) {
  Ring ring;
  CU_ASSERT_TRUE_FATAL(ring_init(&ring, sizeof(int), 3));
  for (int i = 0; i < 5; i++) {
    int gone;
    if (ring_is_full(&ring)) CU_ASSERT_TRUE(ring_pop(&ring, &gone));
    CU_ASSERT_TRUE(ring_push(&ring, &i));
  }
  for (size_t i = 0; i < 3; i++) {
    const int *seen = ring_peek(&ring, i);
    CU_ASSERT_EQUAL(*seen, (int)i + 2);
  }
  ring_release(&ring);
}

static void an_element_of_odd_size_is_copied_whole(void) {
  typedef struct Odd {
    char text[7];
  } Odd;
  Ring ring;
  CU_ASSERT_TRUE_FATAL(ring_init(&ring, sizeof(Odd), 3));
  Odd in[] = {{"first"}, {"second"}, {"third"}}, out;
  for (int i = 0; i < 3; i++) CU_ASSERT_TRUE(ring_push(&ring, &in[i]));
  for (int i = 0; i < 3; i++) {
    CU_ASSERT_TRUE(ring_pop(&ring, &out));
    CU_ASSERT_STRING_EQUAL(out.text, in[i].text);
  }
  ring_release(&ring);
}

static void without_memory_there_is_no_ring(void) {
  Ring ring;
  memory_ends_after(0);
  CU_ASSERT_FALSE(ring_init(&ring, sizeof(int), 3));
  CU_ASSERT_TRUE(memory_is_back());
  CU_ASSERT_FALSE(ring_init(&ring, 8, SIZE_MAX / 4));
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(elements_leave_in_the_order_they_came),
      CASE(a_refusal_changes_nothing),
      CASE(peeking_sees_all_of_them_oldest_first),
      CASE(an_element_of_odd_size_is_copied_whole),
      CASE(without_memory_there_is_no_ring),
      CU_TEST_INFO_NULL,
  };
  return run_suite("ring", cases);
}
