#!/bin/sh
# banned.sh [ROOT] -- words that must not stand in Troupe's C files.
#
# Comments and texts in quotes do not count, except for unfinished work.
# Broken twins (*broken*) and wrong solutions (wrong/) may do as they like.
# One line a fault; 1 if there is any.
set -u
cd "${1:-$(dirname "$0")/..}" || exit 2

# where (a pattern of paths) ; except (the like, whole, or -) ; word ; why
rules() {
  cat <<'END'
.;lib/stepping/strings.c|tests/threads/.*;(strcpy|strcat|sprintf|vsprintf|strtok|gets)[ ]*\(;it knows no limit, use snprintf or a Writer
.;-;(rand|srand|random)[ ]*\(;use base/rng, which repeats
^lib/;lib/base/mem.c|lib/base/pages.c|lib/stepping/.*;(malloc|calloc|realloc|free)[ ]*\(;use base/mem, which is counted and can be made to fail
^(lib|tests)/;lib/stepping/times.c|tests/threads/.*;(sleep|usleep|nanosleep|clock_nanosleep)[ ]*\(;wait for a state, not for time
^lib/;-;atomic_thread_fence;the thread sanitizer does not see fences
^(sim/scenes|lib/examples)/;-;(clock_gettime|clock_now|time|gettimeofday)[ ]*\(;use actor_now, which replays
.;sim/term.c;#[ ]*include[ ]*<n?curses;only sim/term.c knows curses
.;sim/prompt.c;#[ ]*include[ ]*<readline;only sim/prompt.c knows readline
END
}

# The file with comments and the insides of quotes taken out, lines kept.
code_of() {
  awk '{
    line = $0
    out = ""
    while (line != "") {
      if (block) {
        at = index(line, "*/")
        if (!at) break
        block = 0
        line = substr(line, at + 2)
        continue
      }
      if (match(line, /^"([^"\\]|\\.)*"/) ||
          match(line, /^\047([^\047\\]|\\.)*\047/)) {
        out = out "\"\""
        line = substr(line, RLENGTH + 1)
        continue
      }
      two = substr(line, 1, 2)
      if (two == "//") break
      if (two == "/*") { block = 1; line = substr(line, 3); continue }
      out = out substr(line, 1, 1)
      line = substr(line, 2)
    }
    print out
  }' "$1"
}

faults=$(mktemp) || exit 2
code=$(mktemp) || exit 2
rules_file=$(mktemp) || exit 2
trap 'rm -f "$faults" "$code" "$rules_file"' EXIT
rules >"$rules_file"

find . \( -name .git -o -name build -o -name mine \) -prune -o \
  -name '*.[ch]' -print | sed 's|^\./||' | sort | while read -r file; do
  case $file in *broken* | */wrong/*) continue ;; esac
  grep -nE 'TODO|FIXME' "$file" |
    sed "s|^\([0-9]*\):.*|$file:\1: unfinished work|" >>"$faults"
  code_of "$file" >"$code"
  # One grep for most files, which have nothing to hide.
  grep -qE 'str(cpy|cat|tok)|printf|gets|rand|loc|free|sleep|fence|time|clock|curses|readline' \
    "$code" || continue
  while IFS=';' read -r where except word why; do
    echo "$file" | grep -qE "^($except)\$" && continue
    echo "$file" | grep -qE "$where" || continue
    grep -nE "(^|[^A-Za-z0-9_.>])$word" "$code" |
      sed "s~^\([0-9]*\):.*~$file:\1: $why~" >>"$faults"
  done <"$rules_file"
done

cat "$faults"
[ ! -s "$faults" ]
