#!/bin/sh
# sim_puzzles.sh -- every scene runs to its end as it says it will; every goal
# for who would be the scheduler can be reached, not by the program's own run,
# and by nobody once the program is repaired; what was reached is kept.
#
# modes: gcc-plain
# limit: 120
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/sim_lines.sh
XDG_DATA_HOME=$work/data
export XDG_DATA_HOME
KEPT=$XDG_DATA_HOME/troupe/puzzles

"$SIM" --list | cut -d ' ' -f 1 >"$work/scenes"
ls sim/scenes/*.c | sed 's/.*\///; s/\.c$//' | sort >"$work/sources"
sort "$work/scenes" | cmp -s - "$work/sources" &&
  cmp -s sim/scenes/ORDER "$work/scenes" && [ "$(wc -l <"$work/scenes")" -ge 20 ]
check "--list shows every scene, in the order of sim/scenes/ORDER"
! awk 'FNR == 1' sim/scenes/*.c | grep -v '[.?]$'
check "a scene's line in the menu is whole"

while read -r scene; do
  expected=0
  [ "$scene" = bank ] && expected=1  # it is there to lose a deposit
  sim "$expected" "$scene" --headless &&
    { [ "$expected" = 1 ] || out 'ended with status 0'; }
  check "$scene runs to its end, with its checks as it expects them"
  lessons=$(grep -c '^lesson' "sim/scenes/$scene.scene")
  [ "$lessons" -ge 3 ] && [ "$lessons" -le 7 ]
  check "$scene has 3 to 7 lessons, not $lessons"
done <"$work/scenes"

sim 0 --puzzles && [ "$(wc -l <"$work/out")" -ge 24 ] &&
  [ "$(cut -d ' ' -f 1 "$work/out" | sort | uniq -d | wc -l)" -eq 0 ]
check "--puzzles lists 24 goals or more"
cut -d ' ' -f 1 "$work/out" | sort >"$work/goals"
sim 0 --prove
check "every goal can be reached, not by itself, and not once repaired"
cp "$work/out" "$work/proofs"
cut -d : -f 1 "$work/proofs" | sort | cmp -s - "$work/goals" &&
  [ "$(grep -c 'choices reach it; .* does not; with .* no order does (' "$work/proofs")" \
    -eq "$(wc -l <"$work/goals")" ]
check "--prove speaks of every goal"

# A goal that anybody reaches, and one that nobody does, are found out.
mkdir -p "$work/root/sim/scenes" && cp sim/scenes/* "$work/root/sim/scenes/"
echo 'check easy := never door.inside > 0
goal easy find easy unless stashes=1 "Let somebody in."
check never := never door.inside > 9
goal never find never unless stashes=1 "Let ten in."' >>"$work/root/sim/scenes/stash.scene"
TROUPE_ROOT=$work/root sim 1 stash --prove && out 'own run DOES' &&
  out 'reached ALL THE SAME' && out 'NO run that reaches it'
check "a goal that is none is found out"

[ ! -e "$KEPT" ] && sim 1 bank --headless -x 'goal lost_update' \
  -x 'explore shortest checks' && out 'WON: lost_update is reached, by 26 choices' &&
  [ "$(cat "$KEPT")" = 'bank/lost_update 26' ]
check "a goal that is reached is said and kept"
sim 0 --puzzles && out 'bank/lost_update         reached by 26: Make the bank'
check "--puzzles shows what was reached"
sim 0 bank --headless --goal lost_update -x run && ! grep -q WON "$work/out"
check "the program's own run does not win"
sim 1 bank --headless -x 'goal lost_update; seed 1; run' &&
  ! grep -q WON "$work/out" && out "with another seed than the goal's"
check "another seed does not win"
sim 1 stash --headless -x 'goal early; 6 step; kill ann; run' &&
  out 'was a command of yours' && ! grep -q WON "$work/out"
check "what the watcher does by command does not win"
sim 0 timeout --headless -x 'goal late; set patient 1; run' &&
  out 'the goal is given up' && ! grep -q WON "$work/out"
check "who changes the program gives the goal up"

printf 'bank/lost_update 26\n\0\377 ../../x 3\nbank/x -4\nbank/lost_update 99\n%0200d\nstash/early 20\nno number\nq 18446744073709551616\n' 7 >"$KEPT"
sim 0 --puzzles && out 'stash/early              reached by 20' && out 'reached by 26'
check "a broken file of what was reached is read as far as it goes"
sim 1 timeout --headless -x 'goal late' -x 'explore shortest checks' &&
  [ "$(cat "$KEPT")" = 'bank/lost_update 26
stash/early 20
timeout/late 8' ]
check "and repaired when it is next written"
rm -r "$XDG_DATA_HOME" && : >"$XDG_DATA_HOME" &&
  sim 1 timeout --headless -x 'goal late' -x 'explore shortest checks' &&
  out 'WON: late is reached' && out 'it could not be noted in'
check "a folder that cannot be written is said, and no more"
rm "$XDG_DATA_HOME"
sim 2 bank --headless --goal lost && err 'no goal is called lost; goal lists them'
check "an unknown goal is named"
sim 2 --prove banc && err 'there is no scene banc; did you mean bank?'
check "an unknown scene names the nearest"

sim 0 timeout --headless -x 'set patient 1; run' -x 'print guest.patient' &&
  [ "$(tail -n 1 "$work/out")" = true ]
check "a setting reaches the program"
sim 0 timeout --headless -x 'set patient 1; set patient off; run' \
  -x 'print guest.patient' && [ "$(tail -n 1 "$work/out")" = false ]
check "a setting can be taken back"

sim 0 bank --headless -x 'on 2nd set to bank drop; run; print ann.deposited + bob.deposited' &&
  [ "$(tail -n 1 "$work/out")" -lt 30 ] && sim 0 bank --headless \
  -x 'on 2nd set to bank drop; 12 step; back 5; run; goto 0; run; export text' &&
  [ "$(grep -c ' you drop ' "$work/out")" -le 1 ]
check "on the 2nd such message, once in a run"
sim 0 alarm --headless -x 'at 28000s kill clock; run; print stopped(clock)' &&
  sim 0 alarm --headless -x 'at 28801s kill clock; run; print handled(clock)'
check "at a time of the clock"
sim 2 pool --headless -x 'at 0s kill nobody; run' &&
  err 'no actor is called nobody; there are main, you, office (planned: kill nobody)'
check "what was planned and cannot be is said"
sim 2 pool --headless --keep-going -x 'at 0s kill nobody; run' -x run &&
  out 'the program has ended'
check "and said once"
sim 0 bank --headless --goal lost_update -x 'on 1st get to bank drop; run' &&
  [ "$(grep -c drop "$work/out")" -eq 0 ]
check "who plays a goal is the only one who plans"

for line in \
  'at 2 kill x|at reads at 2s kill ACTOR' \
  'at 2s fly x|at reads at 2s kill ACTOR' \
  'at 99999999999s kill x|at reads' \
  'at|at reads' \
  'on|on reads on 3rd MESSAGE to ACTOR drop' \
  'on 0th x to y drop|on reads' \
  'on x to y|on reads' \
  'on x to y delay|on reads' \
  'on x to y delay 2|on reads' \
  'on 3rd x to y drop 4|on reads' \
  'between A B|between reads between A B latency 8ms..40ms' \
  'between A A latency 1s|between reads' \
  'between A B latency 8|between reads' \
  'between A B latency 8ms..|between reads' \
  'between A B latency 8ms 9ms|between reads' \
  'between A B partition for|between reads' \
  'between A B partition lossy lossy|between reads' \
  'goal x|no goal is called x' \
  'goal x find|a goal reads goal NAME find CHECK' \
  'goal x find y unless z|a goal reads goal NAME find CHECK' \
  'goal x find nope unless a=1 "t"|no check is called nope' \
  'goal x find all_in unless Q=1 "t"|a goal reads' \
  'goal x find all_in unless q=1 seed x "t"|a goal reads' \
  'goal x find all_in unless q=1 t|a goal reads' \
  'goal ../x find all_in unless q=1 "t"|a goal reads' \
  'goal x find all_in unless q=1 with q "t"|a goal reads' \
  "set Foo 1|small letters and underscores" \
  'set LD_PRELOAD x|small letters and underscores' \
  'set foo|set needs more' \
  'set foo bar baz|what is baz?'; do
  sim 2 stash --headless -x "${line%%|*}" && err "${line#*|}"
  check "wrong input: ${line%%|*}"
done

cat >"$work/mine.scene" <<'END'
# mine

use bank  # the tellers
seed 7
on 1st deposit to ann drop
check both := quiet bank.balance == 30
expect fail both
END
sim 0 "$work/mine.scene" --headless && echo 'expect ok both' >>"$work/mine.scene" &&
  sim 1 "$work/mine.scene" --headless
check "an overlay of one's own says what it uses and is a test"
cat >"$work/far.scene" <<'END'
use bank
between here east latency 8ms..40ms
between here east partition lossy for 20ms
at 0s node east ann
END
sim 0 "$work/far.scene" --headless --keep-going -x 'run; export jsonl' &&
  out '"name":"network","text":"latency here east 8ms..40ms"' &&
  out '"name":"network","text":"partition here|east lossy for 20ms"' &&
  out '"name":"mend","text":"here east"'
check "what is between two nodes waits until both are there"
sim 2 "$work/none.scene" --headless && err "cannot read $work/none.scene"
check "an overlay that is not there"
for line in 'seed 7' 'use' '' 'use banc' 'use ../../x'; do
  printf '# one\n%s\n' "$line" >"$work/wrong.scene"
  sim 2 "$work/wrong.scene" --headless && [ "$(wc -l <"$work/err")" -eq 1 ]
  check "an overlay that uses nothing that is there: $line"
done

for line in 'step' 'set Patient 1' 'goal x' 'seed x' 'goal x find no unless a=1 "t"'; do
  printf '# one\n%s\n' "$line" >"$work/root/sim/scenes/stash.scene"
  TROUPE_ROOT=$work/root sim 2 stash --headless && err 'stash.scene:2: '
  check "a wrong overlay is named with its line: $line"
done
# Overlays of words that belong there, in any order.
words='goal find unless with seed check := always never quiet door.inside lesson
 "text" until step to door drop dup delay kill ann 2s 3rd 0ms expect ok fail set a=1 all_in 7 == ( ) ; # " { } = % \
 here east latency partition lossy for 8ms..40ms'
for seed in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
  echo "$words" | awk -v seed="$seed" '
    BEGIN { srand(seed) }
    { for (i = 1; i <= NF; i++) word[++n] = $i }
    END { for (l = 0; l < 12; l++) {
        line = rand() < .4 ? "goal" : rand() < .3 ? "set" : rand() < .5 ? "on" : rand() < .4 ? "at" : rand() < .5 ? "between" : "check"
        for (k = rand() * 9; k > 0; k--) line = line " " word[1 + int(rand() * n)]
        print line } }' >"$work/root/sim/scenes/stash.scene"
  TROUPE_ROOT=$work/root "$SIM" stash --headless >"$work/out" 2>"$work/err" </dev/null
  code=$?
  [ "$code" -le 2 ]
  check "an overlay of any words is taken or refused, exit $code, seed $seed"
done

sum_up
