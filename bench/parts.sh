#!/bin/sh
# parts.sh FOLDER PART... -- what each part that makes the runtime fast is worth:
# the rate of each workload without the part, as a share of the rate with all.
#
# FOLDER/troupe-bench has all of them, FOLDER-no-PART/troupe-bench lacks one
# (`make bench-parts` builds them). All take turns, five times, with one worker;
# the figure is the ratio of the medians: below 1, the part pays.
set -eu
folder=${1%/}
shift
rows='pingpong:300000 threadring:300000 counting:500000
  forkjoin-throughput:10000 big:2000 mailbox-contention:50000 ask:100000
  forkjoin-create:50000'

rate() { # PROGRAM WORKLOAD N
  BENCH_WORKERS=1 "$1/troupe-bench" "$2" "$3" | awk '{ print $4 }'
}

median() {
  sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'
}

printf '%-20s %10s' without 'all (M/s)'
for part in "$@"; do printf ' %8s' "$part"; done
echo
runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT
for row in $rows; do
  workload=${row%:*}
  for turn in 1 2 3 4 5; do
    rate "$folder" "$workload" "${row#*:}" >>"$runs/$workload"
    for part in "$@"; do
      rate "$folder-no-$part" "$workload" "${row#*:}" >>"$runs/$workload-$part"
    done
  done
  all=$(median <"$runs/$workload")
  printf '%-20s %10.1f' "$workload" "$(echo "$all" | awk '{ print $1 / 1e6 }')"
  for part in "$@"; do
    median <"$runs/$workload-$part" |
      awk -v all="$all" '{ printf " %8.2f", $1 / all }'
  done
  echo
done
