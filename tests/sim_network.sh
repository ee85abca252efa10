#!/bin/sh
# sim_network.sh -- nodes, partitions, latency, slow actors and full mailboxes,
# as one types them; and that such a run is made again by its line.
#
# modes: gcc-plain gcc-address
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/sim_lines.sh

# wrong LINE WORDS: the line is answered so, and changes nothing.
wrong() {
  sim 2 bank --headless -x 'step; node A bank' -x "$1" && err "$2"
  check "$1 is refused"
}

sim 0 bank --headless -x 'step 5; node A bank; partition here|A; step 6' \
  -x 'print bank.balance; heal; run; print ann.deposited' && last 10 && out 0
check "a partition holds messages, and they arrive when it heals"
sim 0 bank --headless -x 'step 5; node A bank; partition here|A for 2s; run' \
  -x 'print ann.deposited' && last 10
check "a partition with a time heals by itself"
sim 0 bank --headless -x 'step 5; node A bank; partition here|A lossy; run' \
  -x 'print ann.deposited' && last 0
check "a lossy partition loses what crosses"

for line in 'latency here A 8ms..40ms; run' 'partition here|A for 1s; run' \
  'slow bank 2s; run' 'partition A|here lossy; step 3; heal; run'; do
  sim 0 bank --headless -x "step 5; node A bank; $line" -x 'replay' >/dev/null
  again=$(tail -n 1 "$work/out")
  "$SIM" bank --headless -x "$again" >"$work/out" 2>"$work/err"
  [ "$?" -ne 3 ] && out 'replayed to step' && "$SIM" bank --headless \
    -x "step 5; node A bank; $line; replay" 2>/dev/null | tail -n 1 >"$work/out" &&
    last "$again"
  check "a run with $line is made again by its line, and is the same each time"
done
sim 0 bank --headless -x 'step 5; node A bank; slow bank 2s; run; goto 9; step' \
  -x 'goto 7; node B ann; branch'
check "going back before a node was made opens a branch"
sim 0 bank --headless -x 'step 3; fill deposit 4' && out '4 copies are in flight'
check "fill sends a message again and again"
sim 0 bank --headless -x 'step 6; node A bank; partition here|A' -x explore &&
  out 'these are all'
check "a search goes on behind a cut"
sim 2 bank --headless -x 'step; node A bank; explore shortest'
check "states with a network are not compared"

wrong 'partition A|B' 'there is no such node'
wrong 'partition A|B' 'nodes: here, A)'
wrong 'partition here A' 'with | between them'
wrong 'partition here|here' 'no node can be in both'
wrong 'latency here A 5..3ms' 'as in latency A B 8ms..40ms'
wrong 'latency A A 5ms' 'no link to itself'
wrong 'slow bank x' 'as in slow bank 2s'
wrong 'node | bank' 'a name of at most 23 letters'
wrong 'node A nobody' 'no actor is called nobody'
wrong 'fill 1 0' 'from 1 to 1000'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
