#!/bin/sh
# replay.sh -- the same seed gives the same run: the event logs of every scene
# are equal byte for byte, and with them the hash after every step, from run to
# run and from compiler to compiler.
#
# A seed is run by gcc's program, by it again, and by clang's: two reruns each,
# so 10 seeds are 20 reruns of every scene; 500, with --all, 1,000.
# modes: clang-plain
# limit: 900
set -u
cd "$(dirname "$0")/.." || exit 1
passed=0
failed=0
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
last=9
[ "${TEST_ALL:-}" = 1 ] && last=499

make -s CC=gcc sim >/dev/null || { echo "gcc's build failed"; exit 1; }
make -s CC=clang sim >/dev/null || { echo "clang's build failed"; exit 1; }

# logs COMPILER SCENE FOLDER: a run of each seed to its end, as JSON Lines in a
# file of its name. A scene may well end by a failed check (1); anything else is
# a fault of the simulator.
logs() {
  mkdir -p "$folder/$3"
  rm -f "$folder/$3"/*
  for seed in $(seq 0 $last); do
    echo "seed $seed; run"
    echo "run"
    echo "run"
    echo "export jsonl $folder/$3/$seed"
  done | "build/$1-plain/troupe-sim" "$2" --headless --keep-going \
    >"$folder/says" 2>&1
  [ $? -le 1 ] && [ "$(grep -l '"event":"stepped".*"hash"' "$folder/$3"/* |
    wc -l)" -eq $((last + 1)) ]
}

# same SCENE FOLDER WORDS
same() {
  if diff -rq "$folder/one" "$folder/$2" >"$folder/differ"; then
    passed=$((passed + 1))
    return
  fi
  failed=$((failed + 1))
  seed=$(sed -n 's/.*one\/\([0-9]*\) and.*/\1/p' "$folder/differ" | head -n 1)
  echo "FAIL $1, $3: the logs of $(wc -l <"$folder/differ") seeds differ, as of ${seed:-one}"
  diff "$folder/one/$seed" "$folder/$2/$seed" | head -n 4 | cut -c 1-200
}

scenes=0
for scene in $(build/gcc-plain/troupe-sim --list | awk '{ print $1 }'); do
  scenes=$((scenes + 1))
  if logs gcc "$scene" one && logs gcc "$scene" two &&
    logs clang "$scene" three; then
    same "$scene" two "again"
    same "$scene" three "gcc and clang"
  else
    failed=$((failed + 1))
    echo "FAIL $scene: no log"
    tail -n 5 "$folder/says"
  fi
  if [ "$scene" != counter ] && cmp -s "$folder/one/0" "$folder/one/1"; then
    failed=$((failed + 1))
    echo "FAIL $scene: two seeds give one run; the comparison sees nothing"
  fi
done

echo "$scenes scenes, $((2 * (last + 1))) reruns each"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
