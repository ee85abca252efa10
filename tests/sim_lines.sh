# shellcheck shell=sh
# sim_lines.sh -- for the tests of the simulator without a screen, which read
# it: runs of it, and what they printed.
B=${B:-build/gcc-plain}
SIM=$B/troupe-sim
TROUPE_ROOT=$PWD
export TROUPE_ROOT
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
    sed 's/^/  out: /' "$work/out"
    sed 's/^/  err: /' "$work/err"
  fi
}

# sim CODE ARGUMENTS...: runs it and compares the exit code.
sim() {
  wanted=$1
  shift
  "$SIM" "$@" >"$work/out" 2>"$work/err" </dev/null
  code=$?
  [ "$code" -eq "$wanted" ] && return 0
  echo "exit $code instead of $wanted: $*"
  return 1
}

out() { grep -qF -- "$1" "$work/out"; }
last() { [ "$(tail -n 1 "$work/out")" = "$1" ]; }
err() { grep -qF -- "$1" "$work/err" && [ "$(wc -l <"$work/err")" -eq 1 ]; }

# The last line of every such test.
sum_up() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}
