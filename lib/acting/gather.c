// gather.c -- an array of requests, and what has become of them.
#include "acting/gather.h"

#include "acting/runtime.h"
#include "base/check.h"

typedef struct GatherAsk {
  RequestId request;  // 0: there was no memory for it
  AskOutcome outcome;
  bool ended;
} GatherAsk;

static BlockOwner *owner(void) {
  Actor *self = activation()->actor;
  CHECK(self != NULL && "to be called from a handler");
  return &self->blocks;
}

static void end(Gather *gather, GatherAsk *ask, AskOutcome outcome) {
  ask->ended = true;
  ask->outcome = outcome;
  gather->ended++;
  gather->good += outcome == ASK_OK;
}

static void cancel_rest(Gather *gather) {
  for (size_t i = 0; i < gather->count; i++) {
    GatherAsk *ask = &gather->asks[i];
    if (!ask->ended) {
      ignore(ask_cancel(ask->request));
      end(gather, ask, ASK_CANCELLED);
    }
  }
}

void gather_end(Gather *gather) {
  cancel_rest(gather);
  block_free(gather->asks);
  *gather = (Gather){.asks = NULL};
}

bool gather_begin(Gather *gather, size_t asks, size_t wanted) {
  CHECK(asks > 0 && wanted > 0 && "an ask, and an answer that is wanted");
  GatherAsk *fresh = asks <= SIZE_MAX / sizeof *fresh
                         ? block_new(owner(), asks * sizeof *fresh)
                         : NULL;
  if (fresh == NULL) {
    return false;
  }
  gather_end(gather);
  *gather = (Gather){.asks = fresh, .room = asks, .wanted = wanted};
  return true;
}

void gather_add(Gather *gather, RequestId request) {
  CHECK(gather->count < gather->room && "as many asks as were announced");
  GatherAsk *ask = &gather->asks[gather->count++];
  *ask = (GatherAsk){.request = request, .outcome = ASK_UNANSWERED};
  if (request == 0) {
    end(gather, ask, ASK_NO_MEMORY);
  }
}

GatherState gather_state(const Gather *gather) {
  if (gather->good >= gather->wanted) {
    return GATHER_ENOUGH;
  }
  return gather->ended == gather->count ? GATHER_OVER : GATHER_MORE;
}

GatherState gather_heard(Gather *gather, RequestId request,
                         AskOutcome outcome) {
  size_t place = gather_place(gather, request);
  if (place == SIZE_MAX || gather->asks[place].ended) {
    return GATHER_STRAY;
  }
  end(gather, &gather->asks[place], outcome);
  GatherState state = gather_state(gather);
  if (state == GATHER_ENOUGH) {
    cancel_rest(gather);
  }
  return state;
}

size_t gather_good(const Gather *gather) {
  return gather->good;
}

AskOutcome gather_outcome(const Gather *gather, size_t place) {
  CHECK(place < gather->count && "an ask of the gathering");
  return gather->asks[place].outcome;
}

size_t gather_place(const Gather *gather, RequestId request) {
  for (size_t i = 0; request != 0 && i < gather->count; i++) {
    if (gather->asks[i].request == request) {
      return i;
    }
  }
  return SIZE_MAX;
}
