#!/bin/sh
# sim_threads.sh -- raw threads in the simulator: the same steps, views, search
# and going back as for actors.
#
# modes: gcc-plain clang-plain
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/sim_lines.sh

queue=tests/threads/queue_if.c
race=tests/threads/race.c

sim 0 $queue --headless -x '4 step; info' &&
  out 'producer-1: lock at queue_if.c:27' &&
  grep -q '^lock .*held_by: "producer-1"' "$work/out" &&
  grep -q '^producer-1 .*next: "signal"' "$work/out"
check "a file of threads opens as it stands: threads and locks are boxes"
sim 0 $queue --headless -x '4 step; back 2; info' &&
  ! grep -q 'held_by: "producer-1"' "$work/out"
check "going back gives the lock back"
sim 0 $queue --headless -x '6 step; info messages' &&
  out 'wait{at: "queue_if.c:28"}'
check "what a thread is about to do is a message in flight"
sim 0 $queue --headless -x 'until lock.held_by == "consumer-1"; print lock.held_by' &&
  last '"consumer-1"'
check "expressions see who holds a lock"
sim 0 $queue --headless -x '5 step; why' && out 'could have happened'
check "why says which other thread could have come"
sim 0 $queue --headless -x '2 step; goto 0; choose 3; branch' && out 'branch 2'
check "another thread first is another branch"

mkdir "$work/elsewhere" && cp $queue "$work/elsewhere/"
sim 1 $queue --headless -x 'explore random 2000' &&
  line=$(sed -n 's/^replay \(.*\)@.*/\1/p' "$work/out" | tail -n 1) &&
  sim 1 "$work/elsewhere/queue_if.c" --headless -x "replay $line" &&
  out 'replayed to'
check "a failing run is the same wherever the program lies"

# found FILE WORDS: a random search finds the failure, and its line shows it again.
found() {
  sim 1 "$1" --headless -x "explore random 2000" && out "$2" || return 1
  line=$(sed -n 's/^replay //p' "$work/out" | tail -n 1)
  sim 1 "$1" --headless -x "replay $line" && grep -q 'status 1' "$work/err" ||
    return 1
}
found $queue 'assertion'
check "a search finds the queue that looks once"
found $race 'wrong exit: status 1'
check "a search loses an addition: threads take turns where they race"
found tests/threads/abba.c 'deadlock'
check "a search finds the deadlock"
sim 0 tests/threads/race_ok.c --headless -x 'explore random 100' &&
  out 'no seed goes wrong: 100 runs'
check "and nothing in the program that is right"

sim 0 tests/threads/race_ok.c --headless -x explore &&
  out 'no seed goes wrong: 1000 runs'
check "a search that says nothing else goes at random, and says so"
sim 2 $race --headless -x 'explore pct 3' && err 'at random, or all'
check "what is for actors is refused"
sim 2 $queue --headless -x '2 step; send lock 3' &&
  err 'threads take no messages'
check "threads take no messages"
sim 2 $queue --headless -x '2 step; kill lock' && err 'threads take no messages'
check "and cannot be killed"
echo 'int main(void) { return pthread; }' | sed '1i #include <pthread.h>' >"$work/bad.c"
sim 1 "$work/bad.c" --headless -x step && grep -q "error: " "$work/err"
check "what does not compile is said by the compiler"

sum_up
