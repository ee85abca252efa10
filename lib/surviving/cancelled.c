// cancelled.c -- hooks in blocks of the actor.
//
// The hook runs on the thread that cancels and only sends. The end of the actor
// frees the block, which takes the hook back and so waits while it is called:
// the system is there as long as it is needed.
#include "surviving/cancelled.h"

#include <string.h>

#include "acting/runtime.h"
#include "base/check.h"
#include "surviving/bonds.h"
#include "surviving/notice.h"
#include "surviving/rows.h"

struct CancelWatch {
  CancelHook hook;
  CancelToken *token;
  System *system;
  Message *message;  // until it is sent
};

static void send(void *arg) {
  CancelWatch *watch = arg;
  Message *message = watch->message;
  watch->message = NULL;
  notice_send(watch->system, message);
}

static void end_watch(void *block) {
  CancelWatch *watch = block;
  ignore(cancel_unhook(&watch->hook));
  message_free(watch->message);
  cancel_release(watch->token);
}

CancelWatch *cancel_watch(CancelToken *token, u64 mark,
                          CancelCarrier *cancelled) {
  Actor *self = bond_self();
  const MessageInfo *info = cancelled((CarrierMark){0}, 0);
  CHECK(strcmp(info->protocol->name, self->type->protocol->name) == 0 &&
        "the news comes as a message of the actor's own protocol");
  CancelWatch *watch = rows_own(sizeof *watch);
  Message *message = message_new(info, MESSAGE_NOTICE, self->ref);
  if (watch == NULL || message == NULL) {
    message_free(message);
    block_free(watch);
    return NULL;
  }
  memcpy(message_fields(message), &mark, sizeof mark);
  watch->system = self->system;
  watch->message = message;
  watch->token = cancel_retain(token);
  block_on_free(watch, end_watch);
  cancel_hook(token, &watch->hook, send, watch);
  return watch;
}

static void drop(void *block) {
  cancel_guard_drop(block);
}

void *cancel_at_end(CancelToken *token) {
  CancelGuard *guard = rows_own(sizeof *guard);
  if (guard != NULL) {
    *guard = cancel_guard(token);
    block_on_free(guard, drop);
  }
  return guard;
}
