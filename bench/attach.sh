#!/bin/sh
# attach.sh FOLDER [--quick] -- what it costs that a running program can be
# watched (TROUPE_ATTACH): its throughput with nobody there, and with a reader
# that takes all that is told, as shares of that without.
#
# Throughput is messages a second of processor time, of all threads of the
# program: on a machine that does other things, too, the clock says more about
# those. Short runs take turns, each time in another order; a share is the
# median over the turns, with its quartiles behind. `same` is the program beside
# itself: what differs there is noise. `code` is with nobody there again, in
# instructions of its own as callgrind counts them, of the program in $COUNTED, a
# build for any machine (-: valgrind is missing, or does not know this one;
# nor in a quick run).
# One worker, as there are few processors; `told` is what the reader was sent,
# in kilobytes a second. Goals: 0.98 with nobody, 0.90 with a reader.
set -eu
folder=${1%/}
turns=15
scale=1
if [ "${2:-}" = --quick ]; then
  turns=1
  scale=100
fi
rows='pingpong:6000000 chameneos:4000000 threadring:8000000 ask:2000000'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
door=$work/door
counted=${COUNTED:-$folder}
export BENCH_WORKERS=1

# cost NAME WORKLOAD N: microseconds to FILE NAME, seconds to `seconds`
cost() {
  "$folder/troupe-cost" "$work/cost" "$folder/troupe-bench" "$2" "$3" \
    >"$work/said"
  cat "$work/cost" >>"$work/$1"
  awk '{ print $3 }' "$work/said" >"$work/seconds"
}

# turn WHICH WORKLOAD N
turn() {
  case $1 in
    plain | same) cost "$1" "$2" "$3" ;;
    nobody) TROUPE_ATTACH=$door cost nobody "$2" "$3" ;;
    reader)
      "$folder/troupe-reader" "$door" >"$work/bytes" &
      TROUPE_ATTACH=$door cost reader "$2" "$3"
      wait $!
      paste "$work/bytes" "$work/seconds" |
        awk '{ print $1 / $2 / 1000 }' >>"$work/told"
      ;;
  esac
}

median() {
  sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'
}

# share WHICH: the median of plain's cost through this one's, and its quartiles
share() {
  paste "$work/plain" "$work/$1" | awk '{ print $1 / $2 }' | sort -n | awk '
    { all[NR] = $1 }
    function at(part) { return all[1 + int((NR - 1) * part + .5)] }
    END { printf "%.3f %.2f-%.2f", at(.5), at(.25), at(.75) }'
}

# instructions WORKLOAD N
instructions() {
  valgrind --tool=callgrind --dump-line=no \
    --callgrind-out-file="$work/counts" "$counted/troupe-bench" \
    "$1" "$2" >/dev/null 2>&1 || return 1
  awk -v program=troupe-bench -f bench/own_instructions.awk "$work/counts"
}

# code WORKLOAD: so many times as many instructions a message with a door
code() {
  if [ $scale -gt 1 ] || ! command -v valgrind >/dev/null 2>&1; then
    echo -
    return
  fi
  few=$((40000 / scale + 100))
  many=$((few * 3))
  if ! { instructions "$1" $few && instructions "$1" $many &&
    TROUPE_ATTACH=$door instructions "$1" $few &&
    TROUPE_ATTACH=$door instructions "$1" $many; } >"$work/figures"; then
    echo -
    return
  fi
  awk '{ n[NR] = $1 } END { printf "%.3f\n", (n[2] - n[1]) / (n[4] - n[3]) }' \
    "$work/figures"
}

printf '%-11s %8s  %-15s  %-15s  %5s  %-15s %9s\n' workload 'plain M/s' same \
  nobody code reader 'told kB/s'
for row in $rows; do
  workload=${row%:*}
  n=$((${row#*:} / scale))
  rm -f "$work"/plain "$work"/same "$work"/nobody "$work"/reader "$work"/told
  for number in $(seq $turns); do
    case $((number % 4)) in
      0) order='plain nobody same reader' ;;
      1) order='reader same plain nobody' ;;
      2) order='nobody plain reader same' ;;
      3) order='same reader nobody plain' ;;
    esac
    for which in $order; do
      turn "$which" "$workload" "$n"
    done
  done
  printf '%-11s %8.1f  %-15s  %-15s  %5s  %-15s %9.0f\n' "$workload" \
    "$(median <"$work/plain" | awk -v n="$n" '{ print n / $1 }')" \
    "$(share same)" "$(share nobody)" "$(code "$workload")" \
    "$(share reader)" "$(median <"$work/told")"
done
