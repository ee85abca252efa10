#!/bin/sh
# stress.sh -- random rounds for a few seconds each way. For longer: make stress
# ARGS="--seconds 3600", and SAN=thread.
# modes: gcc-plain gcc-thread
set -u
cd "$(dirname "$0")/.." || exit 1
B=${B:-build/gcc-plain}
SECONDS_EACH=${STRESS_SECONDS:-2}
passed=0
failed=0

# expect NAME STATUS PATTERN ARGUMENTS...
expect() {
  name=$1 status=$2 pattern=$3
  shift 3
  printed=$("$B/troupe-stress" "$@" 2>&1)
  if [ $? -eq "$status" ] && echo "$printed" | grep -qE "$pattern"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAIL $name: $printed"
  fi
}

for workers in 1 2 4 8; do
  expect "$workers workers" 0 '^[0-9]+ rounds, all right$' \
    --workers $workers --seconds "$SECONDS_EACH" --seed "$workers"
done
expect "a thread an actor" 0 '^[0-9]+ rounds, all right$' \
  --dispatcher threads --seconds "$SECONDS_EACH"
expect "one round again and again" 0 '^[0-9]+ rounds, all right$' \
  --seconds 0 --seed 7 --round 3
expect "an option of none" 2 '^usage:' --fast 1
expect "no number" 2 '^usage:' --seconds soon
expect "an option without a value" 2 '^usage:' --seed

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
