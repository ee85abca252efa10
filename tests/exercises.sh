#!/bin/sh
# exercises.sh -- proves every exercise: the start fails for its declared
# reason, the solution passes, also 1,000 orders of its steps at random, each
# wrong solution is rejected by the test it names, in each exercise that is
# judged by orders of steps one falls to nothing else, and all the texts are
# there. With TEST_ALL=1 also that at least 95 of 100 solutions with one small
# change are rejected; those that are not stand in survivors.txt with a reason.
#
#   tests/exercises.sh [ID]...
# limit: 1800
set -u
cd "$(dirname "$0")/.." || exit 2
B=${B:-build/gcc-plain}
CC=${CC:-gcc}
NEW_LINES=60
passed=0
failed=0
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

learn() {
  TROUPE_ROOT=$(pwd) TROUPE_MINE=$work/mine "$B/troupe-learn" "$@"
}

ok() {
  passed=$((passed + 1))
}

fault() {
  failed=$((failed + 1))
  echo "FAIL $*"
}

# field NAME: of the verdict in $work/json
field() {
  sed -n "s/.*\"$1\": \"\{0,1\}\([^\",]*\)\"\{0,1\}[,}].*/\1/p" "$work/json"
}

# The test that a file declares on its first line.
declared() {
  sed -n '1s/.*[Ff]ails\( first\)\{0,1\}:\{0,1\} \([a-z0-9_]*\):\{0,1\}$/\2/p' "$1"
}

# Where else it fails when chance has it so: a plain run and a sanitizer see only
# what happens.
otherwise() {
  sed -n 's|^//.* or fails \([a-z0-9_]*\)$|\1|p' "$1"
}

# judged FILE VERDICT TEST [TEST]: one of the tests.
judged() {
  learn check --json "$1" >"$work/json" 2>"$work/complaint"
  if [ "$(field verdict)" != "$2" ] ||
    { [ "$(field test)" != "$3" ] && [ "$(field test)" != "${4:-$3}" ]; }; then
    fault "$1: $(field verdict) in \"$(field test)\", wanted $2 in \"$3\""
    sed 's/^/  /' "$work/json" "$work/complaint"
  elif ! grep -q '"unjudged": \[\]' "$work/json" && [ "${TROUPE_NO_TSAN:-}" != 1 ]; then
    fault "$1: $(grep -o '"unjudged": \[[^]]*\]' "$work/json")"
  else
    ok
  fi
}

# A wrong solution that says `passes TEST` is not found by luck: a hundred
# plain runs of that test, and some under each sanitizer, find nothing.
lucky() {
  by_luck=$(sed -n 's|^//.* passes \([a-z0-9_]*\)$|\1|p' "$2")
  [ -n "$by_luck" ] || return 0
  for mode in plain address thread; do
    built=${B%-*}-$mode
    san=
    [ $mode = address ] && san=-fsanitize=address,undefined
    [ $mode = thread ] && san=-fsanitize=thread
    runs=100
    [ $mode = plain ] || runs=10
    # shellcheck disable=SC2086
    $CC -std=c17 -D_POSIX_C_SOURCE=200809L -O1 -g -pthread $san -no-pie \
      -iquote lib -iquote "$1" -o "$work/luck" "$2" "$built/$1/test.o" \
      "$built/exercises/judge.o" "$built/exercises/stage.o" \
      "$built/libtroupe.a" -lcunit -lm \
      -Wl,--wrap=channel_recv,--wrap=pthread_mutex_unlock,--wrap=mutex_init \
      -Wl,--wrap=mutex_release,--wrap=cond_init,--wrap=cond_release ||
      { fault "$2: does not link for $mode"; return; }
    run=0
    while [ $run -lt $runs ]; do
      TEST_ONLY=$by_luck setarch "$(uname -m)" -R "$work/luck" \
        >"$work/out" 2>&1 || break
      run=$((run + 1))
    done
    if [ $run -eq $runs ]; then ok; else
      fault "$2: $mode run $run of $by_luck found it: $(head -n 3 "$work/out")"
    fi
  done
}

# The solution, in 1,000 orders of its steps, however long that takes.
orders() {
  [ -f "$1/schedules.c" ] || return 0
  CC=$CC B=$B tools/step.sh --exercise "${1#exercises/}" --runs 1000 \
    --preemptions 1 --time 20 "$1/solution.c" >"$work/orders" 2>&1
  # Either all there are, or so many at random.
  if grep -q '^verdict: passed' "$work/orders" &&
    grep -qE '; all schedules(,|$)|, 1000 at random' "$work/orders"; then ok; else
    fault "$1: 1,000 orders of steps: $(cat "$work/orders")"
  fi
}

# One wrong solution at least is found in orders of its steps alone.
only_by_orders() {
  [ -f "$1/schedules.c" ] || return 0
  if grep -q '^1 ' "$work/found"; then ok; else
    fault "$1: no wrong solution passes all but an order of steps"
  fi
}

# Each small change of the solution: rejected, or in survivors.txt. What does
# not compile counts for nothing.
mutants() {
  [ "${TEST_ALL:-}" = 1 ] || return 0
  all=$("$B/troupe-mutants" "$1/solution.c")
  number=0 judged=0 survived=0
  while [ "$number" -lt "$all" ]; do
    number=$((number + 1))
    "$B/troupe-mutants" "$1/solution.c" $number >"$work/mutant.c"
    learn check --json --exercise "$id" "$work/mutant.c" >"$work/json" 2>&1
    [ "$(field reason)" = compile ] && continue
    judged=$((judged + 1))
    [ "$(field verdict)" = passed ] || continue
    survived=$((survived + 1))
    what=$(sed -n '1s|^// MUTANT: ||p' "$work/mutant.c")
    grep -qxF -e "$what" "$1/survivors.txt" 2>/dev/null ||
      fault "$1: nobody rejects $what"
  done
  echo "$1: $survived of $judged mutants survive"
  if [ "$judged" -gt 0 ] && [ $((survived * 20)) -le "$judged" ]; then ok; else
    fault "$1: $survived of $judged mutants survive, more than one in twenty"
  fi
}

texts() {
  for name in task.md hints.md explain.md; do
    if [ ! -s "$1/$name" ]; then
      fault "$1/$name is missing"
    elif awk 'length($0) > 79 { exit 1 }' "$1/$name"; then ok; else
      fault "$1/$name has lines of more than 79 columns"
    fi
  done
  levels=$(grep -c '^## [123]$' "$1/hints.md")
  if [ "$levels" -eq 3 ]; then ok; else
    fault "$1/hints.md has $levels levels, not 3"
  fi
  new=$(diff "$1/start.c" "$1/solution.c" | grep -c '^>')
  if [ "$new" -le $NEW_LINES ]; then ok; else
    fault "$1/solution.c has $new new lines, more than $NEW_LINES"
  fi
}

no_warnings() {
  if [ "$(field warnings)" = 0 ]; then ok; else
    fault "$1: $(field warnings) warnings"
  fi
}

prove() {
  judged "$1/start.c" failed "$(declared "$1/start.c")"
  no_warnings "$1/start.c"
  judged "$1/solution.c" passed ""
  no_warnings "$1/solution.c"
  orders "$1"
  : >"$work/found"
  for wrong in "$1"/wrong/*.c; do
    judged "$wrong" failed "$(declared "$wrong")" "$(otherwise "$wrong")"
    declared "$wrong" >>"$work/tests"
    [ "$(field mode)" = schedules ] && echo "1 $wrong" >>"$work/found"
    lucky "$1" "$wrong"
  done
  count=$(wc -l <"$work/tests")
  kinds=$(sort -u "$work/tests" | wc -l)
  if [ "$count" -ge 5 ] && [ "$kinds" -ge 3 ]; then ok; else
    fault "$1: $count wrong solutions over $kinds tests; 5 over 3 are wanted"
  fi
  rm -f "$work/tests"
  only_by_orders "$1"
  mutants "$1"
  texts "$1"
}

if [ ! -x "$B/troupe-learn" ]; then
  echo "exercises.sh: $B/troupe-learn is not built: make learn" >&2
  echo "0 passed, 1 failed"
  exit 1
fi
for exercise in exercises/[0-9]*/; do
  exercise=${exercise%/}
  id=${exercise#exercises/}
  case " ${*:-${id%%-*}} " in *" ${id%%-*} "*) prove "$exercise" ;; esac
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
