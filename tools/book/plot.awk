# plot.awk -- draws a table as grouped bars, in SVG.
#
# The table has a heading line, then a line a row: its name, and a figure or
# "-" a column. Every column of a row is a bar; the longest fills the width.
# Columns are headed by numbers of threads; with any other heading, the first
# column alone is drawn.
# Wants: title, and unit (what 1.0 means).

NR == 1 {
  gsub(/ threads?/, "")
  columns = $2 ~ /^[0-9]+$/ ? NF : 2
  for (i = 2; i <= columns; i++) column[i] = $i
  next
}
{
  name[++rows] = $1
  for (i = 2; i <= columns; i++) {
    figure[rows, i] = $i
    if ($i != "-" && $i > most) most = $i
  }
}
END {
  left = 84; width = 640; bar = 15; gap = 14; top = 44
  height = top + gap
  for (r = 1; r <= rows; r++) {
    for (i = 2; i <= columns; i++) if (figure[r, i] != "-") height += bar + 3
    height += gap
  }
  height += 8
  printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n", width, height, title
  print "<style>"
  print "  text { font: 13px sans-serif; fill: #222 } .small { font-size: 12px; fill: #555 } .bar { fill: #3a6ea5 }"
  print "  .two { fill: #7a9cc0 } .four { fill: #b4c7dc } .page { fill: #fff }"
  print "  @media (prefers-color-scheme: dark) { text { fill: #ddd } .small { fill: #aaa } .page { fill: #1c1e22 } .bar { fill: #6fa3d8 } .two { fill: #4f7aa6 } .four { fill: #3a5878 } }"
  print "</style>"
  printf "<rect class=\"page\" width=\"%d\" height=\"%d\" rx=\"6\"/>\n", width, height
  printf "<text x=\"12\" y=\"24\">%s</text>\n<text class=\"small\" x=\"12\" y=\"42\">%s</text>\n", title, unit
  y = top + gap
  for (r = 1; r <= rows; r++) {
    printf "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", left - 10, y + 12, name[r]
    for (i = 2; i <= columns; i++) {
      if (figure[r, i] == "-") continue
      long = (width - left - 150) * figure[r, i] / most
      printf "<rect class=\"bar%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n", (i == 3 ? " two" : i == 4 ? " four" : ""), left, y, long, bar
      threads = column[i] ~ /^[0-9]+$/ ? ", " column[i] " thread" (column[i] == 1 ? "" : "s") : ""
      printf "<text class=\"small\" x=\"%.1f\" y=\"%d\">%s%s</text>\n", left + long + 8, y + 12, figure[r, i], threads
      y += bar + 3
    }
    y += gap
  }
  print "</svg>"
}
