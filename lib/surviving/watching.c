// watching.c -- a list of watchers, and news for each of them.
//
// The list only grows; an entry whose watcher has ended is used again. Who
// tells copies what it needs under the system's lock and tells without it.
#include "surviving/watching.h"

#include "acting/runtime.h"
#include "acting/send.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "base/check.h"
#include "base/mem.h"
#include "surviving/stuck.h"
#include "telling/fields.h"

// The same fields as the heads.
#define NEWS(M)                                  \
  M(NEWS_LETTER, news, letter, LETTER_HEAD, )    \
  M(NEWS_FAILURE, news, failure, FAILURE_HEAD, ) \
  M(NEWS_STUCK, news, stuck, STUCK_HEAD, )
PROTOCOL_DATA(News, news, NEWS)

typedef struct Watcher {
  struct Watcher *next;
  Ref who;
  NewsKind kind;
  const MessageInfo *brings;  // NULL: nobody's
} Watcher;

struct Watching {
  Watcher *all;  // protected by the system's lock
  struct Stuck *stuck;
};

// ---- Telling ----

static void miss(System *system) {
  mutex_lock(&system->lock);
  system->counts.missed_news++;
  mutex_unlock(&system->lock);
}

static Message *make(Ref to, const MessageInfo *brings, void *fields) {
  Message *message = message_new(brings, MESSAGE_NEWS, to);
  if (message != NULL &&
      !fields_send(brings->fields(), message_fields(message), fields)) {
    message_free(message);
    return NULL;
  }
  return message;
}

static void tell_one(System *system, Ref to, const MessageInfo *brings,
                     void *fields) {
  Actor *watcher = table_at(system, to);
  size_t bytes = message_bytes_for(brings, fields);
  if (mailbox_reserve(&watcher->mailbox, to, bytes) != MAILBOX_OK) {
    miss(system);
    return;
  }
  Message *message = make(to, brings, fields);
  if (message == NULL) {
    mailbox_unreserve(&watcher->mailbox, to, bytes);
    send_room_made(system, watcher);
    miss(system);
    return;
  }
  send_stamp(system, sender_in(system), message);
  send_arrive(system, message);
}

static bool lives_locked(System *system, Ref ref) {
  return table_lives_locked(table_at(system, ref), ref);
}

// Entries are never freed before the system, so `watcher` stays good.
static void tell_all(System *system, NewsKind kind, void *fields) {
  mutex_lock(&system->lock);
  Watcher *watcher = system->watching->all;
  while (watcher != NULL) {
    Ref who = watcher->who;
    const MessageInfo *brings = watcher->brings;
    bool wanted = brings != NULL && watcher->kind == kind;
    if (wanted && !lives_locked(system, who)) {
      watcher->brings = NULL;
      wanted = false;
    }
    if (wanted) {
      mutex_unlock(&system->lock);
      tell_one(system, who, brings, fields);
      mutex_lock(&system->lock);
    }
    watcher = watcher->next;
  }
  mutex_unlock(&system->lock);
}

static void letter(System *system, const Message *message, TellOutcome why) {
  char text[512];
  Writer out = writer_over(text, sizeof text);
  RefNames names = ref_names(system);
  message_print(message, &names, &out);
  struct news_letter fields = {.to = {message->target},
                               .from = {message->sender},
                               .message = text,
                               .why = why};
  tell_all(system, NEWS_LETTER, &fields);
}

static void failure(const Actor *actor, const char *reason, const char *place) {
  struct news_failure fields = {.who = {actor->ref},
                                .label = actor->label,
                                .reason = reason,
                                .place = place};
  tell_all(actor->system, NEWS_FAILURE, &fields);
}

static void tell_stuck(System *system, Ref who, const char *label,
                       const char *message, i64 ms) {
  struct news_stuck fields = {
      .who = {who}, .label = label, .message = message, .ms = ms};
  tell_all(system, NEWS_STUCK, &fields);
}

// ---- Asking for it ----

static void release(System *system) {
  struct Watching *watching = system->watching;
  stuck_release(system, watching->stuck);
  Watcher *watcher = watching->all;
  while (watcher != NULL) {
    Watcher *next = watcher->next;
    mem_free(watcher);
    watcher = next;
  }
  mem_free(watching);
}

static const WatchHooks hooks = {
    .letter = letter, .failure = failure, .release = release};

// This actor's entry of that kind, or one that is nobody's, or NULL.
static Watcher *find_locked(const struct Watching *watching, Ref self,
                            NewsKind kind) {
  Watcher *found = NULL;
  for (Watcher *at = watching->all; at != NULL; at = at->next) {
    if (at->brings != NULL && at->kind == kind && ref_equal(at->who, self)) {
      return at;
    }
    found = at->brings == NULL ? at : found;
  }
  return found;
}

// The system's watching, made by the first who asks; NULL: out of memory.
static struct Watching *watching_of(System *system) {
  struct Watching *fresh = mem_try(sizeof *fresh);
  mutex_lock(&system->lock);
  if (system->watching == NULL && fresh != NULL) {
    system->watching = fresh;
    fresh = NULL;
    // Pairs with the acquire of those who have news (send.c, life.c).
    atomic_store_explicit(&system->watch_hooks, &hooks, memory_order_release);
  }
  struct Watching *watching = system->watching;
  mutex_unlock(&system->lock);
  mem_free(fresh);
  return watching;
}

static Actor *watching_actor(void) {
  Actor *self = activation()->actor;
  CHECK(self != NULL && "to be called from a handler");
  return self;
}

static bool watch(Actor *self, NewsKind kind, const MessageInfo *brings) {
  CHECK((brings == NULL || brings->protocol == self->type->protocol) &&
        "news comes as a message of the actor's own protocol");
  struct Watching *watching = watching_of(self->system);
  Watcher *fresh = mem_try(sizeof *fresh);
  if (watching == NULL) {
    mem_free(fresh);
    return brings == NULL;
  }
  mutex_lock(&self->system->lock);
  Watcher *watcher = find_locked(watching, self->ref, kind);
  if (watcher == NULL && fresh != NULL) {
    watcher = fresh;
    fresh = NULL;
    watcher->next = watching->all;
    watching->all = watcher;
  }
  if (watcher != NULL) {
    watcher->who = self->ref;
    watcher->kind = kind;
    watcher->brings = brings;
  }
  mutex_unlock(&self->system->lock);
  mem_free(fresh);
  return watcher != NULL || brings == NULL;
}

bool actor_watch_letters(LetterCarrier *carrier) {
  AnyRef nobody = {NOBODY};
  return watch(watching_actor(), NEWS_LETTER,
               carrier == NULL
                   ? NULL
                   : carrier((CarrierMark){0}, nobody, nobody, "", TELL_OK));
}

bool actor_watch_failures(FailureCarrier *carrier) {
  AnyRef nobody = {NOBODY};
  return watch(
      watching_actor(), NEWS_FAILURE,
      carrier == NULL ? NULL : carrier((CarrierMark){0}, nobody, "", "", ""));
}

bool actor_watch_stuck(StuckCarrier *carrier, Deadline span) {
  CHECK(span.ns > 0 && span.ns != NEVER.ns && "a span of some length");
  Actor *self = watching_actor();
  AnyRef nobody = {NOBODY};
  const MessageInfo *brings =
      carrier == NULL ? NULL : carrier((CarrierMark){0}, nobody, "", "", 0);
  if (!watch(self, NEWS_STUCK, brings)) {
    return false;
  }
  if (brings == NULL ||
      stuck_watch(self->system, &self->system->watching->stuck, span,
                  tell_stuck)) {
    return true;
  }
  ignore(watch(self, NEWS_STUCK, NULL));
  return false;
}
