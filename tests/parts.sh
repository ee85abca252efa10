#!/bin/sh
# parts.sh -- the library keeps its promises without the parts that make it
# fast (PARTS in the Makefile).
# limit: 600
set -u
cd "$(dirname "$0")/.." || exit 1
passed=0
failed=0

check() { # NAME COMMAND...
  name=$1
  shift
  if "$@" >"$log" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAIL $name"
    tail -n 5 "$log"
  fi
}

log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
parts=$(sed -n 's/^PARTS := //p' Makefile)
folder=build/gcc-plain$(for part in $parts; do printf -- '-no-%s' "$part"; done)
programs=
for test in behaviours_promises ask stash; do
  programs="$programs $folder/tests/test_$test"
done
# shellcheck disable=SC2086
check "builds" env -u SAN make -s CC=gcc OFF="$parts" $programs \
  "$folder/troupe-bench"
for program in $programs; do
  check "$(basename "$program") without parts" "$program"
done
for workload in pingpong counting threadring big ask skynet; do
  check "$workload without parts" "$folder/troupe-bench" "$workload" 300
done
check "an unknown part" sh -c \
  'make OFF=NONE 2>&1 | grep -q "OFF=NONE: it is one or more of DIRECT"'
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
