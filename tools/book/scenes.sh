#!/bin/sh
# scenes.sh -- plays the scenes of the book's pages.
#
#     scenes.sh --check PAGE...           each plays, and its picture is as it was drawn
#     scenes.sh --write PAGE...           draws the pictures again
#     scenes.sh --steps FOLDER PAGE...    checks, and puts the steps of each into
#                                         FOLDER/ID.html
#
# Run from the root, with the simulator built; scenes.awk says what an address
# is. A scene that does not play, or not as it did, is one line on standard
# error, exit code 1; an address that is wrong is exit code 2.
set -u
here=${0%/*}
sim=${TROUPE_SIM:-build/gcc-plain/troupe-sim}
what=$1
shift
folder=
if [ "$what" = --steps ]; then folder=$1; shift; fi
[ -x "$sim" ] || { echo 'the simulator, which plays the scenes, is not built: make first' >&2; exit 5; }

tmp=$(mktemp -d) || exit 5
trap 'rm -rf "$tmp"' EXIT INT TERM
awk -f "$here/scenes.awk" "$@" >"$tmp/scenes" || exit 2

result=0
wrong() {
  echo "$place: $*" >&2
  result=1
}

# play: the scene as picture and page. False: it has said why not.
play() {
  range=
  [ "$steps" = - ] || range=" $steps"
  rm -f "$tmp/scene.svg" "$tmp/scene.html"
  timeout 60 "$sim" "$scene" --headless -x "$commands" -x "export svg $tmp/scene.svg$range" \
    -x "export html $tmp/scene.html" >"$tmp/out" 2>"$tmp/err" </dev/null
  status=$?
  if [ $status = 5 ] || [ $status = 2 ] || [ $status = 3 ] || ! [ -s "$tmp/scene.html" ]; then
    wrong "the scene $scene does not play: $(sed 's/^-x: //' "$tmp/err" | head -n 1)"
    return 1
  fi
  [ $status = "$code" ] || {
    wrong "the scene $scene ended with exit code $status, not $code: $(tail -n 1 "$tmp/out")"
    return 1
  }
}

escaped() { printf '%s' "$1" | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/"/\&quot;/g'; }

tab=$(printf '\t')
while IFS=$tab read -r place id code picture steps scene commands words; do
  play || continue
  if [ "$what" = --write ]; then
    cmp -s "$tmp/scene.svg" "$picture" || { cp "$tmp/scene.svg" "$picture" && echo "$picture"; }
  elif ! cmp -s "$tmp/scene.svg" "$picture"; then
    wrong "$picture is not what the scene $scene shows today; look at it, then make figures"
  fi
  [ -z "$folder" ] ||
    awk -v id="$id" -v label="$(escaped "$words")" -f "$here/steps.awk" "$tmp/scene.html" \
      >"$folder/$id.html" || wrong "the scene $scene has no steps"
done <"$tmp/scenes"
exit $result
