#!/bin/sh
# exercises.sh -- proves every exercise: the start fails for its declared
# reason, the solution passes, each wrong solution is rejected by the test it
# names, and all the texts are there.
#
#   tests/exercises.sh [ID]...
# limit: 600
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

# judged FILE VERDICT TEST
judged() {
  learn check --json "$1" >"$work/json" 2>"$work/complaint"
  if [ "$(field verdict)" != "$2" ] || [ "$(field test)" != "$3" ]; then
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
      -Wl,--wrap=channel_recv,--wrap=pthread_mutex_unlock ||
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
  for wrong in "$1"/wrong/*.c; do
    judged "$wrong" failed "$(declared "$wrong")"
    declared "$wrong" >>"$work/tests"
    lucky "$1" "$wrong"
  done
  count=$(wc -l <"$work/tests")
  kinds=$(sort -u "$work/tests" | wc -l)
  if [ "$count" -ge 5 ] && [ "$kinds" -ge 3 ]; then ok; else
    fault "$1: $count wrong solutions over $kinds tests; 5 over 3 are wanted"
  fi
  rm -f "$work/tests"
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
