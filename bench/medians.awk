# medians.awk -- of single runs (row, unit, who, workers, figure, tab-separated)
# the median, the least and the most: row, unit, who, workers, median, least,
# most, runs. In the order in which they first came.
BEGIN { FS = OFS = "\t" }
{
  key = $1 OFS $2 OFS $3 OFS $4
  if (!(key in runs)) keys[++count] = key
  at = ++runs[key]
  while (at > 1 && figures[key, at - 1] > $5) {
    figures[key, at] = figures[key, at - 1]
    at--
  }
  figures[key, at] = $5 + 0
}
END {
  for (i = 1; i <= count; i++) {
    n = runs[keys[i]]
    lower = figures[keys[i], int((n + 1) / 2)]
    upper = figures[keys[i], int((n + 2) / 2)]
    print keys[i], (lower + upper) / 2, figures[keys[i], 1],
      figures[keys[i], n], n
  }
}
