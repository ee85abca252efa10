// Tests of what a mailbox counts as reserved where bounds come and go: a sender
// may find them, and its message come when they are gone.
#include "support.h"
#include "telling/mailbox.h"
#include "telling/mailbox_course.h"

static const MessageInfo note = {.name = "note", .flat = true};

static Ref box_ref(void) {
  return ref_make(1, 7, 1);
}

static void open_box(Mailbox *box, size_t capacity) {
  mailbox_init(box);
  CU_ASSERT_FATAL(
      mailbox_open(box, ref_generation(box_ref()),
                   (MailboxBounds){.capacity = capacity, .policy = FULL_SLOW}));
}

static void put(Mailbox *box) {
  Message *message = message_new(&note, 0, box_ref());
  MessageList dropped = {NULL, NULL};
  bool schedule;
  CU_ASSERT_PTR_NOT_NULL_FATAL(message);
  CU_ASSERT_EQUAL(mailbox_push(box, &message, &schedule, &dropped), MAILBOX_OK);
  CU_ASSERT_PTR_NULL(message);
}

static void take(Mailbox *box) {
  Message *message = mailbox_pop(box, false);
  CU_ASSERT_PTR_NOT_NULL(message);
  message_free(message);
}

static void close_box(Mailbox *box) {
  CU_ASSERT_FALSE(mailbox_close(box));
  mailbox_release(box);
}

static MailboxOutcome reserve(Mailbox *box) {
  return mailbox_reserve(box, box_ref(), 1);
}

static void what_is_reserved_is_used_by_what_arrives(void) {
  Mailbox box;
  open_box(&box, 1);
  CU_ASSERT_EQUAL(reserve(&box), MAILBOX_OK);
  CU_ASSERT_EQUAL(reserve(&box), MAILBOX_SLOWS);
  put(&box);
  CU_ASSERT_EQUAL(reserve(&box), MAILBOX_SLOWS);
  take(&box);
  CU_ASSERT_EQUAL(mailbox_free_places(&box), 1);
  close_box(&box);
}

// Found full, freed of its bounds, opened by its receiver: all before the
// sender, who goes over the bounds now, comes to it.
static void a_place_beyond_bounds_that_are_gone_is_not_kept_for_ever(void) {
  Mailbox box;
  open_box(&box, 1);
  CU_ASSERT(mailbox_resize(&box, box_ref(), 0, 0));
  CU_ASSERT_PTR_NULL(mailbox_pop(&box, false));
  CU_ASSERT(mailbox_is_plain(&box, box_ref()));
  CU_ASSERT(mailbox_overreserve(&box, box_ref(), 1));
  put(&box);
  take(&box);
  CU_ASSERT(mailbox_resize(&box, box_ref(), 1, 0));
  CU_ASSERT_EQUAL(mailbox_free_places(&box), 1);
  CU_ASSERT_EQUAL(reserve(&box), MAILBOX_OK);
  mailbox_unreserve(&box, box_ref(), 1);
  close_box(&box);
}

static void what_was_reserved_in_bounds_is_forgotten_with_them(void) {
  Mailbox box;
  open_box(&box, 1);
  CU_ASSERT_EQUAL(reserve(&box), MAILBOX_OK);
  CU_ASSERT(mailbox_resize(&box, box_ref(), 0, 0));
  CU_ASSERT_PTR_NULL(mailbox_pop(&box, false));
  put(&box);
  CU_ASSERT(mailbox_resize(&box, box_ref(), 1, 0));
  CU_ASSERT_EQUAL(mailbox_free_places(&box), 0);
  take(&box);
  CU_ASSERT_EQUAL(mailbox_free_places(&box), 1);
  close_box(&box);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(what_is_reserved_is_used_by_what_arrives),
      CASE(a_place_beyond_bounds_that_are_gone_is_not_kept_for_ever),
      CASE(what_was_reserved_in_bounds_is_forgotten_with_them),
      CU_TEST_INFO_NULL};
  return run_suite("mailbox room", cases);
}
