// Tests of base/list.
#include "base/list.h"

#include "support.h"

typedef struct Item {
  int number;
  ListNode node;
} Item;

// The numbers in the list as one decimal number: 1, 2, 3 gives 123.
static int digits(const List *list) {
  int sum = 0;
  for (ListNode *at = list_first(list); at; at = list_next(list, at)) {
    sum = sum * 10 + CONTAINER_OF(at, Item, node)->number;
  }
  return sum;
}

static void elements_come_in_the_order_of_their_end(void) {
  List list;
  Item items[] = {{.number = 1}, {.number = 2}, {.number = 3}};
  list_init(&list);
  list_push_back(&list, &items[1].node);
  list_push_back(&list, &items[2].node);
  list_push_front(&list, &items[0].node);
  CU_ASSERT_EQUAL(digits(&list), 123);
}

static void an_empty_list_has_no_first(void) {
  List list;
  list_init(&list);
  CU_ASSERT_TRUE(list_is_empty(&list));
  CU_ASSERT_PTR_NULL(list_first(&list));
}

static void an_element_leaves_from_anywhere(void) {
  // One run for each of the three places.
  const int left[] = {23, 13, 12};
  for (int leaver = 0; leaver < 3; leaver++) {
    List list;
    Item items[] = {{.number = 1}, {.number = 2}, {.number = 3}};
    list_init(&list);
    for (int i = 0; i < 3; i++) list_push_back(&list, &items[i].node);
    list_remove(&items[leaver].node);
    CU_ASSERT_EQUAL(digits(&list), left[leaver]);
    CU_ASSERT_FALSE(list_is_linked(&items[leaver].node));
    for (int i = 0; i < 3; i++) {
      if (i != leaver) list_remove(&items[i].node);
    }
    CU_ASSERT_TRUE(list_is_empty(&list));
  }
}

static void a_removed_element_can_come_back(void) {
  List list;
  Item item = {.number = 7};
  list_init(&list);
  list_push_back(&list, &item.node);
  list_remove(&item.node);
  list_push_front(&list, &item.node);
  CU_ASSERT_EQUAL(digits(&list), 7);
}

static void remove_it(void *node) {
  list_remove(node);
}

static void removing_what_is_in_no_list_is_a_bug(void) {
  Item item = {.number = 7};
  CU_ASSERT_TRUE(fails_a_check(remove_it, &item.node));
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(elements_come_in_the_order_of_their_end),
      CASE(an_empty_list_has_no_first),
      CASE(an_element_leaves_from_anywhere),
      CASE(a_removed_element_can_come_back),
      CASE(removing_what_is_in_no_list_is_a_bug),
      CU_TEST_INFO_NULL,
  };
  return run_suite("list", cases);
}
