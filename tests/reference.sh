#!/bin/sh
# reference.sh -- the reference has every public header, and says something of
# every function.
# modes: gcc-plain
set -u
cd "$(dirname "$0")/.." || exit 1
passed=0
failed=0

expect() {
  if [ "$2" = "$3" ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAIL $1: \"$2\", wanted \"$3\""
  fi
}

out=$(mktemp) || exit 1
trap 'rm -f "$out"' EXIT INT TERM
sh tools/book/reference.sh >"$out"
expect 'every function is explained' \
  "$(awk -f tools/book/undocumented.awk "$out")" ''
for header in $(sed -n 's/^#include "\(.*\)"$/\1/p' lib/troupe.h); do
  case $header in base/check.h) continue ;; esac
  expect "the reference has $header" "$(grep -c "^### .$header. " "$out")" 1
done
expect 'outcomes are listed' "$(grep -c 'E(ASK_DEADLOCK' "$out")" 1
expect 'what is for other modules is left out' \
  "$(grep -c 'requests_release\|actor_spawn(' "$out")" 0

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
