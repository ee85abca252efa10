#!/bin/sh
# sim_search.sh -- the ways to search, what they cover, and what they say.
#
# modes: gcc-plain gcc-address
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/sim_lines.sh

# count WORDS: the number before them in what was said.
count() { sed -n "s/.*[^0-9]\([0-9][0-9]*\) $1[, ].*/\1/p" "$work/out" | tail -n 1; }

# classes, ends: how many were said to be; covered: how many runs came to their
# end, in $covers.
classes() { sed -n 's/.* \([0-9]*\) distinct orders*.*/\1/p' "$work/out"; }
ends() { sed -n 's/.*, \([0-9]*\) \(different ends\|end\),.*/\1/p' "$work/out"; }
covered() {
  given_up=$(count 'given up')
  covers=$(($(sed -n 's/.*: \([0-9]*\) runs*.*/\1/p' "$work/out") - ${given_up:-0}))
}

# wrong SCENE LINE WORDS: the line is answered so.
wrong() {
  sim 2 "$1" --headless -x "$2" && err "$3"
  check "wrong input: $2"
}

bank=$B/scenes/bank
four=$B/programs/four_tellers

# ---- The program searches itself, or copies of it do: the same comes out ----

for mode in 'orders' 'all 3000' 'random 30'; do
  for scene in "$bank" bank_fixed pingpong links; do
    "$SIM" "$scene" --headless -x "7 step; explore $mode" </dev/null 2>/dev/null |
      sed 's/, [0-9]* \(different ends\|end\),/,/
        s/ steps, .*runs\/s, .*steps\/s/ steps/; s/, about.*//' >"$work/own"
    "$SIM" "$scene" --headless -x "7 step; explore $mode copies" </dev/null 2>/dev/null |
      sed 's/ steps, .*runs\/s, .*steps\/s/ steps/; s/, about.*//' >"$work/out"
    : >"$work/err"
    diff "$work/own" "$work/out" >>"$work/err"
    check "explore $mode counts the same as with copies: $scene"
  done
done
sim 0 "$four" --headless -x 'explore orders' && out 'these are all' && covered &&
  [ "$("$B/troupe-traces" 4)" = "4 tellers: $covers distinct orders" ]
check "four tellers have as many orders that matter as a count by force finds"
case $B in *-plain*)
  sim 0 "$bank" --headless -x 'replay 1:0*5; explore all' && out 'these are all' &&
    [ "$("$B/troupe-traces" 2 5)" = \
      "2 tellers: $(classes) distinct orders of $(count 'runs, [0-9]* distinct orders')" ]
  check "and of two it counts every run that there is"
  ;;
esac
sim 0 election --headless -x 'explore' && out 'these are all'
check "an election of five comes out the same in every order"

# ---- The other ways ----

sim 1 bank --headless -x 'explore pct 3' && out 'check total failed'
check "priorities find the lost update"
sim 0 bank_fixed --headless -x 'explore pct 2 50' && out 'no seed goes wrong: 50 runs'
check "and do not end by themselves"
sim 1 bank --headless -x 'explore delays 2' && out 'check total failed'
check "a few delays find it too"
sim 0 bank_fixed --headless -x 'explore delays 0' && out 'no order goes wrong: 1 run,' &&
  out 'all that pass 0 turns'
check "without delays there is one run"
sim 0 bank_fixed --headless -x 'explore delays 1' && one=$(count 'runs*') &&
  sim 0 bank_fixed --headless -x 'explore delays 2' && [ "$(count 'runs*')" -gt "$one" ]
check "more delays, more runs"
sim 1 bank --headless -x 'explore shortest' && out 'at step 26' && out 'states'
check "state by state the first failure is a shortest one"
sim 0 bank_fixed --headless -x 'explore shortest' && out 'these are all states' &&
  out 'two that look the same'
check "when there is none, it says what was covered"
sim 0 "$four" --headless -x 'explore shortest 200' && out 'stopped at its bound' &&
  out 'about '
check "a search that stopped says how much of it that was"
sim 1 pool --headless -x 'explore' && out 'failure: '
check "a failing actor ends a search"
sim 1 ring --headless -x 'explore' && out 'check nobody_refused failed' && out 'races with'
check "what was found names the races that led there"

sim 1 "$B/programs/streak" --headless -x 'check late := never judge.longest >= 4' \
  -x 'explore random 20 2000 steps; shrink' && out '20 steps instead of'
check "a long run shrinks to a shortest one"
# Minutes under a sanitizer.
case $B in *-plain*)
  bench/shrink.sh "$B" 4 8 >"$work/out" 2>"$work/err"
  check "planted mistakes shrink to at most 1.2 times the shortest way to them"
  ;;
esac
bench/sim.sh "$B" --quick >"$work/out" 2>"$work/err"
check "the benchmark's small form runs"

sim 1 bank --headless -x 'explore; explore last' && out 'races of this run' &&
  out 'by orders: check total failed' &&
  out 'length 26 to 26 steps: 2'
check "what the last search came to can be seen again, with the run's races"
sim 0 bank --headless -x 'explore; goto 3; view explore; pick 1; choose' \
  -x 'pick 2; choose; swap' && out 'branch 1, step 26: check total failed' &&
  out 'step 23 races with 18; x swaps' && out 'step 23 before step 18'
check "the Explore view opens a failure where it happened, and swaps a race"
wrong bank 'explore last' 'nothing was searched yet'

# ---- Orders left out ----

# One run of each class of orders, and no fewer: what cancels a timer, overtakes
# waiting mail, has to wait for room, is refused, or looks up a name tells of no
# race by itself. Where not all orders can be tried, those tried come to nothing
# that the search leaves out. Without sanitizers, which need copies: too slow.

# fits COUNT TRIED: as many as there are, or, of those tried, as many at least.
fits() {
  [ "$1" -eq "$2" ] || { [ "$tried" = some ] && [ "$1" -gt "$2" ]; }
}

complete=0
scenes=
case $B in *plain*) scenes=$(cat sim/scenes/ORDER) ;; esac
for scene in $scenes; do
  # Of threads all orders are tried or some, and one that deadlocks ends badly.
  grep -q 'base/thread.h' "sim/scenes/$scene.c" && continue
  sim 0 "$B/scenes/$scene" --headless -x 'explore all checks 20000' &&
    classes=$(classes) && ends=$(ends)
  tried=some
  out 'these are all' && tried=all && complete=$((complete + 1))
  sim 0 "$B/scenes/$scene" --headless -x 'explore orders checks 20000' &&
    covered && { ! out 'these are all' ||
      { fits "$covers" "$classes" && fits "$(ends)" "$ends"; }; }
  check "$scene: one run of each class of orders, $classes of $tried; $ends ends"
done
[ -z "$scenes" ] || [ "$complete" -ge 12 ]
check "of 12 scenes all orders can be tried"

# So it is with a program that is copied for each run.
for scene in timeout names kitchen gather; do
  sim 0 "$B/scenes/$scene" --headless -x 'explore orders checks copies' &&
    covered && [ "$covers" -eq "$(sed -n "s/^$scene //p" <<'END'
timeout 9
names 7
kitchen 145
gather 12
END
    )" ]
  check "$scene: copies of the program are heard of what they look at"
done

# ---- Undo ----

sim 0 bank --headless -x 'run; goto 15; undo; branch' && out 'step 15 undone' &&
  out '* 2'
check "a step is undone with what followed from it, on a branch"
sim 0 counter --headless -x '4 step; undo; print handled(counter)' && last 0
check "the last step undone is a step back"
wrong counter 'undo' 'this is the beginning'

# ---- Replays ----

sim 1 bank --headless -x "explore; replay to $work/run" && out 'this run is in'
check "a run is written to a file"
sim 1 bank --headless -x "replay from $work/run; check" && out 'replayed to step 26'
check "and made again from it"
sim 3 bank_fixed --headless -x "replay from $work/run" && err 'of another program, or of another build'
check "another program refuses it"
sed 's/@1/@9/' "$work/run" >"$work/later"
sim 3 bank --headless -x "replay from $work/later" && err 'of version 9, and this reads version 1'
check "so does another version"
sed 's/@.*//;s/=.*/=1/' "$work/run" >"$work/drifted"
sim 3 bank --headless -x "replay from $work/drifted" && err 'another state at step 26'
check "a replay that comes to another state says at which step"
wrong counter "replay from $work/none" 'cannot read'
wrong counter "replay to $work/none/at/all" 'cannot write'
wrong counter 'replay from' 'a replay reads SEED:CHOICE'
wrong counter 'explore pct nine lives' 'what is nine?'

# Minutes under a sanitizer.
case $B in *-plain*)
  sim 4 "$B/programs/streak" --headless -x run &&
    err 'the tape is full after 200000 steps: it keeps 200000 at most'
  check "a run without end stops where the tape is full, and says so"
  ;;
esac

sum_up
