#!/bin/sh
# block.sh -- prints what one address of a listing stands for.
#
#     block.sh KIND FOLDER ARG...
#
# KIND is code, diff, run or sim; FOLDER is where the page with the address
# lies (a path is looked for there first, then from the root). Prints the block
# on standard output; a broken address is one line on standard error, exit 2.
set -u
here=${0%/*}
kind=$1 folder=$2
shift 2
tmp=${TMPDIR:-/tmp}/listings.$$
trap 'rm -rf "$tmp"' EXIT INT TERM
mkdir -p "$tmp"

wrong() {
  echo "$*" >&2
  exit 2
}

find_file() {
  if [ -f "$folder/$1" ]; then path=$folder/$1
  elif [ -f "$1" ]; then path=$1
  else
    case $1 in */*) inside=${1%/*} ;; *) inside=. ;; esac
    near=$(for source in "$folder/$inside"/*.[ch] "$inside"/*.[ch]; do
      [ -f "$source" ] && printf " %s" "${source##*/}"
    done)
    wrong "no file $1${near:+; there are:$near}"
  fi
}

# definition PATH NAME: the lines of one definition with its comment.
definition() {
  lines=$(awk -f "$here/names.awk" "$1" | awk -v name="$2" '
    { hit = 0; for (i = 5; i <= NF; i++) if ($i == name) hit = 1 }
    hit && $4 == "body" { bodies++; body = $1 "," $3 }
    hit && $4 == "proto" { proto = $1 "," $3 }
    END { print (bodies > 1 ? "twice" : bodies ? body : proto) }')
  case $lines in
    '') wrong "$1 defines no $2; it defines:$(awk -f "$here/names.awk" "$1" |
        awk '{ for (i = 5; i <= NF; i++) printf " %s", $i }')" ;;
    twice) wrong "$1 defines $2 more than once; use a \"first\"..\"last\" range" ;;
  esac
  sed -n "${lines}p" "$1"
}

# part RANGE: of standard input, the lines from one with the first text to the
# next one with the last text, without their common indentation.
part() {
  RANGE=$1 awk '
    BEGIN {
      range = ENVIRON["RANGE"]
      at = index(range, "\"..\"")
      first = substr(range, 2, at - 2)
      last = substr(range, at + 4, length(range) - at - 4)
      indent = 999
    }
    done { next }
    !inside && index($0, first) { inside = 1 }
    inside {
      line[++n] = $0
      match($0, /^ */)
      if ($0 != "" && RLENGTH < indent) indent = RLENGTH
      if (index($0, last)) done = 1
    }
    END {
      if (!done) {
        print "no line with", inside ? "\"" last "\" after \"" first "\"" : "\"" first "\"" > "/dev/stderr"
        exit 2
      }
      for (i = 1; i <= n; i++) print substr(line[i], indent + 1)
    }' || exit 2
}

code() {
  find_file "${1:-}"
  [ -n "${1:-}" ] || wrong 'code: wants PATH [NAME...] ["first".."last"]'
  shift
  : >"$tmp/code"
  range='' names=0
  for name do
    case $name in
      \"*) range=$name; continue ;;
    esac
    [ "$names" = 0 ] || echo >>"$tmp/code"
    definition "$path" "$name" >>"$tmp/code" || exit 2
    names=$((names + 1))
  done
  [ "$names" != 0 ] || cat "$path" >"$tmp/code"
  if [ -n "$range" ]; then part "$range" <"$tmp/code" || exit 2
  else cat "$tmp/code"; fi
}

# without_top PATH: the file without the comment it opens with, which differs
# in every step and says nothing about the change.
without_top() {
  awk '!begun && /^(\/\/|$)/ { next } { begun = 1; print }' "$1"
}

# For a whole file: hunks with three lines around them, each under the name of
# what it changes. For named definitions: each in full, with what changed.
difference() {
  [ $# -ge 2 ] || wrong 'diff: wants A.c B.c [NAME...]'
  find_file "$1" && a=$path
  find_file "$2" && b=$path
  shift 2
  around=3
  if [ $# = 0 ]; then
    without_top "$a" >"$tmp/a"
    without_top "$b" >"$tmp/b"
  else
    around=99
    : >"$tmp/a"
    : >"$tmp/b"
    gap=
    for name do
      printf "$gap" >>"$tmp/a"
      printf "$gap" >>"$tmp/b"
      (definition "$a" "$name") >>"$tmp/a" 2>/dev/null
      definition "$b" "$name" >>"$tmp/b" || exit 2
      gap='\n'
    done
  fi
  cmp -s "$tmp/a" "$tmp/b" && wrong "$a and $b do not differ there"
  awk -f "$here/names.awk" "$tmp/b" >"$tmp/names"
  diff -U $around "$tmp/a" "$tmp/b" | awk -v names="$tmp/names" -v whole="$around" '
    BEGIN {
      while ((getline line < names) > 0) {
        n++
        split(line, word, " ")
        from[n] = word[1]; to[n] = word[3]; name[n] = word[5]
      }
    }
    NR <= 2 { next }
    /^@@/ {
      if (whole == 99) next
      match($0, /\+[0-9]+/)
      at = substr($0, RSTART + 1, RLENGTH - 1) + 3
      label = ""
      for (i = 1; i <= n; i++) if (from[i] <= at && at <= to[i]) label = name[i]
      if (label != "") print "@@ " label " @@"
      else if (shown) print "@@"
      next
    }
    { print; shown = 1 }'
}

# run STATUS COMMAND: the command as one would type it, then what it prints.
run() {
  echo "\$ $2"
  # What a make above us was told is not meant for a make in the book.
  unset MAKEFLAGS MFLAGS MAKELEVEL CC SAN V N STEP ARGS
  sh -c "$2" >"$tmp/out" 2>&1 </dev/null
  status=$?
  cat "$tmp/out"
  [ $status = "$1" ] || wrong "'$2' ended with exit code $status, not $1: $(head -n 1 "$tmp/out")"
}

# sim SCENE ARGUMENT...: the simulator without its screen, and above it the
# command one would type, unless what comes is a diagram's source.
sim() {
  sim=${TROUPE_SIM:-}
  [ -n "$sim" ] || sim=build/gcc-plain/troupe-sim
  [ -x "$sim" ] || wrong 'the simulator is not built: make first'
  command="\$ ./troupe sim $1 --headless"
  scene=$1
  shift
  for word do
    case $word in *' '*) word="\"$word\"" ;; esac
    command="$command $word"
  done
  case $* in *'export mermaid'*) ;; *) echo "$command" ;; esac
  "$sim" "$scene" --headless "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
  status=$?
  cat "$tmp/out"
  [ $status = 0 ] || wrong "$scene ended with exit code $status: $(head -n 1 "$tmp/err")"
}

case $kind in
  code) code "$@" ;;
  diff) difference "$@" ;;
  run) run "$@" ;;
  sim) sim "$@" ;;
  *) wrong "no such kind of address: $kind (there are code, diff, run and sim)" ;;
esac
