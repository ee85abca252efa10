#!/bin/sh
# attach.sh FOLDER [--quick] -- what it costs that a running program can be
# watched (TROUPE_ATTACH): the rate of a workload with nobody there, and with a
# reader that takes all that is told, as a share of the rate without.
#
# The three take turns; the shares are of the medians, and behind them of the
# best of all turns, which is what is left where the machine did nothing else. One
# worker, as there are few processors: reader and worker must not share one. `told` is what the reader
# was sent, in kilobytes a second. Goals: 0.98 with nobody, 0.90 with a reader.
set -eu
folder=${1%/}
turns=11
scale=1
if [ "${2:-}" = --quick ]; then
  turns=1
  scale=100
fi
rows='pingpong:3000000 counting:8000000 threadring:4000000 ask:1000000'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
door=$work/door

rate() { # WORKLOAD N: in messages a second
  BENCH_WORKERS=1 "$folder/troupe-bench" "$1" "$2" | awk '{ print $4 }'
}

median() {
  sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'
}

best() {
  sort -n | tail -n 1
}

share() { # WHICH of median, best; FILE
  plain=$("$1" <"$work/plain")
  "$1" <"$work/$2" | awk -v all="$plain" '{ printf "%.3f\n", $1 / all }'
}

printf '%-12s %10s %8s %6s %8s %6s %10s\n' workload 'plain M/s' nobody best \
  reader best 'told kB/s'
for row in $rows; do
  workload=${row%:*}
  n=$((${row#*:} / scale))
  rm -f "$work"/plain "$work"/nobody "$work"/reader "$work"/told
  for _ in $(seq $turns); do
    plain=$(rate "$workload" "$n")
    nobody=$(TROUPE_ATTACH=$door rate "$workload" "$n")
    "$folder/troupe-reader" "$door" >"$work/bytes" &
    watched=$(TROUPE_ATTACH=$door rate "$workload" "$n")
    wait $!
    echo "$plain" >>"$work/plain"
    echo "$nobody" >>"$work/nobody"
    echo "$watched" >>"$work/reader"
    echo "$(cat "$work/bytes") $watched $n" |
      awk '{ print $1 * $2 / $3 / 1000 }' >>"$work/told"
  done
  printf '%-12s %10.1f %8s %6s %8s %6s %10.0f\n' "$workload" \
    "$(median <"$work/plain" | awk '{ print $1 / 1e6 }')" \
    "$(share median nobody)" "$(share best nobody)" \
    "$(share median reader)" "$(share best reader)" \
    "$(median <"$work/told")"
done
