#!/bin/sh
# sim_exports.sh -- every export, read by its target's own parser or by a
# checker of its own.
#
# modes: gcc-plain gcc-address
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/sim_lines.sh

# export SCENE FORMAT FILE: a run of it that goes to its end.
export_run() {
  "$SIM" "$1" --headless --seed 3 -x "run; export $2 $3" >"$work/out" \
    2>"$work/err" </dev/null
  [ -s "$3" ] && [ ! -e "$3.part" ]
}

scenes="counter bank links ring"
for scene in $scenes; do
  for format in plantuml animated html shiviz chrome dot asciicast cunit; do
    export_run "$scene" "$format" "$work/$scene.$format"
    check "$scene as $format"
  done
done

# PlantUML's sequence diagrams, as far as they are used here: each participant
# is declared before its use and once, and no text begins any of its markup.
plantuml_reads() {
  awk '
    function bad(why) { print FILENAME ":" FNR ": " why ": " $0; wrong = 1 }
    function text_ok(text) {
      gsub(/<U\+[0-9A-F][0-9A-F][0-9A-F][0-9A-F]>/, "", text)
      return text != "" && text !~ /[\\~<%$!&@|"]|\[|\]|--|__|\/\/|\*\*/
    }
    FNR == 1 { if ($0 != "@startuml") bad("no begin"); next }
    $0 == "@enduml" { ended = 1; next }
    ended { bad("after the end") }
    $1 == "title" || $0 == "hide footbox" { next }
    /^participant "[^"]+" as A[0-9]+$/ {
      if ($NF in known) bad("twice")
      known[$NF] = 1
      next
    }
    match($0, /^note over A[0-9]+ : ?/) {
      if (!($3 in known)) bad("not declared")
      text = substr($0, RLENGTH + 1)
      if (text != "" && !text_ok(text " ")) bad("text")
      next
    }
    match($0, /^A[0-9]+ (->|-->|->x|->o) A[0-9]+ : /) {
      if (!($1 in known) || !($3 in known)) bad("not declared")
      if (!text_ok(substr($0, RLENGTH + 1))) bad("text")
      next
    }
    { bad("no such line") }
    END { exit wrong || !ended }' "$1"
}
for scene in $scenes; do
  plantuml_reads "$work/$scene.plantuml" >"$work/err"
  check "PlantUML of $scene keeps to its grammar"
done
"$SIM" "$B/programs/unruly" --headless -x \
  "2 step; send unruly hear \"a; b # c \\\" < > % -- ** // __ ~ [x] \\\\n A1: x\"; 2 step; export plantuml $work/odd.plantuml" \
  >"$work/out" 2>"$work/err" </dev/null
plantuml_reads "$work/odd.plantuml" >"$work/err"
check "PlantUML with every odd character keeps to its grammar"
if command -v plantuml >/dev/null; then
  plantuml -syntax <"$work/bank.plantuml" >"$work/out" 2>"$work/err"
  check "PlantUML itself reads it"
fi

if command -v dot >/dev/null; then
  for scene in $scenes; do
    dot -Tsvg "$work/$scene.dot" >"$work/out" 2>"$work/err"
    check "Graphviz reads $scene"
  done
else
  echo "graphviz is not installed: DOT is not checked"
fi

# A page stands alone: nothing in it is fetched from elsewhere.
for scene in $scenes; do
  ! grep -Eq '(src|href)=|url\(|@import' "$work/$scene.html" \
    "$work/$scene.animated"
  check "page and film of $scene need nothing from elsewhere"
done

if command -v python3 >/dev/null; then
  for scene in $scenes; do
    python3 tests/sim_exports.py "$work" "$scene" >"$work/out" 2>"$work/err"
    check "$scene: SVG, page, JSON, film and clocks are well-formed"
  done
else
  echo "python3 is not installed: XML, JSON and vector clocks are not checked"
fi

# The page in a browser: its script shows the first step and hides the others.
if command -v chromium >/dev/null; then
  timeout 60 chromium --headless --no-sandbox --disable-gpu --dump-dom \
    "file://$work/bank.html" >"$work/out" 2>"$work/err"
  if [ -s "$work/out" ]; then
    [ "$(grep -c '<section id="s[0-9]*" hidden' "$work/out")" -eq \
      "$(($(grep -c '<section id' "$work/bank.html") - 1))" ]
    check "the page shows one step at a time"
  fi
else
  echo "chromium is not installed: the page's script is not run"
fi

# The test in C goes wrong as the run did, and right with the mended program.
compile() {
  # shellcheck disable=SC2086
  ${CC:-cc} -std=c17 -D_POSIX_C_SOURCE=200809L $1 -iquote lib \
    -iquote sim/scenes "$work/$2.c" "$B"/libtroupe.a -lcunit -lpthread -lm \
    -o "$work/$2" 2>"$work/err"
}
case $B in
*plain*)
  cp "$work/bank.cunit" "$work/again.c"
  compile "-Wall -Wextra -Werror" again && ! "$work/again" >"$work/out" 2>&1 &&
    out "total does not hold"
  check "a run that went wrong goes wrong in its test"
  compile '-DPROGRAM="bank_fixed.c"' again && "$work/again" >"$work/out" 2>&1
  check "its test passes when the program is mended"
  cp "$work/counter.cunit" "$work/good.c"
  compile "" good && "$work/good" >"$work/out" 2>&1
  check "the test of a good run passes"
  "$SIM" counter --headless -x \
    "2 step; send counter inc 8; run; check c := always counter.count < 45; run; export cunit $work/sent.c" \
    >"$work/out" 2>"$work/err" </dev/null
  compile "" sent && ! "$work/sent" >"$work/out" 2>&1 && out "c does not hold"
  check "what the watcher sent is in the test too"
  ;;
esac

# Ranges, and what is asked wrongly.
sim 0 counter --headless -x "run; export chrome $work/part 1..2" &&
  out "exported steps 1..2"
check "a range of a trace"
sim 2 counter --headless -x 'run; export shivis' && err "did you mean shiviz"
check "a format that is nearly one"
sum_up
