#!/bin/sh
# sim_time.sh -- branches, breakpoints, search and faults, as lines of the
# grammar without a screen.
#
# modes: gcc-plain gcc-address
set -u
cd "$(dirname "$0")/.." || exit 2
B=${B:-build/gcc-plain}
SIM=$B/troupe-sim
TROUPE_ROOT=$PWD
export TROUPE_ROOT
passed=0
failed=0
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT INT TERM

# check NAME: passes when the last command succeeded.
check() {
  if [ "$?" -eq 0 ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED: $1"
    sed 's/^/  out: /' "$work/out"
    sed 's/^/  err: /' "$work/err"
  fi
}

# sim CODE ARGUMENTS...: runs it and compares the exit code.
sim() {
  wanted=$1
  shift
  "$SIM" "$@" >"$work/out" 2>"$work/err" </dev/null
  code=$?
  [ "$code" -eq "$wanted" ] && return 0
  echo "exit $code instead of $wanted: $*"
  return 1
}

out() { grep -qF -- "$1" "$work/out"; }
last() { [ "$(tail -n 1 "$work/out")" = "$1" ]; }
err() { grep -qF -- "$1" "$work/err" && [ "$(wc -l <"$work/err")" -eq 1 ]; }

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
  out 'total holds'
check "a check is judged anew on the branch"
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

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
