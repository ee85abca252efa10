#!/bin/sh
# learn_screen.sh -- the watch screen, in a real terminal of several sizes: a
# verdict at each save, the task, hints, the bar, the next exercise; and the
# command of a verdict, typed as it stands there.
#
# Every wait is for something to be on the screen, with a limit.
# modes: gcc-plain
# limit: 200
set -u
cd "$(dirname "$0")/.." || exit 2
B=${B:-build/gcc-plain}
TROUPE_ROOT=$PWD
export TROUPE_ROOT
LC_ALL=C.UTF-8
export LC_ALL
passed=0
failed=0
socket=troupe-learn-$$
work=$(mktemp -d) || exit 2
TROUPE_MINE=$work/mine
export TROUPE_MINE
trap 'mux kill-server 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

if ! command -v tmux >/dev/null; then
  echo "tmux is missing"
  echo "0 passed, 1 failed"
  exit 1
fi

mux() { tmux -L "$socket" -f /dev/null "$@"; }
screen() { mux capture-pane -p -t t 2>/dev/null; }
keys() { mux send-keys -t t "$@"; }
learn() { "$B/troupe-learn" "$@"; }

# start COLS ROWS TERM ARGUMENTS
start() {
  mux kill-server 2>/dev/null
  socket=$socket-
  mux new-session -d -s t -x "$1" -y "$2" \
    "env TERM=$3 $B/troupe-learn $4; echo LEFT WITH \$?; exec sh"
}

# Bounded: 20 seconds, for a verdict may take some.
await() {
  looks=0
  while ! screen | grep -qF -- "$1"; do
    looks=$((looks + 1))
    [ "$looks" -gt 400 ] && return 1
    sleep 0.05
  done
}

check() {
  if [ "$?" -eq 0 ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED: $1"
    screen | sed 's/^/  | /'
  fi
}

# save FILE: as an editor does, by a rename.
save() {
  cp "$1" "$work/new.c" && mv "$work/new.c" "$TROUPE_MINE/04a-counter.c"
}

from=exercises/04a-counter
learn start 04a >/dev/null
start 80 24 xterm-256color "watch 04a"
await "expected  42" && screen | head -n 1 | grep -q 'The counter .*FAILED'
check "the first verdict is there, its word in the corner"
await "0 of $(find exercises -name task.md | wc -l) passed"
check "the bar says how far one is"
keys t
await "# 04a. The counter"
check "t is the task"
keys h
await "# Hint 1 of 3"
check "h is a hint"
keys h
await "# Hint 2 of 3"
check "h once more is another one"
keys l
await "04b-vending"
check "l lists the exercises"
keys '?'
await "does without a screen"
check "? says the keys"
save $from/wrong/starts-at-first-use.c
await "in the simulator:" && screen | grep -q 's show'
check "a save is judged, and the verdict comes to the front"
save $from/solution.c
await "04a-counter: PASSED" && await "next: 01a"
check "a pass names the next exercise"
await "[#" && await "1 of"
check "and the bar has moved"
keys n
await "01a  The lost update" || await "01a  "
check "n goes on with it"
test -f "$TROUPE_MINE/01a-lost-update.c"
check "and has begun it"
await "FAILED"
check "its start is judged"
keys q
await "LEFT WITH 0"
check "q leaves"
learn progress | grep -q '04a  passed .*2 hints'
check "what was passed on the screen is kept"

save $from/wrong/starts-at-first-use.c
start 40 12 vt100 "watch 04a"
await "FAILED" && await "q quit"
check "a small screen without colours will do"
[ "$(screen | awk 'length($0) > 40' | wc -l)" -eq 0 ]
check "nothing is wider than it"
keys Space Space Space Space Space
await "simulator"
check "what does not fit scrolls"
keys s
await "replayed to step" || await "step "
check "s opens the order of steps in the simulator"
keys q
await "FAILED"
check "and back comes the verdict"
mux resize-window -t t -x 100 -y 30 2>/dev/null
await "in the simulator:"
check "a new size is drawn anew"
keys C-c
await "LEFT WITH 0"
check "so does Ctrl-C"

start 80 24 xterm "watch 04a --lines"
await "Watching" && ! screen | grep -q 'q quit'
check "--lines does without a screen"
keys C-c
await "LEFT WITH"
start 80 24 dumb "watch 04a"
await "Watching" && ! screen | grep -q 'q quit'
check "so does a terminal that cannot"
keys C-c

# The command, typed as printed.
start 100 30 xterm-256color "check 04a"
await "LEFT WITH 1"
command=$(screen | sed -n 's/^ *\(\.\/troupe learn show .*\)/\1/p')
[ -n "$command" ]
check "a verdict prints a command"
keys -l "$command"
keys Enter
await "FAILED" && await "replayed to step"
check "typed as it is, it opens the simulator at the failure"

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
