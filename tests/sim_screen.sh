#!/bin/sh
# sim_screen.sh -- the real screen, in a tmux of its own: keys in, cells out.
#
# Every wait is for something to be on the screen (or gone), with a limit.
# modes: gcc-plain gcc-address
# limit: 400
set -u
cd "$(dirname "$0")/.." || exit 2
B=${B:-build/gcc-plain}
TROUPE_ROOT=$PWD
export TROUPE_ROOT
socket=troupe-test-$$-0
runs=0
passed=0
failed=0
LC_ALL=C.UTF-8
export LC_ALL
work=$(mktemp -d) || exit 2

if ! command -v tmux >/dev/null; then
  echo "tmux is missing"
  echo "0 passed, 1 failed"
  exit 1
fi

mux() { tmux -L "$socket" -f /dev/null "$@"; }
trap 'close_screen; rm -rf "$work"' EXIT INT TERM

# The simulator on the screen.
simulator() {
  pgrep -P "$(mux list-panes -t t -F '#{pane_pid}' 2>/dev/null)" troupe-sim |
    head -n 1
}

# Ends the simulator, if it is still there, and then its screen: a screen that
# goes first would disturb a leak check at exit.
close_screen() {
  going=$(simulator 2>/dev/null)
  looks=0
  [ -z "$going" ] || kill -TERM "$going" 2>/dev/null
  while [ -n "$going" ] && kill -0 "$going" 2>/dev/null && [ "$looks" -lt 400 ]; do
    looks=$((looks + 1))
    sleep 0.05
  done
  mux kill-server 2>/dev/null
}

# start COLS ROWS ENVIRONMENT ARGUMENTS: the simulator on a screen of that size
start() {
  # A server of its own each time: one that is going does not take a session.
  close_screen
  runs=$((runs + 1))
  socket=troupe-test-$$-$runs
  mux new-session -d -s t -x "$1" -y "$2" \
    "stty -echo; env $3 $B/troupe-sim $4; echo LEFT WITH \$?; stty -a | grep -c -- '-icanon'; exec cat"
}
screen() { mux capture-pane -p -t t 2>/dev/null; }
keys() { mux send-keys -t t "$@"; }
typed() { mux send-keys -t t -l "$1"; }

# Bounded: 400 looks, about 20 seconds.
await() {
  looks=0
  while ! screen | grep -qF -- "$1"; do
    looks=$((looks + 1))
    [ "$looks" -gt 400 ] && return 1
    sleep 0.05
  done
}
gone() {
  looks=0
  while screen | grep -qF -- "$1"; do
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

# The newcomer's path.
start 80 24 "" ""
await "which scene?" && await "> counter"
check "without arguments there is a menu of scenes"
keys Up && await "> election" && keys Down && await "> counter"
check "past one end of the menu is the other"
keys Down && await "> pingpong" && keys Up && keys Enter && await "step 0/0"
check "Enter opens a scene"
await "LESSON 1/7" && await "Press ."
check "a lesson says what to press"
keys . && await "step 1/1" && await "start arrives"
check ". is a step"
await "LESSON 2/7"
check "the lesson goes on with what was done"
keys . && await "step 2/2" && keys . && await "step 3/3" && keys . &&
  await "step 4/4" && await "count 0 → 42"
check "four steps make it 42, and the change is marked"
keys , && await "step 3/4" && gone "→ 42"
check ", is a step back"
keys . && await "step 4/4" && keys : && await "Tab completes" &&
  typed "send counter inc 8" && await ":send counter inc 8" && keys Enter &&
  await "you send inc 8 to counter"
check "a message is sent from the prompt"
for step in 6 7 8; do
  keys . && await "step $step/" || break
done
await "count 42 → 50" && await "LESSON 7/7"
check "42 and 8 are seen as 50"
keys q && await "which scene?" && keys q && await "LEFT WITH 0"
check "q leaves to the menu and from there"

# What is wrong is read, though a run was going on.
start 80 24 "" "election --seed 3"
await "step 0/0" && keys Space && await "RUNNING" && keys : && await ":" &&
  typed "kill nobody" && await ":kill nobody" && keys Enter &&
  await "no actor is called nobody" && await "PAUSED"
check "a line that is wrong stops the run and is read"

start 40 12 "" "pool --seed 3"
await "0/0" && keys . && await "1/1" && keys . && await "2/2" && keys 6 &&
  await "framework's or another's"
check "why there is no code is read to its end on a small screen"

# Views, panels, prompt.
start 100 30 "" "counter"
await "step 0/0" && keys Space && await "quiet: only main could go on"
check "Space runs until nothing but main is left"
keys 2 && await "[2 Sequence]" && await "inc{amount: 42}"
check "2 is the sequence"
keys '?' && await "help: PgUp PgDn" && keys Escape && gone "help: PgUp PgDn"
check "? is help, Esc closes it"
keys o && await "OUTPUT" && await "42" && keys o && gone "OUTPUT"
check "o shows the output"
keys : && typed "send cou" && keys Tab && await ":send counter" &&
  typed "g" && keys Tab && await ":send counter get" && keys Escape &&
  gone ":send counter"
check "Tab completes actors and messages, Esc drops the line"
keys : && typed "stpe" && keys Enter && await "did you mean step?"
check "a wrong line is answered and nothing else happens"
keys : && keys Up && await ":stpe" && keys Escape && gone ":stpe"
check "the prompt has a history"
keys : && typed "check small := always counter.count < 10" && keys Enter &&
  await "small FAILED"
check "a check typed after the fact judges the past"
keys 1 && keys 0 && await "step 0/" && keys '$' && await "PAUSED"
check "0 and \$ are the ends of the tape"
keys I && await "its protocol" && keys Escape && gone "its protocol"
check "I tells all about an actor"
keys w && await "why step" && await "because" && keys Escape && gone "why step"
check "w tells why a step was made"
keys t && await "theme light" && keys t && await "theme mono"
check "t changes the theme"

# Sizes.
mux resize-window -t t -x 40 -y 12 && await "| " && gone "F9Send" &&
  await "count"
check "it fits 40x12"
mux resize-window -t t -x 200 -y 50 && await "F10Quit" && await "happened"
check "it grows to 200x50"
keys : && typed "send counter in" && mux resize-window -t t -x 60 -y 20 &&
  await ":send counter in" && keys Escape && gone ":send counter"
check "a half-typed line survives a resize"
for size in "10 3" "1 1" "3 2" "80 1" "2 40" "1 1"; do
  mux resize-window -t t -x "${size% *}" -y "${size#* }"
  keys . 2>/dev/null
done
mux resize-window -t t -x 80 -y 24 && await "TAPE" && await "F1Help"
check "one cell and back does no harm"
keys q && await "LEFT WITH 0" && await "0"
check "the terminal is as it was"

# Search and filter.
start 80 24 "" "bank --seed 3"
await "step 0/0" && keys : && typed "speed 0; run" && keys Enter &&
  await "stopped at step" && keys 0 && await "step 0/" && keys / &&
  await ":search" && typed "taken deposit" && keys Enter &&
  await "1 of 2: step" && keys n && await "2 of 2: step" && keys N &&
  await "1 of 2: step" && keys F3 && await ":search" && keys Escape &&
  gone ":search"
check "/ finds an event, n and N the next and the one before"
keys 5 && keys '\' && await ":filter" && typed "ann !start" && keys Enter &&
  await "FILTER ann !start" && keys F4 && await ":filter" && typed "off" &&
  keys Enter && gone "FILTER"
check "\\ and F4 filter"
keys L && await "LESSON"
check "L is the next lesson line"

# The views of many actors, at both sizes.
for size in "80 24" "100 30"; do
  cols=${size% *}
  start "$cols" "${size#* }" "" "pool --seed 3"
  await "step 0/0" && keys 3 && await "[3 Cluster]" && keys : &&
    typed "speed 0; until pool.restarts == 1" && keys Enter &&
    await "stopped at step" && await "one-for-all 2/5s rst 1" &&
    await "BETWEEN"
  check "3 is the tree, with strategies, restarts and lives ($cols)"
  keys 4 && await "[4 Actors]" && await "by birth" && keys S &&
    await "actors by label" && keys : && typed "sort restarts" && keys Enter &&
    await "restarts▼"
  check "4 is the table of actors, S sorts it ($cols)"
  keys : && typed "select w-2" && keys Enter && await "> w-2"
  check "the actor selected there is marked ($cols)"
  keys 5 && await "[5 Messages]" && await "in flight" && keys O &&
    await "those of w-2" && await "work{till" && keys O && gone "those of w-2"
  check "5 is every message and its life, O those of one actor ($cols)"
  keys w && await "because, the oldest" &&
    await "failed (13" && keys NPage NPage NPage NPage &&
    await "who waits" && keys Escape && gone "who waits"
  check "w goes back to what began it ($cols)"
  keys 1 && await "[1 Flow]" && keys I && await "between two lives" &&
    keys Escape
  check "the selection is the same in all views ($cols)"
done
start 80 24 "" "ring --seed 4"
await "step 0/0" && keys 3 && keys : && typed "speed 0; run" && keys Enter &&
  await "nobody_refused FAILED" && await "!! refused at step"
check "a ring that would have closed is told"
start 80 24 "" "links --seed 1"
await "step 0/0" && keys 3 && keys : &&
  typed "speed 0; until coast.watched == 1" && keys Enter &&
  await "monitor coast"
check "links and monitors stand below the tree"
start 40 12 "" "ring --seed 3"
await "ring  0/0" && keys 3 && await "WAITING" && keys 4 && await "mailbox" &&
  keys 5 && await "now       message"
check "the views of many actors fit 40x12"

# Signals.
for signal in INT TERM HUP; do
  number=$(kill -l "$signal" 2>/dev/null) || number=0
  case $signal in INT) number=2 ;; TERM) number=15 ;; HUP) number=1 ;; esac
  start 80 24 "" "counter"
  await "step 0/0"
  pid=$(mux list-panes -t t -F '#{pane_pid}')
  child=$(ps -o pid=,comm= --ppid "$pid" | awk '/troupe-sim/ {print $1}')
  scene=$(ps -o pid= --ppid "${child:-0}" | tr -d ' ')
  kill "-$signal" "$child" 2>/dev/null
  await "LEFT WITH $((128 + number))" && ! kill -0 "$scene" 2>/dev/null
  check "SIG$signal restores the terminal and ends the child"
done

# Terminals.
start 80 24 "LC_ALL=C" "counter"
await "step 0/0" && screen | grep -q "^+- main" && ! screen | grep -q "│"
check "ASCII where the locale is not UTF-8"
start 80 24 "NO_COLOR=1" "counter --ascii"
await "+- counter" && ! mux capture-pane -e -p -t t | grep -q "$(printf '\033')\[3[0-7]m"
check "NO_COLOR means no colour"
start 80 24 "TERM=dumb" "counter --headless"
await "LEFT WITH 0"
check "TERM=dumb does for --headless"
start 80 24 "TERM=dumb" "counter"
await "cannot move its cursor" && await "going on as text"
check "TERM=dumb is told and goes on as text"
start 80 24 "TERM=nonsense" "counter"
await "is not known here"
check "an unknown terminal is told"
start 80 24 "TERM=vt100 LC_ALL=C" "counter"
await "step 0/0" && keys . && await "step 1/1"
check "a vt100 is enough"
keys q && await "LEFT WITH 0" && gone "Help"
check "nothing of the screen is left where there is no second one"
start 10 3 "" "counter"
await "counter" && keys . && keys q && gone "counter"
check "10x3 is small, but no harm"

# What misbehaves.
start 80 24 "" "$B/programs/fake_child"
await "step 0/0" && keys : && typed "send counter crash{}" && keys Enter &&
  await "you send" && keys Space && await "crash{}" && await "FAILED" &&
  keys , && await "PAUSED"
check "a crash is named, and the tape is still there"
start 80 24 "" "$B/programs/fake_child"
await "step 0/0" && keys : && typed "send counter loop{}" && keys Enter &&
  keys Space && await "did not return" && keys 0 && await "step 0/"
check "an endless handler is named, and the screen lives"

start 80 24 "" "$B/programs/careless"
await "step 0/0" && keys . . . && await "step 3/3" && keys : &&
  await "Tab completes" && typed "send careless hold" && keys Enter &&
  await "step 4/4" && keys c &&
  await "check deadlock failed (careless waits for ever: what)" &&
  await "step 9/9  DEADLOCK" && await "CHECKS deadlock FAILED @9"
check "a deadlock stops the run at its step and is named"
keys 0 && await "step 0/9  PAUSED" && keys : && await "Tab completes" &&
  typed "check deadlock off" && keys Enter && await "deadlock is off" &&
  gone "CHECKS" && keys '$' && await "step 9/9  PAUSED"
check "turned off it is rest as any other"

start 80 24 "" "$B/programs/unruly"
await "step 0/0" && keys : && typed "send unruly loop" && keys Enter &&
  await "you send" && keys Space && await "BUSY" &&
  await "unruly handles loop (q leaves)" &&
  mux resize-window -t t -x 60 -y 20 && await "F10Quit" && keys q &&
  await "LEFT WITH 0"
check "while a step is awaited the screen says for whom, resizes and leaves"

# Idle: no output, no wake-up, counted by the system.
start 80 24 "" "counter"
await "step 0/0" && keys . && await "step 1/1" && await "start arrives"
pid=$(simulator)
counts() {
  sed -n 's/^wchar: //p' "/proc/$pid/io"
  sed -n 's/^voluntary_ctxt_switches:[^0-9]*//p' "/proc/$pid/status"
}
settled=
looks=0
while [ -z "$settled" ] && [ "$looks" -lt 5 ]; do
  looks=$((looks + 1))
  before=$(counts)
  sleep 1  # the stretch that is measured
  [ "$before" = "$(counts)" ] && settled=yes
done
[ -n "$pid" ] && [ -n "$settled" ]
check "an idle screen writes nothing and never wakes"

# A terminal that goes away takes the simulator with it, in the menu too.
for keys_first in "" "Enter"; do
  start 80 24 "ASAN_OPTIONS=detect_leaks=0" ""
  await "which scene?" && { [ -z "$keys_first" ] || { keys Enter && await "step 0/0"; }; }
  pid=$(simulator)
  mux kill-server
  looks=0
  while [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null && [ "$looks" -lt 200 ]; do
    looks=$((looks + 1))
    sleep 0.05
  done
  [ -n "$pid" ] && ! kill -0 "$pid" 2>/dev/null
  check "a terminal that goes away ends it (${keys_first:-menu})"
done

close_screen
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
