#!/bin/sh
# run.sh PROGRAM [WORKLOAD]... -- runs workloads and prints their medians.
#
# Each workload runs five times with one worker and with two, in turn, so that
# a slow moment hits both. What counts is the ratio within one run: machines
# are shared and noisy.
set -eu
program=$1
shift
workloads=$*
[ $# -gt 0 ] || workloads=$("$program" --list | awk '{ print $1 }')
runs=5
results=$(mktemp)
trap 'rm -f "$results"' EXIT

for workload in $workloads; do
  i=0
  while [ $i -lt $runs ]; do
    for workers in 1 2; do
      BENCH_WORKERS=$workers "$program" "$workload" |
        sed "s/^/$workers /" >>"$results"
    done
    i=$((i + 1))
  done
done

echo "medians of $runs runs, messages or requests a second"
printf '%-20s %14s %14s %8s\n' workload "one worker" "two workers" two/one
for workload in $workloads; do
  for workers in 1 2; do
    awk -v w="$workers" -v name="$workload" \
      '$1 == w && $2 == name { print $5 }' "$results" | sort -n |
      sed -n "$(((runs + 1) / 2))p"
  done | paste - - | awk -v name="$workload" \
    '{ printf "%-20s %14d %14d %8.2f\n", name, $1, $2, $2 / $1 }'
done
