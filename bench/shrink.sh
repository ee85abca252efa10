#!/bin/sh
# shrink.sh BUILD [BUG...] -- ten planted mistakes, each met late by a random run
# and then shrunk: steps of the run, steps left, the shortest there is, their
# ratio, seconds. BUILD is a build's folder, as build/gcc-plain.
#
# The shortest is known by construction. N beats of one drummer alone that are
# all heard are 4N + 4 steps: START to judge and drummer and its first message
# arrive and the STARTs are taken, 5; a beat is made, arrives, asks for the next
# and is heard, 4, but for the last, which asks for none. With the other drummer
# three steps more and again one fewer. Where mail has to pile up, START is part
# of it and nothing is heard; where drummers are compared, too.
set -u
cd "$(dirname "$0")/.." || exit 2
B=${1:?the folder of a build}
shift
TROUPE_ROOT=$PWD
export TROUPE_ROOT
status=0

# mistake BUG SHORTEST [CHECK]
mistake() {
  "$B/troupe-sim" "$B/programs/seeded" --headless -x "set bug $1" \
    -x "${3:+check c := $3}" -x "explore random 40 199000 steps" -x shrink \
    </dev/null 2>/dev/null | awk -v bug="$1" -v shortest="$2" '
    / steps instead of / { left = $1; run = $5 + 0 }
    left > 0 && / s, / && !seconds {
      for (i = 2; i <= NF; i++) if ($i == "s,") seconds = $(i - 1) }
    END {
      if (!left) { printf "%3d  FAILED\n", bug; exit 1 }
      printf "%3d %8d %6d %8d %6.2f %8.2f\n",
        bug, run, left, shortest, left / shortest, seconds
      exit left > 1.2 * shortest || seconds > 10 }' || status=1
}

printf 'bug      run   left shortest  ratio  seconds\n'
[ $# -gt 0 ] || set -- 1 2 3 4 5 6 7 8 9 10
for bug; do
  case $bug in
    1) mistake 1 40 'never judge.wrong' ;;
    2) mistake 2 66 'never judge.wrong' ;;
    3) mistake 3 74 'never judge.wrong' ;;
    4) mistake 4 58 ;;
    5) mistake 5 62 ;;
    6) mistake 6 70 ;;
    7) mistake 7 804 'never judge.lead >= 200' ;;
    8) mistake 8 72 'never mailbox(judge) >= 24' ;;
    9) mistake 9 302 'never left.beats - right.beats >= 100' ;;
    10) mistake 10 404 'never judge.lead >= 100' ;;
  esac
done
exit $status
