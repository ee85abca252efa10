#!/bin/sh
# book.sh -- the book holds together: links lead somewhere, each term in bold
# stands in the glossary, the long page is complete. No pandoc, no browser.
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

links() {
  awk -f tools/book/slug.awk -f tools/book/links.awk "$@" >"$tmp/out" 2>&1
}
said() { grep -qF -- "$1" "$tmp/out"; }

pages=$(git ls-files -co --exclude-standard '*.md' | while read -r page; do
  [ -f "$page" ] && echo "$page"
done)
# shellcheck disable=SC2086
check 'every link between the pages leads somewhere' links $pages

printf '# A page\n\n[a](#a-page) [b](#b) [c](nowhere.md)\n`[d](not-a-link)`\n' >"$tmp/page.md"
links "$tmp/page.md"
check 'a heading that is not there is found' said 'page.md:3: there is no heading #b'
check 'a file that is not there is found' said "there is no file $tmp/nowhere.md"
check 'what is code is not a link' [ "$(grep -c . "$tmp/out")" = 2 ]

# Each idea of the book once in its map, or once among those of later chapters.
ideas() {
  sed -n '/^## The map/,/^## Further/p' "$1" >"$tmp/map"
  {
    grep -o '^| [SG][0-9]* ' "$tmp/map"
    grep '^- [0-9]*, ' "$tmp/map" | grep -o '([SG][0-9]*)'
  } | tr -d '|() ' | sort
}
for number in $(seq -w 1 62); do echo "S$number"; done >"$tmp/all"
for number in $(seq 1 10); do echo "G$number"; done >>"$tmp/all"
sort -o "$tmp/all" "$tmp/all"
ideas book.md | diff "$tmp/all" - >"$tmp/out"
check 'the map has a place for every idea, and one' [ "$?" = 0 ]

# Bold in a chapter is a term at its first use; a glossary entry is its
# singular, without a capital.
terms() {
  awk '
    FILENAME == "book.md" {
      if (/^## /) glossary = /^## Glossary/
      if (glossary && match($0, /^- \*\*[^*]+\*\*/)) known[substr($0, 5, RLENGTH - 6)] = 1
      next
    }
    /^```/ { fence = !fence }
    fence { next }
    {
      line = $0
      while (match(line, /\*\*[^*]+\*\*/)) {
        term = tolower(substr(line, RSTART + 2, RLENGTH - 4))
        line = substr(line, RSTART + RLENGTH)
        bare = term
        sub(/s$/, "", bare)
        if (!(term in known) && !(bare in known)) {
          print FILENAME ":" FNR ": " term " is not in the glossary"
          bad = 1
        }
        if ((FILENAME, term) in used) {
          print FILENAME ":" FNR ": " term " is in bold a second time"
          bad = 1
        }
        used[FILENAME, term] = 1
      }
    }
    END { exit bad }' book.md chapters/*/README.md >"$tmp/out"
}
check 'each term in bold stands in the glossary and is in bold once' terms

parts_of_a_chapter() {
  for page in chapters/*/README.md; do
    for part in 'The pain' 'The idea' 'The build' 'See it' 'What it costs' \
      'Where it breaks' 'Exercises' 'What you can now say'; do
      grep -qx "## $part" "$page" || echo "$page has no part \"$part\""
    done
  done >"$tmp/out"
  ! [ -s "$tmp/out" ]
}
check 'each chapter has its eight parts' parts_of_a_chapter

awk -f tools/book/slug.awk -f tools/book/assemble.awk book.md >"$tmp/long.md" 2>"$tmp/out"
check 'the long page is made' [ $? = 0 ]
whole() {
  awk '
    /^```/ { fence = !fence }
    !fence && /\{#[^}]*\}$/ { id = $0; sub(/^.*\{#/, "", id); sub(/\}$/, "", id)
      if (id in ids) print "twice: #" id
      ids[id] = 1 }
    !fence && /<!--/ { print "a comment shows: " $0 }
    !fence { line = $0
      while (match(line, /\]\(#[^)]*\)/)) {
        wanted[substr(line, RSTART + 3, RLENGTH - 4)] = 1
        line = substr(line, RSTART + RLENGTH) } }
    END { for (id in wanted) if (!(id in ids)) print "no heading #" id }' "$tmp/long.md" >"$tmp/out"
  grep -o '!\[[^]]*\]([^)]*)' "$tmp/long.md" | sed 's/.*(//; s/)$//' | while read -r picture; do
    [ -f "$picture" ] || echo "no picture $picture"
  done >>"$tmp/out"
  ! [ -s "$tmp/out" ]
}
check 'the long page has each id once, and what it links to and shows' whole
check 'the long page holds the chapters' grep -q '^### The pain {#ch04-the-pain}' "$tmp/long.md"

# The map names exercises and scenes that are there, and chapters name theirs.
map() {
  awk -F '|' '
    /^## / { map = /^## The map/ }
    map && /^\| [SG][0-9]+ / {
      if ($4 !~ /\]\(/) print $2 "has no section"
      n = split($5, names, /[^a-z0-9_-]+/)
      for (i = 1; i <= n; i++) if (names[i] != "") print "exercises/" names[i]
      n = split($6, names, /[^a-z0-9_-]+/)
      for (i = 1; i <= n; i++) if (names[i] != "") print "sim/scenes/" names[i] ".c"
    }' book.md >"$tmp/named"
  grep -ho '^- `[0-9][0-9][a-z]-[a-z-]*`' chapters/*/README.md |
    sed 's/^- `/exercises\//; s/`$//' >>"$tmp/named"
  sort -u "$tmp/named" | while read -r path; do
    [ -e "$path" ] || echo "named, but not there: $path"
  done >"$tmp/out"
  ! [ -s "$tmp/out" ]
}
check 'each exercise and scene that the book names is there' map

# Scenes. Each plays as its picture shows it; what is wrong is one sentence.
scenes() { tools/book/scenes.sh "$@" >"$tmp/out" 2>&1; }
TROUPE_SIM=${B:-build/gcc-plain}/troupe-sim
export TROUPE_SIM
check 'each scene plays as its picture shows it' scenes --check book.md chapters/*/README.md
a_scene_each() {
  for page in chapters/*/README.md; do
    grep -q '^<!-- scene' "$page" || echo "$page has no scene"
  done >"$tmp/out"
  ! [ -s "$tmp/out" ]
}
check 'each chapter has its scene' a_scene_each
refused() {  # refused CODE TEXT ADDRESS [PICTURE]
  printf '# A page\n\n%s\n%s\n' "$3" "${4-![It counts.](scene.svg)}" >"$tmp/page.md"
  scenes --check "$tmp/page.md"
  [ $? = "$1" ] && [ "$(wc -l <"$tmp/out")" = 1 ] && said "$tmp/page.md:3: " && said "$2"
}
check 'a scene that is not there is refused' refused 1 'does not play: there is no scene' \
  '<!-- scene: countr run -->'
check 'a scene that goes another way than its replay line is refused' \
  refused 1 'came to another state' '<!-- scene: counter replay 1:0*4=1 -->'
check 'a scene that ends otherwise is refused' refused 1 'ended with exit code 0, not 1' \
  '<!-- scene exit=1: counter run -->'
check 'a stale picture is refused' refused 1 'is not what the scene counter shows today' \
  '<!-- scene: counter run -->'
check 'a scene without a picture is refused' refused 2 'stands its picture' \
  '<!-- scene: counter run -->' 'Text.'
check 'a picture without words is refused' refused 2 'stands its picture' \
  '<!-- scene: counter run -->' '![](scene.svg)'
check 'a scene without commands is refused' refused 2 'a scene is <!-- scene' '<!-- scene: counter -->'
check 'steps that are none are refused' refused 2 'picture=A..B' '<!-- scene picture=3: counter run -->'

# What is missing is said in a sentence, with exit code 5.
empty=$tmp/empty
mkdir "$empty"
for tool in sh awk mkdir mktemp rm dirname cat id sed; do
  ln -s "$(command -v $tool)" "$empty/$tool"
done
PATH=$empty sh tools/book/book.sh html >"$tmp/out" 2>&1
check 'without pandoc the exit code is 5' [ $? = 5 ]
check 'without pandoc a sentence says so' said 'pandoc is missing'

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
