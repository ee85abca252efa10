// engine.h -- the child: a program under the stepper, at the end of a socket.
//
// The engine starts it, tells it one command at a time, hands on every event
// and every line it prints, and names the way it ended. It never waits longer
// than its patience for a child that makes no progress, and lets it hold no
// more than MEMORY_LIMIT. One thread; the child is a process of its own, in a
// group of its own.
#ifndef SIM_ENGINE_H
#define SIM_ENGINE_H

#include <sys/types.h>

#include "base/types.h"
#include "telling/event.h"

enum { OUTPUT_FLOOD = 64 << 20, OUTPUT_LINE = 4096, MEMORY_LIMIT = 1 << 30 };

// A line the child printed, without its end; stream is 1 or 2.
typedef void OutputListener(void *context, int stream, const char *line);

// Called again and again while the child is waited for, so that whoever waits
// can look about; false: wait no longer. Must not call the engine.
typedef bool WaitListener(void *context);

typedef enum EngineState {
  ENGINE_OFF,         // no child
  ENGINE_READY,       // it waits for a command
  ENGINE_EXITED,      // number = its status
  ENGINE_CRASHED,     // number = the signal
  ENGINE_SILENT,      // made no progress; ended by us
  ENGINE_BABBLED,     // sent what is no frame, or no greeting; ended by us
  ENGINE_FLOODED,     // printed more than OUTPUT_FLOOD; ended by us
  ENGINE_BLOATED,     // held more than its memory limit; ended by us
  ENGINE_GAVE_UP,     // the listener said it can take no more; ended by us
  ENGINE_INTERRUPTED  // by a signal or the waiter; the child is where it was
} EngineState;

typedef struct EngineLine {
  char bytes[OUTPUT_LINE + 4];
  size_t length;
  bool cut;
} EngineLine;

typedef struct Engine {
  // Set by the owner before engine_start.
  EventListener *on_event;
  OutputListener *on_output;
  void *context;
  WaitListener *on_wait;  // may be NULL
  void *wait_context;
  i64 patience_ms;   // without any event
  i64 endurance_ms;  // without a finished step, events coming
  u64 memory_limit;  // resident bytes

  pid_t child;  // 0: none
  int control;
  int pipes[2];  // what it prints on 1 and 2; -1 when closed
  EngineState state;
  int number;
  bool greeted;
  bool gave_up;
  u8 *bytes;  // read and not yet understood
  size_t length;
  size_t capacity;
  u64 printed;
  u64 refused;   // EVENT_REFUSED seen
  u64 returned;  // EVENT_RETURNED seen, and the status of the last
  int status;
  u64 readies;   // EVENT_READY seen
  u64 progress;  // events seen
  u64 finished;  // steps seen
  EngineLine lines[2];
} Engine;

void engine_init(Engine *engine);
void engine_release(Engine *engine);  // ends the child

// Starts `program` under control. False: *why says why, no child.
MUST_USE bool engine_start(Engine *engine, const char *program, u64 seed,
                           char *why, size_t size);

// Waits until the child is ready or no more; the events come meanwhile.
// Returns at once with ENGINE_INTERRUPTED when *stop becomes true by a signal,
// and soon when on_wait says so.
EngineState engine_wait(Engine *engine, const volatile int *stop);

// Gives a command. Only when READY.
void engine_command(Engine *engine, const Event *command);

// An answer to what a listener has just heard, while the child is waited for.
void engine_answer(Engine *engine, const Event *answer);

// A listener's word for "no more": the child is ended at the next wait.
void engine_give_up(Engine *engine);

// Ends the child now, if there is one.
void engine_stop(Engine *engine);

#endif
