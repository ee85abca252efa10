// verbs_find.c -- finding events on the tape, and hiding what is in the way.
#include "finder.h"
#include "grammar.h"
#include "verbs.h"

DeskResult verb_search(Desk *desk, const Command *command) {
  Look *look = &desk->look;
  bool alone = command->word_count == 1;
  bool back = alone && text_equal(command->words[0], "previous");
  bool next = alone && text_equal(command->words[0], "next");
  if (!back && !next) {
    text_clear(&look->search);
    text_add(&look->search, command->rest);
  }
  if (look->search.length == 0) {
    text_add(&desk->answer, "search for what? As in search deposit bank");
    return DESK_BAD;
  }
  Found found;
  Session *session = &desk->session;
  finder_find(&session->tape, text_of(&look->search), session_cursor(session),
              back, &found);
  if (found.place > 0) {
    session_goto(session, found.step);
    look->option = 0;
    look->fly_phase = 0;
    text_addf(&desk->answer, "%llu of %llu%s: step %llu, %s",
              (unsigned long long)found.place, (unsigned long long)found.count,
              found.wrapped
                  ? back ? ", again from the end" : ", again from the beginning"
                  : "",
              (unsigned long long)found.step, text_of(&found.event));
  } else {
    text_addf(&desk->answer, "no event on the tape says %s",
              text_of(&look->search));
  }
  text_release(&found.event);
  return found.place > 0 ? DESK_OK : DESK_BAD;
}

DeskResult verb_filter(Desk *desk, const Command *command) {
  Look *look = &desk->look;
  text_clear(&look->filter);
  look->scroll = 0;
  if (command->word_count == 0 ||
      (command->word_count == 1 && text_equal(command->words[0], "off"))) {
    text_add(&desk->answer, "no filter: everything is shown");
    return DESK_OK;
  }
  text_add(&look->filter, command->rest);
  text_addf(&desk->answer, "shown is what says %s (filter off ends it)",
            command->rest);
  return DESK_OK;
}
