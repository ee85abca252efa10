#!/bin/sh
# count.sh [PROGRAM] -- how many instructions of Troupe's own a message takes,
# or an actor, or an ask: a figure that does not depend on the clock.
#
#   bench/count.sh --write [PROGRAM]   keeps the figures as the baseline of this
#                                      compiler and machine, in bench/baselines
#   bench/count.sh --baseline          says which file that is
#
# Renew the baseline, with --write, in the commit that makes the code faster, or
# slower on purpose. PROGRAM is build/gcc-plain/troupe-bench unless given; CC is
# the compiler it was built with. Each workload runs under valgrind's callgrind
# with two sizes, and the difference is divided by the messages that one has
# more than the other: start and end do not count. With one worker in the pool
# such a figure repeats within a thousandth; where it depends on who comes
# first, the stepper runs the workload. 5: valgrind is missing.
set -eu
cd "$(dirname "$0")/.."
CC=${CC:-gcc}

# WORKLOAD DISPATCHER SMALL LARGE UNITS: so many units for each of N.
runs() {
  cat <<'END'
pingpong pool 1000 6000 2
counting pool 1000 11000 1
threadring pool 1000 11000 1
big pool 10 60 240
forkjoin-create stepper 1000 2000 1
ask pool 1000 6000 1
END
}

baseline() {
  version=$("$CC" -dumpfullversion 2>/dev/null || "$CC" -dumpversion)
  echo "bench/baselines/$(basename "$CC")-$version-$(uname -m)"
}

# instructions DISPATCHER WORKLOAD N
instructions() {
  if ! valgrind --tool=callgrind --dump-line=no \
    --callgrind-out-file="$folder/counts" \
    "$program" --workers 1 --dispatcher "$1" "$2" "$3" \
    >"$folder/out" 2>&1; then
    cat "$folder/out" >&2
    return 1
  fi
  awk -v program="$(basename "$program")" -f bench/own_instructions.awk \
    "$folder/counts"
}

count() {
  runs | while read -r workload dispatcher small large units; do
    few=$(instructions "$dispatcher" "$workload" "$small")
    many=$(instructions "$dispatcher" "$workload" "$large")
    awk -v name="$workload" -v all=$((many - few)) \
      -v units=$(((large - small) * units)) \
      'BEGIN { printf "%-16s %8.1f\n", name, all / units }'
  done
}

write=
case ${1:-} in
  --baseline)
    baseline
    exit
    ;;
  --write) write=1 && shift ;;
esac
program=${1:-build/gcc-plain/troupe-bench}
if ! command -v valgrind >/dev/null 2>&1; then
  echo "count.sh: valgrind is missing" >&2
  exit 5
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if [ -n "$write" ]; then
  count >"$folder/figures"
  cp "$folder/figures" "$(baseline)"
  echo "wrote $(baseline)"
  cat "$folder/figures"
else
  count
fi
