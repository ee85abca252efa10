#!/bin/sh
# behaviours.sh -- every row of behaviours.md names a test that is there, no two
# say the same, and there are as many as were promised.
# modes: gcc-plain
# limit: 60
set -u
cd "$(dirname "$0")" || exit 1
LEAST=200
passed=0
failed=0

pass() {
  passed=$((passed + 1))
}

complain() {
  failed=$((failed + 1))
  echo "FAIL $1"
}

# The rows as lines of "sentence<TAB>file:case"; a row without either is "?".
rows() {
  awk -F ' [|] ' '
    /^[|] (given|---)/ || !/^[|]/ || /^[|]---/ { next }
    {
      sub(/^[|] /, "", $1)
      test = $NF
      sub(/ [|]$/, "", test)
      gsub(/`/, "", test)
      print (NF == 4 && test ~ /^test_[a-z_]+[.]c:[a-z0-9_]+$/ ? \
        $1 "\t" test : "?\t" $0)
    }' behaviours.md
}

folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
rows >"$folder/rows"

tab=$(printf '\t')
while IFS=$tab read -r sentence test; do
  if [ "$sentence" = '?' ]; then
    complain "no sentence, promise, difference and test: $test"
  elif grep -qs "CASE(${test#*:})" "${test%%:*}"; then
    pass
  else
    complain "there is no $test"
  fi
done <"$folder/rows"

cut -f 1 "$folder/rows" | sort | uniq -d >"$folder/twice"
while read -r sentence; do
  complain "twice: $sentence"
done <"$folder/twice"
[ -s "$folder/twice" ] || pass

if [ "$(wc -l <"$folder/rows")" -ge $LEAST ]; then
  pass
else
  complain "fewer than $LEAST rows"
fi

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
