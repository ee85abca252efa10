#!/bin/sh
# readme.sh -- README's picture is what the simulator draws, and what it and
# ARCHITECTURE.md name is there.
# limit: 60
set -u
cd "$(dirname "$0")/.." || exit 1
B=${B:-build/gcc-plain}
passed=0
failed=0
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT

check() {
  if [ "$2" -eq 0 ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAIL $1"
  fi
}

"$B/troupe-sim" bank --headless --seed 3 -x run \
  -x "export svg $folder/bank.svg" >"$folder/says" 2>&1
cmp -s "$folder/bank.svg" sim/scenes/bank.svg
check "sim/scenes/bank.svg is not what troupe-sim draws (make figures)" $?

# Files in links, and paths in backquotes that have a slash.
for page in README.md ARCHITECTURE.md lib/README.md; do
  base=$(dirname "$page")
  for link in $(grep -o '](\([^)#]*\)' "$page" | sed 's/^](//' | grep -v '^http'); do
    [ -e "$base/$link" ]
    check "$page links to $link, which is not there" $?
  done
done
for path in $(grep -o '`[a-z_]*/[a-z_/]*[.][ch]`' ARCHITECTURE.md | tr -d '`'); do
  [ -e "$path" ] || [ -e "lib/$path" ]
  check "ARCHITECTURE.md names $path, which is not there" $?
done

# Every word README shows is a word of ./troupe.
for word in $(grep -o '\./troupe [a-z]*' README.md | sed 's/.* //' | sort -u); do
  ./troupe help | grep -q "^  $word "
  check "README shows ./troupe $word, which help does not" $?
done

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
