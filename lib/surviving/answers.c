// answers.c -- lists, ends and restarts on demand, and what was set aside.
//
// Without memory for an answer the asker hears so; a supervisor does not fail
// for that.
#include "surviving/answers.h"

#include <string.h>

#include "acting/requests.h"
#include "acting/retries.h"
#include "acting/send.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "surviving/supervisor_protocol.h"

static Child *next_child(Plan *plan, Child *child) {
  ListNode *node = child == NULL ? list_first(&plan->children)
                                 : list_next(&plan->children, &child->node);
  return node == NULL ? NULL : CONTAINER_OF(node, Child, node);
}

static size_t count_children(Plan *plan, size_t *running) {
  size_t count = 0;
  *running = 0;
  for (Child *child = next_child(plan, NULL); child != NULL;
       child = next_child(plan, child)) {
    count++;
    *running += child->state == CHILD_RUNNING;
  }
  return count;
}

static void answer(Plan *plan, void *fields) {
  ask_reply(plan->self->current->info, fields);
}

static void answer_no_memory(Plan *plan) {
  Actor *self = plan->self;
  if (self->answers) {
    RequestId request = answering(self);
    self->answers = false;
    ignore(request_complete(self->system, request, ASK_NO_MEMORY, self, NULL));
  }
}

// ---- Lists ----

static void list_children(Plan *plan) {
  size_t running;
  size_t count = count_children(plan, &running);
  const char **labels = block_new(NULL, (count + 1) * sizeof *labels);
  AnyRef *refs = block_new(NULL, (count + 1) * sizeof *refs);
  u64 *restarts = block_new(NULL, (count + 1) * sizeof *restarts);
  u32 *states = block_new(NULL, (count + 1) * sizeof *states);
  if (labels != NULL && refs != NULL && restarts != NULL && states != NULL) {
    size_t i = 0;
    for (Child *child = next_child(plan, NULL); child != NULL;
         child = next_child(plan, child), i++) {
      labels[i] = child->label;
      refs[i].ref = child->ref;
      restarts[i] = child->restarts;
      states[i] = child->state;
    }
    answer(plan, &(struct supervisor_list_reply){.labels = {labels, count},
                                                 .children = {refs, count},
                                                 .restarts = {restarts, count},
                                                 .states = {states, count}});
  } else {
    answer_no_memory(plan);
  }
  block_free(labels);
  block_free(refs);
  block_free(restarts);
  block_free(states);
}

static void count(Plan *plan) {
  struct supervisor_count_reply reply = {.restarts = plan->restarts};
  size_t running;
  reply.children = count_children(plan, &running);
  reply.running = running;
  answer(plan, &reply);
}

static void find(Plan *plan, const char *label) {
  struct supervisor_find_reply reply = {.child = {NOBODY}};
  for (Child *child = next_child(plan, NULL);
       child != NULL && reply.child.ref.bits == 0;
       child = next_child(plan, child)) {
    if (label != NULL && strcmp(child->label, label) == 0) {
      reply.child.ref = child->ref;
    }
  }
  answer(plan, &reply);
}

// ---- Ends and restarts ----

void answers_ended(Child *child) {
  if (child->ender != NULL) {
    struct supervisor_end_child_reply reply = {.outcome = CHILD_OK};
    ask_reply_to(&child->ender, child->end_message, &reply);
  }
}

static void end_child(Plan *plan, Ref ref) {
  struct supervisor_end_child_reply reply = {.outcome = CHILD_UNKNOWN};
  Child *child = children_find(&plan->children, ref);
  if (child != NULL && child->goal != GOAL_GONE) {
    child->end_message = plan->self->current->info;
    child->ender = request_take();
    plan_end(child);
    return;
  }
  if (child != NULL) {
    reply.outcome = CHILD_ENDS;
  }
  answer(plan, &reply);
}

static void restart_child(Plan *plan, Ref ref) {
  struct supervisor_restart_child_reply reply = {.outcome = CHILD_UNKNOWN};
  Child *child = children_find(&plan->children, ref);
  if (child != NULL && child->goal == GOAL_GONE) {
    reply.outcome = CHILD_ENDS;
  } else if (child != NULL) {
    reply.outcome = CHILD_OK;
    plan_restart(plan, child);
  }
  answer(plan, &reply);
}

// ---- What was set aside ----

// Gives as many texts as there are messages; NULL: no memory.
static const char **print_all(System *system, const MessageList *messages,
                              size_t count, BlockOwner *owner) {
  const char **texts = block_new(owner, (count + 1) * sizeof *texts);
  RefNames names = ref_names(system);
  size_t i = 0;
  for (const Message *each = messages->first; each != NULL && texts != NULL;
       each = each->next, i++) {
    char text[1024];
    Writer out = writer_over(text, sizeof text);
    message_print(each, &names, &out);
    texts[i] = block_text(owner, text);
    if (texts[i] == NULL) {
      return NULL;
    }
  }
  return texts;
}

static void show_aside(Plan *plan, Ref ref) {
  System *system = plan->self->system;
  BlockOwner owner;
  block_owner_init(&owner);
  MessageList messages = retries_take(system, ref);
  size_t count = 0;
  for (const Message *each = messages.first; each != NULL; each = each->next) {
    count++;
  }
  const char **texts = print_all(system, &messages, count, &owner);
  retries_return(system, ref, messages);
  if (texts != NULL) {
    answer(plan, &(struct supervisor_aside_reply){.messages = {texts, count}});
  } else {
    answer_no_memory(plan);
  }
  block_owner_clear(&owner);
}

// Behind what waits in the mailbox, if there is room. False: there is none.
static bool send_again(System *system, Message *message) {
  Actor *child = table_at(system, message->target);
  switch (mailbox_reserve(&child->mailbox, message->target,
                          message_bytes(message))) {
    case MAILBOX_OK:
      send_arrive(system, message);
      return true;
    case MAILBOX_CLOSED:
      send_undeliverable(system, NULL, message, TELL_STOPPED);
      return true;
    case MAILBOX_FULL:
    case MAILBOX_SLOWS:
    case MAILBOX_DROPS:
      break;
  }
  return false;
}

static void empty_aside(Plan *plan, Ref ref, bool again) {
  System *system = plan->self->system;
  MessageList messages = retries_take(system, ref);
  MessageList left = {NULL, NULL};
  u64 gone = 0;
  Message *message;
  while ((message = message_list_pop(&messages)) != NULL) {
    if (again && !send_again(system, message)) {
      message_list_push(&left, message);
      continue;
    }
    gone++;
    if (!again) {
      message_free(message);
    }
  }
  retries_return(system, ref, left);
  struct supervisor_again_reply reply = {.messages = gone};
  answer(plan, &reply);  // discard's has the same fields
}

bool answers_give(Plan *plan, const void *bytes) {
  const SupervisorMsg *message = bytes;
  switch (message->kind) {
    case SUPERVISOR_LIST:
      list_children(plan);
      return false;
    case SUPERVISOR_COUNT:
      count(plan);
      return false;
    case SUPERVISOR_FIND:
      find(plan, message->find.label);
      return false;
    case SUPERVISOR_END_CHILD:
      end_child(plan, message->end_child.child.ref);
      return true;
    case SUPERVISOR_RESTART_CHILD:
      restart_child(plan, message->restart_child.child.ref);
      return true;
    case SUPERVISOR_ASIDE:
      show_aside(plan, message->aside.child.ref);
      return false;
    case SUPERVISOR_AGAIN:
      empty_aside(plan, message->again.child.ref, true);
      return false;
    case SUPERVISOR_DISCARD:
      empty_aside(plan, message->discard.child.ref, false);
      return false;
  }
  return false;
}
