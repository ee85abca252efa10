#!/bin/sh
# reference.sh -- the reference of the framework, from its public headers.
#
# Run from the root. The headers are those that lib/README.md sends a reader to,
# in the order of lib/ORDER.
set -eu
here=${0%/*}

public() {
  grep -o '](\([a-z]*/[a-z_]*\.h\))' lib/README.md | tr -d ']()' | sort -u
}

echo '## The framework, function by function {#reference}'
echo
echo 'What each public header promises: result, ownership, threads, errors. `#include "troupe.h"` brings all but those of'
echo '`proving/`, which are for tests.'
echo
headers=
for module in $(grep -v '^#' lib/ORDER); do
  if public | grep -qx "$module.h"; then
    headers="$headers lib/$module.h"
  fi
done
# shellcheck disable=SC2086  # file names without blanks
awk -f "$here/slug.awk" -f "$here/reference.awk" $headers
