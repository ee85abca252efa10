#!/bin/sh
# run.sh -- builds and runs the tests.
#
#   tests/run.sh [--all] [--mode MODE]... [NAME]...
#
# A MODE is a compiler and a sanitizer: gcc-plain, clang-thread and so on;
# without one, those of the table below. A NAME is tests/test_NAME.c or
# tests/NAME.sh; without one, all of them.
#
# A part is one test program in one mode. Two parts run at a time, each with
# a time limit and without a terminal. A script (tests/*.sh that may be
# executed) runs in gcc-plain; comment lines in its head change that:
#   # modes: gcc-plain gcc-thread    (or: all)
#   # limit: 600                     (seconds)
# It finds $B, $CC and $SAN in its environment, and TEST_ALL=1 with --all.
# Its last line is `N passed, N failed`.
set -u
cd "$(dirname "$0")/.." || exit 2

MODES="gcc-plain gcc-address gcc-thread clang-plain"
MORE_MODES="clang-address clang-thread"
JOBS=2
LIMIT_PROGRAM=120
LIMIT_SCRIPT=300

usage() {
  sed -n '2,8s/^# \{0,1\}//p' tests/run.sh
}

now_ms() {
  date +%s%3N
}

# --- One part: run.sh --part MODE NAME, a process of its own ---------------

# The value after `# KEY:` in the head of a script.
head_line() {
  sed -n "2,30s/^# $1: *//p" "tests/$2.sh" | head -n 1
}

# What the part printed, as "PASSED FAILED".
count_cases() {
  awk '
    # CUnit: tests TOTAL RAN PASSED FAILED INACTIVE
    $1 == "tests" && NF == 6 { passed = $4; failed = $5 + $2 - $3; seen = 1 }
    /^[0-9]+ passed, [0-9]+ failed$/ { passed = $1; failed = $3; seen = 1 }
    END { if (seen) print passed, failed; else print 0, "none" }' "$1"
}

# How it ended, in words, if not by itself.
ending() {
  case $1 in
    124 | 137) echo "no end after $limit s" ;;
    126 | 127) echo "not built" ;;
    134 | 139 | 135 | 136) echo "killed by signal $(($1 - 128))" ;;
    *) echo "exit $1" ;;
  esac
}

run_part() {
  mode=$1
  name=$2
  CC=${mode%-*}
  SAN=${mode#*-}
  [ "$SAN" = plain ] && SAN=
  B=build/$mode
  export CC SAN B
  if [ -f "tests/test_$name.c" ]; then
    program=$B/tests/test_$name
    limit=$LIMIT_PROGRAM
  else
    program=tests/$name.sh
    limit=$(head_line limit "$name")
    limit=${limit:-$LIMIT_SCRIPT}
  fi
  # Without address randomisation, for the sanitizers' fixed shadow regions.
  runner=
  if [ -n "$SAN" ] && setarch "$(uname -m)" -R true 2>/dev/null; then
    runner="setarch $(uname -m) -R"
  fi
  out=$RESULTS/$mode.$name
  start=$(now_ms)
  # The shell becomes `timeout`, so that its number is known to stop_parts.
  # shellcheck disable=SC2016,SC2086
  sh -c 'echo $$ >"$0.pid"; exec "$@"' "$out" \
    timeout -k 5 "$limit" $runner "$program" \
    >"$out.out" 2>&1 </dev/null
  status=$?
  rm -f "$out.pid"
  took=$(($(now_ms) - start))

  counts=$(count_cases "$out.out")
  passed=${counts% *}
  failed=${counts#* }
  why=
  if [ "$failed" = none ]; then
    failed=1
    why="no result: $(ending $status)"
  elif [ $status -ne 0 ]; then
    why=$(ending $status)
    [ "$failed" -gt 0 ] || failed=1
  elif [ $((passed + failed)) -eq 0 ]; then
    failed=1
    why="no test ran"
  fi
  word=ok
  [ "$failed" -gt 0 ] && word=FAIL
  {
    printf '%-4s  %-13s  %-24s %4d passed %7d ms' \
      $word "$mode" "$name" "$passed" "$took"
    if [ $word = FAIL ]; then
      printf '  %d failed%s\n' "$failed" "${why:+, $why}"
      tail -n 200 "$out.out" | sed 's/^/      | /'
    elif [ -n "$SHOW" ]; then
      printf '\n'
      sed 's/^/      | /' "$out.out"
    else
      printf '\n'
    fi
  } >"$out.line"
  cat "$out.line"
  echo "$passed $failed $took $mode $name" >"$out.result"
}

if [ "${1:-}" = --part ]; then
  shift
  run_part "$@"
  exit 0
fi

# --- The whole -------------------------------------------------------------

modes=
names=
TEST_ALL=
while [ $# -gt 0 ]; do
  case $1 in
    --all) TEST_ALL=1 ;;
    --mode)
      [ $# -gt 1 ] || { usage >&2; exit 2; }
      shift
      case $1 in
        gcc-plain | gcc-address | gcc-thread | \
          clang-plain | clang-address | clang-thread) ;;
        *)
          echo "run.sh: no mode $1; there are: $MODES $MORE_MODES" >&2
          exit 2
          ;;
      esac
      modes="$modes $1"
      ;;
    -h | --help) usage; exit 0 ;;
    -*) usage >&2; exit 2 ;;
    *) names="$names $1" ;;
  esac
  shift
done

is_script() {
  [ -x "tests/$1.sh" ] && [ "$1" != run ]
}

all_names() {
  for file in tests/test_*.c; do
    name=${file#tests/test_}
    echo "${name%.c}"
  done
  for file in tests/*.sh; do
    name=${file#tests/}
    name=${name%.sh}
    if is_script "$name"; then echo "$name"; fi
  done
}

SHOW=
[ -n "$names" ] && SHOW=1
for name in $names; do
  if ! [ -f "tests/test_$name.c" ] && ! is_script "$name"; then
    echo "run.sh: no test $name; there are:" >&2
    all_names | fmt | sed 's/^/  /' >&2
    exit 2
  fi
done
if [ -z "$modes" ]; then
  modes=$MODES
  [ -n "$TEST_ALL" ] && modes="$MODES $MORE_MODES"
fi
[ -n "$names" ] || names=$(all_names)

mkdir -p build
RESULTS=$(mktemp -d build/results.XXXXXX) || exit 2
export RESULTS SHOW TEST_ALL
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_stack_use_after_return=1}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1}"
export TSAN_OPTIONS="${TSAN_OPTIONS:-second_deadlock_stack=1}"

stop_parts() {
  for file in "$RESULTS"/*.pid; do
    [ -f "$file" ] && kill "$(cat "$file")" 2>/dev/null
  done
}
trap 'rm -rf "$RESULTS"' EXIT
trap 'stop_parts; exit 130' INT TERM HUP

# A result that is not a test program's: report PASSED FAILED MODE NAME TEXT
report() {
  if [ "$2" -gt 0 ]; then word=FAIL; else word=ok; fi
  printf '%-4s  %-13s  %s%s\n' $word "$3" "$4" "${5:+: $5}"
  echo "$1 $2 0 $3 $4" >"$RESULTS/$3.$4.result"
}

# True if the mode can run here; otherwise the reason has been reported.
mode_runs() {
  [ "${1#*-}" = plain ] && return 0
  reason=$(tools/sanitizer.sh "${1%-*}" "${1#*-}") && return 0
  if [ "${1#*-}" = thread ] && [ "${TROUPE_NO_TSAN:-}" = 1 ]; then
    echo "skip  $1: $reason (TROUPE_NO_TSAN=1)"
  else
    report 0 1 "$1" sanitizer "$reason"
  fi
  return 1
}

# The parts of a mode, one "MODE NAME" a line.
parts_of() {
  for name in $names; do
    if [ -f "tests/test_$name.c" ]; then
      echo "$1 $name"
      continue
    fi
    wanted=$(head_line modes "$name")
    [ "$wanted" = all ] && wanted=$1
    # A script asked for by mode runs in that mode only if it wants to.
    case " ${wanted:-gcc-plain} " in *" $1 "*) echo "$1 $name" ;; esac
  done
}

build() {
  san=${1#*-}
  [ "$san" = plain ] && san=
  targets=test-programs
  if [ -n "$SHOW" ]; then
    # Scripts may use any program; a test program is built by itself.
    targets=
    while read -r mode name; do
      if [ -f "tests/test_$name.c" ]; then
        targets="$targets build/$mode/tests/test_$name"
      else
        targets="$targets test-programs"
      fi
    done <"$RESULTS/parts"
  fi
  # shellcheck disable=SC2086
  if ! make -s -k -j$JOBS "CC=${1%-*}" "SAN=$san" WERROR=1 $targets \
    >"$RESULTS/build.out" 2>&1; then
    report 0 1 "$1" build "it does not build"
    grep -v '^  [A-Z]* *[^ ]*$' "$RESULTS/build.out" | head -n 60 |
      sed 's/^/      | /'
  fi
}

# What git says of the tree: using Troupe must not change it.
tree() {
  git status --porcelain 2>/dev/null
}

tree >"$RESULTS/tree.before"
begin=$(now_ms)
for mode in $modes; do
  parts_of "$mode" >"$RESULTS/parts"
  [ -s "$RESULTS/parts" ] || continue
  mode_runs "$mode" || continue
  build "$mode"
  cat "$RESULTS/parts" >>"$RESULTS/expected"
  xargs -P $JOBS -n 2 tests/run.sh --part <"$RESULTS/parts"
done

while read -r mode name; do
  [ -f "$RESULTS/$mode.$name.result" ] ||
    report 0 1 "$mode" "$name" "the part left no result"
done <"$RESULTS/expected"

if [ -z "$SHOW" ]; then
  if ! tree | cmp -s - "$RESULTS/tree.before"; then
    report 0 1 every-mode tree "git status has changed:
$(tree | diff "$RESULTS/tree.before" - | sed -n 's/^[<>]/      |/p' | head -n 9)"
  fi
  echo
  echo "The slowest parts:"
  cat "$RESULTS"/*.result | sort -k3,3nr | head -n 10 |
    awk '{ printf "  %8.1f s  %-13s  %s\n", $3 / 1000, $4, $5 }'
  echo "All: $((($(now_ms) - begin) / 1000)) s"
fi
cat "$RESULTS"/*.result 2>/dev/null | awk '
  { passed += $1; failed += $2 }
  END {
    if (NR == 0) { print "run.sh: no part fits the mode" > "/dev/stderr" }
    printf "%d passed, %d failed\n", passed, failed + (NR == 0)
    exit failed > 0 || NR == 0
  }'
