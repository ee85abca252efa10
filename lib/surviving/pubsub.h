// pubsub.h -- publish and subscribe: a bus between those who say something and
// those who want to hear it.
//
// A bus is an actor addressed by a reference of its subscribers' protocol: what
// is told to it is published. Each subscriber whose pattern stands for the
// message's topic, and whose filter wants it, is told a copy. The topic is the
// message's text field `topic` or, where it has none, the message's name.
//
//   BUS(News, news)  // after PROTOCOL(News, news, NEWS)
//
//   NewsRef bus = news_bus_spawn(system, (BusOptions){.retain = 10});
//   ignore(news_bus_subscribe(bus, reader, "sport.*.score"));
//   ignore(news_tell_item(bus, "sport.tennis.score", "6:4"));
//
// With filters: BUS_WITH_FILTERS(News, news, is_long, is_local), functions
// `bool is_long(const NewsMsg *message)` that run in the bus and must only
// look, and news_bus_subscribe_filtered(bus, reader, pattern, is_long).
//
// A subscription ends with its subscriber. Copies are refused where there is no
// room: one that is slow loses its own, which are counted, and holds up nobody.
// An ask is published too, and answered by nobody. A bus with `retain` is a
// broker: it keeps the last message of so many topics and tells it to whoever
// subscribes later. It is stopped like any actor. All functions: any thread,
// none blocks unless said.
#ifndef SURVIVING_PUBSUB_H
#define SURVIVING_PUBSUB_H

#include "acting/declare.h"
#include "acting/system.h"
#include "base/topic.h"
#include "surviving/retained.h"

typedef struct BusOptions {
  SpawnOptions spawn;
  size_t retain;  // of how many topics the last message is kept; the one that
                  // was published longest ago gives way; 0: none
} BusOptions;

// What a bus did so far.
typedef struct BusLook {
  u64 subscriptions;  // now
  u64 published;
  u64 delivered;  // copies told
  u64 dropped;    // copies there was no room or no memory for
  u64 refused;    // subscriptions there was no memory for
  u64 retained;   // now
} BusLook;

#define BUS(Name, name) BUS_OF_(Name, name, NULL)

#define BUS_WITH_FILTERS(Name, name, ...)                             \
  typedef bool Name##Filter(const Name##Msg *message);                \
  static Name##Filter __VA_ARGS__;                                    \
  static Name##Filter *const name##_filters[] = {__VA_ARGS__};        \
  static bool name##_bus_wants(u64 filter, const void *message) {     \
    return name##_filters[filter](message);                           \
  }                                                                   \
  BUS_OF_(Name, name, name##_bus_wants)                               \
  MAYBE_UNUSED MUST_USE static inline TellOutcome                     \
      name##_bus_subscribe_filtered(Name##Ref bus, Name##Ref who,     \
                                    const char *pattern,              \
                                    Name##Filter *wants) {            \
    u64 filter = 0;                                                   \
    while (filter < sizeof name##_filters / sizeof *name##_filters && \
           name##_filters[filter] != wants) {                         \
      filter++;                                                       \
    }                                                                 \
    CHECK(filter < sizeof name##_filters / sizeof *name##_filters &&  \
          "a filter named in BUS_WITH_FILTERS");                      \
    return bus_subscribe(bus.ref, who.ref, pattern, filter);          \
  }

// NAME_bus_subscribe: CHECKs that the pattern is valid; the same subscriber and
// pattern again only changes the filter. TELL_STRANGER: not a bus. A subscriber
// that hears of the outcome in time: NAME_bus_subscribe_within waits for it,
// outside only; ASK_REFUSED: no memory, nothing has changed.
// NAME_bus_unsubscribe: of exactly that pattern.
#define BUS_OF_(Name, name, wants)                                            \
  static const BusType name##_bus_type = {                                    \
      {#Name "Bus", &name##_protocol, BusState_shape, sizeof(BusState),       \
       bus_run, "publishing", NULL, NULL, NULL},                              \
      wants};                                                                 \
  MAYBE_UNUSED MUST_USE static inline Name##Ref name##_bus_spawn(             \
      System *system, BusOptions options) {                                   \
    return (Name##Ref){bus_spawn(system, &name##_bus_type, &options)};        \
  }                                                                           \
  MAYBE_UNUSED MUST_USE static inline TellOutcome name##_bus_subscribe(       \
      Name##Ref bus, Name##Ref who, const char *pattern) {                    \
    return bus_subscribe(bus.ref, who.ref, pattern, BUS_NO_FILTER);           \
  }                                                                           \
  MAYBE_UNUSED MUST_USE static inline AskOutcome name##_bus_subscribe_within( \
      Name##Ref bus, Name##Ref who, const char *pattern, Deadline deadline) { \
    return bus_subscribe_within(bus.ref, who.ref, pattern, deadline);         \
  }                                                                           \
  MAYBE_UNUSED MUST_USE static inline TellOutcome name##_bus_unsubscribe(     \
      Name##Ref bus, Name##Ref who, const char *pattern) {                    \
    return bus_unsubscribe(bus.ref, who.ref, pattern);                        \
  }

// Asks a bus what it did, and waits. Outside only. ASK_STRANGER: not a bus.
MUST_USE AskOutcome bus_look(Ref bus, BusLook *look, Deadline deadline);

// ---- Behind the generated functions ----

#define BUS_NO_FILTER UINT64_MAX

STATE(BusState,
      (array(ref(Any)), subscribers)(array(text), patterns)(array(u64),
                                                            filters)(
          array(u64), monitors)(u64, published)(u64, delivered)(u64, dropped)(
          u64, refused)(u64, retained)(u64, retain)(private(Retained *), kept))

typedef struct BusType {
  ActorType type;
  bool (*wants)(u64 filter, const void *message);  // or NULL
} BusType;

void bus_run(size_t behaviour, void *state, const void *message);
MUST_USE Ref bus_spawn(System *system, const BusType *type,
                       const BusOptions *options);
MUST_USE TellOutcome bus_subscribe(Ref bus, Ref who, const char *pattern,
                                   u64 filter);
MUST_USE AskOutcome bus_subscribe_within(Ref bus, Ref who, const char *pattern,
                                         Deadline deadline);
MUST_USE TellOutcome bus_unsubscribe(Ref bus, Ref who, const char *pattern);

#endif
