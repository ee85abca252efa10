// test_sim_model.c -- the fold, the tape, and that no stream breaks them.
#include "base/mem.h"
#include "base/rng.h"
#include "chart.h"
#include "history.h"
#include "sim_support.h"
#include "telling/record.h"

#define NODE ((u64)1 << 56)
#define MAIN (NODE | 1)
#define ACTOR(n) (NODE | (u64)(n) << 30 | 1)

static void tell(Model *model, Event event) {
  model_apply(model, &event);
}

static Event spawned(u64 ref, const char *name) {
  return (Event){.kind = EVENT_SPAWNED,
                 .actor = ref,
                 .other = MAIN,
                 .name = name,
                 .text = "Counter"};
}

static Event sent(u64 from, u64 to, u64 sequence) {
  return (Event){.kind = EVENT_SENT,
                 .actor = from,
                 .other = to,
                 .id = {from, sequence},
                 .name = "inc",
                 .text = "inc{amount: 1}"};
}

static void a_message_goes_from_outbox_to_mailbox_to_hands(void) {
  Model model;
  model_init(&model);
  tell(&model, spawned(ACTOR(2), "counter"));
  tell(&model, sent(MAIN, ACTOR(2), 1));
  ModelActor *counter = model_actor(&model, ACTOR(2));
  CU_ASSERT(model_actor(&model, MAIN)->outbox.count == 1);
  tell(&model, (Event){.kind = EVENT_FLUSHED,
                       .actor = ACTOR(2),
                       .other = MAIN,
                       .id = {MAIN, 1}});
  CU_ASSERT(model_in_flight(&model) == 0 && counter->mailbox.count == 1);
  tell(&model,
       (Event){.kind = EVENT_TAKEN, .actor = ACTOR(2), .id = {MAIN, 1}});
  CU_ASSERT(counter->mailbox.count == 0);
  CU_ASSERT(model_status(counter) == STATUS_HANDLING);
  tell(&model, (Event){.kind = EVENT_STARTED, .actor = ACTOR(2)});
  CU_ASSERT(model_status(counter) == STATUS_IDLE);
  model_release(&model);
}

static void the_last_step_s_changes_are_marked(void) {
  Model model;
  model_init(&model);
  tell(&model, spawned(ACTOR(2), "counter"));
  tell(&model, (Event){.kind = EVENT_STARTED,
                       .actor = ACTOR(2),
                       .text = "{count: 0, name: \"a, {b}\", more: [1, 2]}"});
  ModelActor *counter = model_actor(&model, ACTOR(2));
  CU_ASSERT_FATAL(counter->field_count == 3);
  CU_ASSERT_STRING_EQUAL(counter->fields[1].value, "\"a, {b}\"");
  CU_ASSERT_STRING_EQUAL(counter->fields[2].value, "[1, 2]");
  tell(&model, (Event){.kind = EVENT_CHOICE, .name = "handle"});
  tell(&model, (Event){.kind = EVENT_HANDLED,
                       .actor = ACTOR(2),
                       .text = "{count: 42, name: \"a, {b}\", more: [1, 2]}"});
  CU_ASSERT(counter->fields[0].changed == 1);
  CU_ASSERT_STRING_EQUAL(counter->fields[0].before, "0");
  CU_ASSERT(counter->fields[1].changed == 0);
  model_release(&model);
}

static void actors_of_one_label_are_told_apart_by_their_slot(void) {
  Model model;
  Text name = {0};
  Text why = {0};
  model_init(&model);
  tell(&model, spawned(ACTOR(2), "worker"));
  tell(&model, spawned(ACTOR(3), "worker"));
  model_name(&model, ACTOR(3), &name);
  CU_ASSERT_STRING_EQUAL(text_of(&name), "worker#3");
  CU_ASSERT(model_find(&model, "worker", &why) == NULL);
  CU_ASSERT_STRING_EQUAL(text_of(&why),
                         "2 actors are called worker; say which, as in "
                         "worker#2");
  CU_ASSERT(model_find(&model, "worker#3", NULL)->ref == ACTOR(3));
  // The living before the dead.
  tell(&model, (Event){.kind = EVENT_STOPPED, .actor = ACTOR(2)});
  CU_ASSERT(model_find(&model, "worker", NULL)->ref == ACTOR(3));
  text_clear(&why);
  CU_ASSERT(model_find(&model, "wroker", &why) == NULL);
  CU_ASSERT(strstr(text_of(&why), "did you mean worker?") != NULL);
  text_release(&why);
  text_release(&name);
  model_release(&model);
}

// Everything a model can be asked, as text.
static void describe(const Model *model, Text *out) {
  text_addf(out, "%llu %zu %llu ", (unsigned long long)model->step,
            model->option_count, (unsigned long long)model->dead_total);
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelActor *actor = &model->actors[i];
    text_addf(out, "%s %zu %zu %d ", actor->label, actor->mailbox.count,
              actor->outbox.count, (int)model_status(actor));
    for (size_t f = 0; f < actor->field_count; f++) {
      text_addf(out, "%s=%s ", actor->fields[f].name, actor->fields[f].value);
    }
  }
}

static void what_is_unstashed_stands_in_front_of_the_mailbox(void) {
  Model model;
  model_init(&model);
  for (u64 i = 1; i <= 3; i++) {
    model_apply(&model, &(Event){.kind = EVENT_FLUSHED,
                                 .actor = ACTOR(2),
                                 .other = MAIN,
                                 .id = {MAIN, i},
                                 .name = "inc"});
  }
  for (u64 i = 0; i < 2; i++) {
    model_apply(&model, &(Event){.kind = EVENT_UNSTASHED,
                                 .actor = ACTOR(2),
                                 .other = MAIN,
                                 .number = i,
                                 .id = {MAIN, 4 + i},
                                 .name = "inc"});
  }
  const ModelMessages *mailbox = &model_actor(&model, ACTOR(2))->mailbox;
  static const u64 order[] = {4, 5, 1, 2, 3};
  CU_ASSERT_EQUAL_FATAL(mailbox->count, 5);
  for (size_t i = 0; i < 5; i++) {
    CU_ASSERT_EQUAL(mailbox->items[i].id.sequence, order[i]);
  }
  model_release(&model);
}

static Event random_event(Rng *rng) {
  static const char *const texts[] = {NULL,  "{count: 1}",     "{a: [1, 2",
                                      "{\"", "inc{amount: 1}", "{x: \"\\"};
  static const char *const names[] = {NULL, "flush", "handle", "send", "inc"};
  return (Event){.kind = (EventKind)(1 + rng_below(rng, EVENT_KINDS - 1)),
                 .actor = rng_below(rng, 4) == 0 ? 0 : ACTOR(rng_below(rng, 6)),
                 .other = rng_below(rng, 4) == 0 ? 0 : ACTOR(rng_below(rng, 6)),
                 .id = {ACTOR(rng_below(rng, 6)), rng_below(rng, 8)},
                 .request = rng_below(rng, 4),
                 .number = rng_below(rng, 5),
                 .name = names[rng_below(rng, 5)],
                 .text = texts[rng_below(rng, 6)]};
}

static void any_stream_of_events_folds_and_going_back_is_folding_anew(void) {
  static History history;
  Rng rng;
  rng_seed(&rng, test_seed());
  for (int round = 0; round < 20; round++) {
    Tape tape;
    Model model;
    tape_init(&tape);
    model_init(&model);
    history_init(&history);
    for (int i = 0; i < 2000; i++) {
      Event event = random_event(&rng);
      CU_ASSERT_FATAL(tape_append(&tape, &event) == TAPE_OK);
    }
    u64 last = tape_last(&tape);
    tape_each(&tape, 0, 0, model_apply, &model);
    while (model.step < last) {
      tape_each(&tape, model.step + 1, model.step + 1, model_apply, &model);
      history_see(&history, &model);
    }
    Model back;
    model_init(&back);
    u64 step = rng_below(&rng, last + 1);
    history_model(&history, &tape, step, &back);
    Model anew;
    model_init(&anew);
    tape_each(&tape, 0, step, model_apply, &anew);
    Text one = {0};
    Text two = {0};
    describe(&back, &one);
    describe(&anew, &two);
    CU_ASSERT_STRING_EQUAL(text_of(&one), text_of(&two));
    Chart chart;
    chart_make(&chart, &tape, &history, step / 2, step);
    chart_release(&chart);
    text_release(&one);
    text_release(&two);
    model_release(&back);
    model_release(&anew);
    model_release(&model);
    history_release(&history);
    tape_release(&tape);
  }
}

static void damaged_frames_are_refused_and_never_read_past(void) {
  static RecordTexts texts;
  u8 frame[1024];
  Rng rng;
  rng_seed(&rng, test_seed());
  for (int i = 0; i < 20000; i++) {
    Event event = random_event(&rng);
    size_t size = record_write(frame, sizeof frame, &event);
    size_t used = 0;
    // In a block of its own size, so that a sanitizer sees the first byte too
    // far.
    size_t kept = (size_t)rng_below(&rng, size + 1);
    u8 *copy = mem_array(u8, kept + 1);
    memcpy(copy, frame, kept);
    for (u64 flips = rng_below(&rng, 4); flips > 0 && kept > 0; flips--) {
      copy[rng_below(&rng, kept)] ^= (u8)(1u << rng_below(&rng, 8));
    }
    if (record_read(copy, kept, &event, &texts, &used) == RECORD_OK) {
      CU_ASSERT(used <= kept);
    }
    mem_free(copy);
  }
}

static void a_full_tape_refuses_and_keeps_what_it_has(void) {
  Tape tape;
  tape_init(&tape);
  tape.limit_steps = 3;
  for (int i = 0; i < 3; i++) {
    CU_ASSERT(tape_append(&tape, &(Event){.kind = EVENT_CHOICE}) == TAPE_OK);
  }
  CU_ASSERT(tape_append(&tape, &(Event){.kind = EVENT_CHOICE}) == TAPE_FULL);
  CU_ASSERT(tape_last(&tape) == 3);
  tape_truncate(&tape, 1);
  CU_ASSERT(tape_last(&tape) == 1);
  CU_ASSERT(tape_append(&tape, &(Event){.kind = EVENT_CHOICE}) == TAPE_OK);
  tape_release(&tape);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_message_goes_from_outbox_to_mailbox_to_hands),
      CASE(the_last_step_s_changes_are_marked),
      CASE(actors_of_one_label_are_told_apart_by_their_slot),
      CASE(what_is_unstashed_stands_in_front_of_the_mailbox),
      CASE(any_stream_of_events_folds_and_going_back_is_folding_anew),
      CASE(damaged_frames_are_refused_and_never_read_past),
      CASE(a_full_tape_refuses_and_keeps_what_it_has),
      CU_TEST_INFO_NULL};
  return run_suite("sim_model", cases);
}
