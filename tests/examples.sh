#!/bin/sh
# examples.sh -- the Counter is as short as the book says, and prints the same
# under every dispatcher.
# modes: all
set -u
cd "$(dirname "$0")/.." || exit 1
B=${B:-build/gcc-plain}
passed=0
failed=0

expect() {
  if [ "$2" = "$3" ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAIL $1: \"$2\", wanted \"$3\""
  fi
}

lines=$(wc -l <lib/examples/counter.c)
expect "counter.c has at most 25 lines" "$((lines <= 25))" 1
for run in pool threads stepper; do
  for seed in 0 1 2; do
    printed=$(TROUPE_RUN=$run TROUPE_SEED=$seed "$B/lib/examples/counter" 2>&1)
    expect "counter under $run, seed $seed" "$printed, exit $?" "42, exit 0"
  done
done
for workers in 1 2 8; do
  printed=$(TROUPE_WORKERS=$workers "$B/lib/examples/counter" 2>&1)
  expect "counter with $workers workers" "$printed, exit $?" "42, exit 0"
done

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
