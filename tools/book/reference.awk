# reference.awk -- the public headers as a chapter: what each says of itself,
# then its declarations, each below the comment that explains it.
#
#     awk -f slug.awk -f reference.awk HEADER...
#
# Left out are what a header has for other modules (sections that begin with
# "Behind the generated functions", "For the runtime" and the like) and the
# helpers of macros, whose names end in _.

function flush_text(  i) {
  for (i = 1; i <= texts; i++) print text[i]
  if (texts > 0) print ""
  texts = 0
}

function flush_code(  i, last) {
  last = codes
  while (last > 0 && code[last] == "") last--
  if (last > 0) {
    print "```c"
    for (i = 1; i <= last; i++) print code[i]
    print "```"
    print ""
  }
  codes = 0
}

# What Markdown would take for its own, but for code between backticks.
function escape(line,  parts, n, i, out) {
  n = split(line, parts, "`")
  for (i = 1; i <= n; i++) {
    if (i % 2 == 1) gsub(/[*_<>]/, "\\\\&", parts[i])
    out = out (i > 1 ? "`" : "") parts[i]
  }
  return out
}

# A comment's line as Markdown: what is indented in it is code.
function as_text(line) {
  sub(/^\/\/ ?/, "", line)
  if (line ~ /^  +/) return "    " line
  return escape(line)
}

FNR == 1 {
  flush_text(); flush_code()
  name = FILENAME
  sub(/^lib\//, "", name)
  title = $0
  sub(/^\/\/ [^ ]+ -- /, "", title)
  print "### `" name "` {#reference-" slug(name) "}"
  print ""
  head = 1
  hidden = 0
  helper = 0
  text[++texts] = title
  next
}

/^#(ifndef|define) [A-Z_]+_H$/ || /^#endif$/ || /^#include/ { head = 0; next }

/^\/\/ ---- / {
  flush_text(); flush_code()
  section = $0
  gsub(/^\/\/ ---- | ----$/, "", section)
  hidden = section ~ /^(Behind|For the runtime|For seeds|How a row|Going through|What one row|The kinds)/
  if (!hidden) { print "**" section "**"; print "" }
  next
}

hidden { next }

/^\/\// {
  if (codes > 0) flush_code()
  text[++texts] = as_text($0)
  next
}

{
  if (head && texts > 0 && $0 == "") { flush_text(); next }
  if ($0 ~ /^#define [A-Za-z_]+_\(/ || $0 ~ /^#define [A-Za-z_]+_ /) helper = 1
  if (helper) {
    helper = $0 ~ /\\$/
    texts = 0
    next
  }
  # Of a macro only its name and parameters; what it becomes is in the header.
  if (macro) { macro = $0 ~ /\\$/; next }
  # A list of rows is shown whole: its names and what is said of each.
  if (rows || $0 ~ /^#define [A-Z_]+\([EM]\)/) {
    if (!rows && texts > 0) flush_text()
    rows = $0 ~ /\\$/
    sub(/[ \t]*\\$/, "")
    code[++codes] = $0
    next
  }
  if ($0 ~ /^#define .*\\$/) {
    macro = 1
    sub(/[ \t]*\\$/, " ...")
  }
  if ($0 == "" && codes == 0) { if (texts > 0) flush_text(); next }
  if (texts > 0) flush_text()
  if ($0 == "") { flush_code(); next }
  code[++codes] = $0
}

END { flush_text(); flush_code() }
