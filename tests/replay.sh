#!/bin/sh
# replay.sh -- the same seed gives the same run: the event logs of every scene
# are equal byte for byte, from run to run and from compiler to compiler.
# modes: clang-plain
# limit: 300
set -u
cd "$(dirname "$0")/.." || exit 1
passed=0
failed=0
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
seeds="0 1 2 3 4"
[ "${TEST_ALL:-}" = 1 ] && seeds=$(seq 0 99)

make -s CC=gcc sim >/dev/null || { echo "gcc's build failed"; exit 1; }
make -s CC=clang sim >/dev/null || { echo "clang's build failed"; exit 1; }

# log COMPILER SCENE SEED FILE: the run to its end, as JSON Lines. A scene may
# well end by a failed check (1); anything else is a fault of the simulator.
log() {
  "build/$1-plain/troupe-sim" "$2" --headless --keep-going --seed "$3" \
    -x run -x run -x run -x "export jsonl $4" >"$folder/says" 2>&1
  [ $? -le 1 ] && [ -s "$4" ]
}

same() {
  if cmp -s "$folder/one" "$2"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAIL $1: the logs differ"
    diff "$folder/one" "$2" | head -n 4 | cut -c 1-200
  fi
}

for scene in $(build/gcc-plain/troupe-sim --list | awk '{ print $1 }'); do
  for seed in $seeds; do
    rm -f "$folder/one" "$folder/two" "$folder/three"
    if log gcc "$scene" "$seed" "$folder/one" &&
      log gcc "$scene" "$seed" "$folder/two" &&
      log clang "$scene" "$seed" "$folder/three"; then
      same "$scene, seed $seed, again" "$folder/two"
      same "$scene, seed $seed, gcc and clang" "$folder/three"
    else
      failed=$((failed + 1))
      echo "FAIL $scene, seed $seed: no log"
      cat "$folder/says"
    fi
  done
  log gcc "$scene" 0 "$folder/one" && log gcc "$scene" 1 "$folder/two"
  if [ "$scene" != counter ] && cmp -s "$folder/one" "$folder/two"; then
    failed=$((failed + 1))
    echo "FAIL $scene: two seeds give one run; the comparison sees nothing"
  fi
done

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
