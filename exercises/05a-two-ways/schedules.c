// test: in_any_order_each_question_has_one_end
//
// Ann asks and waits without end, Bob posts, and main closes the shop. Whatever
// comes first, both hear of it, once.
#include <assert.h>

#include "base/thread.h"
#include "clerk.h"

static Clerk *clerk;
static Channel *answers;
static i64 price = -1;
static AskOutcome asked;
static AskOutcome posted;

static void ask(void *unused) {
  (void)unused;
  asked = clerk_price(clerk, 0, &price, NEVER);
}

static void post(void *unused) {
  (void)unused;
  posted = clerk_post(clerk, 1, 5, answers);
}

int main(void) {
  Thread threads[2];
  clerk = clerk_spawn();
  answers = channel_new(sizeof(Answer), 4);
  if (answers == NULL) return 2;
  if (!thread_start(&threads[0], "Ann", ask, NULL)) return 2;
  if (!thread_start(&threads[1], "Bob", post, NULL)) return 2;
  clerk_close(clerk);
  for (int i = 0; i < 2; i++) thread_join(&threads[i]);
  assert(asked == ASK_OK || asked == ASK_STOPPED);
  assert(price == (asked == ASK_OK ? 7 : -1));
  Answer answer;
  ChannelOutcome outcome = channel_recv(answers, &answer, NOW);
  assert(outcome == (posted == ASK_OK ? CHANNEL_OK : CHANNEL_EMPTY));
  assert(posted != ASK_OK || answer.id == 5);
  outcome = channel_recv(answers, &answer, NOW);
  assert(outcome == CHANNEL_EMPTY);
  clerk_free(clerk);
  channel_drop_receiver(answers, NULL);
  channel_drop_sender(answers);
  return 0;
}
