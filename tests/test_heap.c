// Tests of base/heap: against the plainest thing that is right, an array that
// is searched from end to end.
#include "base/heap.h"

#include "base/rng.h"
#include "support.h"

enum { NODES = 200 };

static void the_least_key_leaves_first_and_equal_keys_in_order(void) {
  const i64 keys[] = {5, 3, 5, 1, 3, INT64_MIN, INT64_MAX, 5};
  const int leaves[] = {5, 3, 1, 4, 0, 2, 7, 6};
  HeapNode nodes[8];
  Heap heap;
  heap_init(&heap);
  for (int i = 0; i < 8; i++) heap_push(&heap, &nodes[i], keys[i]);
  for (int i = 0; i < 8; i++) {
    HeapNode *first = heap_first(&heap);
    CU_ASSERT_PTR_EQUAL_FATAL(first, &nodes[leaves[i]]);
    heap_remove(&heap, first);
  }
  CU_ASSERT_PTR_NULL(heap_first(&heap));
}

typedef struct Model {
  bool inside[NODES];
  u64 came[NODES];
  u64 next;
} Model;

static int first_of(const Model *model, const HeapNode *nodes) {
  int least = -1;
  for (int i = 0; i < NODES; i++) {
    if (!model->inside[i]) continue;
    if (least < 0 || nodes[i].key < nodes[least].key ||
        (nodes[i].key == nodes[least].key &&
         model->came[i] < model->came[least])) {
      least = i;
    }
  }
  return least;
}

static void pushing_and_removing_anywhere_agrees_with_a_search(void) {
  static HeapNode nodes[NODES];
  static Model model;
  Heap heap;
  Rng rng;
  rng_seed(&rng, test_seed());
  heap_init(&heap);
  size_t inside = 0;
  for (int step = 0; step < 5000; step++) {
    size_t i = (size_t)rng_below(&rng, NODES);
    if (model.inside[i]) {
      heap_remove(&heap, &nodes[i]);
      inside--;
    } else {
      heap_push(&heap, &nodes[i], (i64)rng_below(&rng, 20));
      model.came[i] = model.next++;
      inside++;
    }
    model.inside[i] = !model.inside[i];
    int least = first_of(&model, nodes);
    HeapNode *expected = least < 0 ? NULL : &nodes[least];
    CU_ASSERT_PTR_EQUAL_FATAL(heap_first(&heap), expected);
    CU_ASSERT_EQUAL_FATAL(heap_length(&heap), inside);
  }
}

static void remove_first(void *heap) {
  HeapNode lone = {.key = 1};
  heap_remove(heap, &lone);
}

static void removing_what_is_not_inside_is_a_bug(void) {
  Heap heap;
  HeapNode node;
  heap_init(&heap);
  CU_ASSERT_TRUE(fails_a_check(remove_first, &heap));
  heap_push(&heap, &node, 1);
  CU_ASSERT_TRUE(fails_a_check(remove_first, &heap));
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(the_least_key_leaves_first_and_equal_keys_in_order),
      CASE(pushing_and_removing_anywhere_agrees_with_a_search),
      CASE(removing_what_is_not_inside_is_a_bug),
      CU_TEST_INFO_NULL,
  };
  return run_suite("heap", cases);
}
