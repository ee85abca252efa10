// skynet.c -- a tree of actors, ten children each; the leaves' numbers are
// summed up on the way back. (A. Temerev's "skynet 1M", 2016.)
#include "base/deadline.h"
#include "workload.h"

enum { CHILDREN = 10 };

#define TWIG(M)                                                        \
  M(TWIG_GROW, twig, grow, (ref(Twig), parent)(i64, first)(i64, size), \
    (i64, sum))                                                        \
  M(TWIG_SUM, twig, sum, (i64, sum), )
REF(Twig, twig)
PROTOCOL_AFTER_REF(Twig, twig, TWIG)
STATE(TwigState,
      (ref(Twig), parent)(i64, left)(i64, sum)(private(Request *), asker))
ACTOR(Twig, twig, TwigState, growing)

// The root answers who asked it; all others tell their parent, and end.
static void report(TwigState *self) {
  if (self->asker != NULL) {
    twig_reply_grow_to(&self->asker, self->sum);
  } else {
    CHECK(twig_tell_sum(self->parent, self->sum) == TELL_OK);
  }
  actor_exit();
}

static void grow(TwigState *self, const struct twig_grow *message) {
  self->asker = request_take();
  self->parent = message->parent;
  if (message->size == 1) {
    self->sum = message->first;
    report(self);
    return;
  }
  self->left = CHILDREN;
  i64 size = message->size / CHILDREN;
  for (i64 i = 0; i < CHILDREN; i++) {
    TwigRef child = twig_spawn(actor_system(), "twig", (TwigState){.left = 0});
    CHECK(twig_tell_grow(child, twig_self(), message->first + i * size, size) ==
          TELL_OK);
  }
}

static void growing(TwigState *self, const TwigMsg *message) {
  switch (message->kind) {
    case TWIG_GROW:
      grow(self, &message->grow);
      break;
    case TWIG_SUM:
      self->sum += message->sum.sum;
      if (--self->left == 0) {
        report(self);
      }
      break;
  }
}

// The largest power of ten that is at most n.
static i64 leaves_for(i64 n) {
  i64 leaves = 1;
  while (leaves * CHILDREN <= n) {
    leaves *= CHILDREN;
  }
  return leaves;
}

static Result run(System *system, i64 n, i64 extra) {
  (void)extra;
  i64 leaves = leaves_for(n);
  Result result = {.units = (CHILDREN * leaves - 1) / (CHILDREN - 1),
                   .started = clock_now()};
  TwigRef root = twig_spawn(system, "root", (TwigState){.left = 0});
  struct twig_grow_reply reply = {0};
  bool right = twig_ask_grow(root, (TwigRef){NOBODY}, 0, leaves, &reply,
                             NEVER) == ASK_OK;
  result.finished = clock_now();
  result.right = right && reply.sum == leaves * (leaves - 1) / 2;
  return result;
}

const Workload skynet = {
    "skynet", "a tree of N leaves, ten children each", 100000, 0, 0, run};
