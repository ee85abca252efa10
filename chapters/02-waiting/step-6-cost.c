// step-6-cost.c -- what it costs to hand a turn to another thread and
// back, by the way it waits.
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/deadline.h"
#include "base/thread.h"

typedef enum Way { SPIN, YIELD, CONDITION, WAYS } Way;

static const char *const names[WAYS] = {"spin", "yield", "condition"};

typedef struct Table {
  Way way;
  long rounds;
  atomic_int turn;  // 0 or 1: whose
  Mutex lock;
  Cond changed;  // of the turn
} Table;

typedef struct Player {
  Table *table;
  int number;
} Player;

static void wait_for_turn(Table *table, int number) {
  if (table->way == CONDITION) {
    mutex_lock(&table->lock);
    while (atomic_load(&table->turn) != number) {
      cond_wait(&table->changed, &table->lock);
    }
    mutex_unlock(&table->lock);
    return;
  }
  while (atomic_load(&table->turn) != number) {
    if (table->way == YIELD) thread_yield();
  }
}

static void pass_turn(Table *table, int number) {
  if (table->way != CONDITION) {
    atomic_store(&table->turn, 1 - number);
    return;
  }
  mutex_lock(&table->lock);
  atomic_store(&table->turn, 1 - number);
  cond_broadcast(&table->changed);
  mutex_unlock(&table->lock);
}

static void play(void *player) {
  Player *self = player;
  for (long i = 0; i < self->table->rounds; i++) {
    wait_for_turn(self->table, self->number);
    pass_turn(self->table, self->number);
  }
}

static double measure(Way way, long rounds) {
  Table table = {.way = way, .rounds = rounds};
  Player players[2] = {{&table, 0}, {&table, 1}};
  Thread threads[2];
  mutex_init(&table.lock);
  cond_init(&table.changed);
  i64 start = clock_now();
  for (int i = 0; i < 2; i++) {
    CHECK(thread_start(&threads[i], "player", play, &players[i]));
  }
  for (int i = 0; i < 2; i++) thread_join(&threads[i]);
  double each = (double)(clock_now() - start) / (double)rounds;
  cond_release(&table.changed);
  mutex_release(&table.lock);
  return each;
}

int main(int count, char **words) {
  long rounds = count > 1 ? strtol(words[1], NULL, 10) : 20000;
  double first = 0;
  printf("way        there and back\n");
  for (Way way = SPIN; way < WAYS; way++) {
    double each = measure(way, rounds);
    first = way == SPIN ? each : first;
    printf("%-10s %8.1f\n", names[way], each / first);
  }
  return 0;
}
