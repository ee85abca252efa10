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

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
