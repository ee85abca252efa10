#!/bin/sh
# listings.sh -- fills in the addressed blocks of the book's pages.
#
#     listings.sh [--check] FILE.md...
#
# Run from the root. Without --check each page is rewritten (only
# if something changed). With it nothing is written: a page whose blocks differ
# from the code is named with its first differing line, exit 1. A broken address
# is FILE:LINE and what would be right, exit 2.
set -u
here=${0%/*}
check=
if [ "${1:-}" = --check ]; then check=1; shift; fi
result=0
for page do
  case $page in */*) folder=${page%/*} ;; *) folder=. ;; esac
  fresh=$page.fresh.$$
  [ -z "$check" ] || fresh=${TMPDIR:-/tmp}/page.fresh.$$
  if ! awk -v block="$here/block.sh" -v folder="$folder" -f "$here/listings.awk" "$page" >"$fresh"; then
    result=2
    rm -f "$fresh"
  elif cmp -s "$page" "$fresh"; then
    rm -f "$fresh"
  elif [ -n "$check" ]; then
    line=$(cmp "$page" "$fresh" 2>&1 | sed 's/.* line \([0-9]*\).*/\1/')
    case $line in *[!0-9]*) line=$(wc -l <"$page") ;; esac
    echo "$page:$line: a listing differs from what it shows; run make listings" >&2
    diff -U 0 "$page" "$fresh" | sed -n '4,7p' >&2
    [ $result != 0 ] || result=1
    rm -f "$fresh"
  else
    cat "$fresh" >"$page"
    rm -f "$fresh"
    echo "$page"
  fi
done
exit $result
