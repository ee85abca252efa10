// state_machine.c -- a turnstile: states within states, entries, a timeout.
//
//   in service ( locked | unlocked, which locks itself ) | out of service
#include "troupe.h"

#define GATE(M)                    \
  M(GATE_COIN, gate, coin, , )     \
  M(GATE_PUSH, gate, push, , )     \
  M(GATE_SLAM, gate, slam, , )     \
  M(GATE_TOGGLE, gate, toggle, , ) \
  M(GATE_PASSED, gate, passed, , (i64, people)(i64, coins))
PROTOCOL(Gate, gate, GATE)
STATE(GateState, (i64, people)(i64, coins))

enum { ANY, SERVICE, LOCKED, UNLOCKED, CLOSED };

static Handled any(GateState *self, const GateMsg *message);
static Handled service(GateState *self, const GateMsg *message);
static Handled locked(GateState *self, const GateMsg *message);
static Handled unlocked(GateState *self, const GateMsg *message);
static Handled closed(GateState *self, const GateMsg *message);

static void click(GateState *self) {
  (void)self;
  say("click\n");
}

static void light(GateState *self) {
  (void)self;
  say("the light is red\n");
}

MACHINE(Gate, gate, GateState, [ANY] = {.name = "any", .handle = any},
        [SERVICE] = {.name = "in service", .handle = service},
        [LOCKED] = {.name = "locked",
                    .parent = SERVICE,
                    .handle = locked,
                    .enter = click},
        [UNLOCKED] = {.name = "unlocked",
                      .parent = SERVICE,
                      .handle = unlocked,
                      .timeout_ms = 200,
                      .timeout = gate_slam},
        [CLOSED] = {.name = "out of service", .handle = closed, .enter = light})

static void opens(GateState *self) {
  (void)self;
  gate_go(LOCKED);
}

static void ends(GateState *self, StopReason reason) {
  (void)self;
  (void)reason;
}

ACTOR_WITH_ENDS(Gate, gate, GateState, opens, ends, gate_machine)

// What every state does in the same way.
static Handled any(GateState *self, const GateMsg *message) {
  if (message->kind != GATE_PASSED) {
    return PASS;
  }
  gate_reply_passed(self->people, self->coins);
  return HANDLED;
}

static Handled service(GateState *self, const GateMsg *message) {
  self->coins += message->kind == GATE_COIN;  // nothing is given back
  if (message->kind == GATE_TOGGLE) {
    gate_go(CLOSED);
  }
  return message->kind == GATE_PASSED ? PASS : HANDLED;
}

static Handled locked(GateState *self, const GateMsg *message) {
  if (message->kind != GATE_COIN) {
    return PASS;
  }
  self->coins++;
  gate_go(UNLOCKED);
  return HANDLED;
}

static Handled unlocked(GateState *self, const GateMsg *message) {
  if (message->kind != GATE_PUSH && message->kind != GATE_SLAM) {
    return PASS;
  }
  self->people += message->kind == GATE_PUSH;
  gate_go(LOCKED);
  return HANDLED;
}

static Handled closed(GateState *self, const GateMsg *message) {
  (void)self;
  if (message->kind == GATE_TOGGLE) {
    gate_go(LOCKED);
  }
  return message->kind == GATE_PASSED ? PASS : HANDLED;
}

int main(void) {
  System *system = system_start(NULL);
  GateRef gate = gate_spawn(system, "gate", (GateState){0});
  ignore(gate_tell_push(gate));  // locked: nobody passes
  ignore(gate_tell_coin(gate));
  ignore(gate_tell_push(gate));
  ignore(gate_tell_coin(gate));
  ignore(system_run(system, after_ms(9000)));  // nobody pushes: it locks itself
  ignore(gate_tell_toggle(gate));
  ignore(gate_tell_coin(gate));
  struct gate_passed_reply passed = {0};
  ignore(gate_ask_passed(gate, &passed, after_ms(1000)));
  say("%" PRId64 " passed, %" PRId64 " coins\n", passed.people, passed.coins);
  return system_stop(system, after_ms(1000)) == SYSTEM_CLEAN ? 0 : 1;
}
