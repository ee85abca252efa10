#!/bin/sh
# growth.sh PROGRAM [--quick] [--runs N] -- what is left of the rate when there
# are more actors, and more workers: a table.
#
# threadring passes one token round rings of 100 to 100,000 actors; big sends
# pings among 120 to 12,000; memory counts bytes of up to a million actors that
# never ran. A share is what of the rate of the fewest actors is kept, with as
# many workers (of memory: how many times less the fewest take, each). At least
# 0.7 is what Troupe wants to keep. Medians of the runs, 5; --quick: 3, of a
# quarter of the messages. It takes some two minutes, or half a minute.
set -eu
runs=5 share=1 program=''
while [ $# -gt 0 ]; do
  case $1 in
    --quick) runs=3 share=4 ;;
    --runs)
      case ${2:-} in
        '' | *[!0-9]* | 0)
          echo "growth.sh: --runs takes a whole number from 1 up" >&2
          exit 2
          ;;
      esac
      runs=$2
      shift
      ;;
    -*)
      echo "growth.sh: options are --quick and --runs, not $1" >&2
      exit 2
      ;;
    *) program=$1 ;;
  esac
  shift
done
[ -x "$program" ] || { echo "growth.sh: no program \"$program\"" >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# "WORKLOAD N EXTRA ACTORS": big's N is of each actor.
rows() {
  for actors in 100 1000 10000 100000; do
    echo "threadring $((8000000 / share)) $actors $actors"
  done
  for actors in 120 1200 12000; do
    echo "big $((7680000 / share / actors)) $actors $actors"
  done
  for actors in 10000 100000 1000000; do
    echo "memory $actors 1 $actors"
  done
}

# Turn by turn, so that a slow moment hits all of them.
turn() {
  for workers in 1 2 4 8; do
    rows | while read -r workload n extra actors; do
      line=$("$program" --workers $workers "$workload" "$n" "$extra") || exit 1
      printf '%s\t-\t%s\t%s\t%s\n' "$workload" "$actors" $workers "${line##* }"
    done || exit 1
  done
}

count=0
while [ $count -lt "$runs" ]; do
  turn >>"$folder/runs"
  count=$((count + 1))
done
awk -f "$(dirname "$0")/medians.awk" "$folder/runs" |
  awk -f "$(dirname "$0")/growth.awk"
