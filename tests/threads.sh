#!/bin/sh
# threads.sh -- the stepper for threads on textbook programs: each defect is
# found with a schedule that shows it again, and nothing is said of those that
# are right.
#
# modes: gcc-plain clang-plain
set -u
cd "$(dirname "$0")/.." || exit 2
B=${B:-build/gcc-plain}
CC=${CC:-gcc}
export B CC
passed=0
failed=0
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT INT TERM

# check NAME: passes when the last command succeeded.
check() {
  if [ "$?" -eq 0 ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED: $1"
    head -n 12 "$work/out" | sed 's/^/  /'
  fi
}

# said_by FILE KEY: what stands in its first lines behind "// KEY: ".
said_by() {
  sed -n "1,4s|^// $2: ||p" "$1"
}

# is_one_of VERDICT A|B
is_one_of() {
  echo "$2" | tr '|' '\n' | grep -qxF -- "$1"
}

for file in tests/threads/*.c; do
  name=$(basename "$file" .c)
  wanted=$(said_by "$file" verdict)
  options=$(said_by "$file" options)
  # shellcheck disable=SC2086
  tools/step.sh -o "$work/program" --time 1 --runs 200 $options "$file" \
    >"$work/out" 2>&1
  code=$?
  seen=$(sed -n 's/^verdict: //p' "$work/out")
  is_one_of "$seen" "$wanted"
  check "$name: $wanted, not \"$seen\""
  if [ "$wanted" = passed ]; then
    [ "$code" -eq 0 ] && ! grep -q '^hazard:' "$work/out"
    check "$name: no false alarm"
  elif [ "$code" -eq 1 ] && grep -q '^replay: ' "$work/out"; then
    line=$(sed -n 's/^replay: //p' "$work/out")
    weak=''
    case $line in weak*) weak=weak && line=${line#weak} ;; esac
    TROUPE_STEPPING="$weak replay=$(echo "$line" | tr -d ' ')" \
      "$work/program" >"$work/again" 2>&1
    [ "$(sed -n 's/^verdict: //p' "$work/again")" = "$seen" ]
    check "$name: its schedule shows it again"
  fi
done

# ---- All schedules that are not alike ----

# What is left out is like something that is not: as many classes of like runs
# are seen, and the same is found, as by brute force.
compared() {
  tools/step.sh --build -o "$work/program" "tests/threads/$1.c" >"$work/out" &&
    TROUPE_STEPPING='compare time=5000' "$work/program" >"$work/out" 2>&1
  sed 's/.* runs, \(.*\)/\1/' "$work/out" >"$work/ends"
}
# Those of 1 class or 2 would hide too little: these have more.
for name in race_ok atomic_add_ok references_ok double_checked_ok c11_ok \
  barrier_ok upgrade_ok buffer_semaphores_ok; do
  compared "$name"
  [ "$(sort -u "$work/ends" | wc -l)" -eq 1 ] &&
    grep -q ' whole, passed' "$work/out" &&
    awk '{ gsub(",", ""); print $2 }' "$work/out" | paste -s - |
    awk '{ exit !($1 < $2) }'
  check "$name: fewer runs than all, and all that are not alike"
done
for name in abba atomic_halves check_then_act notify_early rendezvous \
  buffer_semaphores upgrade; do
  compared "$name"
  [ "$(grep -c 'not whole' "$work/out")" -eq 2 ] &&
    ! grep -q passed "$work/out"
  check "$name: what goes wrong is not left out"
done

# ---- Bad input ----

# wrong SENTENCE ARGUMENT...
wrong() {
  sentence=$1
  shift
  tools/step.sh "$@" >"$work/out" 2>&1
  [ $? -eq 2 ] && grep -qF -- "$sentence" "$work/out"
  check "$sentence"
}
race=tests/threads/race.c
wrong 'which file?'
wrong 'there is no file nowhere.c' nowhere.c
echo 'int other(void) { return 0; }' >"$work/other.c"
wrong "there is no main in $work/other.c" "$work/other.c"
tools/step.sh --help >"$work/out" 2>&1
[ $? -eq 0 ] && grep -q '^usage: .*FILE.c' "$work/out" &&
  grep -q -- '--preemptions N' "$work/out" && ! grep -q 'root=' "$work/out"
check "--help lists every option"
wrong 'there is no option --run' --run 3 $race
wrong '--runs takes a whole number, not "many"' --runs many $race
wrong 'a replay is as in' --replay 1x $race
wrong 'a replay is as in' --replay 99 $race
wrong 'arguments of the program stand behind --' $race more
tools/step.sh --replay 9 $race >"$work/out" 2>&1
grep -q 'verdict: diverged' "$work/out"
check "a schedule of another program is said to diverge"
echo 'int main(void) { return nothing; }' >"$work/broken.c"
tools/step.sh "$work/broken.c" >"$work/out" 2>&1
[ $? -eq 5 ] && grep -q 'nothing' "$work/out"
check "what does not compile is the compiler's to say"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
