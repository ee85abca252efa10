#!/bin/sh
# run.sh PROGRAM [--quick] [--growth] [--runs N] [--budget SECONDS] [--out DIR]
#        [WORKLOAD]... -- runs the workloads and says what came of it: a table,
# and a picture in DIR (build/bench).
#
# Each workload runs with one worker and with two, and as many times as --runs
# says (5); all take turns, so that a slow moment hits all of them. No run
# starts after the budget (360 s) is spent. --quick is a quarter of the size,
# three runs and 60 s, without others.
#
# Other runtimes take part if PEERS_BUILD names a folder with programs in
# bin/NAME that are called as ours is, WORKLOAD N [EXTRA], heed BENCH_WORKERS
# and print WORKLOAD N SECONDS FIGURE. They get the same sizes. One that fails
# or takes longer than five seconds is left out of the row; one that takes longer
# than two runs there once. Those called raw-... are no runtimes but limits of
# the machine.
#
# --growth runs bench/growth.sh instead: what more actors and workers cost.
set -eu
growth='' quick='' growth_runs=''
runs=5 budget=360 share=1 program='' wanted=''
peers=${PEERS_BUILD:-} out=$(dirname "$0")/../build/bench
while [ $# -gt 0 ]; do
  case $1 in
    --quick) runs=3 budget=60 share=4 peers='' quick=--quick ;;
    --growth) growth=1 ;;
    --runs | --budget)
      case ${2:-} in
        '' | *[!0-9]* | 0)
          echo "run.sh: $1 takes a whole number from 1 up" >&2
          exit 2
          ;;
      esac
      if [ "$1" = --runs ]; then runs=$2; else budget=$2; fi
      [ "$1" = --runs ] && growth_runs="--runs $2"
      shift
      ;;
    --out)
      out=${2:?run.sh: --out takes a folder}
      shift
      ;;
    -*)
      echo "run.sh: options are --quick, --growth, --runs, --budget, --out," \
        "not $1" >&2
      exit 2
      ;;
    *) if [ -z "$program" ]; then program=$1; else wanted="$wanted $1"; fi ;;
  esac
  shift
done
[ -x "$program" ] || { echo "run.sh: no program \"$program\"" >&2; exit 2; }
here=$(dirname "$0")
# shellcheck disable=SC2086
[ -z "$growth" ] || exec "$here/growth.sh" "$program" $quick $growth_runs
mkdir -p "$out"
started=$(date +%s)
runs_file=$out/troupe-bench.runs
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
touch "$folder/left_out" "$folder/slow"

# ---- What is run ----

unit_of() {
  case $1 in
    memory*) echo bytes ;;
    latency-*) echo ns ;;
    ask) echo requests/s ;;
    skynet | forkjoin-create) echo actors/s ;;
    *) echo messages/s ;;
  esac
}

# "ROW WORKLOAD N EXTRA UNIT"; EXTRA is - where the usual one will do.
rows() {
  "$program" --list | sed -n 's/^\([^ ]*\) .*(N is \([0-9]*\))$/\1 \2/p' |
    while read -r name usual; do
      case "$wanted " in ' ' | *" $name "*) ;; *) continue ;; esac
      size=$((usual / share))
      case $name in
        skynet | memory) size=$usual ;; # steps of ten; pages count singly
      esac
      echo "$name $name $size - $(unit_of "$name")"
      case $name in
        memory) echo "memory-idle $name $size 1 bytes" ;;
        threadring) echo "threadring-1000 $name $size 1000 messages/s" ;;
      esac
    done
}

# "NAME PATH WORKERS"
contenders() {
  echo "troupe $program 1"
  echo "troupe $program 2"
  [ -n "$peers" ] || return 0
  for path in "$peers"/bin/*; do
    name=$(basename "$path")
    [ -x "$path" ] || continue
    case $name in
      watch | *@*) ;;
      raw-*) echo "$name $path -" ;;
      *)
        echo "$name $path 1"
        echo "$name $path 2"
        ;;
    esac
  done
}

# ---- Running it ----

OUR_LIMIT=60  # seconds; others have five

# once ROW WORKLOAD N EXTRA UNIT NAME PATH WORKERS: one run's figures, as lines.
once() {
  row=$1 workload=$2 n=$3 extra=$4 unit=$5 name=$6 path=$7 workers=$8
  [ "$extra" = - ] && extra=
  json=
  [ "$unit" = ns ] && json=--json
  limit=5
  [ "$name" = troupe ] && limit=$OUR_LIMIT
  # shellcheck disable=SC2086
  line=$(BENCH_WORKERS=$(echo "$workers" | tr - 2) timeout "$limit" \
    "$path" $json "$workload" "$n" $extra 2>"$folder/why") || return 1
  if [ "$unit" = ns ]; then
    echo "$line" | tr -d '{}",' | awk -v head="$row" -v who="$name	$workers" '{
      for (i = 1; i < NF; i++) {
        if ($i == "p50_ns:") print head " p50\tns\t" who "\t" $(i + 1)
        if ($i == "p99_ns:") print head " p99\tns\t" who "\t" $(i + 1)
        if ($i == "p999_ns:") print head " p99.9\tns\t" who "\t" $(i + 1)
      }
    }'
  else
    printf '%s\t%s\t%s\t%s\t%s\n' "$row" "$unit" "$name" "$workers" \
      "${line##* }"
  fi
}

has_time() {
  [ $(($(date +%s) - started)) -lt "$budget" ]
}

# Peers know the workloads that have a row in the comparison, no others.
takes_part() { # NAME ROW
  [ "$1" = troupe ] && return 0
  case $2 in
    pingpong | counting | threadring* | forkjoin-* | chameneos | big | \
      mailbox-contention | ask | skynet | memory*)
      ! grep -qxF "$1 $2" "$folder/left_out" "$folder/slow"
      ;;
    *) return 1 ;;
  esac
}

turn() {
  rows | while read -r row workload n extra unit; do
    contenders | while read -r name path workers; do
      has_time || break
      takes_part "$name" "$row" || continue
      begun=$(date +%s)
      if once "$row" "$workload" "$n" "$extra" "$unit" "$name" "$path" \
        "$workers" </dev/null >>"$runs_file"; then
        [ $(($(date +%s) - begun)) -le 2 ] ||
          echo "$name $row" >>"$folder/slow"
      elif [ "$name" = troupe ]; then
        why=$(cat "$folder/why")
        echo "run.sh: troupe-bench $workload $n failed:" \
          "${why:-no end within $OUR_LIMIT s}" >&2
        exit 1
      else
        echo "$name $row" >>"$folder/left_out"
      fi
    done || exit 1
  done
}

facts() {
  cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
  echo "$(nproc) cores, ${cpu:-a processor without a name}"
  echo "$(uname -srm), $("${CC:-gcc}" --version | head -n 1), -O2"
}

if [ -z "$(rows)" ]; then
  echo "run.sh: none of these is a workload:$wanted" >&2
  exit 2
fi
: >"$runs_file"
pass=1
while [ $pass -le "$runs" ] && has_time; do
  turn
  if [ -t 2 ]; then
    printf '\rturn %d of %d, %d s ' $pass "$runs" $(($(date +%s) - started)) >&2
  fi
  pass=$((pass + 1))
done
[ -t 2 ] && printf '\r%40s\r' '' >&2
awk -f "$here/medians.awk" "$runs_file" >"$out/troupe-bench.tsv"

facts
echo
awk -f "$here/table.awk" "$out/troupe-bench.tsv"
sort -u "$folder/left_out" | awk '
  { rows[$1] = rows[$1] " " $2 }
  END { for (name in rows) print "Failed or too slow: " name " in" rows[name] }'
has_time || echo "The time was up: some have fewer runs than others."
awk -v facts="$(facts | paste -sd '|' -)" -f "$here/plot.awk" \
  "$out/troupe-bench.tsv" >"$out/troupe-bench.svg"
echo "The picture: $(realpath "$out")/troupe-bench.svg"
