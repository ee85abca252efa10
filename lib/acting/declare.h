// declare.h -- ACTOR, PROTOCOL: a list becomes functions with types.
//
// ACTOR binds a protocol and a state to behaviours, and gives spawning,
// telling, asking and replying with types:
//
//   ACTOR(Counter, counter, CounterState, counting)
//   static void counting(CounterState *self, const CounterMsg *message) {...}
//
//   CounterRef counter_spawn(system, label, initial_state)
//   CounterRef counter_prepare(system, label, initial_state)   actor_start(ref)
//   TellOutcome counter_tell_inc(to, amount)
//   TellOutcome counter_tell_inc_within(to, amount, deadline)   outside, waits
//   TellOutcome counter_tell_inc_after(to, amount, span)
//   TellOutcome counter_tell_inc_timed(to, amount, span, &timer)
//   TellOutcome counter_tell_inc_every(to, amount, period, TICKS_SKIP, &timer)
//   AskOutcome counter_ask_inc(to, amount, &reply, deadline)    outside, waits
//   AskOutcome counter_ask_inc_within(to, amount, &reply, room, deadline)
//                                                  waits for room first
//   RequestId counter_ask_inc_as(to, amount, client_counted, deadline)  inside
//   RequestId counter_hold_inc_as(to, amount, client_counted, deadline) inside
//   void counter_reply_inc(count)         answers the message being handled
//   void counter_reply_inc_to(&request, count)    answers one that was kept
//   TellOutcome counter_forward(to)       hands on the message being handled
//   TellOutcome counter_copy_to(to)       tells a copy of it
//   void counter_become(counting)
//   void counter_push_behaviour(counting), counter_pop_behaviour()
//   CounterRef counter_self(void)
//
// An inside ask names the message of the asker's own protocol that brings the
// reply; its fields are REPLY_HEAD and then the reply's fields, and any other
// message does not compile. Texts and arrays are copied; Bytes are passed by
// address and moved: none afterwards, untouched if the message did not leave. A
// reply takes them in any case: one that nobody waits for frees them. Bytes and
// arrays that have a size and no data, and bytes that are no block, are bugs of
// the caller. A message larger than the mailbox's bound is refused as by a full
// one, and is not waited for.
//
// All functions may be called from any thread unless they say "inside": from a
// handler, on_start or on_stop. None of them blocks but those that wait.
#ifndef ACTING_DECLARE_H
#define ACTING_DECLARE_H

#include "acting/actor.h"
#include "acting/ask.h"
#include "acting/await.h"
#include "acting/forward.h"
#include "acting/idle.h"
#include "acting/later.h"
#include "acting/stash.h"
#include "base/check.h"

// ---- The declarations ----

// A protocol and the functions that speak it.
#define PROTOCOL(Name, name, LIST) \
  PROTOCOL_DATA(Name, name, LIST)  \
  LIST(PROTOCOL_VERBS_)            \
  PROTOCOL_FORWARDS_(Name, name)

// The same where REF(Name, name) was said before.
#define PROTOCOL_AFTER_REF(Name, name, LIST) \
  PROTOCOL_OF(Name, name, LIST)              \
  LIST(PROTOCOL_VERBS_)                      \
  PROTOCOL_FORWARDS_(Name, name)

// The first two fields of a message that brings a reply.
#define REPLY_HEAD (u64, request)(enum(AskOutcome), outcome)

// An actor's type; the behaviours follow, the first is the one it starts with.
#define ACTOR(Name, name, State, ...)               \
  ACTOR_BEHAVIOURS_(Name, name, State, __VA_ARGS__) \
  ACTOR_TYPE_(Name, name, State, #__VA_ARGS__, NULL, NULL, NULL)

// The same with `void on_start(State *self)` and
// `void on_stop(State *self, StopReason reason)`.
#define ACTOR_WITH_ENDS(Name, name, State, on_start, on_stop, ...)            \
  ACTOR_BEHAVIOURS_(Name, name, State, __VA_ARGS__)                           \
  ACTOR_ENDS_(Name, name, State, on_start, on_stop)                           \
  ACTOR_TYPE_(Name, name, State, #__VA_ARGS__, name##_starts_, name##_stops_, \
              NULL)

// The same with `void on_undelivered(State *self, const CounterMsg *message)`:
// when the actor has ended, after on_stop, it is shown what the stash and the
// mailbox still hold, once and in order, unless the actor never started. It may
// answer a message or hand it on; what it does not is returned then: an ask's
// asker hears ASK_STOPPED, a tell is a dead letter. Where it fails, the rest is
// returned without it.
#define ACTOR_WITH_UNDELIVERED(Name, name, State, on_start, on_stop,          \
                               on_undelivered, ...)                           \
  ACTOR_BEHAVIOURS_(Name, name, State, __VA_ARGS__)                           \
  ACTOR_ENDS_(Name, name, State, on_start, on_stop)                           \
  static void on_undelivered(State *self, const Name##Msg *message);          \
  static void name##_returns_(void *state, const void *message) {             \
    on_undelivered(state, message);                                           \
  }                                                                           \
  ACTOR_TYPE_(Name, name, State, #__VA_ARGS__, name##_starts_, name##_stops_, \
              name##_returns_)

#define ACTOR_ENDS_(Name, name, State, on_start, on_stop)     \
  static void on_start(State *self);                          \
  static void on_stop(State *self, StopReason reason);        \
  static void name##_starts_(void *state) {                   \
    on_start(state);                                          \
  }                                                           \
  static void name##_stops_(void *state, StopReason reason) { \
    on_stop(state, reason);                                   \
  }

#define ACTOR_BEHAVIOURS_(Name, name, State, ...)                         \
  typedef void Name##Behaviour(State *self, const Name##Msg *message);    \
  static Name##Behaviour __VA_ARGS__;                                     \
  static void name##_run_(size_t behaviour, void *state,                  \
                          const void *message) {                          \
    static Name##Behaviour *const all[] = {__VA_ARGS__};                  \
    all[behaviour](state, message);                                       \
  }                                                                       \
  static size_t name##_behaviour_(Name##Behaviour *wanted) {              \
    static Name##Behaviour *const all[] = {__VA_ARGS__};                  \
    size_t i = 0;                                                         \
    while (i < sizeof all / sizeof *all && all[i] != wanted) {            \
      i++;                                                                \
    }                                                                     \
    CHECK(i < sizeof all / sizeof *all && "a behaviour named in ACTOR");  \
    return i;                                                             \
  }                                                                       \
  MAYBE_UNUSED static void name##_become(Name##Behaviour *next) {         \
    actor_become(name##_behaviour_(next));                                \
  }                                                                       \
  MAYBE_UNUSED static void name##_push_behaviour(Name##Behaviour *next) { \
    actor_push_behaviour(name##_behaviour_(next));                        \
  }                                                                       \
  MAYBE_UNUSED static void name##_pop_behaviour(void) {                   \
    actor_pop_behaviour();                                                \
  }

#define ACTOR_TYPE_(Name, name, State, behaviours, on_start, on_stop,          \
                    on_undelivered)                                            \
  typedef State name##_type_state;                                             \
  MAYBE_UNUSED static const ActorType name##_type = {                          \
      #Name,      &name##_protocol, State##_shape, sizeof(State), name##_run_, \
      behaviours, on_start,         on_stop,       on_undelivered};            \
  MAYBE_UNUSED static inline Name##Ref name##_spawn_with(                      \
      System *system, SpawnOptions options, State initial) {                   \
    return (Name##Ref){actor_spawn(system, &name##_type, &options, &initial)}; \
  }                                                                            \
  MAYBE_UNUSED static inline Name##Ref name##_spawn(                           \
      System *system, const char *label, State initial) {                      \
    return name##_spawn_with(system, (SpawnOptions){.label = label}, initial); \
  }                                                                            \
  MAYBE_UNUSED static inline Name##Ref name##_prepare_with(                    \
      System *system, SpawnOptions options, State initial) {                   \
    return (Name##Ref){                                                        \
        actor_prepare(system, &name##_type, &options, &initial)};              \
  }                                                                            \
  MAYBE_UNUSED static inline Name##Ref name##_prepare(                         \
      System *system, const char *label, State initial) {                      \
    return name##_prepare_with(system, (SpawnOptions){.label = label},         \
                               initial);                                       \
  }                                                                            \
  MAYBE_UNUSED static inline Name##Ref name##_self(void) {                     \
    return (Name##Ref){actor_self()};                                          \
  }

// What is said of whatever message is being handled (forward.h).
#define PROTOCOL_FORWARDS_(Name, name)                            \
  MAYBE_UNUSED MUST_USE static inline TellOutcome name##_forward( \
      Name##Ref to) {                                             \
    return actor_forward(to.ref);                                 \
  }                                                               \
  MAYBE_UNUSED MUST_USE static inline TellOutcome name##_copy_to( \
      Name##Ref to) {                                             \
    return actor_copy_to(to.ref);                                 \
  }

// ---- What one row of a protocol becomes ----
// Names end in _ where a field could have the same.

#define PROTOCOL_VERBS_(KIND, prefix, name, FIELDS, REPLY) \
  VERB_TELL_(KIND, prefix, name, FIELDS)                   \
  VERB_CARRY_(KIND, prefix, name, FIELDS)                  \
  VERB_ASK_(KIND, prefix, name, FIELDS, REPLY)             \
  VERB_REPLY_(KIND, prefix, name, REPLY)

#define VERB_TELL_(KIND, prefix, name, FIELDS)                                 \
  VERB_TELL_BY_(KIND, prefix, name, prefix##_tell_##name, actor_tell, FIELDS,  \
                (), ())                                                        \
  VERB_TELL_BY_(KIND, prefix, name, prefix##_tell_##name##_within,             \
                actor_tell_within, FIELDS, (, Deadline deadline_),             \
                (, deadline_))                                                 \
  VERB_TELL_BY_(KIND, prefix, name, prefix##_tell_##name##_after,              \
                actor_tell_after, FIELDS, (, Deadline span_), (, span_, NULL)) \
  VERB_TELL_BY_(KIND, prefix, name, prefix##_tell_##name##_timed,              \
                actor_tell_after, FIELDS,                                      \
                (, Deadline span_, TimerId * timer_), (, span_, timer_))       \
  VERB_TELL_BY_(KIND, prefix, name, prefix##_tell_##name##_every,              \
                actor_tell_every, FIELDS,                                      \
                (, Deadline period_, MissedTicks missed_, TimerId * timer_),   \
                (, period_, missed_, timer_))

// A way of telling: `by` gets target, message and fields, then the arguments
// MORE_ARGS, which have come as the parameters MORE.
#define VERB_TELL_BY_(KIND, prefix, name, function, by, FIELDS, MORE,       \
                      MORE_ARGS)                                            \
  MAYBE_UNUSED MUST_USE static inline TellOutcome function(                 \
      struct prefix##_ref to_ FIELDS_EACH_(PARAM_, FIELDS) BARE_ MORE) {    \
    struct prefix##_##name fields_ = {FIELDS_EACH_(ARG_, FIELDS).end_ = 0}; \
    TellOutcome outcome_ =                                                  \
        by(to_.ref, &prefix##_messages[KIND], &fields_ BARE_ MORE_ARGS);    \
    FIELDS_EACH_(LEFT_, FIELDS)                                             \
    return outcome_;                                                        \
  }
#define BARE_(...) __VA_ARGS__

// A function whose parameters are the message's fields: an ask takes its
// address where the reply's fields are wanted, so that the types must agree.
#define VERB_CARRY_(KIND, prefix, name, FIELDS)                       \
  MAYBE_UNUSED static const MessageInfo *prefix##_##name(             \
      MAYBE_UNUSED CarrierMark mark_ FIELDS_EACH_(UNUSED_, FIELDS)) { \
    return &prefix##_messages[KIND];                                  \
  }

#define VERB_ASK_(KIND, prefix, name, FIELDS, REPLY)                           \
  typedef const MessageInfo *prefix##_##name##_carrier(                        \
      CarrierMark, u64, AskOutcome FIELDS_EACH_(TYPE_, REPLY));                \
  MAYBE_UNUSED MUST_USE static inline AskOutcome prefix##_ask_##name(          \
      struct prefix##_ref to_ FIELDS_EACH_(PARAM_, FIELDS),                    \
      struct prefix##_##name##_reply *reply_, Deadline deadline_) {            \
    struct prefix##_##name fields_ = {FIELDS_EACH_(ARG_, FIELDS).end_ = 0};    \
    AskOutcome outcome_ = ask_outside(to_.ref, &prefix##_messages[KIND],       \
                                      &fields_, reply_, deadline_);            \
    FIELDS_EACH_(LEFT_, FIELDS)                                                \
    return outcome_;                                                           \
  }                                                                            \
  MAYBE_UNUSED MUST_USE static inline AskOutcome prefix##_ask_##name##_within( \
      struct prefix##_ref to_ FIELDS_EACH_(PARAM_, FIELDS),                    \
      struct prefix##_##name##_reply *reply_, Deadline room_,                  \
      Deadline deadline_) {                                                    \
    struct prefix##_##name fields_ = {FIELDS_EACH_(ARG_, FIELDS).end_ = 0};    \
    AskOutcome outcome_ = ask_within(to_.ref, &prefix##_messages[KIND],        \
                                     &fields_, reply_, room_, deadline_);      \
    FIELDS_EACH_(LEFT_, FIELDS)                                                \
    return outcome_;                                                           \
  }                                                                            \
  VERB_ASK_INSIDE_(KIND, prefix, name, prefix##_ask_##name##_as, false,        \
                   FIELDS, REPLY)                                              \
  VERB_ASK_INSIDE_(KIND, prefix, name, prefix##_hold_##name##_as, true,        \
                   FIELDS, REPLY)

#define VERB_ASK_INSIDE_(KIND, prefix, name, function, hold, FIELDS, REPLY) \
  MAYBE_UNUSED MUST_USE static inline RequestId function(                   \
      struct prefix##_ref to_ FIELDS_EACH_(PARAM_, FIELDS),                 \
      prefix##_##name##_carrier *carrier_, Deadline deadline_) {            \
    struct prefix##_##name fields_ = {FIELDS_EACH_(ARG_, FIELDS).end_ = 0}; \
    const MessageInfo *brings_ =                                            \
        carrier_((CarrierMark){0}, 0, ASK_OK FIELDS_EACH_(ZERO_, REPLY));   \
    RequestId request_ = ask_inside(to_.ref, &prefix##_messages[KIND],      \
                                    &fields_, brings_, hold, deadline_);    \
    FIELDS_EACH_(LEFT_, FIELDS)                                             \
    return request_;                                                        \
  }

#define VERB_REPLY_(KIND, prefix, name, REPLY)                                 \
  MAYBE_UNUSED static inline void prefix##_reply_##name(                       \
      FIELDS_PARAMS_(REPLY)) {                                                 \
    struct prefix##_##name##_reply fields_ = {FIELDS_EACH_(ARG_, REPLY).end_ = \
                                                  0};                          \
    ask_reply(&prefix##_messages[KIND], &fields_);                             \
    FIELDS_EACH_(LEFT_, REPLY)                                                 \
  }                                                                            \
  MAYBE_UNUSED static inline void prefix##_reply_##name##_to(                  \
      Request **request_ FIELDS_EACH_(PARAM_, REPLY)) {                        \
    struct prefix##_##name##_reply fields_ = {FIELDS_EACH_(ARG_, REPLY).end_ = \
                                                  0};                          \
    ask_reply_to(request_, &prefix##_messages[KIND], &fields_);                \
    FIELDS_EACH_(LEFT_, REPLY)                                                 \
  }

// , i64 amount
#define PARAM_A(kind, name) , FIELD_PARAM_##kind name PARAM_B
#define PARAM_B(kind, name) , FIELD_PARAM_##kind name PARAM_A
#define PARAM_A_END
#define PARAM_B_END

// The same as the whole of a parameter list: without the first comma, or void.
#define FIELDS_PARAMS_(FIELDS) FIELDS_EACH_(ONLY_, FIELDS)
#define ONLY_A(kind, name) FIELD_PARAM_##kind name PARAM_B
#define ONLY_A_END void

// , i64
#define TYPE_A(kind, name) , FIELD_TYPE_##kind TYPE_B
#define TYPE_B(kind, name) , FIELD_TYPE_##kind TYPE_A
#define TYPE_A_END
#define TYPE_B_END

// , MAYBE_UNUSED i64 amount
#define UNUSED_A(kind, name) , MAYBE_UNUSED FIELD_TYPE_##kind name UNUSED_B
#define UNUSED_B(kind, name) , MAYBE_UNUSED FIELD_TYPE_##kind name UNUSED_A
#define UNUSED_A_END
#define UNUSED_B_END

// , (i64){0}
#define ZERO_A(kind, name) , (FIELD_TYPE_##kind){0} ZERO_B
#define ZERO_B(kind, name) , (FIELD_TYPE_##kind){0} ZERO_A
#define ZERO_A_END
#define ZERO_B_END

// .amount = amount,
#define ARG_A(kind, name) .name = FIELD_ARG_##kind(name), ARG_B
#define ARG_B(kind, name) .name = FIELD_ARG_##kind(name), ARG_A
#define ARG_A_END
#define ARG_B_END

// What was moved away is none afterwards, what was not is untouched.
#define LEFT_A(kind, name) FIELD_LEFT_##kind(name) LEFT_B
#define LEFT_B(kind, name) FIELD_LEFT_##kind(name) LEFT_A
#define LEFT_A_END
#define LEFT_B_END

#define FIELD_PARAM_bool bool
#define FIELD_PARAM__Bool bool
#define FIELD_PARAM_i64 i64
#define FIELD_PARAM_u64 u64
#define FIELD_PARAM_f64 f64
#define FIELD_PARAM_text const char *
#define FIELD_PARAM_bytes Bytes *
#define FIELD_PARAM_ref(Name) Name##Ref
#define FIELD_PARAM_enum(Name) Name
#define FIELD_PARAM_array(kind) FIELD_ARRAY_##kind

#define FIELD_ARG_bool FIELD_SAME_
#define FIELD_ARG__Bool FIELD_SAME_
#define FIELD_ARG_i64 FIELD_SAME_
#define FIELD_ARG_u64 FIELD_SAME_
#define FIELD_ARG_f64 FIELD_SAME_
#define FIELD_ARG_text FIELD_SAME_
#define FIELD_ARG_bytes *
#define FIELD_ARG_ref(Name) FIELD_SAME_
#define FIELD_ARG_enum(Name) FIELD_SAME_
#define FIELD_ARG_array(kind) FIELD_SAME_
#define FIELD_SAME_(name) name

#define FIELD_LEFT_bool FIELD_COPIED_
#define FIELD_LEFT__Bool FIELD_COPIED_
#define FIELD_LEFT_i64 FIELD_COPIED_
#define FIELD_LEFT_u64 FIELD_COPIED_
#define FIELD_LEFT_f64 FIELD_COPIED_
#define FIELD_LEFT_text FIELD_COPIED_
#define FIELD_LEFT_bytes FIELD_GIVEN_BACK_
#define FIELD_LEFT_ref(Name) FIELD_COPIED_
#define FIELD_LEFT_enum(Name) FIELD_COPIED_
#define FIELD_LEFT_array(kind) FIELD_COPIED_
#define FIELD_COPIED_(name)
#define FIELD_GIVEN_BACK_(name) *name = fields_.name;

#endif
