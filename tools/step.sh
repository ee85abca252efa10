#!/bin/sh
# step.sh [OPTION]... FILE.c... [-- ARGUMENT]... -- runs a program with threads
# through many schedules, and says what goes wrong in which.
#
#   --runs N         so many at random (1000)
#   --preemptions N  all schedules with up to so many preemptions (2)
#   --time SECONDS   for all of it (3)
#   --steps N        at most in one run (20000)
#   --seed N         another choice of those at random
#   --weak           also with stores that reach memory late
#   --races          a data race is not the end: look at what comes of it
#   --replay LINE    this one schedule, with what the program prints
#   -o PROGRAM       keep the program
#   --build          do not run it
#   --exercise NAME  the file is a solution of exercises/NAME: with its
#                    schedules.c, and what it calls of the library stepped too
#
# The files are compiled as they are, with calls and memory accesses that the
# stepper sees; the program gets what stands behind --. CC is the compiler, B
# the folder of the built stepper. Exit: 0 passed, 1 something went wrong, 2 bad
# use, 3 the program does what cannot be stepped, 5 it does not compile or
# something is missing.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
CC=${CC:-gcc}
B=${B:-$root/build/$CC-plain}
wish='' exercise='' files='' out='' work='' runs=1

# As whoever called it calls it.
called=${STEP_CALLED:-tools/step.sh}

bad() {
  echo "$called: $*" >&2
  exit 2
}

# The lines above, as far as they tell how it is used.
usage() {
  echo "usage: $called [OPTION]... FILE.c... [-- ARGUMENT]..."
  sed -n '2,/^set -u/{s/^# step.sh .* -- /# /;s/^# \{0,1\}//p;}' "$root/tools/step.sh"
}

# whole OPTION VALUE
whole() {
  case $2 in
    '' | *[!0-9]*) bad "$1 takes a whole number, not \"$2\"" ;;
  esac
}

while [ $# -gt 0 ]; do
  case $1 in
    --runs | --preemptions | --steps | --seed)
      whole "$1" "${2:-}"
      wish="$wish ${1#--}=$2"
      shift
      ;;
    --time)
      whole "$1" "${2:-}"
      wish="$wish time=${2}000"
      shift
      ;;
    -h | --help)
      usage
      exit 0
      ;;
    --weak | --races) wish="$wish ${1#--}" ;;
    --replay)
      [ $# -gt 1 ] || bad "--replay takes a line as a report gives it"
      wish="$wish replay=$(echo "$2" | tr -d ' ')"
      shift
      ;;
    --build) runs='' ;;
    --exercise)
      exercise=$root/exercises/${2:?step.sh: --exercise takes a name}
      [ -r "$exercise/schedules.c" ] ||
        bad "there is no exercises/$2/schedules.c"
      shift
      ;;
    -o)
      out=${2:?step.sh: -o takes a file}
      shift
      ;;
    --)
      shift
      break
      ;;
    -*) bad "there is no option $1; --help shows those there are" ;;
    *.c) files="$files $1" ;;
    *) bad "\"$1\" is no file of C; arguments of the program stand behind --" ;;
  esac
  shift
done
[ -n "$files" ] || bad "which file? As in: $called my_program.c; --help shows more"
for file in $files; do
  [ -r "$file" ] || bad "there is no file $file"
done
[ -r "$B/libstepping.a" ] || {
  echo "step.sh: the stepper is not built: make $B/libstepping.a" >&2
  exit 5
}

names="--redefine-syms=$B/lib/stepping/stand_ins.txt"
[ -z "$exercise" ] || files="$files $exercise/schedules.c"
# What they call of the library's threads and channels is stepped, too.
library=''
# shellcheck disable=SC2086
if grep -q '^#include "' $files; then
  library=$B/libtroupe.a
  names="$names --redefine-syms=$B/lib/stepping/ours.txt"
fi
# clang leaves out a read that a write to the same place follows.
reads=''
case $("$CC" --version) in
  *clang*) reads='-mllvm -tsan-instrument-read-before-write=1' ;;
esac
work=$(mktemp -d) || exit 5
trap 'rm -rf "$work"' EXIT INT TERM
number=0
for file in $files; do
  number=$((number + 1))
  # shellcheck disable=SC2086
  "$CC" -std=gnu17 -O0 -g -fno-builtin -fsanitize=thread $reads -pthread \
    -iquote "$root/lib" ${exercise:+-iquote "$exercise"} -c -o "$work/$number.o" "$file" || exit 5
  # shellcheck disable=SC2086
  objcopy $names "$work/$number.o" || exit 5
done
# shellcheck disable=SC2086
nm "$work"/*.o | grep -q ' T stepped_main$' ||
  bad "there is no main in$files"
"$CC" -pthread -o "$work/program" "$work"/*.o "$B/libstepping.a" \
  ${library:+"$B/libstepped.a" "$library"} -lm || exit 5
# It may be running: a new file in its place.
if [ -n "$out" ]; then
  cp "$work/program" "$out.new.$$" && mv -f "$out.new.$$" "$out" || exit 5
fi
[ -z "$runs" ] || TROUPE_STEPPING=$wish "$work/program" "$@"
