// ways.h -- one test body, run under every dispatcher.
//
// UNDER_ALL(sentence) { body } defines a case that runs the body with a thread
// an actor, with a pool of one worker and of two, and under the stepper with 20
// seeds (TEST_ALL=1: 1,000). The body starts its systems by start_system().
#ifndef TESTS_WAYS_H
#define TESTS_WAYS_H

#include "support.h"
#include "troupe.h"

#define UNDER_ALL(sentence)          \
  static void sentence##_body(void); \
  static void sentence(void) {       \
    run_all_ways(sentence##_body);   \
  }                                  \
  static void sentence##_body(void)

// The same under the stepper alone.
#define STEPPED(sentence)            \
  static void sentence##_body(void); \
  static void sentence(void) {       \
    run_stepped(sentence##_body);    \
  }                                  \
  static void sentence##_body(void)

void run_all_ways(void (*body)(void));
void run_stepped(void (*body)(void));

// A system of the way that is being run.
System *start_system(void);

// The same with somebody who hears all events.
System *start_listened_system(EventListener *listener, void *context);

// Stops it; every actor must end by itself.
void stop_system(System *system);

#endif
