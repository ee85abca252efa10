#!/bin/sh
# verdicts.sh -- how long a verdict takes, over every file of every exercise:
# the median, and what 95 of 100 stay below. `make bench-verdicts`
set -u
cd "$(dirname "$0")/.." || exit 2
B=${B:-build/gcc-plain}
for file in exercises/[0-9]*/start.c exercises/[0-9]*/solution.c \
  exercises/[0-9]*/wrong/*.c; do
  TROUPE_ROOT=$PWD "$B/troupe-learn" check --json "$file" |
    sed -n "s|.*\"seconds\": \([0-9.]*\)}|\1 $file|p"
done | sort -n | awk '
  { seconds[NR] = $1; file[NR] = $2 }
  END {
    if (NR == 0) exit 1
    printf "%d verdicts: median %s s, 95 of 100 within %s s, the longest %s s\n",
      NR, seconds[int((NR + 1) / 2)], seconds[int(NR * 0.95 + 0.999)], seconds[NR]
    for (i = NR; i > NR - 4 && i > 0; i--) print "  " seconds[i], file[i]
  }'
