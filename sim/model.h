// model.h -- the world of a run at one moment, as a fold over its events.
//
// model_apply is the only way in: the same events give the same model. Texts
// and arrays belong to the model; what it gives out is borrowed until the next
// change. It knows neither screen nor child. One thread.
#ifndef SIM_MODEL_H
#define SIM_MODEL_H

#include "acting/footprint.h"
#include "base/types.h"
#include "telling/event.h"
#include "text.h"

typedef struct ModelMessage {
  MessageId id;
  u64 from;
  u64 to;
  u64 request;
  u64 kind;  // as the number of EVENT_SENT
  u64 step;  // when it was sent
  char *name;
  char *text;  // as it prints: inc{amount: 42}
  char *why;   // of a dead letter
  bool held;   // on its way to another node: the link is cut
  i64 due;     // likewise: when it will be there; 0: that is not known
} ModelMessage;

typedef struct ModelMessages {
  ModelMessage *items;
  size_t count;
  size_t capacity;
} ModelMessages;

typedef struct ModelField {
  char *name;
  char *value;
  char *before;  // its value before it last changed, or NULL
  u64 changed;   // the step of that change
} ModelField;

typedef enum ModelStatus {
  STATUS_STARTING,
  STATUS_IDLE,
  STATUS_READY,    // has mail and may take it
  STATUS_SENDING,  // what its handler did has not left yet
  STATUS_HANDLING,
  STATUS_WAITING,
  STATUS_BETWEEN,  // one life has ended, its supervisor decides on the next
  STATUS_FAILED,
  STATUS_STOPPED
} ModelStatus;

typedef enum BondKind { BOND_LINK, BOND_MONITOR } BondKind;

// A link stands at both of its actors, a monitor at the one that watches.
typedef struct ModelBond {
  BondKind kind;
  u64 other;
  u64 number;  // of a monitor
  u64 step;    // when it was made
} ModelBond;

typedef struct ModelActor {
  u64 ref;
  u64 parent;
  char *label;
  char *type;
  char *behaviour;
  ModelMessages mailbox;  // next first
  ModelMessages outbox;   // its messages in flight, oldest first
  ModelMessage handling;  // id 0: none
  ModelField *fields;
  size_t field_count;
  size_t field_room;
  u64 capacity;  // of the mailbox; 0: unbounded
  u64 handled;
  u64 life;
  u64 timers;
  u64 touched;       // the last step that concerned it
  ModelBond *bonds;  // in the order they were made
  size_t bond_count;
  size_t bond_room;
  u64 waits_for;
  u64 waits_kind;      // as the number of EVENT_BLOCKED
  u64 waits_since;     // a step
  u64 waits_request;   // whose answer it waits for; 0: for something else
  u64 waits_answered;  // the step of that answer, which is on its way; or 0
  char *waiting;       // what for, or NULL
  char *reason;        // why it failed or stopped
  u64 asked;           // request it waits to have answered, 0: none
  u64 window;          // of a live run: the last one in which it was seen
  bool started;
  bool failed;
  bool stopped;
  bool alike;  // another has the same label
  u8 node;     // an index into Model.network
  i64 slow;    // until then it takes nothing; 0: it is not slow
} ModelActor;

enum { MODEL_NODES = 16, MODEL_NODE_NAME = 24 };

typedef struct ModelLink {
  bool cut;
  bool lossy;
  i64 least;  // of its latency
  i64 most;
} ModelLink;

// The nodes that actors were put on; names[0] is "here".
typedef struct ModelNetwork {
  size_t nodes;  // 0: there are none
  char names[MODEL_NODES][MODEL_NODE_NAME];
  ModelLink links[MODEL_NODES][MODEL_NODES];  // both ways alike
} ModelNetwork;

typedef struct ModelType {
  char *name;
  char *protocol;
} ModelType;

typedef struct ModelOption {
  char *kind;  // "flush", "handle", "timer", "main"
  u64 index;
  u64 actor;
  u64 other;
  MessageId id;
  char *text;
} ModelOption;

typedef struct Model {
  ModelNetwork network;
  u64 step;
  i64 time;
  i64 began;  // when what is told began; 0 in a program that is stepped
  u64 seed;
  char *program;
  ModelActor *actors;  // in the order of their birth
  size_t actor_count;
  size_t actor_room;
  u32 *places;  // by slot: the newest actor in it, its index + 1; 0: none
  size_t place_count;
  size_t place_room;
  u32 *labels;  // by a label's hash: one that has it, its index + 1; 0: none
  size_t label_count;
  size_t label_room;  // a power of two
  ModelType *types;
  size_t type_count;
  size_t type_room;
  ModelOption *options;  // enabled after this step
  size_t option_count;
  size_t option_room;
  u64 option_total;  // more than option_count when not all were kept
  bool ready;        // the options are known
  ModelMessages dead;
  u64 dead_total;
  u64 unaccepted;
  ModelOption choice;  // of the step that led here
  char *waits;         // why main waits
  char *ring;          // the last wait that was refused, as "a -> b -> a"
  u64 ring_step;
  u64 window;     // of a live run: how often it was looked at anew
  u64 lost;       // events that were not told, at least
  u64 missed;     // messages handled meanwhile, of actors that are known
  u64 wait_step;  // when an actor last began to wait
  bool quiet;
  bool ended;
  bool counted;  // `left` is known
  u64 left;      // blocks of memory that were not freed at the end
  u64 exit_status;
} Model;

void model_init(Model *model);
void model_release(Model *model);

// Makes *copy, which holds nothing yet, an equal model of its own.
void model_copy(Model *copy, const Model *model);

// Folds one event in. An EventListener with the Model as its context.
void model_apply(void *model, const Event *event);

// The actor with this reference, or NULL.
ModelActor *model_actor(const Model *model, u64 ref);

// A FootprintMailbox.
FootprintMail model_mailbox(const void *model, u64 ref);

// How many messages are on their way between two nodes.
size_t model_held(const Model *model, size_t a, size_t b);

// An actor by what a person types, `label` or `label#slot`; the living before
// the dead. NULL: none, or several; then *why, if given, says so in one line.
ModelActor *model_find(const Model *model, const char *name, Text *why);

// How an actor is called: its label, with its slot when that is ambiguous.
// Adds to *out.
void model_name(const Model *model, u64 ref, Text *out);

// True if it is a program of raw threads: they take turns.
bool model_has_turns(const Model *model);

// Whoever sits at the simulator, not an actor of the program.
bool model_is_watcher(const ModelActor *actor);

ModelStatus model_status(const ModelActor *actor);
const char *model_status_word(ModelStatus status);  // "IDLE"

// How often it lives again.
u64 model_restarts(const ModelActor *actor);

// Nothing is left to happen without help from outside; or only main goes on.
bool model_is_quiet(const Model *model);

size_t model_in_flight(const Model *model);
size_t model_in_mailboxes(const Model *model);

// The state field of this name, or NULL.
const ModelField *model_field(const ModelActor *actor, const char *name);

#endif
