// verbs_replay.c -- replay: a run as one line, and back.
//
//   replay := SEED ":" [item {"," item}] ["=" HASH] ["@" ID]
//   item   := CHOICE ["*" TIMES] | "{" COMMAND "}"
// The hash is that of the last step; the ID (replay_id.h) says of what program
// and build the line is. A file has one such line, and # before comments.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "grammar.h"
#include "replay_id.h"
#include "verbs.h"

enum { REPLAY_BYTES = 8 << 20 };  // of a file

static void add_command(const Model *model, const TapeStep *step, Text *out) {
  if (step->kind == STEP_FAULT) {
    text_addf(out, "{%s ", step->text);
    model_name(model, step->id.sender, out);
    text_addf(out, "/%llu", (unsigned long long)step->id.sequence);
    if (text_equal(step->text, "move")) {
      text_addf(out, " %llu", (unsigned long long)step->choice);
    } else if (text_equal(step->text, "delay")) {
      text_addf(out, " %lluns", (unsigned long long)step->choice);
    }
    text_add(out, "}");
    return;
  }
  if (step->kind == STEP_NETWORK) {
    verbs_add_network(model, step, out);
    return;
  }
  text_addf(out, "{%s ", step->kind == STEP_SEND ? "send" : "kill");
  model_name(model, step->actor, out);
  if (step->kind == STEP_SEND) {
    text_addf(out, " %s", step->text);
  }
  text_add(out, "}");
}

void verbs_add_replay(const Desk *desk, Text *out) {
  const Session *session = &desk->session;
  const Tape *tape = &session->tape;
  u64 cursor = session_cursor(session);
  text_addf(out, "replay %llu:", (unsigned long long)session->seed);
  for (u64 step = 1; step <= cursor;) {
    const TapeStep *at = tape_step(tape, step);
    text_add(out, step == 1 ? "" : ",");
    if (at->kind != STEP_OPTION) {
      add_command(&session->model, at, out);
      step++;
      continue;
    }
    u64 end = step + 1;
    while (end <= cursor && tape_step(tape, end)->kind == STEP_OPTION &&
           tape_step(tape, end)->choice == at->choice) {
      end++;
    }
    text_addf(out, "%llu", (unsigned long long)at->choice);
    if (end - step > 1) {
      text_addf(out, "*%llu", (unsigned long long)(end - step));
    }
    step = end;
  }
  if (cursor > 0) {
    text_addf(out, "=%llx", (unsigned long long)tape_step(tape, cursor)->hash);
  }
  text_add(out, "@");
  replay_id_add(session, out);
}

static DeskResult wrong(Desk *desk, const char *at) {
  text_clear(&desk->answer);
  text_addf(&desk->answer,
            "a replay reads SEED:CHOICE,CHOICE*TIMES,{send ACTOR MESSAGE}=HASH;"
            " what is %.40s?",
            *at == '\0' ? "missing at its end" : at);
  return DESK_BAD;
}

// A number at *at, which moves on behind it.
static bool take_number(const char **at, u64 *number) {
  char *end;
  if (**at < '0' || **at > '9') {
    return false;
  }
  *number = strtoull(*at, &end, 10);
  *at = end;
  return true;
}

static DeskResult take_command(Desk *desk, const char **at) {
  size_t length = strlen(*at);
  size_t depth = 0;
  bool quoted = false;
  for (size_t i = 0; i < length; i++) {
    char c = (*at)[i];
    quoted ^= c == '"' && (i == 0 || (*at)[i - 1] != '\\');
    depth += !quoted && c == '{';
    if (!quoted && c == '}' && --depth == 0) {
      length = i;
    }
  }
  if ((*at)[length] == '\0') {
    return wrong(desk, *at);
  }
  char *text = text_copy_bytes(*at + 1, length - 1);
  *at += length + 1;
  Command command;
  DeskResult result = DESK_BAD;
  if (grammar_read(text, &command, &desk->answer)) {
    if (verbs_may_replay(command.control->body)) {
      result = command.control->body(desk, &command);
    } else {
      result = wrong(desk, text);
    }
    grammar_release(&command);
  }
  mem_free(text);
  return result;
}

static DeskResult take_choices(Desk *desk, const char **at) {
  u64 choice = 0;
  u64 times = 1;
  if (!take_number(at, &choice)) {
    return wrong(desk, *at);
  }
  if (**at == '*') {
    ++*at;
    if (!take_number(at, &times) || times == 0 || times > TAPE_STEPS) {
      return wrong(desk, *at);
    }
  }
  for (u64 i = 0; i < times; i++) {
    u64 before = session_cursor(&desk->session);
    SessionOutcome outcome = session_choose(&desk->session, choice);
    bool moved = session_cursor(&desk->session) > before;
    if (outcome == SESSION_OVER && moved) {
      continue;
    }
    if (outcome == SESSION_REFUSED || (outcome == SESSION_OVER && !moved)) {
      text_clear(&desk->answer);
      text_addf(&desk->answer,
                "the replay takes option %llu at step %llu, which is not "
                "there: it is of another program, or of another build",
                (unsigned long long)choice, (unsigned long long)before + 1);
      return DESK_DIVERGED;
    }
    if (outcome != SESSION_OK) {
      return desk_outcome(desk, outcome);
    }
  }
  return DESK_OK;
}

// The end of the line against the run.
static DeskResult compare_hash(Desk *desk, const char *at) {
  const Session *session = &desk->session;
  if (*at == '\0' || *at == '@') {
    return DESK_OK;
  }
  char *end;
  u64 hash = *at == '=' ? strtoull(at + 1, &end, 16) : 0;
  if (*at != '=' || end == at + 1 || (*end != '\0' && *end != '@')) {
    return wrong(desk, at);
  }
  if (hash != tape_step(&session->tape, session_cursor(session))->hash) {
    text_clear(&desk->answer);
    text_addf(&desk->answer,
              "the replay came to another state at step %llu: it is of another "
              "program, or of another build",
              (unsigned long long)session_cursor(session));
    return DESK_DIVERGED;
  }
  return DESK_OK;
}

// What follows the last @ that is in no message.
static const char *id_of(const char *line) {
  const char *mark = strrchr(line, '@');
  return mark != NULL && strpbrk(mark, "}\"") == NULL ? mark + 1 : NULL;
}

static bool ends(const char *at) {
  return *at == '\0' || *at == '=' || *at == '@';
}

// One line: SEED:CHOICES=HASH@ID
static DeskResult make(Desk *desk, const char *at) {
  u64 seed = 0;
  const char *id = id_of(at);
  if (!take_number(&at, &seed) || *at != ':') {
    return wrong(desk, at);
  }
  if (id != NULL && !replay_id_fits(&desk->session, id, &desk->answer)) {
    return DESK_DIVERGED;
  }
  at++;
  DeskResult result = DESK_OK;
  if (seed == desk->session.seed) {
    session_goto(&desk->session, 0);
  } else {
    result = desk_start(desk, seed);
  }
  while (result == DESK_OK && !ends(at)) {
    result = *at == '{' ? take_command(desk, &at) : take_choices(desk, &at);
    if (result == DESK_OK && *at == ',') {
      at++;
    } else if (result == DESK_OK && !ends(at)) {
      result = wrong(desk, at);
    }
  }
  if (result == DESK_OK) {
    result = compare_hash(desk, at);
  }
  if (result == DESK_OK) {
    text_clear(&desk->answer);
    text_addf(&desk->answer, "replayed to step %llu",
              (unsigned long long)session_cursor(&desk->session));
  }
  return result;
}

static DeskResult write_file(Desk *desk, const char *path) {
  Text line = {0};
  verbs_add_replay(desk, &line);
  FILE *file = fopen(path, "w");
  bool written = file != NULL && fprintf(file, "%s\n", text_of(&line)) > 0;
  written = file != NULL && fclose(file) == 0 && written;
  text_addf(&desk->answer,
            written ? "this run is in %s" : "cannot write %s: %s", path,
            strerror(errno));
  text_release(&line);
  return written ? DESK_OK : DESK_BAD;
}

static DeskResult read_file(Desk *desk, const char *path) {
  Text line = {0};
  char bytes[4096];
  FILE *file = fopen(path, "r");
  if (file == NULL) {
    text_addf(&desk->answer, "cannot read %s: %s", path, strerror(errno));
    return DESK_BAD;
  }
  bool comment = false;
  bool begins = true;
  while (line.length < REPLAY_BYTES &&
         fgets(bytes, sizeof bytes, file) != NULL) {
    size_t length = strcspn(bytes, "\r\n");
    comment = begins ? bytes[0] == '#' : comment;
    begins = bytes[length] != '\0';
    bytes[length] = '\0';
    text_add(&line, comment ? "" : bytes);
  }
  (void)fclose(file);
  const char *at = text_of(&line);
  DeskResult result = make(desk, at + 7 * text_starts(at, "replay "));
  text_release(&line);
  return result;
}

DeskResult verb_replay(Desk *desk, const Command *command) {
  if (command->word_count == 0) {
    verbs_add_replay(desk, &desk->answer);
    return DESK_OK;
  }
  bool two = command->word_count == 2;
  if (two && text_equal(command->words[0], "to")) {
    return write_file(desk, command->words[1]);
  }
  if (two && text_equal(command->words[0], "from")) {
    return read_file(desk, command->words[1]);
  }
  return make(desk, command->rest);
}
