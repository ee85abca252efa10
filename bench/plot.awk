# plot.awk -v facts="LINE|LINE" -- the medians (medians.awk) as an SVG picture.
#
# A line a workload on a logarithmic scale: filled and hollow, our median with
# one worker and with two, on a bar from the least to the most of the runs; a
# tick for each peer at its better number of workers, the best by name; a short
# thick tick for the limit. Three panels: what should be large, and the two
# that should be small, bytes and times.
BEGIN {
  FS = "\t"
  LEFT = 190; RIGHT = 800; WIDTH = 960; ROW = 22
  OURS = "#1f5fa8"; PEER = "#8a8a8a"; BEST = "#b3541e"
}

function panel_of(unit) {
  return unit ~ /\/s$/ ? 1 : unit == "bytes" ? 2 : 3
}

function note(panel, low, high) {
  if (low > 0 && (!(panel in lowest) || low < lowest[panel]))
    lowest[panel] = low
  if (high > highest[panel]) highest[panel] = high
}

{
  panel = panel_of($2)
  if (!(($1, $2) in seen)) {
    seen[$1, $2] = 1
    rows[panel]++
    name[panel, rows[panel]] = $1
    unit[panel, rows[panel]] = $2
  }
  note(panel, $6, $7)
  if ($3 == "troupe") {
    median[$1, $4] = $5; least[$1, $4] = $6; most[$1, $4] = $7
    next
  }
  known = ($1, $3) in peer
  if (!known) { who[$1, ++peers[$1]] = $3; any = 1 }
  if (!known || (panel == 1 ? $5 > peer[$1, $3] : $5 < peer[$1, $3]))
    peer[$1, $3] = $5
}

function text(x, y, anchor, size, colour, words) {
  gsub(/&/, "\\&amp;", words)
  gsub(/</, "\\&lt;", words)
  printf "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\" " \
    "fill=\"%s\">%s</text>\n", x, y, anchor, size, colour, words
}

function line(x1, y1, x2, y2, width, colour) {
  printf "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" " \
    "stroke-width=\"%s\" stroke=\"%s\"/>\n", x1, y1, x2, y2, width, colour
}

function log10(x) { return log(x) / log(10) }

function place(panel, value) {
  return LEFT + (RIGHT - LEFT) * (log10(value) - from[panel]) / \
    (to[panel] - from[panel])
}

function short(value, panel,   digits) {
  if (panel == 3 && value < 1e3) return sprintf("%.0f ns", value)
  if (panel == 3 && value < 1e6) return digits_of(value / 1e3) " us"
  if (panel == 3) return digits_of(value / 1e6) " ms"
  if (value < 1e3 || panel == 2) return sprintf("%d", value)
  return value < 1e6 ? digits_of(value / 1e3) " k" : digits_of(value / 1e6) " M"
}

function digits_of(value) {
  return sprintf(value < 9.95 ? "%.1f" : "%.0f", value)
}

# The ends of a panel's scale: at 1, 2 or 5 times a power of ten.
function ends(panel,   step) {
  from[panel] = log10(lowest[panel] / 1.15)
  to[panel] = log10(highest[panel] * 1.15)
  if (to[panel] - from[panel] < 0.7) to[panel] = from[panel] + 0.7
}

function scale(panel, top, bottom,   power, i, value, steps) {
  split("1 2 5", steps, " ")
  wide = to[panel] - from[panel] > 3.2
  for (power = -1; power < 12; power++) {
    for (i = 1; i <= (wide ? 1 : 3); i++) {
      value = steps[i] * 10 ^ power
      if (log10(value) < from[panel] || log10(value) > to[panel]) continue
      line(place(panel, value), top, place(panel, value), bottom, 1, "#e4e4e4")
      text(place(panel, value), bottom + 14, "middle", 11, "#555",
        sprintf("%s", short_mark(value, panel)))
    }
  }
}

function short_mark(value, panel,   words) {
  words = short(value, panel)
  sub(/\.0 /, " ", words)
  return words
}

# A ring round the dot where both are in one place.
function dot(x, y, workers) {
  printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%s\" fill=\"%s\" " \
    "stroke=\"%s\" stroke-width=\"1.6\"/>\n", x, y, workers == 1 ? 3.5 : 6,
    workers == 1 ? OURS : "none", OURS
}

function draw_row(panel, i, y,   row, best, k, x, words, workers) {
  row = name[panel, i]
  text(LEFT - 10, y + 4, "end", 12, "#222", row)
  best = ""
  for (k = 1; k <= peers[row]; k++) {
    x = place(panel, peer[row, who[row, k]])
    if (who[row, k] ~ /^raw-/) {
      line(x, y - 3, x, y + 3, 3, "#cfcfcf")
      continue
    }
    line(x, y - 6, x, y + 6, 1.5, PEER)
    if (best == "" || (panel == 1 ? peer[row, who[row, k]] > peer[row, best] \
                                  : peer[row, who[row, k]] < peer[row, best]))
      best = who[row, k]
  }
  if (best != "") {
    x = place(panel, peer[row, best])
    line(x, y - 7, x, y + 7, 2.5, BEST)
  }
  for (workers = 1; workers <= 2; workers++) {
    if (!((row, workers) in median)) continue
    x = place(panel, median[row, workers])
    line(place(panel, least[row, workers]), y, place(panel,
      most[row, workers]), y, 2, OURS)
    dot(x, y, workers)
  }
  words = short(median[row, 1], panel) "  |  " short(median[row, 2], panel)
  if (best != "") words = words "  |  " best
  text(RIGHT + 12, y + 4, "start", 11, "#444", words)
}

function legend(y,   x) {
  x = LEFT
  dot(x, y - 4, 1)
  text(x + 10, y, "start", 12, "#222", "Troupe, one worker")
  x += 150
  dot(x, y - 4, 2)
  text(x + 10, y, "start", 12, "#222", "two workers")
  x += 110
  line(x - 8, y - 4, x + 4, y - 4, 2, OURS)
  text(x + 10, y, "start", 12, "#222", "least to most")
  if (!any) return
  x += 115
  line(x, y - 11, x, y + 3, 2.5, BEST)
  text(x + 8, y, "start", 12, "#222", "best peer")
  x += 85
  line(x, y - 10, x, y + 2, 1.5, PEER)
  text(x + 8, y, "start", 12, "#222", "other peers")
  x += 95
  line(x, y - 7, x, y - 1, 3, "#cfcfcf")
  text(x + 8, y, "start", 12, "#222", "limits of the machine")
}

END {
  title[1] = "Messages, requests or actors a second: the more the better"
  title[2] = "Bytes an actor: the fewer the better"
  title[3] = "Time until a message is handled: the shorter the better"
  lines = split(facts, fact, "|")
  height = 64 + 16 * lines + 30
  for (p = 1; p <= 3; p++) if (rows[p]) height += ROW * rows[p] + 66
  printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" " \
    "width=\"%d\" height=\"%d\" font-family=\"DejaVu Sans, sans-serif\">\n",
    WIDTH, height, WIDTH, height
  printf "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", WIDTH, height
  text(20, 30, "start", 18, "#111", "Troupe: medians on this machine")
  y = 34
  for (i = 1; i <= lines; i++) text(20, y += 16, "start", 11, "#666", fact[i])
  y += 28
  legend(y)
  for (p = 1; p <= 3; p++) {
    if (!rows[p]) continue
    ends(p)
    y += 34
    text(20, y, "start", 13, "#111", title[p])
    text(RIGHT + 12, y, "start", 10, "#666",
      "one | two" (any && p < 3 ? " | best peer" : ""))
    y += 10
    scale(p, y, y + ROW * rows[p])
    for (i = 1; i <= rows[p]; i++) draw_row(p, i, y + ROW * (i - 0.5))
    y += ROW * rows[p] + 18
  }
  print "</svg>"
}
