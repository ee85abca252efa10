// test: in_any_order_two_customers_are_served_one_at_a_time
//
// Two customers, one piece left: one gets it, and no coin is lost.
#include <assert.h>

#include "base/thread.h"
#include "vending.h"

typedef struct Customer {
  i64 paid;
  i64 back;  // returned, refunded, or change
  int pieces;
} Customer;

static Vending *machine;

static void buy(void *arg) {
  Customer *customer = arg;
  Answer coin = vending_coin(machine, VENDING_PRICE);
  customer->paid = VENDING_PRICE;
  if (coin.kind == RETURNED) customer->back += coin.number;
  Answer goods = vending_choose(machine);
  if (goods.kind != GOODS) return;
  customer->pieces++;
  customer->back += goods.number;
}

int main(void) {
  Thread threads[2];
  Customer customers[2] = {{0}, {0}};
  const char *const names[] = {"Ann", "Bob"};
  machine = vending_spawn(1);
  for (int i = 0; i < 2; i++) {
    if (!thread_start(&threads[i], names[i], buy, &customers[i])) return 2;
  }
  for (int i = 0; i < 2; i++) thread_join(&threads[i]);
  i64 kept = 0;
  for (int i = 0; i < 2; i++) kept += customers[i].paid - customers[i].back;
  assert(customers[0].pieces + customers[1].pieces == 1);
  assert(kept == VENDING_PRICE);
  vending_stop(machine);
  return 0;
}
