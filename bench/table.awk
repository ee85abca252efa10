# table.awk -- the medians (medians.awk) as a table for people.
BEGIN { FS = "\t" }

function scaled(value, unit) {
  if (unit ~ /\/s$/) return sprintf("%.2f M", value / 1e6)
  if (unit == "bytes") return sprintf("%d", value)
  return value < 1e4 ? sprintf("%d ns", value) \
    : value < 1e6 ? sprintf("%.1f us", value / 1e3) \
    : sprintf("%.1f ms", value / 1e6)
}

# Half of the range, in percent of the median.
function spread(key) {
  return median[key] > 0 && taken[key] > 1 ? \
    sprintf("%d%%", 50 * (most[key] - least[key]) / median[key] + 0.5) : ""
}

function better(a, b, unit) {
  return unit ~ /\/s$/ ? a > b : a < b
}

{
  row = $1 SUBSEP $2
  if (!(row in seen)) { seen[row] = 1; rows[++count] = row }
  key = $3 == "troupe" ? row SUBSEP $4 : ""
  if (key != "") {
    median[key] = $5; least[key] = $6; most[key] = $7; taken[key] = $8
  } else if ($3 ~ /^raw-/) {
    if (!(row in limit) || better($5, limit[row], $2)) {
      limit[row] = $5
      limit_by[row] = $3
    }
  } else if (!(row in best) || better($5, best[row], $2)) {
    best[row] = $5
    best_by[row] = $3 (($4 == "-") ? "" : "@" $4)
  }
  if ($3 != "troupe") next
  if (fewest == 0 || $8 < fewest) fewest = $8
  if ($8 > often) often = $8
}

END {
  for (row in best) peers = 1
  for (row in limit) limits = 1
  printf "%-22s %-11s %10s %5s %10s %5s %8s", "workload", "unit",
    "1 worker", "+-", "2 workers", "+-", "2 to 1"
  if (peers) printf "  %-24s %8s", "best peer", "to it"
  if (limits) printf "  %-24s", "limit"
  printf "\n"
  for (i = 1; i <= count; i++) {
    split(rows[i], part, SUBSEP)
    one = rows[i] SUBSEP 1
    two = rows[i] SUBSEP 2
    up = part[2] ~ /\/s$/
    printf "%-22s %-11s %10s %5s %10s %5s", part[1], part[2],
      scaled(median[one], part[2]), spread(one),
      scaled(median[two], part[2]), spread(two)
    ratio = median[one] && median[two] ? \
      (up ? median[two] / median[one] : median[one] / median[two]) : 0
    printf " %8s", ratio ? sprintf("%.2f", ratio) : ""
    if (rows[i] in best) {
      ours = better(median[one], median[two], part[2]) ? median[one] \
        : median[two]
      printf "  %-24s %8.2f", best_by[rows[i]] " " \
        scaled(best[rows[i]], part[2]),
        (up ? ours / best[rows[i]] : best[rows[i]] / ours)
    } else if (peers) {
      printf "  %-24s %8s", "", ""
    }
    if (rows[i] in limit) {
      printf "  %-24s", limit_by[rows[i]] " " scaled(limit[rows[i]], part[2])
    }
    printf "\n"
  }
  print ""
  printf "Medians of %s, taken in turn; +- is half the range from least to " \
    "most.\n", often == 1 ? "one run" : (fewest == often ? often : \
    fewest " to " often) " runs"
  print "Ratios are better above 1. Read ratios: figures move with the hour."
}
