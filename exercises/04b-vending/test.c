// A customer at the machine: each step is a message, and each has its answer.
#include <inttypes.h>
#include <stdio.h>

#include "../judge.h"
#include "../stage.h"
#include "base/mem.h"
#include "base/writer.h"
#include "vending.h"

// What was done so far, to be told with a failure.
static char done[600];
static Writer tale;

static void begin(i64 stock) {
  tale = writer_over(done, sizeof done);
  write_format(&tale, "A machine with %" PRId64 " in it", stock);
}

static const char *name_of(AnswerKind kind) {
  switch (kind) {
    case CREDIT:
      return "CREDIT";
    case RETURNED:
      return "RETURNED";
    case PAY_FIRST:
      return "PAY_FIRST";
    case MISSING:
      return "MISSING";
    case GOODS:
      return "GOODS";
    case SOLD_OUT:
      return "SOLD_OUT";
  }
  return "no answer of the table";
}

static void write_answer(char *text, size_t size, Answer answer) {
  snprintf(text, size, "%s %" PRId64, name_of(answer.kind), answer.number);
}

static void compare(int line, const char *step, Answer seen, Answer expected) {
  char wanted[60];
  char found[60];
  write_answer(wanted, sizeof wanted, expected);
  write_answer(found, sizeof found, seen);
  write_format(&tale, ", %s: %s", step, found);
  judge_tell("%s", done);
  char what[80];
  snprintf(what, sizeof what, "the answer to %s", step);
  expect_text(__FILE__, line, what, found, wanted);
}

static void coin_at(int line, Vending *machine, i64 worth, Answer expected) {
  char step[40];
  snprintf(step, sizeof step, "coin(%" PRId64 ")", worth);
  compare(line, step, vending_coin(machine, worth), expected);
}

#define COIN(machine, worth, kind, number) \
  coin_at(__LINE__, machine, worth, (Answer){kind, number})
#define CHOOSE(machine, kind, number) \
  compare(__LINE__, "choose", vending_choose(machine), (Answer){kind, number})
#define REFUND(machine, kind, number) \
  compare(__LINE__, "refund", vending_refund(machine), (Answer){kind, number})

static Vending *machine_with(i64 stock) {
  begin(stock);
  return vending_spawn(stock);
}

static void an_idle_machine_asks_for_money(void) {
  Vending *machine = machine_with(5);
  CHOOSE(machine, PAY_FIRST, VENDING_PRICE);
  REFUND(machine, RETURNED, 0);
  CHOOSE(machine, PAY_FIRST, VENDING_PRICE);
  vending_stop(machine);
}

static void a_coin_is_credited(void) {
  Vending *machine = machine_with(5);
  COIN(machine, 1, CREDIT, 1);
  COIN(machine, 2, CREDIT, 3);
  COIN(machine, 5, CREDIT, 8);
  vending_stop(machine);
}

static void paid_goods_come_with_the_change(void) {
  Vending *machine = machine_with(5);
  COIN(machine, 3, CREDIT, 3);
  CHOOSE(machine, GOODS, 0);
  COIN(machine, 5, CREDIT, 5);
  CHOOSE(machine, GOODS, 2);
  vending_stop(machine);
}

static void a_refund_gives_back_what_was_paid(void) {
  Vending *machine = machine_with(5);
  COIN(machine, 1, CREDIT, 1);
  COIN(machine, 1, CREDIT, 2);
  REFUND(machine, RETURNED, 2);
  REFUND(machine, RETURNED, 0);
  COIN(machine, 2, CREDIT, 2);
  vending_stop(machine);
}

static void after_a_sale_it_is_idle_again(void) {
  Vending *machine = machine_with(5);
  COIN(machine, 8, CREDIT, 8);
  CHOOSE(machine, GOODS, 5);
  CHOOSE(machine, PAY_FIRST, VENDING_PRICE);
  REFUND(machine, RETURNED, 0);
  COIN(machine, 1, CREDIT, 1);
  vending_stop(machine);
}

static void too_little_money_is_kept_not_lost(void) {
  Vending *machine = machine_with(5);
  COIN(machine, 1, CREDIT, 1);
  CHOOSE(machine, MISSING, 2);
  COIN(machine, 1, CREDIT, 2);
  CHOOSE(machine, MISSING, 1);
  COIN(machine, 1, CREDIT, 3);
  CHOOSE(machine, GOODS, 0);
  vending_stop(machine);
}

static void after_the_last_piece_it_is_sold_out(void) {
  Vending *machine = machine_with(2);
  COIN(machine, 3, CREDIT, 3);
  CHOOSE(machine, GOODS, 0);
  COIN(machine, 4, CREDIT, 4);
  CHOOSE(machine, GOODS, 1);
  CHOOSE(machine, SOLD_OUT, 0);
  vending_stop(machine);
}

static void a_sold_out_machine_keeps_no_money(void) {
  Vending *machine = machine_with(1);
  COIN(machine, 3, CREDIT, 3);
  CHOOSE(machine, GOODS, 0);
  COIN(machine, 2, RETURNED, 2);
  REFUND(machine, RETURNED, 0);
  CHOOSE(machine, SOLD_OUT, 0);
  vending_stop(machine);
}

static void without_stock_it_is_sold_out_from_the_start(void) {
  Vending *machine = machine_with(0);
  CHOOSE(machine, SOLD_OUT, 0);
  COIN(machine, 3, RETURNED, 3);
  CHOOSE(machine, SOLD_OUT, 0);
  vending_stop(machine);
}

static void two_machines_have_each_their_own_state(void) {
  Vending *one = machine_with(1);
  Vending *other = machine_with(1);
  COIN(one, 3, CREDIT, 3);
  CHOOSE(other, PAY_FIRST, VENDING_PRICE);
  COIN(other, 1, CREDIT, 1);
  CHOOSE(one, GOODS, 0);
  CHOOSE(other, MISSING, 2);
  REFUND(other, RETURNED, 1);
  vending_stop(one);
  vending_stop(other);
}

// Free running, for the sanitizers: whoever comes, money is neither made nor
// lost.
typedef struct Customer {
  Vending *machine;
  i64 paid;
  i64 back;
  i64 pieces;
  Hand hand;
} Customer;

static void count_in(Customer *customer, Answer answer) {
  if (answer.kind == GOODS) customer->pieces++;
  if (answer.kind == GOODS || answer.kind == RETURNED) {
    customer->back += answer.number;
  }
}

static void shop(void *arg) {
  Customer *customer = arg;
  for (int i = 0; i < 30; i++) {
    customer->paid += 2;
    count_in(customer, vending_coin(customer->machine, 2));
    count_in(customer, vending_choose(customer->machine));
    if (i % 3 == 2) count_in(customer, vending_refund(customer->machine));
  }
}

static void no_money_is_lost_between_customers(void) {
  enum { CUSTOMERS = 3, STOCK = 20 };
  i64 before = mem_live();
  Vending *machine = vending_spawn(STOCK);
  Customer all[CUSTOMERS];
  Customer sum = {0};
  for (int i = 0; i < CUSTOMERS; i++) {
    all[i] = (Customer){.machine = machine};
    hand_start(&all[i].hand, "customer", shop, &all[i]);
  }
  for (int i = 0; i < CUSTOMERS; i++) {
    hand_join(&all[i].hand);
    sum.paid += all[i].paid;
    sum.back += all[i].back;
    sum.pieces += all[i].pieces;
  }
  count_in(&sum, vending_refund(machine));
  vending_stop(machine);
  EXPECT("not more pieces should be sold than there were", sum.pieces <= STOCK);
  EXPECT_NUMBER(
      "what three customers paid, less what they got back, and the "
      "price of what they bought",
      sum.paid - sum.back, sum.pieces * VENDING_PRICE);
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(an_idle_machine_asks_for_money),
                         CASE(a_coin_is_credited),
                         CASE(paid_goods_come_with_the_change),
                         CASE(a_refund_gives_back_what_was_paid),
                         CASE(after_a_sale_it_is_idle_again),
                         CASE(too_little_money_is_kept_not_lost),
                         CASE(after_the_last_piece_it_is_sold_out),
                         CASE(a_sold_out_machine_keeps_no_money),
                         CASE(without_stock_it_is_sold_out_from_the_start),
                         CASE(two_machines_have_each_their_own_state),
                         CASE(no_money_is_lost_between_customers),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
