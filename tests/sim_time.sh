#!/bin/sh
# sim_time.sh -- branches, breakpoints, search and faults, as lines of the
# grammar without a screen.
#
# modes: gcc-plain gcc-address
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/sim_lines.sh

# wrong SCENE LINE WORDS: the line, after four steps, is answered so.
wrong() {
  sim 2 "$1" --headless -x "4 step; $2" && err "$3"
  check "wrong input: $2"
}

# ---- Branches ----

two_roads='4 step; back 2; send counter inc 8; until counter.count == 50'
sim 0 counter --headless -x "$two_roads" &&
  out 'branch 2; the old future is branch 1'
check "acting in the past says which branch it opened"
sim 0 counter --headless -x "$two_roads; branch 1; goto end; print counter.count" &&
  last 42
check "the old future is as it was"
sim 0 counter --headless -x "$two_roads; branch 1; branch 2; print counter.count" &&
  last 50
check "switching there and back comes to the same step"
sim 0 counter --headless -x "$two_roads; branch 1; goto end; send counter inc 1" \
  -x 'until counter.count == 43' && out 'stopped at step'
check "a branch can be gone on with"
sim 0 counter --headless -x "$two_roads; branch as mine; branch 1; branch mine" \
  -x 'print counter.count; branch' && out '* 2 mine'
check "a branch with a name is found by it"
sim 0 counter --headless -x "$two_roads; diff 1 2" &&
  out 'the same up to step 2' && out 'count 42 | 50'
check "diff tells the first difference and how the states differ"
sim 0 counter --headless -x "$two_roads; diff 2 2" && out 'no difference in'
check "a branch does not differ from itself"
sim 0 counter --headless -x '9 step; seed 7; 9 step; branch; diff 1 2' &&
  out 'seed 1, ' && out 'seed 7, '
check "another seed is another branch"
roads=$(for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  echo "goto 2; send counter inc $i"
done)
echo "4 step
$roads
branch" >"$work/roads"
sim 0 counter --headless -f "$work/roads" &&
  out 'branch 4 was dropped for it' && [ "$(grep -c '^[ *] [0-9]' "$work/out")" -eq 17 ]
check "at most 16 old futures are kept, and it is said which goes"
sim 1 bank --headless -x 'run; goto 4; send bank get; run; branch 1; check' &&
  out 'total is pending'
check "a check is judged anew on the branch"
sim 1 bank --headless -x 'run; goto 0; check' && out 'total is pending'
check "before the step at which it could be judged a check is pending, also later"
wrong counter 'branch 7' 'there is no branch 7; branch lists them'
wrong counter 'branch as' 'branch as NAME gives this branch a name'
wrong counter 'branch as 7' 'a name is a word'
wrong counter 'branch 1 2' 'what is 2?'
wrong counter 'diff 1' 'diff needs more: diff A B'
wrong counter 'diff 1 x' 'there is no branch x'

# ---- Breaks, checks, and running towards something ----

sim 0 bank --headless -x 'break send set; continue' &&
  out 'break send set' && out 'stopped at step'
check "a run stops where a message is sent"
sim 0 bank --headless -x 'break receive get; continue; info breaks' &&
  out '1 receive get, hit 1 times'
check "a run stops where a message is taken, and hits are counted"
sim 0 bank --headless -x 'break bank if bank.balance > 0; continue' \
  -x 'print bank.balance > 0' && last true
check "a break with a condition stops only where it holds"
sim 0 bank --headless -x 'break state bank.balance; continue' \
  -x 'print handled(bank)' && out 'break state bank.balance'
check "a run stops where a field changes"
sim 0 bank --headless -x 'watch bank.balance; continue' && out 'watch bank.balance is '
check "a watch stops where its value changes, and tells it"
sim 2 bank --headless -x 'tbreak get; continue; delete 1' && err 'there is no break 1'
check "a temporary break is gone when it was hit"
sim 0 bank --headless -x 'break get; break set; delete 1; break' && out '2 set, hit 0'
check "a break keeps its number"
sim 1 bank --headless -x 'run; goto end; rcontinue; back; rcontinue' &&
  out 'the beginning; no break was hit'
check "back to nothing is the beginning"
sim 1 bank --headless -x 'run; 3 step; rcontinue; print step()' &&
  out 'check total failed'
check "backwards to the failed check"
sim 0 bank --headless -x 'break set; run; run; run; goto end; reverse' &&
  out 'back at step' && out 'break set'
check "backwards to a break"
sim 0 bank --headless -x 'advance ann; print handled(ann); advance ann; print handled(ann)' &&
  [ "$(grep -c '^[12]$' "$work/out")" -eq 2 ]
check "advance lets one actor handle one message"
sim 0 bank --headless -x 'advance ann; goto 0' \
  -x 'advance ann; print handled(ann)' && last 1
check "advance in the past follows the recorded steps"
sim 0 counter --headless -x '3 step; finish; print counter.count' && last 42
check "finish goes on until a message and what it caused is handled"
sim 0 counter --headless -x 'check low := never counter.count > 50; run; check' &&
  out 'low holds: never counter.count > 50'
check "never"
sim 1 counter --headless -x 'check low := never counter.count > 40; run' &&
  out 'check low failed (never counter.count > 40)'
check "never, and it was"
sim 0 counter --headless -x 'check soon := eventually counter.count == 42 within 4 steps' \
  -x 'run; check' && out 'soon holds'
check "eventually, in time"
sim 1 counter --headless -x 'check soon := eventually counter.count == 42 within 3 steps' \
  -x 'run' && out 'check soon failed'
check "eventually, too late"
sim 1 counter --headless -x 'check some := eventually nobody.x == 42; run'
check "eventually of what never is there fails when all is quiet"
sim 0 counter --headless -x 'check end := quiet counter.count == 42; run; check' &&
  out 'end holds'
check "a check for when all is quiet"
sim 0 counter --headless -x 'check soon := eventually counter.count == 42; run; goto 1; check' &&
  out 'soon is pending'
check "eventually is pending before it came true"
wrong counter 'check x := sometimes counter.count == 1' 'always, never, quiet or eventually'
wrong counter 'check x := eventually counter.count == 1 within 5' 'within 20 steps'
wrong counter 'check x := eventually counter.count == 1 within 0 s' 'within 20 steps'
wrong counter 'check x := always' 'always, never, quiet or eventually'
wrong counter 'break send nobody' 'no actor is called nobody'
wrong counter 'break failure inc' 'no actor is called inc'
wrong counter 'break state' 'whose state?'
wrong counter 'break counter inc' 'what is inc?'
wrong counter 'break inc if' 'expected at the end'
wrong counter 'watch counter.count +' 'expected at the end'
wrong counter 'tbreak' 'tbreak needs more'
wrong counter 'advance nobody' 'no actor is called nobody'
wrong counter 'advance main' 'a living actor'
wrong counter 'finish 9' 'finish needs an option'
wrong counter 'finish x' 'finish takes the number'

# ---- Search ----

# count WORDS: the number before them in what was said.
count() { sed -n "s/.*[^0-9]\([0-9][0-9]*\) $1[, ].*/\1/p" "$work/out" | tail -n 1; }

# searches PID: it has two children, the run's and the search's.
searches() {
  children=
  read -r children 2>/dev/null <"/proc/$1/task/$1/children"
  case $children in *[0-9]' '[0-9]*) true ;; *) false ;; esac
}

bare=$B/scenes/bank
sim 0 "$bare" --headless -x 'explore orders' && out 'these are all' &&
  [ "$(count 'runs*')" -eq 6 ]
check "two tellers and a bank: six orders in all"
sim 1 bank --headless -x 'explore' && out 'check total failed' &&
  out 'replay 1:' && grep -q 'total failed at step' "$work/err"
check "the search finds the lost update and opens it on the tape"
sim 0 bank_fixed --headless -x 'explore' && out 'these are all'
check "and proves that the repaired bank loses nothing"
sim 1 bank --headless -x 'explore random 500' && out 'check total failed'
check "seeds find it as well"
sim 0 bank_fixed --headless -x 'explore random 20' && out 'no seed goes wrong: 20 runs'
check "as many seeds as were asked for"
for at in 7 9 12; do
  for scene in bank_fixed pingpong; do
    sim 0 "$B/scenes/$scene" --headless -x "$at step; explore orders" &&
      reduced=$(count 'runs*') &&
      sim 0 "$B/scenes/$scene" --headless -x "$at step; explore all" &&
      out 'these are all' && [ "$(count 'distinct orders*')" -eq "$reduced" ]
    check "as many runs as distinct orders: $scene from step $at"
  done
done
read_by='check low := always ann.deposited + bob.deposited < 99'
sim 0 "$bare" --headless -x "12 step; $read_by; explore orders" &&
  reduced=$(count 'runs*') &&
  sim 0 "$bare" --headless -x "12 step; $read_by; explore all" &&
  [ "$(count 'distinct orders*')" -eq "$reduced" ]
check "the same with a check that reads what two actors have"
sim 0 "$bare" --headless -x 'explore all 50' && out 'not all were tried' &&
  [ "$(count 'runs*')" -eq 50 ]
check "a search stops at its bound and says so"
sim 0 "$bare" --headless -x 'explore all 1s' && out 'not all were tried'
check "a bound in seconds"
sim 0 pingpong --headless -x 'explore random 3 10 steps' && out '3 cut off at the bound'
check "a bound in steps"
sim 0 bank --headless -x 'expect fail total; run; goto 0; explore; branch 1' && out 'branch 1, step 2 of 26'
check "what was there before the search is a branch"
"$SIM" bank_fixed --headless -x 'explore all; until bank.balance == 30' >"$work/out" 2>"$work/err" </dev/null &
search=$!
until searches "$search" || [ ! -d "/proc/$search" ]; do :; done
kill -INT $search 2>/dev/null
wait $search && out 'stopped at step'
check "Ctrl-C ends the search alone"

line=$("$SIM" bank --headless -x explore </dev/null 2>/dev/null | grep '^replay ')
sim 1 bank --headless -x "$line; check" && out 'replayed to step' && out 'total failed'
check "the line of a found run makes it again"
sim 3 bank_fixed --headless -x "$line" && err 'of another program, or of another build'
check "the line of another program is found out"
line=$("$SIM" counter --headless -x '2 step; send counter inc 8; 4 step; replay' </dev/null |
  grep '^replay ')
sim 0 counter --headless -x "$line" -x 'until counter.count == 50' && out 'stopped at step'
check "what was typed is in the line"
sim 0 counter --headless -x '4 step; replay 7:0,0; seed' && last 'seed 7'
check "a replay brings its seed"
sim 1 bank --headless -x 'explore random 500; shrink' && out 'steps instead of'
check "shrink finds no longer run"
sim 1 counter --headless -x 'check low := always counter.count < 60' \
  -x '2 step; send counter get; send counter inc 9; send counter get; send counter inc 30' \
  -x 'run; shrink; replay' && out 'steps instead of'
check "shrink leaves out what has no part in it"
sim 0 "$bare" --headless -x 'break receive set; run; back; swap; branch' && out 'before step' &&
  out '* 2'
check "swap runs a race the other way round, on a branch"
wrong counter 'explore everything' 'explore takes orders, random or all'
wrong counter 'explore 0' 'explore takes orders, random or all'
wrong counter 'shrink' 'nothing to shrink'
wrong counter 'shrink twice' 'what is twice?'
wrong counter 'goto 1; swap' 'races with no earlier step'
wrong counter 'replay x' 'a replay reads SEED:CHOICE'
wrong counter 'replay 1:0,x' 'what is x?'
wrong counter 'replay 1:0*' 'missing at its end'
wrong counter 'replay 1:{quit}' 'what is quit?'
wrong counter 'replay 1:{send counter' 'a replay reads SEED:CHOICE'

# ---- Faults ----

sim 0 counter --headless -x 'drop inc; until counter.count == 42' &&
  out '1 you drop inc{amount: 42} of main' && out 'not reached'
check "a message in flight is lost"
sim 0 counter --headless -x '2 step; drop inc; info messages; 9 step' &&
  out 'dead      inc{amount: 42}'
check "a message in a mailbox is lost, and is a dead letter"
sim 0 counter --headless -x '4 step; drop' && out 'you drop inc -> {count: 42} of counter'
check "the marked message"
sim 0 bank --headless -x 'expect fail total; dup deposit; run; print ann.deposited' && last 20
check "a message comes twice"
sim 0 counter --headless -x '3 step; send counter inc 1; send counter inc 2; move inc 2' \
  -x '3 step; move you/1 1; 1 step; print counter.count' && out 'you move inc{amount: 1} of you'
check "messages change places"
sim 0 counter --headless -x '4 step; send counter inc 1; 2 step; send counter inc 2; 1 step' \
  -x 'send counter inc 3; delay you/3 2s; until counter.count == 48' && out 'stopped at step'
check "a delayed message comes"
line=$("$SIM" counter --headless -x '3 step; send counter inc 1; send counter inc 2; move inc 2' \
  -x 'delay you/1 5ms; 1 step; drop main/2; 2 step; replay' </dev/null 2>/dev/null |
  grep '^replay ')
sim 0 counter --headless -x "$line" && out 'replayed to step 11'
check "faults are steps, and are replayed identically"
sim 0 counter --headless -x '2 step; drop inc; 2 step; back; send counter inc 9' \
  -x 'until counter.count == 9' && out 'stopped at step'
check "acting behind a fault replays it"
sim 0 lib/examples/supervised_tree.c --headless -x '30 step; restart till; 10 step; export jsonl' &&
  out '"event":"restarted"'
check "a supervised actor is restarted"
wrong counter 'drop nothing' 'there is no message nothing'
wrong counter 'drop 9' 'there is no message 9'
wrong counter 'restart counter' 'counter has no supervisor'
wrong counter 'restart nobody' 'no actor is called nobody'
wrong counter 'goto 0; drop start' "the runtime's own messages"
wrong counter 'goto 0; move inc 0' 'places count from 1'
wrong counter 'goto 0; delay inc soon' 'delay takes a time as 2s'
wrong counter 'goto 3; send counter inc 1; delay you/1 1s; drop you/1' 'waits for its time'
wrong counter 'goto 2; dup inc' 'awaits no answer'
wrong counter 'goto 2; delay inc 1s' 'only a message in flight'
wrong counter 'delay inc' 'delay needs more'

sim 0 bank --headless --keep-going \
  -x 'at 0s node east ann; at 0s latency here east 8ms..40ms; run; export jsonl' &&
  out '"name":"network","text":"latency here east 8ms..40ms"'
check "nodes and latencies can be planned, as in an overlay"

sum_up
