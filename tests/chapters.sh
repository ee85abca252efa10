#!/bin/sh
# chapters.sh -- every chapter's programs do what its pages say: the steps print
# what is expected, each announced failure shows its verdict, each repair holds.
#
# Expected output lies beside the steps in expected/NAME.txt; a step without
# such a file prints figures that differ from run to run.
# modes: gcc-plain gcc-address gcc-thread clang-plain
# limit: 300
set -u
cd "$(dirname "$0")/.." || exit 2
passed=0 failed=0
B=${B:-build/gcc-plain}
export B
out=$(mktemp) || exit 5
trap 'rm -f "$out"' EXIT INT TERM

passes() { passed=$((passed + 1)); }
fails() {
  failed=$((failed + 1))
  echo "FAILED: $1"
  cat "$out"
}

for folder in chapters/[0-9]*; do
  number=${folder#chapters/}
  number=${number%%-*}
  for source in "$folder"/*.c; do
    name=${source##*/}
    name=${name%.c}
    # What the sanitizer reports is shown by `make fail`, which expects it.
    if [ "${B##*-}" = thread ] &&
      grep -qE "thread \| $name \|" "$folder/failures"; then continue; fi
    # So is what goes wrong in some schedule, which by itself may just hang.
    if grep -qE "\| step \| $name \|" "$folder/failures"; then continue; fi
    few=
    case $name in *-cost) few=1000 ;; esac  # it is right; fast is not asked
    tools/book/chapter.sh run "$number" "$name" $few >"$out" 2>&1
    status=$?
    if [ $status != 0 ] && ! head -n 1 "$source" | grep -q '^// WRONG'; then
      fails "$source ends with exit code 0, not $status"
    elif [ -f "$folder/expected/$name.txt" ] && ! diff "$folder/expected/$name.txt" "$out" >"$out.diff" 2>&1; then
      mv "$out.diff" "$out"
      fails "$source prints what is expected"
    else
      passes
    fi
    rm -f "$out.diff"
  done
  if tools/book/chapter.sh fail "$number" >"$out" 2>&1; then passes
  else fails "make fail N=$number shows its verdicts"; fi
  for source in $(grep -l '^// WRONG' "$folder"/*.c); do
    if head -n 1 "$source" | grep -q "make fail N=$number"; then passes
    else
      : >"$out"
      fails "$source says in its first line how to see what is wrong"
    fi
  done
done

for try in 'run 99' 'fail 99' 'run xx' 'fail xx' 'run ../lib' 'run' 'fail' 'run 01 step-99'; do
  tools/book/chapter.sh $try >"$out" 2>&1
  if [ $? = 2 ] && [ "$(wc -l <"$out")" = 1 ]; then passes
  else fails "chapter.sh $try is one line and exit code 2"; fi
done

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
