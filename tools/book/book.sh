#!/bin/sh
# book.sh -- makes the book: build/book/troupe.html, .epub and .pdf.
#
# book.sh [html|epub|pdf]...   all three without an argument
#
# Run from the root; OUT is another folder to write to. The HTML is one file that
# needs no network; the PDF is a browser's print of it. Exit code 5 if pandoc or
# a browser is missing: then what needs it is missing too, and the rest is made.
set -u
here=${0%/*}
out=${OUT:-build/book}
[ $# -gt 0 ] || set -- html epub pdf

missing() {
  echo "$1 is missing; it makes $2. On Debian and Ubuntu: apt install $3" >&2
  exit 5
}

for form do
  case $form in
    html | epub | pdf) ;;
    *)
      echo "book.sh makes html, epub and pdf, not $form" >&2
      exit 2
      ;;
  esac
done
command -v pandoc >/dev/null 2>&1 || missing pandoc 'the HTML and the EPUB' pandoc
browser=
for name in chromium chromium-browser google-chrome; do
  [ -n "$browser" ] || browser=$(command -v "$name" 2>/dev/null)
done
[ -n "$browser" ] || [ "$*" != pdf ] || missing 'a browser' 'the PDF' chromium

mkdir -p "$out"
tmp=$(mktemp -d) || exit 5
trap 'rm -rf "$tmp"' EXIT INT TERM
sh "$here/scenes.sh" --steps "$tmp" book.md chapters/*/README.md || exit
awk -f "$here/slug.awk" -f "$here/assemble.awk" book.md >"$tmp/book.md" || exit 1
{ echo; sh "$here/reference.sh"; } >>"$tmp/book.md" || exit 1

reads=gfm+attributes+smart
title='--metadata=title:Troupe --metadata=pagetitle:Troupe --metadata=lang:en'
subtitle='--metadata=subtitle:The actor model in C, from two threads and a race to programs that survive the death of a machine.'

html() {
  [ ! -f "$tmp/book.html" ] || return
  awk -v folder="$tmp" '
    /^@scene / { while ((getline line < (folder "/" $2 ".html")) > 0) print line; next }
    { print }' "$tmp/book.md" >"$tmp/html.md"
  pandoc -f "$reads" -t html5 --self-contained --toc --toc-depth=3 \
    --template="$here/template.html" --css="$here/book.css" \
    --variable="script:$(cat "$here/search.js" "$here/steps.js")" \
    $title "$subtitle" -o "$tmp/book.html" "$tmp/html.md" || exit 1
}

for form do
  case $form in
    html)
      html
      cp "$tmp/book.html" "$out/troupe.html"
      ;;
    epub)
      sed 's/<details>/<details open="open">/; /^@scene /d' "$tmp/book.md" >"$tmp/epub.md"
      pandoc -f "$reads" -t epub3 --toc --toc-depth=3 --epub-chapter-level=2 \
        --css="$here/epub.css" $title "$subtitle" --metadata=creator:'The Troupe authors' \
        -o "$out/troupe.epub" "$tmp/epub.md" || exit 1
      ;;
    pdf)
      [ -n "$browser" ] || missing 'a browser' 'the PDF' chromium
      html
      # On paper nothing can be unfolded.
      awk -f "$here/print.awk" "$tmp/book.html" >"$tmp/print.html"
      sandbox=
      [ "$(id -u)" != 0 ] || sandbox=--no-sandbox
      timeout 120 "$browser" --headless $sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync \
        --user-data-dir="$tmp/browser" --no-pdf-header-footer \
        --print-to-pdf="$tmp/book.pdf" "file://$tmp/print.html" >"$tmp/log" 2>&1
      if ! [ -s "$tmp/book.pdf" ]; then
        echo "$browser did not print the PDF:" >&2
        tail -n 5 "$tmp/log" >&2
        exit 1
      fi
      cp "$tmp/book.pdf" "$out/troupe.pdf"
      ;;
  esac
  echo "$out/troupe.$form"
done
