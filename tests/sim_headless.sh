#!/bin/sh
# sim_headless.sh -- the simulator without a screen: commands in, text out,
# exit codes, and one line for every wrong input.
#
# modes: gcc-plain gcc-address
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/sim_lines.sh
FAKE=$B/programs/fake_child

sim 0 --list && out "counter " && out "bank_fixed "
check "--list shows the scenes"
awk 'length($0) > 76 { exit 1 }' "$work/out"
check "and the line of each fits the menu of a small screen"
sim 0 --help && out "usage: troupe sim"
check "--help"
sim 2 countre --headless && err "there is no scene countre; did you mean counter?"
check "an unknown scene names the nearest"
sim 2 --hedless && err "did you mean --headless?"
check "an unknown option names the nearest"
sim 2 --headless && grep -q "which scene" "$work/err"
check "without a scene and a screen there is a list"
sim 2 counter --seed x --headless && err "a seed is a whole number, not x"
check "a seed is a number"

sim 0 counter --headless && out "ended with status 0"
check "a scene runs to its end"
sim 0 counter --headless -x '4 step; send counter inc 8' \
  -x 'until counter.count == 50; print counter.count' &&
  [ "$(tail -n 1 "$work/out")" = 50 ]
check "42 and 8 are 50"
sim 0 counter --headless -x '4 step; back; print counter.count' &&
  [ "$(tail -n 1 "$work/out")" = 0 ]
check "back is before"
sim 0 counter --headless \
  -x '4 step; back 2; send counter inc 8; until counter.count == 50' &&
  out "stopped at step"
check "acting in the past replays the real stepper"

for line in \
  'stpe|did you mean step?' \
  'send countre inc 8|did you mean counter?' \
  'send counter ink 8|inc' \
  'send counter inc x|' \
  'send counter|send needs more: send ACTOR MESSAGE' \
  'goto 99|the tape has steps 0..' \
  'choose 9|NEXT has options 1..' \
  'until counter.count ==|expected at the end' \
  'print counter.cuont|did you mean count?' \
  'kill nobody|no actor is called nobody' \
  'check x counter.count|check NAME := always EXPR' \
  'expect fail x|no check is called x' \
  'break nobody|break: no actor is called nobody' \
  'delete 3|there is no break 3' \
  'view flwo|view takes flow|sequence|cluster|actors|messages|code|explore|metrics|next' \
  'why 99|the tape has steps 0..' \
  'why nobody|no actor is called nobody' \
  'inspect nobody|no actor is called nobody' \
  'sort size|sort takes birth' \
  'only some|only takes selected' \
  'search nothing at all|no event on the tape says nothing at all' \
  'search|search needs more' \
  'export pdf|there is no format' \
  'export text /nowhere/x|cannot write /nowhere/x' \
  'speed fast|speed takes' \
  ';;; stpe|there is no verb stpe' \
  'step 2 3|what is 3?' \
  '2 step 3|what is 3?' \
  'run fast|what is fast?' \
  '2 run|what is the number before it?' \
  'break counter main|what is main?' \
  '99999999999999999999 step|too large for a count' \
  'until 1|not true or false' \
  'check one := always 1|not true or false' \
  'kill main|only a living actor' \
  'export svg /nowhere/at/all|cannot write' \
  'step many|step takes a number'; do
  sim 2 counter --headless -x "4 step; ${line%%|*}" && err "${line#*|}"
  check "wrong input: ${line%%|*}"
done

sim 0 counter --headless -x ';;;' && sim 0 counter --headless -x '; ;# x'
check "a line of nothing but semicolons is empty"
sim 0 counter --headless -x 'until nobody.x == 1' &&
  out "not reached: nobody.x == 1 (waits for an actor called nobody)"
check "until tells what it waited for in vain"

sim 0 counter --headless -x '5 step; source' && out 'says 42' && ! out '42^J'
check "what was printed is shown without the end of its line"
sim 0 counter --headless -x 'run; metrics' && out '4 arrived, 1 handled, 2 by the runtime' &&
  out 'counter: 1, 100%'
check "the numbers of all are the sum of those of each"

printf '4 step\nstpe\nprint counter.count\n' >"$work/batch"
sim 2 counter --headless -f "$work/batch" &&
  err "$work/batch:2: there is no verb stpe; did you mean step?" &&
  [ "$(wc -l <"$work/out")" -eq 1 ]
check "a batch stops at its first error, with file and line"
sim 2 counter --headless --keep-going -f "$work/batch" && [ "$(tail -n 1 "$work/out")" = 42 ]
check "--keep-going goes on"
sim 2 counter --headless -f "$work/none" && err "cannot read $work/none"
check "a batch that is not there"
echo '4 step; print counter.count' |
  "$SIM" counter --headless >"$work/out" 2>"$work/err" && out 42
check "commands come from standard input"

fails=0
holds=0
for seed in 1 2 3 4 5 6 7 8; do
  if sim 1 bank --headless --seed "$seed" >/dev/null; then
    fails=$((fails + 1))
  else
    holds=$((holds + 1))
  fi
  sim 0 bank_fixed --headless --seed "$seed"
  check "bank_fixed keeps its total with seed $seed"
done
[ "$fails" -gt 0 ] && [ "$holds" -gt 0 ]
check "bank loses money on some orders and not on others ($fails, $holds)"
sim 1 bank --headless --seed 1 && grep -q "total failed at step" "$work/err"
check "a failed check is exit 1 and named"
sim 0 bank --headless --seed 1 -x 'expect fail total; run'
check "a failure that is expected is no failure"
sim 1 bank_fixed --headless -x 'expect fail total; run'
check "an expected failure that does not come is one"

for kind in crash exit loop flood babble; do
  sim 1 "$FAKE" --headless -x "send counter $kind{}; run; run" &&
    grep -q "$kind{}\|control stream" "$work/err"
  check "a program that does $kind is named"
done
for kind in 'loop' 'leave' 'fork' 'hang_up' 'freeze'; do
  sim 1 "$B/programs/unruly" --headless -x "2 step; send unruly $kind; 9 step" &&
    err "unruly handled $kind"
  check "an actor that does $kind is named"
done
sim 1 "$B/programs/unruly" --headless -x '2 step; send unruly garbage; 9 step' &&
  err "control stream"
check "garbage on the control stream is named"
sim 0 "$B/programs/unruly" --headless -x '2 step; send unruly print; 2 step' \
  -x 'output; info; export text; export mermaid; export svg; export jsonl' &&
  out 'red ^[[31m' && [ "$(tr -d '\n -~\200-\377' <"$work/out" | wc -c)" -eq 0 ]
check "no control character that a program prints reaches the terminal"
FAKE_DRIFT=1 sim 3 "$FAKE" --headless -x '3 step; back; send counter inc 1' &&
  err "went another way at step 1"
check "a program that does not repeat itself is exit 3"

for scene in pingpong pool links; do
  for seed in 1 7 42; do
    sim 0 "$scene" --headless --seed "$seed" -x 'run; export jsonl' &&
      mv "$work/out" "$work/one" &&
      sim 0 "$scene" --headless --seed "$seed" -x 'run; export jsonl' &&
      cmp -s "$work/one" "$work/out"
    check "the same seed gives the same events: $scene $seed"
  done
done
refused=0
answered=0
for seed in 1 2 3 4 5 6 7 8; do
  "$SIM" ring --headless --seed "$seed" -x 'run; export jsonl' >"$work/one" \
    2>"$work/err" </dev/null
  "$SIM" ring --headless --seed "$seed" -x 'run; export jsonl' >"$work/out" \
    2>/dev/null </dev/null
  cmp -s "$work/one" "$work/out"
  check "the same seed gives the same events: ring $seed"
  if grep -q "nobody_refused failed" "$work/err"; then
    refused=$((refused + 1))
  else
    answered=$((answered + 1))
  fi
done
[ "$refused" -gt 0 ] && [ "$answered" -gt 0 ]
check "the ring closes on some orders and not on others ($refused, $answered)"

sim 0 pool --headless --seed 3 -x 'until pool.restarts == 1; why; inspect w-2' &&
  out "failed (13 brings bad luck)" && out "could have happened" &&
  out "(this was taken)" && out "between two lives (failed)"
check "why and inspect tell the same without a screen"

cat >"$work/mine.c" <<'C'
#include <stdio.h>
int main(void) { return undeclared; }
C
sim 1 "$work/mine.c" --headless && head -n 1 "$work/err" | grep -q 'mine.c:2:.*error'
check "a program that does not compile: the first error first"
cp sim/scenes/counter.c "$work/mine.c"
sim 0 "$work/mine.c" --headless && [ ! -e "$work/mine" ]
check "a program of one's own is compiled elsewhere and runs"
sim 2 "$work/none.c" --headless && err "cannot read"
check "a program that is not there"

for format in mermaid svg jsonl text; do
  sim 0 counter --headless -x "run; export $format $work/picture" &&
    [ -s "$work/picture" ] && [ ! -e "$work/picture.part" ]
  check "export $format to a file"
done
sim 0 counter --headless -x 'run; export svg' && cp "$work/out" "$work/x.svg"
# Mermaid's grammar, as far as sequence diagrams use it here: participants are
# declared before use and once, arrows are of the kinds it knows, a text is
# there and has none of the characters that end it or begin something else.
mermaid() {
  awk '
    function bad(why) { print FILENAME ":" FNR ": " why ": " $0; wrong = 1 }
    function text_ok(text) {
      gsub(/#([0-9]+|[a-z]+);/, "", text)
      return text !~ /[;#"%<]/
    }
    FNR == 1 { if ($0 != "sequenceDiagram") bad("no header"); next }
    $1 == "participant" {
      if ($2 in known || $3 != "as" || $4 == "") bad("participant")
      known[$2] = 1
      next
    }
    match($0, /^  Note over A[0-9]+: ./) {
      name = $3; sub(/:$/, "", name)
      if (!(name in known)) bad("not declared")
      if (!text_ok(substr($0, RLENGTH))) bad("text")
      next
    }
    match($0, /^  A[0-9]+(->>|-->>|-x|-\))A[0-9]+: ./) {
      head = substr($0, 3, RLENGTH - 5)
      from = head; sub(/[-].*/, "", from)
      to = head; sub(/.*[>x)]/, "", to); sub(/ *$/, "", to)
      if (!(from in known) || !(to in known)) bad("not declared")
      if (!text_ok(substr($0, RLENGTH))) bad("text")
      next
    }
    { bad("no such line") }
    END { exit wrong || NR < 3 }' "$1"
}
for scene in counter bank pingpong; do
  "$SIM" "$scene" --headless -x 'run; export mermaid' </dev/null 2>/dev/null |
    sed -n '/^sequenceDiagram/,$p' >"$work/$scene.mmd"
  mermaid "$work/$scene.mmd" >"$work/err"
  check "Mermaid of $scene keeps to its grammar"
done
"$SIM" "$B/programs/unruly" --headless -x \
  '2 step; send unruly hear "a; b # c \" < > % --> A1: x"; 2 step; send unruly print; export mermaid' \
  </dev/null 2>/dev/null | sed -n '/^sequenceDiagram/,$p' >"$work/odd.mmd"
mermaid "$work/odd.mmd" >"$work/err" && grep -q 'a#59; b #35; c' "$work/odd.mmd"
check "Mermaid with every odd character keeps to its grammar"
printf 'sequenceDiagram\n  participant A0 as x\n  A0->>A1: a;b\n' >"$work/no.mmd"
! mermaid "$work/no.mmd" >"$work/err"
check "the checker of Mermaid finds what is wrong"

# No word of a picture reaches beyond its right edge, at 7 units a character.
svg_fits() {
  awk '
    match($0, /viewBox="0 0 [0-9]+/) {
      width = substr($0, RSTART + 13, RLENGTH - 13) + 0
    }
    { line = $0
      while (match(line, /<text [^>]*x="[0-9]+"[^>]*>[^<]*/)) {
        piece = substr(line, RSTART, RLENGTH)
        line = substr(line, RSTART + RLENGTH)
        middle = piece ~ /middle/
        x = piece; sub(/^.* x="/, "", x); x += 0
        words = piece; sub(/^[^>]*>/, "", words)
        gsub(/&[a-z]+;/, "_", words)
        end = x + length(words) * 7 / (middle ? 2 : 1)
        if (end > width) { print "beyond " width ": " end " " words; wrong = 1 }
      } }
    END { exit wrong || !width }' "$1"
}
for scene in counter bank pingpong; do
  "$SIM" "$scene" --headless -x 'run; export svg' </dev/null 2>/dev/null |
    sed -n '/^<svg/,$p' >"$work/$scene.svg"
  svg_fits "$work/$scene.svg" >"$work/err"
  check "no word of $scene's picture is cut"
done
if command -v xmllint >/dev/null; then
  sed 1d "$work/x.svg" | xmllint --noout - 2>"$work/err"
  check "the SVG is well-formed XML"
fi
if command -v python3 >/dev/null; then
  sim 0 counter --headless -x 'run; export jsonl 1..3' &&
    sed 1d "$work/out" | python3 -c 'import json, sys
for line in sys.stdin: assert 1 <= json.loads(line)["step"] <= 3'
  check "every line of JSON Lines parses, and the range is kept"
fi

TERM=dumb "$SIM" counter </dev/null >"$work/out" 2>"$work/err"
[ $? -eq 0 ] && grep -q "going on as text" "$work/err"
check "without a terminal it goes on as text"

CARELESS=$B/programs/careless
# careless CODE LINE: three steps in, all is quiet; then the line.
careless() {
  sim "$1" "$CARELESS" --headless --keep-going -x "3 step; $2"
}
careless 1 'send careless hold; continue' &&
  out 'stopped at step 9: check deadlock failed (careless waits for ever: what)'
check "a deadlock stops a run without being asked for"
careless 1 'send careless hold; continue; run; rcontinue; print step()' && last 9
check "and is gone back to"
careless 0 'check deadlock off; send careless hold; continue; check' &&
  out 'ended with status 0' && out 'deadlock off'
check "unless it is turned off"
careless 1 'check deadlock off; send careless hold; continue; check deadlock on' &&
  out 'deadlock failed at step 9: careless waits for ever: what'
check "turned on it judges the run so far"
careless 0 'send careless hold; expect fail deadlock; run' &&
  careless 1 'expect fail deadlock; run'
check "a deadlock may be what is expected"
careless 0 'check deadlock off; send careless hold; explore' &&
  out 'no order goes wrong' &&
  careless 1 'send careless hold; explore' &&
  out 'found: deadlock: careless waits for ever: what at step 9'
check "a search finds it, unless it is off"
careless 1 'send careless leak; run; run' &&
  out 'check leaks failed (1 block of memory never freed)'
check "memory that is not freed at the end is a leak"
careless 0 'check leaks off; send careless leak; run; run' &&
  careless 0 'run; run; check leaks' && last "leaks holds: all memory is freed when the program ends"
check "unless that is off, or there is none"
careless 0 'send careless lose; run; run' &&
  careless 1 'check dead_letters on; send careless lose; run' &&
  out 'check dead_letters failed (leave to mute will never be taken)'
check "a dead letter stops a run that is asked to mind"
careless 1 'check dead_letters on; send careless lose; explore' &&
  out 'found: check dead_letters failed (leave to mute will never be taken)'
check "and a search"
careless 0 'send careless ask; run; run' &&
  careless 1 'check quiescence on; send careless ask; run' &&
  out 'nobody has answered what careless asked)' &&
  careless 1 'check quiescence on; send careless ask; explore' &&
  out 'found: check quiescence failed (all is quiet, but nobody has answered'
check "quiet with an ask open is no rest"
careless 1 'check deadlock off; check quiescence on; send careless hold; send careless lose; continue' &&
  out 'check quiescence failed (all is quiet, but 1 message is left, the first: lose for careless)'
check "nor with a message in a mailbox"
sim 1 table --headless -x 'check all_eat := always true' \
  -x 'check some_eat := always true; check quiescence on; explore' && out 'found: check quiescence failed'
check "a table that stands still is no rest"
sim 0 bank --headless -x 'check quiescence on; check dead_letters on; expect fail total; run; check' &&
  out 'built in: deadlock ok, leaks pending, dead_letters ok, quiescence ok'
check "a program that does right passes all of them"
sim 2 counter --headless -x 'check deadlock := always true' &&
  err 'deadlock is built in: check deadlock on, or off, not :='
check "a name that is built in is taken"

sum_up
