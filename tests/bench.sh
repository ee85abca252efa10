#!/bin/sh
# bench.sh -- the benchmarks check their own totals; small sizes, no figure is
# asserted.
# modes: gcc-plain gcc-thread
set -u
cd "$(dirname "$0")/.." || exit 1
B=${B:-build/gcc-plain}
passed=0
failed=0

# expect NAME STATUS PATTERN COMMAND...: the last line printed matches.
expect() {
  name=$1 status=$2 pattern=$3
  shift 3
  printed=$("$@" 2>&1 | tail -n 1)
  "$@" >/dev/null 2>&1
  if [ $? -eq "$status" ] && echo "$printed" | grep -qE "$pattern"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAIL $name: \"$printed\""
  fi
}

for workload in $("$B/troupe-bench" --list | awk '{ print $1 }'); do
  for run in pool threads stepper; do
    expect "$workload under $run" 0 "^$workload 300 [0-9.]+ [0-9]+\$" \
      env "TROUPE_RUN=$run" "$B/troupe-bench" "$workload" 300
  done
done
expect "JSON" 0 '^\{"workload": "pingpong", "n": 10, .*"per_second": [0-9]+\}$' \
  "$B/troupe-bench" --json --workers 1 pingpong 10
expect "latency as JSON" 0 '"p50_ns": [0-9]+, "p99_ns": [0-9]+, "p999_ns"' \
  "$B/troupe-bench" --json latency-idle 50
expect "percentiles in words" 0 'p50 .* us, p99 .* us, p99.9 .* us, worst' \
  sh -c '"$0" latency-busy 20 2 2>&1 >/dev/null' "$B/troupe-bench"
expect "primes up to one" 0 '^sieve 1 ' "$B/troupe-bench" sieve 1
expect "two philosophers" 0 '^philosophers 50 ' \
  "$B/troupe-bench" philosophers 50 2
expect "two accounts" 0 '^bank 50 ' "$B/troupe-bench" bank 50 2
expect "one producer, one consumer" 0 '^bounded-buffer 500 ' \
  "$B/troupe-bench" bounded-buffer 500 1
expect "a table for one" 2 'EXTRA is' "$B/troupe-bench" philosophers 10 1
expect "a ring of one" 0 '^threadring 50 ' \
  "$B/troupe-bench" --dispatcher stepper threadring 50 1
expect "a dispatcher of none" 2 'is pool, threads or stepper, not "fast"' \
  "$B/troupe-bench" --dispatcher fast pingpong
expect "an option of none" 2 'options are' "$B/troupe-bench" --fast pingpong
expect "no workers" 2 'whole number from 1 up, not "0"' \
  "$B/troupe-bench" --workers 0 pingpong
expect "a mall for one" 2 'EXTRA is' "$B/troupe-bench" chameneos 10 1
expect "an unknown workload" 2 'no workload is called "pong"' \
  "$B/troupe-bench" pong
expect "a size of none" 2 'whole number from 1 up' "$B/troupe-bench" ask 0
expect "no workload" 2 '^usage:' "$B/troupe-bench"

# All of them, as `./troupe bench` runs them, beside another program.
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/bin"
cat >"$folder/bin/other" <<'END'
#!/bin/sh
[ "$1" = pingpong ] && echo "$1 $2 1 5${BENCH_WORKERS}00000"
END
chmod +x "$folder/bin/other"
# `bench WANTED-STATUS PATTERN ARGUMENTS...` looks at all that is printed.
bench() {
  status=$1 pattern=$2
  shift 2
  printed=$(PEERS_BUILD=$folder bench/run.sh "$B/troupe-bench" \
    --out "$folder/out" "$@" 2>&1)
  if [ $? -eq "$status" ] && echo "$printed" | grep -qE "$pattern"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAIL bench $*: $printed"
  fi
}
bench 0 '^pingpong  *messages/s .* M .* other@2 5.20 M ' --runs 1 pingpong ask
bench 0 '^Failed or too slow: other in ask$' --runs 1 ask
bench 0 'p99.9  *ns .* [nu]s ' --quick --runs 2 latency-idle
bench 0 '^[0-9]+ cores, ' --quick --runs 1 pingpong
bench 2 'options are' --fast
bench 2 'whole number' --runs none
bench 2 'none of these is a workload: pong' pong
expect "a picture is drawn" 0 '^</svg>$' cat "$folder/out/troupe-bench.svg"
bench 2 'not --fast' --growth --fast
bench 2 'whole number' --growth --runs none
expect "shares of a rate that grows and of one that falls" 0 \
  '^ring  *1000  *4.0 M  2.00  *1.0 M  0.50 ' \
  sh -c 'printf "ring\t-\t%s\t%s\t%s\n" 100 1 2e6 100 2 2e6 1000 1 4e6 1000 2 1e6 |
    awk -f bench/growth.awk | tail -n 1'
expect "what it costs to be watched" 0 '^ask .* [0-9.]+ .* [0-9]+$' \
  bench/attach.sh "$B" --quick
# A median of an even number of runs, their ends, and the order of coming.
expect "medians" 0 '^a	u	w	1	3	1	9	4$' \
  sh -c 'for i in 9 1 2 4; do printf "a\tu\tw\t1\t$i\n"; done |
    awk -f bench/medians.awk'

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
