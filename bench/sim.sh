#!/bin/sh
# sim.sh BUILD [--quick] -- what the simulator's searches cost: each figure with
# the command it comes from. BUILD is a build's folder, as build/gcc-plain.
set -u
cd "$(dirname "$0")/.." || exit 2
B=${1:?the folder of a build}
quick=${2:-}
SIM=$B/troupe-sim
TROUPE_ROOT=$PWD
export TROUPE_ROOT
status=0

# figure WORDS PROGRAM LINE...: runs it and prints what was said of its speed.
figure() {
  what=$1
  program=$2
  shift 2
  said=$("$SIM" "$program" --headless "$@" </dev/null 2>/dev/null |
    grep 'runs/s' | tail -n 1)
  [ -n "$said" ] || status=1
  printf '%s\n  %s\n  troupe-sim %s --headless' "$what" "${said:-FAILED}" "$program"
  for word in "$@"; do
    case $word in -x) printf ' -x' ;; *) printf " '%s'" "$word" ;; esac
  done
  printf '\n'
}

seeds=20000
steps=199000
[ "$quick" = --quick ] && seeds=200 && steps=5000

four=$B/programs/four_tellers
streak=$B/programs/streak
late='check late := never judge.longest >= 9'

figure "steps a second, the program searching itself" "$four" -x "explore random $seeds"
figure "the same, with a copy of the program a run and all events" "$four" \
  -x "explore random $((seeds / 100)) copies"
figure "the bank of four tellers, one run of each order that matters" "$four" \
  -x 'explore orders'
printf 'and how many there are, counted by force in a model of its own\n  %s\n  %s\n' \
  "$("$B/troupe-traces" 4 || echo FAILED)" 'troupe-traces 4'
figure "the bank of two: every order, and how many of them are distinct" \
  "$B/scenes/bank" -x '7 step; explore all'
figure "and one run of each" "$B/scenes/bank" -x '7 step; explore orders'
[ "$quick" = --quick ] || {
  figure "the same with main's messages sent: every order" "$B/scenes/bank" \
    -x 'replay 1:0*5; explore all'
  printf "and how many there are, in that model\n  %s\n  troupe-traces 2 5\n" \
    "$("$B/troupe-traces" 2 5 || echo FAILED)"
}
figure "an election in a ring of five" election -x 'explore orders'
figure "the shortest way to lose an update" bank -x 'explore shortest'
figure "the lost update, by priorities" bank -x 'explore pct 3'
figure "a failure behind many steps, found" "$streak" -x "$late" \
  -x "explore random 20 $steps steps"
[ "$quick" = --quick ] ||
  figure "and shrunk" "$streak" -x "$late" -x "explore random 20 $steps steps" -x shrink
figure "the shortest of that kind" "$streak" -x 'check late := never judge.longest >= 4' \
  -x 'explore shortest'
exit $status
