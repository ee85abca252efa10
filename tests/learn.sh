#!/bin/sh
# learn.sh -- the exercise runner, as a learner uses it and as a hostile
# program does, without a terminal, in a folder of its own.
# limit: 600
set -u
cd "$(dirname "$0")/.." || exit 2
B=${B:-build/gcc-plain}
root=$(pwd)
passed=0
failed=0
work=$(mktemp -d) || exit 2
mine=$work/mine
XDG_DATA_HOME=$work/data
export XDG_DATA_HOME
watcher=

clean_up() {
  [ -z "$watcher" ] || kill "$watcher" 2>/dev/null
  rm -rf "$work"
}
trap clean_up EXIT

learn() {
  TROUPE_ROOT=$root TROUPE_MINE=$mine "$root/$B/troupe-learn" "$@"
}

# expect NAME WANTED-STATUS TEXT COMMAND...: the command ends with the status,
# and TEXT is in what it prints on either output.
expect() {
  what=$1 wanted=$2 text=$3
  shift 3
  "$@" >"$work/out" 2>&1 </dev/null
  status=$?
  if [ $status -eq "$wanted" ] &&
    { [ -z "$text" ] || grep -qF -e "$text" "$work/out"; }; then
    passed=$((passed + 1))
    return
  fi
  failed=$((failed + 1))
  echo "FAIL $what: exit $status, wanted $wanted with \"$text\""
  sed 's/^/  /' "$work/out"
}

# narrow NAME: what was printed last fits into 80 columns, paths aside.
narrow() {
  cp "$work/out" "$work/shown"
  expect "$1 fits into 80 columns" 0 "" awk -v root="$root" -v mine="$mine" '
    { gsub(mine, "mine"); gsub(root "/", "") }
    length($0) > 80 { print; bad = 1 }
    END { exit bad }' "$work/shown"
}

# eventually COMMAND...: true as soon as the command is; false after a while.
eventually() {
  tries=0
  until "$@"; do
    tries=$((tries + 1))
    [ $tries -lt 600 ] || return 1
    sleep 0.05
  done
}

# What still runs in an environment of this test.
left_over() {
  for environ in /proc/[0-9]*/environ; do
    pid=${environ#/proc/}
    pid=${pid%/environ}
    [ "$pid" = "$watcher" ] && continue
    if tr '\0' '\n' <"$environ" 2>/dev/null |
      grep -qxF "TROUPE_MINE=$mine"; then
      [ -e "/proc/$pid/exe" ] && echo "$pid $(tr '\0' ' ' <"/proc/$pid/cmdline")"
    fi
  done 2>/dev/null
}

git_state() {
  git status --porcelain -- exercises tests/hostile mine 2>/dev/null
}

git_state >"$work/git.before"

# --- From the list to a pass ---

all=$(find exercises -name task.md | wc -l)

expect "the overview says what is next" 0 "learn start 01a" learn
narrow "the overview"
expect "list names all" 0 "04a-counter" learn list
narrow "the list"
expect "help lists the commands" 0 "watch [ID]" learn help
narrow "help"
expect "next names the first" 0 "Next is 01a" learn next
expect "check without a start says what to do" 2 "learn start 04a" \
  learn check 04a
expect "check of nothing at all, too" 2 "nothing was started yet" learn check
expect "start shows the task" 0 "# 04a. The counter" learn start 04a
narrow "a task"
expect "and made the file" 0 "" cmp exercises/04a-counter/start.c \
  "$mine/04a-counter.c"
expect "start does not overwrite" 2 "is there already" learn start counter
expect "the start fails" 1 "expected  42" learn check 04a
narrow "a verdict"
expect "what was started is what is next" 0 "Go on with 04a" learn next
expect "without an id the file saved last is meant" 1 \
  "04a-counter: FAILED" learn check
expect "the solution is locked" 1 "--anyway" learn solution 04a
expect "and opened by who wants to" 0 "COUNTER_GET" learn solution 04a --anyway
expect "a hint" 0 "Hint 1 of 3" learn hint 04a
expect "another one" 0 "Hint 2 of 3" learn hint
expect "the third" 0 "Hint 3 of 3" learn hint 04a
narrow "a hint"
expect "and no more" 0 "That was the last one" learn hint 04a
cp exercises/04a-counter/solution.c "$mine/04a-counter.c"
expect "diff shows what was changed" 0 "+" learn diff 04a
expect "a right file passes" 0 "04a-counter: PASSED" learn check 04a
narrow "a pass"
expect "which is kept" 0 "04a  passed" learn progress
expect "with the hints" 0 "3 hints" learn progress
expect "list knows it" 0 "04a  passed" learn list
expect "the solution is open now" 0 "Why the counter is so" learn solution 04a
expect "diff against it too" 0 "the solution, unchanged" \
  learn diff 04a --solution
expect "diff is against the last pass" 0 "the last pass, unchanged" \
  learn diff 04a
echo "// one more" >>"$mine/04a-counter.c"
expect "and shows what came since" 0 "+// one more" learn diff 04a
expect "or against the start" 0 "--- start" learn diff 04a --start
expect "and against nothing else" 2 '"--stort"' learn diff 04a --stort
cp "$mine/passed/04a-counter.c" "$mine/04a-counter.c"
expect "a list of what is passed" 0 "04a  passed" learn list passed
expect "is of that alone" 1 "" grep -q 01a "$work/out"
expect "a list of a chapter" 0 "04b-vending" learn list 4
expect "is of that alone, too" 1 "" grep -q 01a "$work/out"
expect "a list by a word of the title" 0 "04b-vending" learn list machine
expect "a list of what is new has not the passed one" 0 "04b" learn list new
expect "so" 1 "" grep -q 04a "$work/out"
expect "nothing started is no fault" 0 'No exercise is "started"' \
  learn list started
expect "a filter like nothing is explained" 2 "a filter is" learn list xyzzy
expect "reset keeps the old file" 0 "04a-counter.c.1" learn reset 04a
expect "as it was" 0 "" cmp exercises/04a-counter/solution.c \
  "$mine/04a-counter.c.1"
expect "and again, by number" 0 "04a-counter.c.2" learn reset 04a
expect "a pass stays a pass" 0 "04a  passed" learn list

# --- JSON ---

expect "json of a failure" 1 '"verdict": "failed", "reason": "expectation"' \
  learn check --json 04a
expect "is one line" 0 "" test "$(learn check --json 04a | wc -l)" -eq 1
expect "json of any path" 0 '"exercise": "04b-vending", "verdict": "passed"' \
  learn check --json exercises/04b-vending/solution.c
cp exercises/04b-vending/solution.c "$work/some.c"
expect "by a name that says nothing, the exercise is asked for" 2 \
  "--exercise ID" learn check "$work/some.c"
expect "and may be said" 0 '"verdict": "passed"' \
  learn check --json --exercise 04b "$work/some.c"
expect "the wrong one is noticed" 1 '"reason": "compile"' \
  learn check --json --exercise 04a "$work/some.c"
expect "a pass elsewhere is no progress" 0 "1 of" learn progress

# --- The order of steps of a verdict, in the simulator ---

wrong=exercises/02a-bounded-queue/wrong/if-for-while.c
learn check --json $wrong >"$work/json"
steps=$(sed -n 's/.*"schedule": "\([^"]*\)".*/\1/p' "$work/json")
expect "a verdict names its order of steps" 0 "" test -n "$steps"
expect "and the command for the simulator" 0 "learn show $wrong $steps" \
  cat "$work/json"
if [ -x "$B/troupe-sim" ]; then
  expect "which opens just that" 1 "the program has ended with status 1" \
    learn show $wrong "$steps" --headless -x info
  expect "of a race: the thread about to race" 0 'held_by: "nobody"' \
    learn show exercises/01a-lost-update/wrong/locks-the-write.c 0,2 \
    --headless -x info
fi
expect "an order of another program is refused" 1 "not one of this program" \
  learn show exercises/02a-bounded-queue/solution.c 7x40
expect "nonsense is no order" 2 "1x2,3" learn show 04a '$(id)'
expect "nor is a file that is not there one" 2 "no.c: which exercise" \
  learn show exercises/no.c 0

# --- A class ---

mkdir -p "$work/class/ann" "$work/class/bob" "$work/class/eve"
cp exercises/04a-counter/solution.c "$work/class/ann/04a-counter.c"
cp exercises/04b-vending/start.c "$work/class/bob/04b-vending.c"
mkfifo "$work/class/bob/04a-counter.c"
cp tests/hostile/rest.h "$work/class/eve"
cp tests/hostile/threads.c "$work/class/eve/04a-counter.c"
ln -s /etc/passwd "$work/class/eve/04b-vending.c"
expect "a class is graded" 0 "ann                  passed   -        1" \
  learn grade "$work/class/ann" "$work/class/bob/" "$work/class/eve"
cp "$work/out" "$work/table"
expect "what fails is named by its test" 0 "04b: a_coin_is_credited" \
  cat "$work/table"
expect "a pipe is no file" 0 "04a: it is no regular file" cat "$work/table"
expect "nor is a link" 0 "04b: it is no regular file" cat "$work/table"
expect "hostile files are stopped" 0 "stopped" cat "$work/table"
expect "json names the folder" 0 '"folder": "'"$work"'/class/ann", "exercise"' \
  learn grade --json "$work/class/ann"
expect "no folder, no grade" 2 "no folder" learn grade "$work/class/zoe"

# --- A second copy of the learner's work ---

mkdir "$work/clone"
for part in exercises lib build tools tests troupe; do
  ln -s "$root/$part" "$work/clone/$part"
done
own() {
  TROUPE_ROOT=$work/clone TROUPE_MINE='' "$root/$B/troupe-learn" "$@"
}
expect "in a clone" 0 "# 04a" own start 04a
cp exercises/04a-counter/solution.c "$work/clone/mine/04a-counter.c"
expect "one passes" 0 PASSED own check 04a
rm -r "$work/clone/mine"
expect "a new clone has what was done" 0 "files of yours came back" own list
expect "all of it" 0 "04a  passed" own list
expect "the file, too" 0 "" cmp exercises/04a-counter/solution.c \
  "$work/clone/mine/04a-counter.c"

# --- Bad input ---

expect "an unknown command names the nearest" 2 "the nearest is start" \
  learn strat 04a
expect "one that is like nothing does not" 2 "learn help" learn xyzzyxyzzy
expect "an unknown exercise names the nearest" 2 "04a-counter" learn start 04z
expect "a beginning of several is refused" 2 "may be several" learn start 04
expect "a missing argument is named" 2 "start takes ID" learn start
expect "one too many, too" 2 "next takes nothing" learn next all
expect "an option nobody knows" 2 '"--jason"' learn check --jason
expect "a file that is not there" 2 "No such file" learn check mine/04a-no.c
expect "watch takes no file" 2 "takes an exercise" learn watch mine/04a-no.c
expect "a folder is no file" 2 "Is a directory" learn check --exercise 04a /tmp/
expect "without a project it says how to start" 5 "./troupe learn" \
  env TROUPE_ROOT=/ "$root/$B/troupe-learn" list
: >"$mine/04b-vending.c"
expect "an empty file" 1 "nobody has written it" learn check 04b
awk 'BEGIN { srand(1); for (i = 0; i < 3000; i++) printf "%c", int(rand() * 256) }' >"$mine/04b-vending.c"
expect "noise" 1 "does not compile" learn check 04b
chmod a-w "$mine"
if ! touch "$mine/writable" 2>/dev/null; then
  expect "a folder that cannot be written" 2 "Permission denied" learn start 01a
fi
chmod u+w "$mine"
rm -f "$mine/04b-vending.c" "$mine/writable"

# --- Progress that is strange ---

printf '# mine\n04a-counter 2026-01-02 1\n04b-ven' >"$mine/progress"
expect "a half-written line is told" 0 "line 3 was strange" learn progress
expect "once" 0 "1 of $all passed" learn progress
expect "the rest stays" 0 "2026-01-02" learn progress
expect "and the old file" 0 "04b-ven" cat "$mine/progress.1"
head -c 5000 /dev/urandom >"$mine/progress"
expect "noise is not fatal" 0 "was strange" learn list
rm -f "$mine/progress"
mkdir "$mine/progress"
expect "nor is a folder of that name" 0 "going on without it" learn list
rmdir "$mine/progress"
expect "nor is none" 0 "0 of $all passed" learn progress

# --- Mistakes in the learner's file, in plain words ---

# mistaken NAME STATUS TEXT PATTERN REPLACEMENT: the Counter's solution with a
# change to it.
mistaken() {
  sed "s/$4/$5/" exercises/04a-counter/solution.c >"$mine/04a-counter.c"
  expect "$1" "$2" "$3" learn check 04a
}

rm -f "$mine/04a-counter.c"
mistaken "a missing semicolon" 1 "a semicolon is missing" \
  'i64 count = 0;$' 'i64 count = 0'
mistaken "a forgotten message" 1 "a switch forgets one of the messages" \
  'case COUNTER_INC:' 'case 7:'
mistaken "a name nobody knows" 1 "a misspelling" 'oneshot_put' 'oneshot_putt'
mistaken "a warning is no failure, and is shown" 0 \
  "can go" 'i64 answer = count;' 'i64 answer = count; int idle;'
mistaken "a first error comes first" 1 "04a-counter.c:" \
  'Message message;' 'Mesage message;'

# --- Watching ---

says() {
  grep -qF -e "$1" "$work/watched"
}

# watch_through NAME: a save by rename, then one in place.
watch_through() {
  cp exercises/04a-counter/start.c "$mine/04a-counter.c"
  : >"$work/watched"
  TROUPE_ROOT=$root TROUPE_MINE=$mine "$root/$B/troupe-learn" watch 04a \
    >"$work/watched" 2>&1 </dev/null &
  watcher=$!
  expect "$1: the first verdict comes at once" 0 "" \
    eventually says "expected  42"
  cp exercises/04a-counter/solution.c "$work/new.c"
  mv "$work/new.c" "$mine/04a-counter.c"
  expect "$1: the next one when the file was replaced" 0 "" \
    eventually says "PASSED"
  echo "int main(void) { return 0; }" >>"$mine/04a-counter.c"
  expect "$1: and when it was written to" 0 "" \
    eventually says "the test brings its own"
  kill -TERM "$watcher"
  wait "$watcher"
  status=$?
  watcher=
  expect "$1: it ends when told to" 0 "143" echo $status
}

watch_through "watch"
TROUPE_POLL=1
export TROUPE_POLL
watch_through "watch by looking"
unset TROUPE_POLL

# A pass that a longer search takes back: the first one is made short.
cp exercises/04a-counter/wrong/starts-at-first-use.c "$mine/04a-counter.c"
rm -f "$mine/progress"
: >"$work/watched"
TROUPE_SEARCH="runs=0 preemptions=0 time=1" TROUPE_ROOT=$root \
  TROUPE_MINE=$mine "$root/$B/troupe-learn" watch 04a --lines \
  >"$work/watched" 2>&1 </dev/null &
watcher=$!
expect "a pass may be found wrong by a longer search" 0 "" \
  eventually says "It had passed; a longer search"
expect "after it was told" 0 "" grep -q PASSED "$work/watched"
expect "which says in which order" 0 "" eventually says "learn show"
kill -TERM "$watcher"
wait "$watcher"
watcher=
expect "and it counts no more" 0 "0 of $all passed" learn progress

# --- Hostile programs: a verdict, and nobody left ---

# holds WORDS: the kernel offers it.
holds() {
  grep -q "holds *$1" "$work/doctor"
}
learn doctor >"$work/doctor"
for hostile in tests/hostile/*.c; do
  name=${hostile##*/}
  case $name in
    network.c) holds "has no network" || continue ;;
    kills.c) holds "signals only" || continue ;;
  esac
  wanted=$(sed -n '1s/.*Wanted: \([0-9]\) \([a-z]*\)\..*/\1/p' "$hostile")
  reason=$(sed -n '1s/.*Wanted: \([0-9]\) \([a-z]*\)\..*/\2/p' "$hostile")
  expect "hostile: $name" "$wanted" "\"reason\": \"$reason\"" \
    learn check --json --exercise 04a "$hostile"
  expect "hostile: $name leaves nobody behind" 0 "" test -z "$(left_over)"
done

if holds "writes only"; then
  expect "what is judged writes nowhere else" 1 '"reason": "exit"' \
    env OUTSIDE="$work/outside" TROUPE_ROOT="$root" TROUPE_MINE="$mine" \
    "$root/$B/troupe-learn" check --json --exercise 04a tests/hostile/writes.c
  expect "so nothing is there" 1 "" test -e "$work/outside"
fi
expect "doctor says so" 0 "writes only into its own folder" learn doctor

# The runner may itself have been started with open files; here it is a pipe
# that nobody reads.
mkfifo "$work/pipe"
: <"$work/pipe" &
exec 9>"$work/pipe"
wait $!
expect "a program inherits no files" 1 '"reason": "exit"' \
  learn check --json --exercise 04a tests/hostile/forges.c
exec 9>&-
expect "what hangs is told with what it waits for" 1 \
  "main: waits in mutex_lock, called in counter_spawn" \
  learn check --exercise 04a tests/hostile/deadlock.c
cp "$work/out" "$work/shown"
expect "and the other one as well" 0 "other: waits in mutex_lock" \
  cat "$work/shown"

# Killed itself, the runner takes its programs along. What it built stays.
learn check --exercise 04a tests/hostile/loop.c >/dev/null 2>&1 &
runner=$!
shop=
has_a_program() {
  shop=$(left_over | grep -o '/[^ ]*/learn\.[A-Za-z0-9]*/plain' | head -n 1)
  shop=${shop%/plain}
  [ -n "$shop" ]
}
nobody_is_left() {
  [ -z "$(left_over)" ]
}
expect "a program runs" 0 "" eventually has_a_program
for pid in $(left_over | sed -n 's|^\([0-9]*\) .*troupe-learn check.*|\1|p'); do
  kill -KILL "$pid"
done
wait "$runner" 2>/dev/null
expect "a killed runner takes its programs along" 0 "" eventually nobody_is_left
[ -z "$shop" ] || rm -rf "$shop"

# --- And nothing tracked was touched ---

if [ -s "$work/git.before" ] || git rev-parse >/dev/null 2>&1; then
  git_state >"$work/git.after"
  expect "git status is what it was" 0 "" \
    diff "$work/git.before" "$work/git.after"
fi

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
