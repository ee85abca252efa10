#!/bin/sh
# harness.sh -- can the tests fail at all? run.sh in a made-up tree, whose
# test programs are scripts that end in every way a program can end.
set -u
passed=0
failed=0
tree=$(mktemp -d) || exit 1
trap 'rm -rf "$tree"' EXIT

# expect NAME WANTED-STATUS TEXT [ARGUMENTS...]: run.sh in the tree.
expect() {
  name=$1 wanted=$2 text=$3
  shift 3
  out=$("$tree/tests/run.sh" "$@" 2>&1)
  status=$?
  if [ $status -eq "$wanted" ] && echo "$out" | grep -qE -e "$text"; then
    passed=$((passed + 1))
    return
  fi
  failed=$((failed + 1))
  echo "FAIL $name: exit $status, wanted $wanted with /$text/"
  echo "$out" | sed 's/^/  /'
}

# A file of the tree from standard input, to be executed.
file() {
  mkdir -p "$(dirname "$tree/$1")"
  { echo '#!/bin/sh'; cat; } >"$tree/$1"
  chmod +x "$tree/$1"
}

# A tree whose make copies tests/test_x.c, and whose sanitizers all run.
new_tree() {
  rm -rf "$tree"
  mkdir -p "$tree/tests"
  cp tests/run.sh "$tree/tests/run.sh"
  echo 'exit 0' | file tools/sanitizer.sh
  cat >"$tree/Makefile" <<'END'
B := build/$(CC)-$(or $(SAN),plain)
test-programs: $(patsubst %.c,$(B)/%,$(wildcard tests/test_*.c))
$(B)/tests/%: tests/%.c
	mkdir -p $(@D) && grep -v broken $< > $@ && chmod +x $@
	grep -q broken $< && { rm $@; echo 'x.c: error: broken'; exit 1; } || :
END
  row 5 5 5 0 | file tests/test_good.c
}

# What CUnit prints at the end: of so many tests ran, passed, failed.
row() {
  printf 'echo "               tests  %5d  %5d  %5d  %5d      0"\n' "$@"
}

new_tree
expect "all that passes in each mode is added up" 0 '^20 passed, 0 failed$'
expect "one mode runs by itself" 0 '^5 passed, 0 failed$' --mode gcc-thread
expect "all modes are more" 0 '^30 passed, 0 failed$' --all
expect "one test shows what it prints, in the modes" 0 '\| +tests +5' good
expect "the slowest parts are listed" 0 'clang-plain +good$'
expect "an unknown test is refused" 2 'no test god; there are' god
expect "an unknown mode too" 2 'no mode gcc-fast' --mode gcc-fast
expect "an unknown flag too" 2 'tests/run.sh \[--all\]' --fast

{ row 3 3 2 1; echo 'echo why; exit 1'; } | file tests/test_bad.c
expect "a failed case is counted" 1 '^7 passed, 1 failed$' --mode gcc-plain
expect "and what was printed is shown" 1 '\| why' --mode gcc-plain

new_tree
{ row 3 3 3 0; echo 'exit 66'; } | file tests/test_race.c
expect "a bad end after good cases is a failure" 1 '^8 passed, 1 failed$' \
  --mode gcc-thread
new_tree
row 3 2 2 0 | file tests/test_skips.c
expect "a case that did not run is a failure" 1 '^7 passed, 1 failed$' \
  --mode gcc-plain
new_tree
echo 'kill -11 $$' | file tests/test_crash.c
expect "a crash is named" 1 'no result: killed by signal 11' --mode gcc-plain
expect "and is one failure" 1 '^5 passed, 1 failed$' --mode gcc-plain
new_tree
echo 'exit 0' | file tests/test_silent.c
expect "an end without a result is a failure" 1 'no result: exit 0' \
  --mode gcc-plain
new_tree
row 0 0 0 0 | file tests/test_empty.c
expect "no test at all is a failure" 1 'no test ran' --mode gcc-plain
new_tree
echo '# broken' | file tests/test_compile.c
expect "what does not build is a failure, with its message" 1 'error: broken' \
  --mode gcc-plain
expect "what does build runs all the same" 1 '^5 passed, 2 failed$' \
  --mode gcc-plain

new_tree
file tests/slow.sh <<'END'
# limit: 1
while :; do :; done
END
expect "a part that does not end is stopped at its limit" 1 'no end after 1 s' \
  slow
new_tree
echo 'kill -9 $(cut -d " " -f 4 /proc/$PPID/stat)' | file tests/killer.sh
expect "a part whose runner dies is missed" 1 'left no result' killer
expect "and is one failure" 1 '^0 passed, 1 failed$' killer

new_tree
echo 'echo "B=$B SAN=$SAN"; echo "2 passed, 0 failed"' | file tests/once.sh
expect "a script runs in one mode" 0 '^22 passed, 0 failed$'
expect "and is told which" 0 'B=build/gcc-plain SAN=$' once
{ echo '# modes: gcc-plain gcc-thread'; echo 'echo "2 passed, 0 failed"'; } |
  file tests/once.sh
expect "or in those of its head" 0 '^24 passed, 0 failed$'
{ echo '# modes: all'; echo 'echo "2 passed, 1 failed"; exit 1'; } |
  file tests/once.sh
expect "or in all, and its failures count" 1 '^28 passed, 4 failed$'
chmod -x "$tree/tests/once.sh"
expect "a script that may not be executed is none" 0 '^20 passed, 0 failed$'

new_tree
echo 'echo no shadow; [ "$2" != thread ]' | file tools/sanitizer.sh
expect "a thread sanitizer that cannot run is a failure" 1 'no shadow'
expect "which is counted" 1 '^15 passed, 1 failed$'
TROUPE_NO_TSAN=1
export TROUPE_NO_TSAN
expect "unless that was allowed" 0 '^15 passed, 0 failed$'
expect "and then it is said" 0 '^skip +gcc-thread: no shadow'
unset TROUPE_NO_TSAN

new_tree
{ echo 'echo litter >litter'; echo 'echo "1 passed, 0 failed"'; } |
  file tests/messy.sh
git -C "$tree" init -q
expect "a part that changes the tree is a failure" 1 '\?\? litter' \
  --mode gcc-plain
expect "which is not there when it changes nothing more" 0 \
  '^6 passed, 0 failed$' --mode gcc-plain

left=$(find "$tree/build" -name 'results.*' | wc -l)
if [ "$left" -eq 0 ]; then
  passed=$((passed + 1))
else
  failed=$((failed + 1))
  echo "FAIL no results are left behind: $left"
fi

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
