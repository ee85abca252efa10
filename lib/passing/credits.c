// credits.c -- two numbers whose sum never changes.
#include "passing/credits.h"

Credits credits_of(u64 limit) {
  return (Credits){.limit = limit};
}

u64 credits_take(Credits *credits, u64 wanted) {
  u64 rest = credits_free(credits);
  u64 taken = wanted < rest ? wanted : rest;
  credits->outstanding += taken;
  return taken;
}

u64 credits_give(Credits *credits, u64 count) {
  u64 given = count < credits->outstanding ? count : credits->outstanding;
  credits->outstanding -= given;
  return given;
}

u64 credits_free(const Credits *credits) {
  return credits->limit - credits->outstanding;
}
