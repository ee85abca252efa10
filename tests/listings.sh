#!/bin/sh
# listings.sh -- the listings tool finds what it must, and the book's listings
# equal the code.
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

page() { cat >"$tmp/page.md"; }
listings() {
  sh tools/listings/listings.sh "$@" "$tmp/page.md" >"$tmp/out" 2>&1
  status=$?
}
ended() { [ "$status" = "$1" ]; }
said() { grep -qF -- "$1" "$tmp/out"; }
holds() { grep -qxF -- "$1" "$tmp/page.md"; }

cat >"$tmp/a.c" <<'END'
// a.c -- something to show; it has "}" in it: {
#include <stdio.h>

#define LIMIT 3
#define TWICE(x) \
  ((x) +         \
   (x))

typedef struct Point Point;

// Where it is.
struct Point {
  int x;  // to the right {
  int y;
};

typedef enum Colour { RED, GREEN = '}' } Colour;

static int turn(Point *point);

static const char *names[] = {"{", "}"};

// Turns it once.
// Twice is a half.
static int turn(Point *point) {
  if (point->x > LIMIT) {
    point->y = 0;
  }
  return point->y;
}

int main(void) {
  return turn(NULL);
}
END
sed -e '1s/.*/\/\/ b.c -- another top/' -e 's/point->y = 0/point->y = 1/' "$tmp/a.c" >"$tmp/b.c"

page <<'END'
A page.

<!-- code: a.c turn -->

And after it.
END
listings
check 'an address without a block gets one' ended 0
check 'a definition is shown with the comment above it' holds '// Turns it once.'
check 'a definition is shown, not its prototype' holds '  return point->y;'
check 'what stands below an address stays' holds 'And after it.'
listings --check
check 'a page just filled in is not stale' ended 0
sed 's/point->y = 0/point->y = 7/' "$tmp/a.c" >"$tmp/c.c" && mv "$tmp/c.c" "$tmp/a.c"
listings --check
check 'a stale listing is found' ended 1
check 'a stale listing is named with file and line' said 'page.md:9: a listing differs'
listings
check 'a stale listing is rewritten' holds '    point->y = 7;'
check 'the old listing is gone' [ "$(grep -c '^```' "$tmp/page.md")" = 2 ]

show() {  # show ADDRESS: the block it makes
  page <<END
<!-- $1 -->
END
  listings
}
show 'code: a.c Point'
check 'a struct is found by its name' holds '  int x;  // to the right {'
show 'code: a.c Colour'
check 'an enum is found by its name' holds "typedef enum Colour { RED, GREEN = '}' } Colour;"
show 'code: a.c TWICE'
check 'a macro of several lines is found' holds '   (x))'
show 'code: a.c LIMIT names'
check 'two names make one block' holds 'static const char *names[] = {"{", "}"};'
show 'code: a.c turn "if (point".."}"'
check 'a range loses its common indentation' holds 'if (point->x > LIMIT) {'
check 'a range ends at its last text' [ "$(wc -l <"$tmp/page.md")" = 6 ]
show 'diff: a.c b.c'
check 'a difference shows what came' holds '+    point->y = 1;'
check 'a difference names what it changes' holds '@@ turn @@'
check 'a difference leaves out the top comment' [ "$(grep -c another "$tmp/page.md")" = 0 ]
show 'diff: a.c b.c turn'
check 'a named difference shows the whole of it' holds ' static int turn(Point *point) {'
show "run: echo 'two  words' \$((40 + 2))"
check 'a run shows its command' holds "\$ echo 'two  words' \$((40 + 2))"
check 'a run shows what it prints' holds 'two  words 42'
export ARGS=html N=03 STEP=2
show 'run: echo "told: $ARGS$N$STEP"'
unset ARGS N STEP
check 'what make was told is not told to the runs' holds 'told: '
show 'run: printf "no newline"'
check 'output without a last newline is kept' holds 'no newline'
show 'run exit=3: exit 3'
check 'a run may be meant to fail' ended 0

show 'code: a.c turnip'
check 'an unknown name is found' ended 2
check 'an unknown name is told with file, line and what there is' \
  said "page.md:1: $tmp/a.c defines no turnip; it defines: LIMIT TWICE Point"
show 'code: missing.c main'
check 'a missing file is found' said 'page.md:1: no file missing.c'
show 'code: a.c turn "nowhere".."}"'
check 'a range that is not there is found' said 'no line with "nowhere"'
show 'diff: a.c b.c main'
check 'a difference that is none is found' said 'do not differ'
show 'run: exit 1'
check 'a failing run is found' said "'exit 1' ended with exit code 1, not 0"
show 'cod: a.c main'
check 'an unknown kind of address is found' said 'page.md:1: not an address'

page <<'END'
Text.

```c
int a;
int b;
int c;
int d;
```
END
listings --check
check 'a C block without an address is found' ended 2
check 'it is named with file and line' said 'page.md:3: a C block of more than three lines'
page <<'END'
```c
int a;
```

```text
1
2
3
4
```
END
listings --check
check 'three lines of C and other blocks need no address' ended 0

set -- book.md chapters/*/README.md
[ -f "$2" ] || set -- book.md
sh tools/listings/listings.sh --check "$@" >"$tmp/out" 2>&1
status=$?
check "the book's listings equal the code" ended 0

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
