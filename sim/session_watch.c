// session_watch.c -- sessions without a child: a file, or a program elsewhere.
#include <stdio.h>

#include "archive.h"
#include "session_parts.h"
#include "watch.h"

enum { ATTACH_MOMENTS = 150 };

void session_leave_watch(Session *session) {
  watch_close(session->watch);
  session->watch = NULL;
}

// What the live program tells goes on the tape. A tape that is full begins
// anew, with what there is then.
SessionOutcome session_listen(Session *s) {
  WatchOutcome heard = watch_listen(s->watch, &s->tape, s->stop);
  if (heard == WATCH_FULL) {
    tape_release(&s->tape);
    history_release(&s->history);
    output_release(&s->output);
    tape_init(&s->tape);
    watch_again(s->watch);
    (void)watch_listen(s->watch, &s->tape, s->stop);
    session_begin_again(s);
    return SESSION_AWAITS;
  }
  if (heard == WATCH_OVER) {
    s->ending.state = ENGINE_EXITED;
    (void)snprintf(s->ending.text, sizeof s->ending.text, "%s",
                   watch_said(s->watch));
    (void)snprintf(s->said, sizeof s->said, "%s", watch_said(s->watch));
    return SESSION_OVER;
  }
  return heard == WATCH_STOPPED ? SESSION_INTERRUPTED : SESSION_AWAITS;
}

// The run has no program here that could do anything else.
SessionOutcome session_refuse(Session *s) {
  (void)snprintf(s->said, sizeof s->said,
                 s->source == SOURCE_LIVE
                     ? "a live program is only watched: it goes on by itself"
                     : "this is a record, without its program: it can be "
                       "looked at, and nothing else can happen in it");
  return SESSION_REFUSED;
}

bool session_load(Session *session, const char *path) {
  Tape tape;
  Text why = {0};
  bool good = archive_load(&tape, path, &why);
  (void)snprintf(session->said, sizeof session->said, "%.500s", text_of(&why));
  text_release(&why);
  if (!good) {
    return false;
  }
  session_leave_watch(session);
  session_forget(session);
  branches_release(&session->branches);
  branches_init(&session->branches);
  session->source = SOURCE_RECORD;
  session->tape = tape;
  session_begin_again(session);
  session->seed = session->model.seed;
  session_goto(session, session_last(session));
  session->ending.state = ENGINE_EXITED;
  (void)snprintf(session->ending.text, sizeof session->ending.text,
                 "the record ends here%s%.400s",
                 *session->said == '\0' ? "" : "; ", session->said);
  session_goto(session, 0);
  return true;
}

bool session_attach(Session *session, const char *path) {
  Text why = {0};
  session->watch = watch_open(path, &why);
  (void)snprintf(session->said, sizeof session->said, "%.500s", text_of(&why));
  text_release(&why);
  if (session->watch == NULL) {
    return false;
  }
  session->source = SOURCE_LIVE;
  // The first look comes at once, or it is no such program.
  SessionOutcome outcome = SESSION_AWAITS;
  for (int i = 0; i < ATTACH_MOMENTS && session->tape.length == 0 &&
                  outcome == SESSION_AWAITS;
       i++) {
    outcome = session_listen(session);
  }
  if (session->tape.length == 0) {
    (void)snprintf(session->said, sizeof session->said,
                   "%.100s told nothing: %s", path,
                   outcome == SESSION_AWAITS ? "it is no program of Troupe, or "
                                               "somebody else watches it"
                                             : watch_said(session->watch));
    return false;
  }
  session_begin_again(session);
  session_goto(session, session_last(session));
  return true;
}
