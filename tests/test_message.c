// Tests of telling/ref, block, protocol, message and mailbox.
#include <string.h>

#include "base/check.h"
#include "base/thread.h"
#include "support.h"
#include "telling/block.h"
#include "telling/fields.h"
#include "telling/mailbox.h"
#include "telling/mailbox_course.h"

#define POST(M)                                                         \
  M(POST_LETTER, post, letter, (text, words)(i64, stamp), (bool, read)) \
  M(POST_PARCEL, post, parcel, (bytes, inside), )                       \
  M(POST_BELL, post, bell, , )
PROTOCOL_DATA(Post, post, POST)

static const Ref HOME = {1ULL << 56 | 5ULL << 30 | 3};

// ---- References ----

static void a_reference_keeps_its_three_parts_at_their_edges(void) {
  static const u32 parts[][3] = {
      {0, 0, 0}, {1, 2, 3}, {255, REF_SLOTS - 1, REF_GENERATIONS - 1}};
  for (size_t i = 0; i < 3; i++) {
    Ref ref = ref_make(parts[i][0], parts[i][1], parts[i][2]);
    CU_ASSERT_EQUAL(ref_node(ref), parts[i][0]);
    CU_ASSERT_EQUAL(ref_slot(ref), parts[i][1]);
    CU_ASSERT_EQUAL(ref_generation(ref), parts[i][2]);
  }
}

static void make_too_large(void *arg) {
  (void)arg;
  (void)ref_make(0, REF_SLOTS, 0);
}

static void a_part_that_does_not_fit_is_a_bug(void) {
  CU_ASSERT(fails_a_check(make_too_large, NULL));
}

// ---- Blocks ----

static int released;

static void count_release(void *block) {
  CU_ASSERT_STRING_EQUAL((char *)block, "x");
  released++;
}

static void blocks_are_freed_with_their_owner_and_only_with_it(void) {
  BlockOwner one;
  BlockOwner two;
  block_owner_init(&one);
  block_owner_init(&two);
  char *moved = block_text(&one, "moved");
  char *noisy = block_text(&one, "x");
  CU_ASSERT_PTR_NOT_NULL(block_new(&one, 100));
  block_on_free(noisy, count_release);
  block_hang(moved, &two);
  released = 0;
  block_owner_clear(&one);
  CU_ASSERT_EQUAL(released, 1);
  CU_ASSERT_STRING_EQUAL(moved, "moved");
  block_owner_clear(&two);
}

static void free_a_stranger(void *arg) {
  block_free(arg);
}

static void what_is_no_block_is_not_freed_as_one(void) {
  static u64 memory[16];
  CU_ASSERT(fails_a_check(free_a_stranger, &memory[12]));
}

// ---- Messages ----

static Message *letter(const char *words, i64 stamp, u16 flags) {
  Message *message = message_new(&post_messages[POST_LETTER], flags, HOME);
  struct post_letter fields = {.words = words, .stamp = stamp};
  CU_ASSERT_FATAL(
      fields_copy(message_shape(message), message_fields(message), &fields));
  return message;
}

static const char *printed(const Message *message) {
  static char text[256];
  Writer out = writer_over(text, sizeof text);
  message_print(message, NULL, &out);
  return text;
}

static void a_behaviour_sees_the_tagged_union(void) {
  Message *message = letter("hi", 7, 0);
  const PostMsg *seen = message_union(message);
  CU_ASSERT_EQUAL(seen->kind, POST_LETTER);
  CU_ASSERT_STRING_EQUAL(seen->letter.words, "hi");
  CU_ASSERT_EQUAL(seen->letter.stamp, 7);
  CU_ASSERT_STRING_EQUAL(printed(message), "letter{words: \"hi\", stamp: 7}");
  message_free(message);
}

static void a_reply_carries_the_replys_fields(void) {
  Message *reply =
      message_new(&post_messages[POST_LETTER], MESSAGE_REPLY, HOME);
  CU_ASSERT_STRING_EQUAL(printed(reply), "letter -> {read: false}");
  message_set_request(reply, 99);
  CU_ASSERT_EQUAL(message_request(reply), 99);
  message_free(reply);
}

static void what_is_printed_is_a_message_again(void) {
  static const char *const texts[] = {
      "letter{words: \"a b\", stamp: -1}", "letter{words: none, stamp: 0}",
      "parcel{inside: 0x00ff}", "parcel{inside: none}", "bell"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    char error[256];
    Writer out = writer_over(error, sizeof error);
    Message *message =
        message_parse(&post_protocol, texts[i], NULL, HOME, &out);
    CU_ASSERT_PTR_NOT_NULL_FATAL(message);
    CU_ASSERT_STRING_EQUAL(printed(message), texts[i]);
    message_free(message);
  }
}

static void a_wrong_message_is_refused_with_what_would_be_right(void) {
  static const char *const wrong[][2] = {
      {"leter \"a\" 1", "Post has no message \"leter\"; did you mean letter?"},
      {"x",
       "it has letter(words: text, stamp: i64) -> read: bool; "
       "parcel(inside: bytes); bell()"},
      {"", "wanted a message: letter("},
      {"letter 1", "words: wanted a text in double quotes"},
      {"bell 1", "too many values"}};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    char error[256];
    Writer out = writer_over(error, sizeof error);
    CU_ASSERT_PTR_NULL(
        message_parse(&post_protocol, wrong[i][0], NULL, HOME, &out));
    CU_ASSERT_PTR_NOT_NULL(strstr(error, wrong[i][1]));
  }
}

// ---- Mailboxes ----

static size_t bytes_of_one(void) {
  Message *message = letter("", 0, 0);
  size_t bytes = message_bytes(message);
  message_free(message);
  return bytes;
}

static MailboxOutcome deliver(Mailbox *box, Message *message, bool *schedule) {
  MailboxOutcome outcome =
      message->flags & MESSAGE_CONTROL
          ? MAILBOX_OK
          : mailbox_reserve(box, message->target, message_bytes(message));
  if (outcome == MAILBOX_OK) {
    outcome = mailbox_push(box, &message, schedule, NULL);
  }
  CU_ASSERT_EQUAL(message == NULL, outcome == MAILBOX_OK);
  message_free(message);
  return outcome;
}

static i64 next_stamp(Mailbox *box, bool urgent_only) {
  Message *message = mailbox_pop(box, urgent_only);
  if (message == NULL) {
    return -1;
  }
  i64 stamp = ((const PostMsg *)message_union(message))->letter.stamp;
  message_free(message);
  return stamp;
}

// As its actor leaves it that waits for its first message.
static void open_at_rest(Mailbox *box, u32 generation, u32 capacity) {
  CU_ASSERT_FATAL(
      mailbox_open(box, generation, (MailboxBounds){.capacity = capacity}));
  CU_ASSERT(mailbox_rest(box, false));
}

static void messages_leave_in_order_but_urgent_ones_first(void) {
  Mailbox box;
  bool schedule;
  mailbox_init(&box);
  open_at_rest(&box, 3, 0);
  for (i64 i = 1; i <= 3; i++) {
    CU_ASSERT_EQUAL(deliver(&box, letter("", i, 0), &schedule), MAILBOX_OK);
    CU_ASSERT_EQUAL(schedule, i == 1);
  }
  u16 urgent = MESSAGE_URGENT | MESSAGE_CONTROL;
  CU_ASSERT_EQUAL(deliver(&box, letter("", 9, urgent), &schedule), MAILBOX_OK);
  CU_ASSERT_EQUAL(mailbox_load(&box, HOME).length, 3);
  CU_ASSERT_EQUAL(next_stamp(&box, true), 9);
  CU_ASSERT_EQUAL(next_stamp(&box, true), -1);
  CU_ASSERT(mailbox_rest(&box, true));
  CU_ASSERT_EQUAL(deliver(&box, letter("", 4, 0), &schedule), MAILBOX_OK);
  CU_ASSERT(schedule);
  for (i64 i = 1; i <= 4; i++) {
    CU_ASSERT_FALSE(mailbox_rest(&box, false));
    CU_ASSERT_PTR_NOT_NULL(mailbox_peek(&box, false));
    CU_ASSERT_EQUAL(next_stamp(&box, false), i);
  }
  CU_ASSERT(mailbox_rest(&box, false));
  mailbox_release(&box);
}

static void a_look_at_a_full_mailbox_does_not_slow_it_down_for_long(void) {
  Mailbox box;
  bool schedule;
  mailbox_init(&box);
  open_at_rest(&box, 3, 0);
  for (i64 i = 1; i <= 4; i++) {
    CU_ASSERT_EQUAL(deliver(&box, letter("", i, 0), &schedule), MAILBOX_OK);
  }
  CU_ASSERT_EQUAL(mailbox_load(&box, HOME).length, 4);
  for (i64 i = 1; i <= 50; i++) {  // it is never empty
    CU_ASSERT_EQUAL(next_stamp(&box, false), i);
    CU_ASSERT_EQUAL(deliver(&box, letter("", i + 4, 0), &schedule), MAILBOX_OK);
    CU_ASSERT_FALSE(schedule);
  }
  CU_ASSERT(mailbox_is_plain(&box, HOME));
  CU_ASSERT(mailbox_is_all_by_inbox(&box));
  CU_ASSERT_EQUAL(mailbox_load(&box, HOME).length, 4);
  for (i64 i = 51; i <= 54; i++) {
    CU_ASSERT_EQUAL(next_stamp(&box, false), i);
  }
  CU_ASSERT(mailbox_rest(&box, false));
  mailbox_release(&box);
}

static void room_is_reserved_before_it_is_used(void) {
  Mailbox box;
  bool schedule;
  mailbox_init(&box);
  open_at_rest(&box, 3, 2);
  CU_ASSERT_EQUAL(mailbox_reserve(&box, HOME, bytes_of_one()), MAILBOX_OK);
  CU_ASSERT_EQUAL(deliver(&box, letter("", 1, 0), &schedule), MAILBOX_OK);
  CU_ASSERT_EQUAL(mailbox_reserve(&box, HOME, bytes_of_one()), MAILBOX_FULL);
  u16 control = MESSAGE_CONTROL;  // counts against no bound
  CU_ASSERT_EQUAL(deliver(&box, letter("", 2, control), &schedule), MAILBOX_OK);
  mailbox_unreserve(&box, HOME, bytes_of_one());
  CU_ASSERT_EQUAL(mailbox_reserve(&box, HOME, bytes_of_one()), MAILBOX_OK);
  CU_ASSERT_EQUAL(next_stamp(&box, false), 1);
  CU_ASSERT_EQUAL(mailbox_reserve(&box, HOME, bytes_of_one()), MAILBOX_OK);
  CU_ASSERT_EQUAL(mailbox_reserve(&box, HOME, bytes_of_one()), MAILBOX_FULL);
  CU_ASSERT_EQUAL(next_stamp(&box, false), 2);
  mailbox_release(&box);
}

static void a_closed_mailbox_and_one_of_another_generation_refuse(void) {
  Mailbox box;
  bool schedule;
  mailbox_init(&box);
  CU_ASSERT_EQUAL(deliver(&box, letter("", 1, 0), &schedule), MAILBOX_CLOSED);
  open_at_rest(&box, 2, 0);
  CU_ASSERT_EQUAL(deliver(&box, letter("", 1, 0), &schedule), MAILBOX_CLOSED);
  mailbox_close(&box);
  open_at_rest(&box, 3, 0);
  CU_ASSERT_EQUAL(deliver(&box, letter("", 1, 0), &schedule), MAILBOX_OK);
  CU_ASSERT_EQUAL(mailbox_reserve(&box, HOME, bytes_of_one()), MAILBOX_OK);
  mailbox_drain(&box, HOME);
  CU_ASSERT_EQUAL(mailbox_reserve(&box, HOME, bytes_of_one()), MAILBOX_CLOSED);
  Message *late = letter("", 2, 0);  // its room was reserved before
  CU_ASSERT_EQUAL(mailbox_push(&box, &late, &schedule, NULL), MAILBOX_OK);
  mailbox_close(&box);
  CU_ASSERT_EQUAL(mailbox_load(&box, HOME).length, 0);
  CU_ASSERT_EQUAL(next_stamp(&box, false), 1);
  CU_ASSERT_EQUAL(next_stamp(&box, false), 2);
  mailbox_release(&box);
}

// Several senders, one receiver that rests and is scheduled again: every
// message arrives, in its sender's order, and nobody is scheduled twice.
enum { SENDERS = 3, LETTERS = 2000 };

typedef struct Crowd {
  Mailbox box;
  Mutex lock;
  Cond scheduled;
  int promises;  // protected by lock: handed over and not yet taken up
  int most;
} Crowd;

typedef struct Sender {
  Crowd *crowd;
  i64 first;
  Thread thread;
} Sender;

static void send_letters(void *arg) {
  Sender *sender = arg;
  Crowd *crowd = sender->crowd;
  for (i64 i = 0; i < LETTERS; i++) {
    bool schedule = false;
    Message *message = message_new(&post_messages[POST_LETTER], 0, HOME);
    CHECK(message != NULL);
    struct post_letter *fields = message_fields(message);
    fields->stamp = sender->first + i;
    CHECK(mailbox_reserve(&crowd->box, HOME, message_bytes(message)) ==
          MAILBOX_OK);
    CHECK(mailbox_push(&crowd->box, &message, &schedule, NULL) == MAILBOX_OK);
    if (schedule) {
      mutex_lock(&crowd->lock);
      crowd->promises++;
      crowd->most =
          crowd->promises > crowd->most ? crowd->promises : crowd->most;
      cond_signal(&crowd->scheduled);
      mutex_unlock(&crowd->lock);
    }
  }
}

static void many_senders_lose_nothing_and_schedule_one_receiver_once(void) {
  Crowd crowd = {.promises = 0};
  mailbox_init(&crowd.box);
  open_at_rest(&crowd.box, 3, 0);
  mutex_init(&crowd.lock);
  cond_init(&crowd.scheduled);
  Sender senders[SENDERS];
  i64 next[SENDERS] = {0};
  for (int i = 0; i < SENDERS; i++) {
    senders[i] = (Sender){.crowd = &crowd, .first = (i64)i * LETTERS};
    CU_ASSERT_FATAL(
        thread_start(&senders[i].thread, "sender", send_letters, &senders[i]));
  }
  i64 received = 0;
  bool in_order = true;
  while (received < (i64)SENDERS * LETTERS) {
    mutex_lock(&crowd.lock);
    while (crowd.promises == 0) {
      cond_wait(&crowd.scheduled, &crowd.lock);
    }
    crowd.promises--;
    mutex_unlock(&crowd.lock);
    do {
      i64 stamp;
      while ((stamp = next_stamp(&crowd.box, false)) >= 0) {
        in_order = in_order && stamp % LETTERS == next[stamp / LETTERS]++;
        received++;
      }
    } while (!mailbox_rest(&crowd.box, false));
  }
  for (int i = 0; i < SENDERS; i++) {
    thread_join(&senders[i].thread);
  }
  CU_ASSERT(in_order);
  CU_ASSERT_EQUAL(crowd.most, 1);
  cond_release(&crowd.scheduled);
  mutex_release(&crowd.lock);
  mailbox_release(&crowd.box);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_reference_keeps_its_three_parts_at_their_edges),
      CASE(a_part_that_does_not_fit_is_a_bug),
      CASE(blocks_are_freed_with_their_owner_and_only_with_it),
      CASE(what_is_no_block_is_not_freed_as_one),
      CASE(a_behaviour_sees_the_tagged_union),
      CASE(a_reply_carries_the_replys_fields),
      CASE(what_is_printed_is_a_message_again),
      CASE(a_wrong_message_is_refused_with_what_would_be_right),
      CASE(messages_leave_in_order_but_urgent_ones_first),
      CASE(a_look_at_a_full_mailbox_does_not_slow_it_down_for_long),
      CASE(room_is_reserved_before_it_is_used),
      CASE(a_closed_mailbox_and_one_of_another_generation_refuse),
      CASE(many_senders_lose_nothing_and_schedule_one_receiver_once),
      CU_TEST_INFO_NULL};
  return run_suite("message", cases);
}
