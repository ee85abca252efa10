#!/bin/sh
# lint.sh -- the layers and the banned words, on Troupe and, to see that the
# checks can fail at all, on small trees made up for each fault.
set -u
passed=0
failed=0
tree=$(mktemp -d) || exit 1
trap 'rm -rf "$tree"' EXIT

# expect NAME WANTED-STATUS TEXT COMMAND...: the command ends with the status,
# and TEXT is in what it prints.
expect() {
  name=$1 wanted=$2 text=$3
  shift 3
  out=$("$@" 2>&1)
  status=$?
  if [ $status -eq "$wanted" ] && echo "$out" | grep -qF -e "$text"; then
    passed=$((passed + 1))
    return
  fi
  failed=$((failed + 1))
  echo "FAIL $name: exit $status, wanted $wanted with \"$text\""
  echo "$out" | sed 's/^/  /'
}

# A tree of two layers that is in order.
good_tree() {
  rm -rf "$tree"
  mkdir -p "$tree/lib/low" "$tree/lib/high" "$tree/lib/examples" \
    "$tree/sim/scenes" "$tree/tests"
  printf '%s\n' '# two' low/one low/two high/three >"$tree/lib/ORDER"
  for module in low/one low/two high/three; do
    echo '#include <stddef.h>' >"$tree/lib/$module.h"
  done
  echo '#include "low/two.h"' >"$tree/lib/low/two.c"
  echo '#include "low/one.h"' >>"$tree/lib/low/two.c"
  echo '#include "low/two.h"' >"$tree/lib/high/three.h"
  echo '#include "high/three.h"' >"$tree/lib/troupe.h"
  echo '#include "troupe.h"' >"$tree/lib/examples/first.c"
}

# with FILE LINE: the good tree, and this line at the end of this file.
with() {
  good_tree
  mkdir -p "$(dirname "$tree/$1")"
  printf '%s\n' "$2" >>"$tree/$1"
}

expect "Troupe keeps its layers" 0 '' tools/order.sh
expect "Troupe is free of banned words" 0 '' tools/banned.sh

good_tree
expect "a tree in order passes" 0 '' tools/order.sh "$tree"
with lib/low/one.c '#include "low/two.h"'
expect "a module may not include a later one of its layer" 1 \
  'lib/low/one.c: includes low/two.h' tools/order.sh "$tree"
with lib/low/two.h '  #  include   "high/three.h"'
expect "a module may not include a layer above" 1 \
  'lib/low/two.h: includes high/three.h' tools/order.sh "$tree"
with lib/high/three.c '#include "sim/model.h"'
expect "lib may not include the simulator" 1 'sim/model.h' \
  tools/order.sh "$tree"
with lib/high/three.c '#include "troupe.h"'
expect "lib may not include what is for its users" 1 'troupe.h' \
  tools/order.sh "$tree"
with lib/high/four.c '#include <stddef.h>'
expect "a module must be in the order" 1 'lib/high/four.c: not in' \
  tools/order.sh "$tree"
with lib/ORDER 'high/five'
expect "the order names only modules that are there" 1 'high/five has no file' \
  tools/order.sh "$tree"
with lib/ORDER 'low/one'
expect "the order names a module once" 1 'low/one stands there twice' \
  tools/order.sh "$tree"
with lib/low/two_impl.h '#include "low/one.h"'
expect "an _impl header is its module's" 0 '' tools/order.sh "$tree"
with lib/low/two_impl.h '#include "high/three.h"'
expect "and is bound as its module is" 1 'lib/low/two_impl.h' \
  tools/order.sh "$tree"
with lib/low/string.h ''
echo low/string >>"$tree/lib/ORDER"
expect "a module may not hide a system header" 1 'lib/low/string.h' \
  tools/order.sh "$tree"
rm "$tree/lib/ORDER"
expect "without an order there is no verdict" 2 'lib/ORDER' \
  tools/order.sh "$tree"

good_tree
expect "a clean tree passes" 0 '' tools/banned.sh "$tree"
while IFS='@' read -r file line; do
  with "$file" "$line"
  expect "$line is found in $file" 1 "$file:" tools/banned.sh "$tree"
done <<'END'
sim/x.c@  strcpy(a, b);
sim/x.c@  n = sprintf (a, "%d", 1);
tests/x.c@x(strtok(a, b));
sim/x.c@int r = rand();
lib/low/x.c@  p = malloc(8);
lib/low/x.c@  free(p);
lib/low/x.c@  a = "a quote \" is no end"; free(p);
lib/low/x.c@  /* a comment ends */ free(p);
tests/x.c@  usleep(10);
lib/low/x.c@  nanosleep(&t, NULL);
lib/low/x.c@  atomic_thread_fence(memory_order_acquire);
sim/scenes/x.c@  i64 t = clock_now();
sim/view.c@#include <curses.h>
sim/view.c@# include <ncursesw/curses.h>
sim/view.c@#include <readline/readline.h>
sim/x.c@// TODO: later
END
while IFS='@' read -r file line; do
  with "$file" "$line"
  expect "$line is allowed in $file" 0 '' tools/banned.sh "$tree"
done <<'END'
sim/x.c@  my_strcpy(a, b);
sim/x.c@  // free(p) and strcpy(a, b) in words
sim/x.c@  say("never use gets() or sleep()");
sim/x.c@  p = malloc(8);
lib/base/mem.c@  return malloc(size);
lib/low/x.c@  mem_free(p);
lib/low/x.c@  x = system->random(system) + self.free(p);
chapters/02/hang-broken.c@  usleep(10); x = rand();
exercises/02a-x/wrong/naps.c@  sleep(1); strcpy(a, b);
sim/term.c@#include <curses.h>
sim/prompt.c@#include <readline/readline.h>
END

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
