#!/bin/sh
# sim_records.sh -- runs on real threads, written to a file and opened again,
# and programs that are watched while they run.
#
# modes: gcc-plain gcc-address
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/sim_lines.sh
E=$B/lib/examples

# A run of each kind, under each dispatcher: nothing is lost, and the state at
# its end is what the program said.
for how in pool threads stepper; do
  TROUPE_RUN=$how TROUPE_RECORD=$work/pool.record "$E/worker_pool" \
    >/dev/null 2>"$work/err"
  sim 0 "$work/pool.record" --headless -x 'goto end; print limiter.sum' &&
    out 650 && [ "$(wc -l <"$work/out")" -le 3 ]
  check "$how: the recorded state is the program's"
  sim 0 "$work/pool.record" --headless -x 'run' &&
    out "the record ends here" && ! grep -q "lost" "$work/out"
  check "$how: a record runs to its end"
  sim 0 "$work/pool.record" --headless -x \
    'until limiter.sum > 0; why; back; view sequence; search square' &&
    out "main sends job"
  check "$how: why, back and search work in it"
  for format in mermaid svg shiviz chrome html dot asciicast; do
    sim 0 "$work/pool.record" --headless -x \
      "goto end; export $format $work/picture" && [ -s "$work/picture" ]
    check "$how: a record as $format"
  done
done
sim 2 "$work/pool.record" --headless -x 'export cunit' && err "cunit needs"
check "a test needs a run that was stepped here"
for verb in 'send limiter report' 'kill limiter' 'seed 3' 'explore' 'choose 1' \
  'drop 1' 'shrink' 'replay 1:2'; do
  sim 2 "$work/pool.record" --headless -x "$verb" && err "this is a record"
  check "a record refuses: $verb"
done

# The verbs, and files that are none.
sim 0 bank_fixed --headless -x "run; record $work/b.record" && out "recorded"
check "the verb record"
sim 0 counter --headless -x "load $work/b.record; goto end; print bank.balance" &&
  out 30
check "the verb load opens it in another session"
sim 2 counter --headless -x "record /nowhere/x" && err "cannot write"
check "a record that cannot be written"
sim 2 counter --headless -x "load $work/none" && err "cannot read"
check "a record that is not there"
sim 2 counter --headless -x "load sim/main.c" && err "is no record"
check "a file that is no record"
head -c 3000 "$work/pool.record" >"$work/cut.record"
sim 0 "$work/cut.record" --headless && out "is cut off"
check "a record that was cut is opened, and says so"
TROUPE_RECORD=/nowhere/x "$E/counter" >"$work/out" 2>"$work/err"
err "TROUPE_RECORD: cannot write /nowhere/x"
check "a program that cannot record says so and runs"

sim 2 --headless --attach "$work/none" && err "nobody to watch at"
check "nobody at the socket"
TROUPE_ATTACH=$work "$E/counter" >"$work/out" 2>"$work/err"
err "TROUPE_ATTACH: cannot wait"
check "a socket that cannot be says so, and the program runs"

# A live shop, until it closes: restarts are seen, and main's end.
TROUPE_ATTACH=$work/shop "$E/shop" 2 >"$work/shop.out" &
shop=$!
while [ ! -S "$work/shop" ] && kill -0 "$shop" 2>/dev/null; do :; done
sim 2 --headless --attach "$work/shop" -x 'until till.sales == 2; info' \
  -x 'send till sell 3' --keep-going
grep -q 'till .*Till' "$work/out" && grep -q 'only watched' "$work/err"
check "a live program is seen, and cannot be changed"
sim 0 --headless --attach "$work/shop" -x 'run; why; record '"$work/live.record" &&
  out "the program has ended" && out "recorded steps"
check "who comes again sees it to its end, and may keep that"
wait "$shop"
grep -q "times" "$work/shop.out"
check "the shop did its work meanwhile"
sim 0 "$work/live.record" --headless -x 'goto end; info'
check "what was watched can be opened again"
sum_up
