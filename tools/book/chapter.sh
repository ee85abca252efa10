#!/bin/sh
# chapter.sh -- builds and runs the programs of a chapter.
#
#     chapter.sh run N [PROGRAM [ARGUMENT...]]   its steps in order, or one
#     chapter.sh fail N                          its failures, each with its verdict
#
# Run from the root. N is a chapter's number; PROGRAM a step's number or a
# program's name. B is the folder of the build, as in the Makefile.
#
# A chapter's failures stand in its file `failures`, a line each:
#     VERDICT | build | program and arguments | text that shows it | text that
#     must not appear, or - | the repaired program, or -
# where build is plain, address, thread (gcc-thread: not with clang), or step:
# through many schedules. Each is run, its output shown, and
# the repaired program is run in the same build. Exit code 0: all as announced.
set -u
wrong() {
  echo "$*" >&2
  exit 2
}

MAKE=${MAKE:-make}
B=${B:-build/gcc-plain}
compiler=${B##*/}
compiler=${compiler%-*}
out=$(mktemp) || exit 5
trap 'rm -f "$out"' EXIT INT TERM

# One at a time: two makes in one folder would build the same file twice.
lock=
command -v flock >/dev/null 2>&1 && lock='flock build/.lock'

# build_program SAN NAME: says nothing unless it fails.
build_program() {
  san=$1
  [ "$san" != plain ] || san=
  program=build/$compiler-${san:-plain}/$chapter/$2
  mkdir -p build
  $lock $MAKE --no-print-directory CC="$compiler" SAN="$san" "$program" >"$out" 2>&1 </dev/null ||
    { cat "$out" >&2; exit 1; }
}

# Sanitized programs want a fixed memory layout where that is allowed.
fixed=
setarch -R true 2>/dev/null && fixed='setarch -R'

run_program() {  # run_program SAN NAME ARGUMENT...
  if [ "$1" = step ]; then
    $lock $MAKE --no-print-directory CC="$compiler" SAN= threads >/dev/null 2>&1
    CC=$compiler B=build/$compiler-plain tools/step.sh --time "${seconds:-2}" \
      "$chapter/$2.c" >"$out" 2>&1 </dev/null
    return
  fi
  build_program "$1" "$2"
  shift 2
  TSAN_OPTIONS='halt_on_error=1' ASAN_OPTIONS='detect_leaks=1' \
    timeout 10 $fixed "$program" "$@" >"$out" 2>&1 </dev/null
}

is_wrong() {
  head -n 1 "$chapter/$1.c" | grep -q '^// WRONG'
}

run_steps() {
  bad=0
  for source in "$chapter"/step-*.c; do
    name=${source##*/}
    name=${name%.c}
    note=
    is_wrong "$name" && note=', wrong on purpose'
    echo "== $name$note"
    few=
    case $mode-$name in plain-*) ;; *-cost) few=1000 ;; esac  # sanitized code is not measured
    run_program "$mode" "$name" $few
    status=$?
    cat "$out"
    if [ $status != 0 ] && ! is_wrong "$name"; then
      echo "$name ended with exit code $status" >&2
      bad=1
    fi
  done
  return $bad
}

run_one() {
  name=$1
  shift
  case $name in
    [0-9]) for source in "$chapter/step-$name"-*.c; do name=${source##*/}; name=${name%.c}; done ;;
  esac
  [ -f "$chapter/$name.c" ] || wrong "chapter $number has no program $name; it has: $(
    cd "$chapter" && ls ./*.c | sed 's/^..//; s/\.c$//' | tr '\n' ' ')"
  run_program "$mode" "$name" "$@"
  status=$?
  cat "$out"
  # A program that is wrong on purpose has done so when it ends with 1.
  if is_wrong "$name" && [ $status = 1 ]; then status=0; fi
  return $status
}

trim() { echo "$1" | sed 's/^ *//; s/ *$//'; }

show_failures() {
  [ -f "$chapter/failures" ] || wrong "$chapter has no file of failures"
  bad=0
  while IFS='|' read -r verdict san command shows hides repaired; do
    case $verdict in '#'* | '') continue ;; esac
    verdict=$(trim "$verdict") san=$(trim "$san") shows=$(trim "$shows")
    hides=$(trim "$hides") repaired=$(trim "$repaired")
    set -- $command
    if [ "$san" = gcc-thread ]; then
      san=thread
      [ "$compiler" = gcc ] || {
        printf '== %s: only of gcc and its thread sanitizer\n\n' "$*"
        continue
      }
    fi
    how=
    case $san in
      plain) ;;
      step) how=" through many schedules" ;;
      *) how=" under the $san sanitizer" ;;
    esac
    echo "== $*$how"
    if [ "$san" != plain ] && [ "$san" != step ] && ! reason=$(tools/sanitizer.sh "$compiler" "$san"); then
      echo "VERDICT: none; $reason" >&2
      [ "${TROUPE_NO_TSAN:-}" = 1 ] || bad=1
      continue
    fi
    run_program "$san" "$@"
    head -n 30 "$out"
    if ! grep -qF -- "$shows" "$out" || { [ "$hides" != - ] && grep -qF -- "$hides" "$out"; }; then
      echo "VERDICT: none; $verdict was announced and did not show" >&2
      bad=1
      continue
    fi
    if [ "$repaired" = - ]; then
      echo "VERDICT: $verdict"
    elif seconds=1 run_program "$san" "$repaired"; then
      echo "VERDICT: $verdict. Repaired in $repaired: passes."
    else
      cat "$out"
      echo "VERDICT: $verdict. Repaired in $repaired: fails too." >&2
      bad=1
    fi
    echo
  done <"$chapter/failures"
  return $bad
}

action=${1:-}
number=${2:-}
case $number in
  '') wrong "Which chapter? N=01, for example." ;;
  [0-9]) number=0$number ;;
esac
chapter=
for folder in chapters/"$number"-*; do
  [ -d "$folder" ] && chapter=$folder
done
[ -n "$chapter" ] || wrong "There is no chapter $number yet; there are: $(
  ls -d chapters/[0-9]* 2>/dev/null | sed 's/^chapters\///' | tr '\n' ' ')"
mode=${B##*-}
shift 2
case $action in
  run) if [ $# -gt 0 ]; then run_one "$@"; else run_steps; fi ;;
  fail) show_failures ;;
  *) wrong "chapter.sh run|fail N" ;;
esac
