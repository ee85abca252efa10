#!/bin/sh
# sim_keys.sh -- every key and every verb of the simulator's own table, pressed
# and typed on a real screen; clicks; sizes at random.
#
# `troupe-sim --keys` says what there is: a key or verb without a line below
# fails. A line is: what, | the line typed before it, | what is to be seen.
# Every wait is for something to be on the screen, with a limit.
# modes: gcc-plain
# limit: 300
set -u
cd "$(dirname "$0")/.." || exit 2
B=${B:-build/gcc-plain}
TROUPE_ROOT=$PWD
export TROUPE_ROOT
LC_ALL=C.UTF-8
export LC_ALL
passed=0
failed=0
socket=troupe-keys-$$-0
runs=0
work=$(mktemp -d) || exit 2
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
typed() { mux send-keys -t t -l "$1"; }

# start COLS ROWS TERM ARGUMENTS
start() {
  mux kill-server 2>/dev/null
  runs=$((runs + 1))
  socket=troupe-keys-$$-$runs
  mux new-session -d -s t -x "$1" -y "$2" \
    "cd $work && env TERM=$3 $TROUPE_ROOT/$B/troupe-sim $4; echo LEFT WITH \$?; exec cat"
}

# Bounded: 400 looks, about 12 seconds.
await() {
  looks=0
  while ! screen | grep -qF -- "$1"; do
    looks=$((looks + 1))
    [ "$looks" -gt 400 ] && return 1
    sleep 0.02
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

# Until the prompt is closed: what comes close behind an Esc belongs to it.
closed() {
  looks=0
  while screen | grep -q '^:' && [ "$looks" -lt 400 ]; do
    looks=$((looks + 1))
    sleep 0.02
  done
}

# What Esc would close: the prompt, or a panel.
opened() { screen | grep -q -e '^:' -e 'Esc closes'; }

# An Esc that closes nothing would not be seen to be done, and could take with
# it what is typed next.
leave() {
  opened || return 0
  keys Escape
  looks=0
  while opened && [ "$looks" -lt 400 ]; do
    looks=$((looks + 1))
    sleep 0.02
  done
}

# A line at the prompt; it is done when the prompt is closed.
say() {
  typed ":$1"
  # A line longer than the screen shows its end.
  await "$(printf '%s' "$1" | tail -c 30)" && keys Enter
  closed
}

# what|line before, `=` begins with the whole run|what is seen
cat >"$work/keys" <<'END'
F1||help: PgUp PgDn
?||help: PgUp PgDn
F2|goto 8|step 26/26
Space|goto 8|step 26/26
F5|goto 8|step 9/26
.|goto 8|step 9/26
s|goto 8|step 9/26
F6|goto 8|step 7/26
,|goto 8|step 7/26
u|goto 8|step 7/26
F7||:drop
F9|select ann|:send ann
i|select ann|:send ann
Enter|goto 8; pick 1|step 9/26
:||Tab completes
0||step 0/26
$||step 26/26
Home||step 0/26
End||step 26/26
Up|goto 8; pick 2|>1 handle
k|goto 8; pick 2|>1 handle
Down|goto 8|>2 handle
j|goto 8|>2 handle
Left|view actors; select ann|> bank
h|view actors; select ann|> bank
Right|view actors; select ann|> bob
l|view actors; select ann|> bob
Tab|view actors; select ann|> bob
w|goto 17|why step 17
I|select bank|its protocol
S|view actors; sort birth|actors by label
O|view messages; only all|those of
K|=goto 8; select ann|you kill ann
R|=goto 8; select bob|bob has no supervisor
L|lesson back|LESSON
/||:search
F3||:search
n|goto 0; search deposit|3 of 11
N|goto 0; search deposit|of 11
\||:filter
F4||:filter
d|=goto 6|you drop deposit
y|=goto 6|you dup deposit
D||:delay
m||:move
p||[lossy] [for 2s]
P|=goto 6|nothing to heal
E|=goto 8|total failed
x|=goto 16|step 16 before step 15
U|=goto 16|undone with the
B|=goto 26|26 steps
c|=goto 8|step 26/26
C|goto 20|back at step 0
r|=goto 8|step 0/
a|=goto 8; select bank|stopped at step 12
f|=goto 8|stopped at step 19
o||OUTPUT
e||:export mermaid
1||[1 Flow]
2||[2 Sequence]
3||[3 Cluster]
4||[4 Actors]
5||[5 Messages]
6||[6 Code]
7||[7 Explore]
8||[8 Metrics]
V|view flow|[2 Sequence]
v|clocks off; view sequence|clocks: what each
z|zoom off|the view alone
Z|collapse off|messages only
F|view cluster; select main|main is folded
M|mouse on|the mouse is the terminal
{|=goto 17; select ann|step 15/
}|=goto 8; select ann|step 9/
!|=goto 8|step 9/
+|speed 1|2 steps a second
-|speed 4|2 steps a second
t|theme dark|theme light
PgUp|help|help: PgUp PgDn
PgDn|help|help: PgUp PgDn
WheelUp|mouse on; help|help: PgUp PgDn
WheelDown|mouse on; help|help: PgUp PgDn
Esc|help|TAPE
F8|select ann|a run will stop at ann
b|select bob|a run will stop at bob
q|=goto 8; kill ann|would be lost
F10|=goto 8; kill ann|would be lost
END
cat >"$work/verbs" <<'END'
step|=goto 8|step 9/26
back|goto 8|step 7/26
run|goto 8|step 26/26
until bank.balance > 5|=goto 8|stopped at step 17
continue|=goto 8|step 26/26
rcontinue|goto 20|back at step 0
reverse|goto 8|step 0/
advance bank|=goto 8|stopped at step 12
finish|=goto 8|stopped at step 19
goto 5||step 5/
explore 3 steps|=goto 8|order
shrink|=goto 26|nothing to shrink
swap|=goto 16|step 16 before step 15
undo|=goto 16|undone with the
record /nowhere/it||cannot write
load /nowhere/it||cannot read
replay|goto 8|replay 7:
branch|=goto 26|26 steps
diff 1 99||there is no branch 99
schedule|=goto 8|step 9/
choose 1|=goto 8|step 9/
send ann deposit 3|=goto 8|you send deposit 3 to ann
kill ann|=goto 8|you kill ann
restart bob|=goto 8|bob has no supervisor
drop|=goto 6|you drop deposit
dup|=goto 6|you dup deposit
delay 1 2ms|=goto 6|you delay deposit
fill 1 2|=goto 6|2 copies are in flight
slow bank 2s|=goto 6|you: slow 2s bank
node A bank|=goto 6; view cluster|[A] bank
partition here|=goto 6|two sets of nodes
heal|=goto 6|nothing to heal
latency A B 2ms|=goto 6|no such node
move main/7 2|=goto 6|there is no message main/7
delete 99||99
check c := always bank.balance < 99||c holds
expect ok c|check c := always bank.balance < 98|c ok
info actors||Teller
print bank.balance|=goto 17|10
export text||* spawned
seed||seed 7
goal||lost_update
use bank||use begins an overlay
at 9s fly||at reads at 2s kill
on set||on reads on 3rd
between A B fly||between reads between A B
set quiet 1||started anew with quiet=1
view messages||[5 Messages]
zoom on||the view alone
clocks on||clocks: what each
collapse on||messages only
fold main||main is folded
mouse off||the mouse is the terminal
event next|=goto 8; select ann|step 9/
source|goto 17|case BANK_SET
metrics||actor: handled, share
why|goto 17|why step 17
inspect ann||its protocol
sort label||actors by label
search deposit|goto 0|of 11
filter ann||shown is what says ann
only selected||selected actor only
select bob|filter off; view actors|> bob
pick 2|=zoom off; goto 8|>2 handle
output||OUTPUT
lesson next|zoom off; lesson back|LESSON
speed 2||2 steps a second
theme mono||theme mono
scroll down|help|help: PgUp PgDn
close|help|TAPE
help step||let one thing happen
break ann||a run will stop at ann
tbreak bob||a run will stop at bob
watch bank.balance||a run will stop when it changes
quit|=goto 8; kill ann|would be lost
END

# What the table has must be here, and what is here in the table.
"$B/troupe-sim" --keys >"$work/table"
sed -n 's/^key \([^ ]*\) .*/\1/p' "$work/table" | sort >"$work/has"
sed 's/|.*//; s/^$/|/' "$work/keys" | sort >"$work/tested"
diff "$work/has" "$work/tested"
check "every key of the table has a line here"
sed -n 's/^verb //p' "$work/table" | sort >"$work/has"
sed 's/[ |].*//' "$work/verbs" | sort >"$work/tested"
diff "$work/has" "$work/tested"
check "every verb of the table has a line here"

# A key by the name that tmux knows.
press() {
  case $1 in
    Esc) keys Escape ;;
    PgUp) keys PPage ;;
    PgDn) keys NPage ;;
    WheelUp) typed "$(printf '\033[M`%%(')" ;;
    WheelDown) typed "$(printf '\033[Ma%%(')" ;;
    Space | Enter | Tab | Up | Down | Left | Right | Home | End | F*[0-9])
      keys "$1"
      ;;
    *) typed "$1" ;;
  esac
}

whole=$("$B/troupe-sim" bank --seed 7 --headless -x 'speed 0; 26 step; replay' |
  sed -n 's/^.*\(replay 7:[^ ]*\).*/\1/p')

before() {
  case $1 in
    =*) say "speed 0; $whole; ${1#=}" ;;
    ?*) say "$1" ;;
  esac
}

for size in "80 24" "100 30"; do
  # shellcheck disable=SC2086
  start $size tmux-256color "bank --seed 7"
  await "step 0/0" && say "speed 0; 26 step" && await "step 26/26"
  check "the run is made ($size)"
  while IFS='|' read -r key line seen; do
    [ -n "$key" ] || key='|'
    before "$line"
    press "$key"
    await "$seen"
    check "key $key ($size)"
    leave
  done <"$work/keys"
  # shellcheck disable=SC2086
  start $size tmux-256color "bank --seed 7"
  await "step 0/0" && say "speed 0; 26 step" && await "step 26/26"
  while IFS='|' read -r verb line seen; do
    before "$line"
    say "$verb"
    await "$seen"
    check "verb $verb ($size)"
    leave
  done <"$work/verbs"
done

# Clicks: what stands there is what is done.
click() { typed "$(printf '\033[<0;%d;%dM\033[<0;%d;%dm' "$1" "$2" "$1" "$2")"; }
start 80 24 xterm-256color "bank --seed 7"
await "step 0/0" && say "speed 0; 26 step" && await "step 26/26" &&
  click 12 2 && await "[2 Sequence]"
check "a click on a tab opens the view"
click 10 20 && await "step 0/26"
check "a click on the tape goes there"
say "goto 8" && await "step 8/26" && click 10 17 && await ">2 handle" &&
  click 10 17 && await "step 9/"
check "a click on an option marks it, the second takes it"
say "view flow; goto 8" && click 55 5 && typed "b" && await "a run will stop at bank"
check "a click on a box selects it"
click 20 24 && await "step"
check "a click on the bar presses its key"
[ "$(mux display -p -t t '#{mouse_any_flag}')" = 1 ] && keys M &&
  await "the mouse is the terminal" &&
  [ "$(mux display -p -t t '#{mouse_any_flag}')" = 0 ]
check "M gives the mouse to the terminal"
start 80 24 xterm-256color "bank --seed 7 --no-mouse"
await "step 0/0" && [ "$(mux display -p -t t '#{mouse_any_flag}')" = 0 ]
check "--no-mouse leaves the mouse to the terminal"

# Any size after any other, with the views changing between.
rounds=40
[ -n "${TEST_ALL:-}" ] && rounds=1000
seed=${TROUPE_SEED:-4711}
start 80 24 tmux-256color "pool --seed 3"
await "step 0/0" && say "speed 0; 60 step" && await "step 60/60"
check "a run to be drawn at any size is made"
awk -v seed="$seed" -v rounds="$rounds" 'BEGIN {
  srand(seed); for (i = 0; i < rounds; i++)
    print 1 + int(rand() * (i % 3 ? 200 : 12)), 1 + int(rand() * (i % 5 ? 60 : 6)),
      substr("12345689zvZot", 1 + int(rand() * 13), 1) }' >"$work/sizes"
while read -r cols rows key; do
  mux resize-window -t t -x "$cols" -y "$rows"
  keys "$key"
done <"$work/sizes"
mux resize-window -t t -x 80 -y 24 && say "zoom off; view flow" &&
  await "[1 Flow]" && await "F1Help"
check "$rounds sizes at random do no harm (seed $seed)"

# Terminals: a state is a word or a mark in each, so all show the same words.
for term in "vt100" "xterm-mono" "screen" "tmux" "linux"; do
  start 80 24 "$term LC_ALL=C" "bank --seed 7"
  await "step 0/0" && keys 4 && await "> bank" && await "state" &&
    keys . && await "step 1/1" && ! screen | grep -q "│"
  check "TERM=$term with LC_ALL=C shows the same"
done

mux kill-server 2>/dev/null
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
