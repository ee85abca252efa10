// test: in_any_order_all_are_heard_and_gone
//
// Two streets, one of them with a house. Whoever comes home first, the figures
// are right, and nobody uses a mailbox that has gone.
#include <assert.h>
#include <stddef.h>

#include "base/mem.h"
#include "census.h"

static const Place house[] = {{.name = "house", .people = 3}};
static const Place streets[] = {
    {.name = "Elm", .people = 10, .inside = house, .count = 1},
    {.name = "Oak", .people = 20},
};
static const Place town = {.name = "town", .inside = streets, .count = 2};

int main(void) {
  i64 before = mem_live();
  i64 each[2] = {0};
  i64 people = census(&town, each);
  assert(people == 33);
  assert(each[0] == 13 && each[1] == 20);
  i64 left = mem_live() - before;
  assert(left == 0);
  return 0;
}
