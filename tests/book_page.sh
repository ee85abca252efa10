#!/bin/sh
# book_page.sh -- the book as it is made: the page in a browser, with its links,
# scenes and search used from the keyboard; and the EPUB's parts. What it takes
# and is not there is said, and that part is left out.
#
# modes: gcc-plain
# limit: 200
set -u
cd "$(dirname "$0")/.." || exit 2
tmp=$(mktemp -d) || exit 5
trap 'rm -rf "$tmp"' EXIT INT TERM
passed=0 failed=0

check() {  # check SENTENCE CONDITION...
  sentence=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED: $sentence"
    cat "$tmp/out"
  fi
}
said() { grep -qF -- "$1" "$tmp/out"; }
book() {
  TROUPE_SIM=${B:-build/gcc-plain}/troupe-sim OUT=$tmp \
    sh tools/book/book.sh "$@" >"$tmp/out" 2>&1
}

browser=
for name in chromium chromium-browser google-chrome; do
  [ -n "$browser" ] || browser=$(command -v "$name" 2>/dev/null)
done
missing=
command -v pandoc >/dev/null || missing="$missing pandoc"
command -v python3 >/dev/null || missing="$missing python3"

# A PATH with all but a browser.
mkdir "$tmp/bin"
ln -s /usr/bin/* "$tmp/bin" 2>/dev/null
rm -f "$tmp/bin/chromium" "$tmp/bin/chromium-browser" "$tmp/bin/google-chrome"
book_without_browser() { PATH=$tmp/bin book pdf; [ $? = 5 ]; }

# make adds one line of its own, which names its rule.
make_says() {  # make_says TEXT WORD...
  text=$1
  shift
  make --no-print-directory "$@" >"$tmp/out" 2>&1 && return 1
  said "$text" && [ "$(grep -vc '^make' "$tmp/out")" = 1 ] && [ "$(wc -l <"$tmp/out")" -le 2 ]
}
check 'a chapter that is not there is said in a sentence' make_says 'There is no chapter 99 yet' chapter N=99
check 'failures of no chapter are said in a sentence' make_says 'There is no chapter xx yet' fail N=xx

case $missing in
  *pandoc*) ;;
  *)
    check 'without a browser the PDF ends with exit code 5' book_without_browser
    check 'and with a sentence' said 'a browser is missing; it makes the PDF'
    check 'nothing else is said' [ "$(wc -l <"$tmp/out")" = 1 ]
    printf '#!/bin/sh\necho no screen here >&2\nexit 1\n' >"$tmp/bin/chromium"
    chmod +x "$tmp/bin/chromium"
    PATH=$tmp/bin book pdf
    check 'a browser that prints nothing ends with exit code 1' [ $? = 1 ]
    check 'and with what it said' said 'no screen here'
    book html docx
    check 'a form that is not made ends with exit code 2' [ $? = 2 ]
    check 'and with those that are' said 'html, epub and pdf, not docx'
    ;;
esac

if [ -n "$missing" ]; then
  echo "the book's page and EPUB are not checked; missing:$missing"
else
  check 'the book is made' book html epub
  python3 tests/book_epub.py "$tmp/troupe.epub" >"$tmp/out" 2>&1
  check 'the EPUB is whole, and each of its links leads somewhere' [ $? = 0 ]
  if [ -n "$browser" ]; then
    timeout 120 python3 tests/book_page.py "$tmp/troupe.html" "$browser" >"$tmp/out" 2>&1
    check 'the page holds in a browser' [ $? = 0 ]
    counts=$(sed -n 's/^\([0-9]*\) passed, [0-9]* failed$/\1/p' "$tmp/out")
    passed=$((passed + ${counts:-0}))
  else
    echo 'no browser is installed (chromium): the page is not read in one'
  fi
fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
