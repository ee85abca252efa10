#!/bin/sh
# order.sh [ROOT] -- are the layers of lib/ kept?
#
# A module of lib/ is in lib/ORDER and includes only modules above its own
# line. Nothing in lib/ includes what is outside of lib/; examples and
# troupe.h may include any module. foo_impl.h belongs to the module foo. No
# module bears the name of a system header, which it would hide from -I.
# One line a fault; 1 if there is any.
set -u
cd "${1:-$(dirname "$0")/..}" || exit 2
[ -f lib/ORDER ] || { echo "order.sh: there is no lib/ORDER" >&2; exit 2; }

includes() {
  find lib -name '*.[ch]' | sort | while read -r file; do
    echo "file $file"
    sed -n 's/^[ \t]*#[ \t]*include[ \t]*"\([^"]*\)".*/\1/p' "$file" |
      sed "s|^|include $file |"
  done
}

{
  sed 's/#.*//' lib/ORDER | awk 'NF { print "order", $1 }'
  includes
} | awk '
  function fault(text) { print text; faults = 1 }
  function module(path) {
    sub(/^lib\//, "", path)
    sub(/\.[ch]$/, "", path)
    sub(/_impl$/, "", path)
    return path
  }
  $1 == "order" {
    if ($2 in rank) fault("lib/ORDER: " $2 " stands there twice")
    rank[$2] = ++ranks
    next
  }
  $1 == "file" {
    free = $2 ~ /^lib\/examples\// || $2 == "lib/troupe.h"
    own = module($2)
    found[own] = 1
    if (!free && !(own in rank)) fault($2 ": not in lib/ORDER")
    next
  }
  $1 == "include" {
    used = module($3)
    if (!(used in rank) && $3 != "troupe.h") {
      strange[used] = strange[used] $2 ": includes " $3 ", which is not in lib\n"
    } else if (!free && (own in rank) && rank[used] > rank[own]) {
      fault($2 ": includes " $3 ", which stands after it in lib/ORDER")
    } else if (!free && $3 == "troupe.h") {
      fault($2 ": includes troupe.h, which is for users of lib")
    }
  }
  END {
    for (name in rank) {
      if (!(name in found)) fault("lib/ORDER: " name " has no file")
    }
    for (name in strange) {
      if (!(name in found)) { printf "%s", strange[name]; faults = 1 }
    }
    exit faults
  }'
status=$?

for header in lib/*/*.h; do
  name=${header##*/}
  if [ -e "/usr/include/$name" ]; then
    echo "$header: the system has a header of that name"
    status=1
  fi
done
exit $status
