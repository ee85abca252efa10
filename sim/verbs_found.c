// verbs_found.c -- a search while it goes on, and what came of it.
#include "verbs_found.h"

#include <signal.h>
#include <string.h>

#include "race.h"
#include "verbs.h"
#include "views.h"

void found_add_counts(const SearchResult *result, Text *out) {
  f64 seconds = (f64)result->time / 1e9;
  u64 runs = result->runs + result->blocked + result->cut;
  text_addf(out, "%llu run%s", (unsigned long long)runs, runs == 1 ? "" : "s");
  if (result->blocked > 0) {
    text_addf(out, " (%llu given up, for others cover them)",
              (unsigned long long)result->blocked);
  }
  if (result->cut > 0) {
    text_addf(out, " (%llu cut off at the bound of steps)",
              (unsigned long long)result->cut);
  }
  explored_say_distinct(result, out);
  if (result->ends > 0) {
    text_addf(out, ", %llu %s", (unsigned long long)result->ends,
              result->ends == 1 ? "end" : "different ends");
  }
  text_addf(out, ", %llu steps, %.2f s, %.0f runs/s, %.0f steps/s",
            (unsigned long long)result->steps, seconds,
            seconds > 0 ? (f64)runs / seconds : 0.0,
            seconds > 0 ? (f64)result->steps / seconds : 0.0);
}

// How much is left, as far as the part of the tree that was seen tells.
void found_add_share(const SearchResult *result, Text *out) {
  f64 runs = (f64)(result->runs + result->blocked + result->cut);
  if (result->share > 0 && !result->complete) {
    text_addf(out, ", about %.3g%% of %.2g runs", result->share * 100,
              runs / result->share);
  }
}

bool found_on_progress(void *context, const SearchResult *sofar) {
  Desk *desk = (Desk *)context;
  explored_see(&desk->explored, sofar);
  text_clear(&desk->searches);
  text_add(&desk->searches, "searching: ");
  found_add_counts(sofar, &desk->searches);
  found_add_share(sofar, &desk->searches);
  text_add(&desk->searches, "  (Esc or Ctrl-C ends it)");
  const Engine *engine = &desk->session.engine;
  return (engine->on_wait == NULL || engine->on_wait(engine->wait_context)) &&
         !desk->interrupted;
}

void found_begin(Desk *desk, const SearchPlan *plan) {
  explored_begin(&desk->explored, plan, session_cursor(&desk->session));
  desk->look.found = 0;
  desk->runner.on = false;
  desk->interrupted = false;
  desk->look.option = 0;
  desk->look.fly_phase = 0;
  text_clear(&desk->searches);
  text_add(&desk->searches, "searching");
}

// Ctrl-C is for the search alone; other signals are for the whole.
void found_end(Desk *desk, const SearchResult *result) {
  explored_end(&desk->explored, result);
  text_clear(&desk->searches);
  if (desk->session.stop != NULL && *desk->session.stop == SIGINT) {
    *desk->session.stop = 0;
  }
}

// Goes along the choices from the cursor on. The future that was there is kept
// as a branch if it is another.
static DeskResult open_run(Desk *desk, const SearchResult *result) {
  Session *session = &desk->session;
  for (size_t i = 0; i < result->count; i++) {
    SessionOutcome outcome = session_choose(session, result->choices[i]);
    if (outcome != SESSION_OK && i + 1 < result->count) {
      return desk_outcome(desk, outcome);
    }
    text_clear(&desk->answer);
  }
  return DESK_OK;
}

// The races up to the cursor, the latest first.
static size_t add_races(Desk *desk, size_t most, const char *between) {
  Session *session = &desk->session;
  u64 cursor = session_cursor(session);
  size_t shown = 0;
  for (u64 at = cursor; at > 0 && shown < most; at--) {
    Race race;
    session_goto(session, at);
    if (race_find(session, &race)) {
      text_addf(&desk->answer, "%sstep %llu races with %llu",
                shown == 0 ? "" : between, (unsigned long long)at,
                (unsigned long long)race.earlier);
      shown++;
      race_release(&race);
    }
  }
  session_goto(session, cursor);
  return shown;
}

// What can be marked in the Explore view.
typedef struct Marked {
  const ExploredFailure *failure;  // or NULL
  RacePair race;                   // or zero
} Marked;

static Marked marked(const Desk *desk) {
  const Explored *explored = &desk->explored;
  RacePair pairs[RACE_PAIRS];
  size_t at = desk->look.found;
  Marked mark = {0};
  if (at < explored->count) {
    mark.failure = &explored->failures[at];
  } else if (at - explored->count < race_pairs(&desk->session, pairs)) {
    mark.race = pairs[at - explored->count];
  }
  return mark;
}

size_t found_lines(const Desk *desk) {
  RacePair pairs[RACE_PAIRS];
  return desk->explored.count + race_pairs(&desk->session, pairs);
}

static void go(Desk *desk, u64 step) {
  desk->runner.on = false;
  desk->look.option = 0;
  desk->look.fly_phase = 0;
  session_goto(&desk->session, step);
}

bool found_goto_race(Desk *desk) {
  u64 step = marked(desk).race.later;
  if (step == 0) {
    return false;
  }
  go(desk, step);
  return true;
}

static DeskResult open_failure(Desk *desk, const ExploredFailure *failure) {
  Session *session = &desk->session;
  unsigned long long branch = (unsigned long long)failure->branch;
  bool other = session->branches.now.number != failure->branch;
  if (other && !session_switch(session, failure->branch)) {
    text_addf(&desk->answer,
              "branch %llu, of this failure, is kept no more (there were too "
              "many): search again",
              branch);
    return DESK_BAD;
  }
  go(desk, failure->step);
  text_addf(&desk->answer, "branch %llu, step %llu: %s", branch,
            (unsigned long long)failure->step, failure->what);
  return DESK_OK;
}

DeskResult found_open(Desk *desk) {
  Marked mark = marked(desk);
  if (mark.failure != NULL) {
    return open_failure(desk, mark.failure);
  }
  if (!found_goto_race(desk)) {
    text_add(&desk->answer,
             "no failure and no race is here to be opened; E searches");
    return DESK_BAD;
  }
  text_addf(&desk->answer, "step %llu races with %llu; x swaps them",
            (unsigned long long)mark.race.later,
            (unsigned long long)mark.race.earlier);
  return DESK_OK;
}

DeskResult found_show(Desk *desk) {
  const Explored *explored = &desk->explored;
  if (!explored->any) {
    text_add(&desk->answer, "nothing was searched yet; explore does");
    return DESK_BAD;
  }
  explore_say(desk, &desk->answer);
  verbs_show(desk);
  return DESK_OK;
}

DeskResult found_tell(Desk *desk, const SearchResult *result, const char *how) {
  Text counts = {0};
  found_add_counts(result, &counts);
  u64 branch = desk->session.branches.now.number;
  DeskResult opened = open_run(desk, result);
  if (opened == DESK_OK) {
    desk->failed |= !text_starts(result->failure, "check ");
    text_addf(&desk->answer, "%s %s at step %llu\n%s", how, result->failure,
              (unsigned long long)session_cursor(&desk->session),
              text_of(&counts));
    if (desk->session.branches.now.number != branch) {
      text_addf(&desk->answer, "; branch %llu",
                (unsigned long long)desk->session.branches.now.number);
    }
    text_add(&desk->answer, "\n");
    if (add_races(desk, 4, ", ") > 0) {
      text_add(&desk->answer, ": go there (goto) and x swaps\n");
    }
    verbs_add_replay(desk, &desk->answer);
    text_add(&desk->answer, "\n");
    explored_found(&desk->explored, result->failure,
                   desk->session.branches.now.number,
                   session_cursor(&desk->session));
    // The Explore view says all of it, but for its first line.
    if (desk->screen && desk->look.view == VIEW_EXPLORE) {
      desk->answer.length = strcspn(text_of(&desk->answer), "\n");
      desk->answer.bytes[desk->answer.length] = '\0';
    }
    verbs_show(desk);
  }
  text_release(&counts);
  return opened;
}
