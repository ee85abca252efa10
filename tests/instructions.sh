#!/bin/sh
# instructions.sh -- a message takes no more instructions than it did: counted,
# not timed, and compared with the baseline of this compiler. (bench/count.sh
# --write renews it.)
# modes: gcc-plain
# limit: 300
set -u
cd "$(dirname "$0")/.." || exit 1
B=${B:-build/gcc-plain}
CC=${CC:-gcc}
export CC
TOLERANCE=3 # percent
passed=0
failed=0
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT

# judge BASELINE FIGURES: a line for each workload of either: "ok ...",
# "fewer ..." or "MORE ...".
judge() {
  awk -v tolerance=$TOLERANCE '
    NF == 0 { next }
    NR == FNR { was[$1] = $2; next }
    !($1 in was) { print "MORE " $1 " has no baseline"; next }
    {
      percent = 100 * ($2 / was[$1] - 1)
      printf "%s %s takes %.1f instructions, was %.1f (%+.1f %%)\n",
        (percent > tolerance ? "MORE" : percent < -tolerance ? "fewer" : "ok"),
        $1, $2, was[$1], percent
      delete was[$1]
    }
    END { for (name in was) print "MORE " name " was not counted" }' "$1" "$2"
}

# expect NAME BASELINE FIGURES VERDICT: on figures that are made up.
expect() {
  echo "$2" >"$folder/was"
  echo "$3" >"$folder/is"
  verdict=$(judge "$folder/was" "$folder/is")
  case $verdict in
    "$4 "*) passed=$((passed + 1)) ;;
    *)
      failed=$((failed + 1))
      echo "FAIL $1: \"$verdict\""
      ;;
  esac
}

expect "a figure within the tolerance passes" "ask 100" "ask 102.9" ok
expect "one beyond it does not" "ask 100" "ask 103.1" MORE
expect "one far below asks for a new baseline" "ask 100" "ask 90" fewer
expect "a workload without a baseline is noticed" "ask 100" "tell 90" MORE
expect "and one that was not counted" "ask 100" "" "MORE ask was not"

measure() {
  if bench/count.sh "$B/troupe-bench" >"$folder/figures" 2>"$folder/why"; then
    judge "$baseline" "$folder/figures" >"$folder/verdicts"
    cat "$folder/verdicts"
    more=$(grep -c '^MORE' "$folder/verdicts")
    failed=$((failed + more))
    passed=$((passed + $(wc -l <"$folder/verdicts") - more))
    if grep -q '^fewer' "$folder/verdicts"; then
      echo "faster than the baseline: bench/count.sh --write keeps that"
    fi
  else
    failed=$((failed + 1))
    echo "FAIL counting:"
    sed 's/^/  /' "$folder/why"
  fi
}

baseline=$(bench/count.sh --baseline)
if ! command -v valgrind >/dev/null 2>&1; then
  echo "skip: valgrind is missing, nothing is counted"
elif [ ! -f "$baseline" ]; then
  echo "skip: no $baseline, so this compiler's figures say nothing" \
    "(bench/count.sh --write makes it)"
else
  measure
fi

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
