#!/bin/sh
# examples.sh -- every example is short, and prints what NAME.out says under
# every dispatcher.
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

# has_at_most LINES FILE
has_at_most() {
  lines=$(wc -l <"$2")
  expect "$2 has at most $1 lines" "$((lines <= $1))" 1
}

# run PROGRAM VARIABLE=VALUE... prints what it prints, and how it exits.
run() {
  program=$1
  shift
  env "$@" "$program" 2>&1
  echo "exit $?"
}

has_at_most 25 lib/examples/counter.c
for source in lib/examples/*.c; do
  name=$(basename "$source" .c)
  program=$B/lib/examples/$name
  wanted="$(cat "lib/examples/$name.out"; echo 'exit 0')"
  has_at_most 120 "$source"
  for how in pool threads stepper; do
    for seed in 0 1 2; do
      expect "$name under $how, seed $seed" \
        "$(run "$program" TROUPE_RUN=$how TROUPE_SEED=$seed)" "$wanted"
    done
  done
  for workers in 1 8; do
    expect "$name with $workers workers" \
      "$(run "$program" TROUPE_WORKERS=$workers)" "$wanted"
  done
done

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
