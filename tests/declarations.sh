#!/bin/sh
# declarations.sh -- what must not compile does not, and for its reason.
#
# Each case is a change of one right program, which compiles. The compiler's
# message must name the fault, so that a reader who makes it finds it.
# modes: gcc-plain clang-plain
set -u
cd "$(dirname "$0")/.." || exit 1
CC=${CC:-gcc}
passed=0
failed=0
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
flags="$(make -s CC="$CC" print-CPPFLAGS print-CFLAGS | tr '\n' ' ') -Werror"

program() {
  cat <<'END'
#include "troupe.h"

#define COUNTER(M)                                          \
  M(COUNTER_INC, counter, inc, (i64, amount), (i64, count)) \
  M(COUNTER_GET, counter, get, , (i64, count))
PROTOCOL(Counter, counter, COUNTER)
STATE(CounterState, (i64, count))
ACTOR(Counter, counter, CounterState, counting)

#define PRINTER(M)                                             \
  M(PRINTER_SHOW, printer, show, (ref(Counter), counter), )    \
  M(PRINTER_COUNTED, printer, counted, REPLY_HEAD(i64, count), ) \
  M(PRINTER_NAMED, printer, named, REPLY_HEAD(text, name), )     \
  M(PRINTER_LOST, printer, lost, DOWN_HEAD, )
PROTOCOL(Printer, printer, PRINTER)
NO_STATE(PrinterState)
ACTOR(Printer, printer, PrinterState, printing)

static void counting(CounterState *self, const CounterMsg *message) {
  switch (message->kind) {
    case COUNTER_INC:
      self->count += message->inc.amount;
      counter_reply_inc(self->count);
      break;
    case COUNTER_GET:
      counter_reply_get(self->count);
      break;
  }
}

static void printing(PrinterState *self, const PrinterMsg *message) {
  (void)self;
  switch (message->kind) {
    case PRINTER_SHOW:
      ignore(counter_ask_get_as(message->show.counter, printer_counted, NEVER));
      ignore(actor_monitor(message->show.counter.ref, printer_lost));
      break;
    case PRINTER_COUNTED:
    case PRINTER_NAMED:
    case PRINTER_LOST:
      break;
  }
}

static const ChildSpec children[] = {
    CHILD(counter, "counter", (&(const CounterState){.count = 1})),
    CHILD(printer, "printer", NULL, .restart = RESTART_TRANSIENT)};
static const SupervisorOptions leaf = {.children = children, .count = 2};
static const ChildSpec tree = SUPERVISED("leaf", &leaf, .stop_ms = 100);

int main(void) {
  System *system = system_start(NULL);
  CounterRef counter = counter_spawn(system, "counter", (CounterState){0});
  PrinterRef printer = printer_spawn(system, "printer", (PrinterState){0});
  struct counter_inc_reply reply;
  ignore(counter_tell_inc(counter, 1));
  ignore(printer_tell_show(printer, counter));
  ignore(ADD_CHILD(counter, supervisor_spawn(system, "s", &leaf), &tree).ref.bits);
  ignore(counter_ask_inc(counter, 1, &reply, NEVER));
  return (int)system_stop(system, NEVER);
}
END
}

compile() {
  # shellcheck disable=SC2086
  $CC $flags -c -o "$folder/program.o" "$folder/program.c" >"$folder/says" 2>&1
}

# refused NAME SED-SCRIPT TEXT...: changed so, the program does not compile,
# and one of the texts is in the message (compilers word it differently).
refused() {
  name=$1
  program | sed "$2" >"$folder/program.c"
  shift 2
  if program | cmp -s - "$folder/program.c"; then
    echo "FAIL $name: the change changes nothing"
    failed=$((failed + 1))
    return
  fi
  if compile; then
    echo "FAIL $name: it compiles"
    failed=$((failed + 1))
    return
  fi
  for text; do
    if grep -qF -e "$text" "$folder/says"; then
      passed=$((passed + 1))
      return
    fi
  done
  echo "FAIL $name: the message does not say: $1"
  sed 's/^/  /' "$folder/says"
  failed=$((failed + 1))
}

program >"$folder/program.c"
if compile; then
  passed=$((passed + 1))
else
  echo "FAIL the right program does not compile"
  cat "$folder/says"
  failed=$((failed + 1))
fi

refused "a Counter's message told to a Printer" \
  's/counter_tell_inc(counter, 1)/counter_tell_inc(printer, 1)/' \
  "incompatible type for argument 1 of" "to parameter of incompatible type"
refused "a child with another actor's state" \
  's/const CounterState){.count/const SupervisorState){.restarts/' \
  "pointer type mismatch"
refused "a switch that forgets a message" \
  '/case COUNTER_GET/,/break/d' "COUNTER_GET"
refused "a reply read into another reply's struct" \
  's/struct counter_inc_reply reply/struct counter_get_reply reply/' \
  "incompatible pointer type" "incompatible pointer types"
refused "a reply with the wrong value" \
  's/counter_reply_get(self->count)/counter_reply_get("many")/' \
  "makes integer from pointer" "incompatible pointer to integer"
refused "a reply without its field" \
  's/counter_reply_get(self->count)/counter_reply_get()/' "too few arguments"
refused "a reply brought by a message of another shape" \
  's/printer_counted, NEVER/printer_named, NEVER/' \
  "incompatible pointer type" "incompatible function pointer types"
refused "a reply brought by a message without the head" \
  's/printer_counted, NEVER/printer_show, NEVER/' \
  "incompatible pointer type" "incompatible function pointer types"
refused "an end brought by a message of another shape" \
  's/printer_lost))/printer_named))/' \
  "incompatible pointer type" "incompatible function pointer types"
refused "an end brought by a message with more fields" \
  's/lost, DOWN_HEAD,/lost, DOWN_HEAD(i64, more),/' \
  "incompatible pointer type" "incompatible function pointer types"
refused "a monitor that nobody keeps or ignores" \
  's/ignore(actor_monitor(message->show.counter.ref, printer_lost))/actor_monitor(message->show.counter.ref, printer_lost)/' \
  "warn_unused_result"
refused "a tell whose outcome nobody looks at" \
  's/ignore(counter_tell_inc(counter, 1))/counter_tell_inc(counter, 1)/' \
  "warn_unused_result"
refused "a field that the message does not have" \
  's/message->inc.amount/message->inc.sum/' "sum"
refused "a behaviour for another actor's messages" \
  's/counting(CounterState \*self, const CounterMsg/counting(CounterState *self, const PrinterMsg/' \
  "conflicting types for"
refused "a spawn with another actor's state" \
  's/counter", (CounterState){0}/counter", (PrinterState){0}/' \
  "incompatible type for argument 3 of" "to parameter of incompatible type"

many=$(awk 'BEGIN { for (i = 0; i < 300; i++) printf "(bytes, b%d)", i }')
refused "a message with more fields than fit" \
  "s/counter, get, , (i64, count)/counter, get, $many, (i64, count)/" \
  "a message fits into MESSAGE_LIMIT"

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
