# growth.awk -- of medians (row, -, actors, workers, figure, ...) a table: a line
# for each row and number of actors, a figure and a share for 1, 2, 4, 8 workers.
BEGIN { FS = "\t" }
{
  key = $1 FS $3
  figure[key, $4] = $5
  if (!(key in seen)) keys[++count] = key
  seen[key] = 1
}
END {
  printf "%-11s %8s", "", "actors"
  for (w = 1; w <= 8; w *= 2)
    printf "   %8s share", w (w == 1 ? " worker" : " workers")
  print ""
  for (i = 1; i <= count; i++) {
    split(keys[i], part, FS)
    if (part[1] != row) {
      row = part[1]
      fewest = keys[i]
    }
    printf "%-11s %8d", row, part[2]
    for (w = 1; w <= 8; w *= 2) {
      now = figure[keys[i], w]
      first = figure[fewest, w]
      if (row == "memory") printf "  %7d B %5.2f", now, first / now
      else printf "  %7.1f M %5.2f", now / 1e6, now / first
    }
    print ""
  }
}
