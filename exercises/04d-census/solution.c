// 04d-census, mended: first all are sent, then all are heard, then all have
// gone home, and only then the mailbox is dropped.
#include "census.h"

#include "base/check.h"
#include "base/thread.h"
#include "passing/channel.h"

// What a clerk tells whoever sent it.
typedef struct Total {
  int number;  // which of the places this is for
  i64 people;
} Total;

typedef struct Clerk {
  const Place *place;
  int number;
  Channel *parent;  // borrowed until the thread has ended
  Thread thread;
} Clerk;

static void clerk_main(void *argument) {
  const Clerk *self = argument;
  Total total = {.number = self->number, .people = census(self->place, NULL)};
  CHECK(channel_send(self->parent, &total, NEVER) == CHANNEL_OK);
}

i64 census(const Place *place, i64 *each) {
  i64 people = place->people;
  Clerk clerks[CENSUS_INSIDE];
  Channel *mailbox = channel_new(sizeof(Total), CENSUS_ROOM);
  CHECK(mailbox != NULL);
  for (int i = 0; i < place->count; i++) {
    clerks[i] =
        (Clerk){.place = &place->inside[i], .number = i, .parent = mailbox};
    CHECK(thread_start(&clerks[i].thread, place->inside[i].name, clerk_main,
                       &clerks[i]));
  }
  for (int i = 0; i < place->count; i++) {
    Total total;
    CHECK(channel_recv(mailbox, &total, NEVER) == CHANNEL_OK);
    if (each != NULL) each[total.number] = total.people;
    people += total.people;
  }
  for (int i = 0; i < place->count; i++) thread_join(&clerks[i].thread);
  channel_drop_sender(mailbox);
  channel_drop_receiver(mailbox, NULL);
  return people;
}
