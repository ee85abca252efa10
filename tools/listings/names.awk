# names.awk -- lists what a C file defines at its top level, a line each:
#
#     first-line-with-its-comment  first-line  last-line  kind  name...
#
# kind is body (a function, type, variable or macro) or proto (a prototype or
# a forward declaration). It reads clang-formatted C by its brackets: strings
# and comments are blanked, then a definition is what lies between two places
# where every bracket is closed and the last character is ';' or '}'.
# mawk is enough.

function blank_out(line,    out, i, c, two, quote) {
  out = ""
  for (i = 1; i <= length(line); i++) {
    c = substr(line, i, 1)
    two = substr(line, i, 2)
    if (in_comment) {
      if (two == "*/") { in_comment = 0; i++ }
    } else if (two == "//") {
      break
    } else if (two == "/*") {
      in_comment = 1; i++
    } else if (c == "\"" || c == "'") {
      quote = c
      for (i++; i <= length(line) && substr(line, i, 1) != quote; i++)
        if (substr(line, i, 1) == "\\") i++
      out = out "_"
    } else {
      out = out c
    }
  }
  sub(/[ \t]+$/, "", out)
  return out
}

function count_brackets(code,    i, c) {
  for (i = 1; i <= length(code); i++) {
    c = substr(code, i, 1)
    if (c == "{" || c == "(" || c == "[") depth++
    if (c == "}" || c == ")" || c == "]") depth--
  }
}

function last_word(text) {
  if (!match(text, /[A-Za-z_][A-Za-z_0-9]*[^A-Za-z_0-9]*$/)) return ""
  text = substr(text, RSTART)
  match(text, /^[A-Za-z_0-9]+/)
  return substr(text, 1, RLENGTH)
}

function before(text, stop,    at) {
  at = index(text, stop)
  return at ? substr(text, 1, at - 1) : text
}

# The constants of an enum, which may be all the name it has.
function constants(text,    parts, n, i, names) {
  sub(/^[^{]*\{/, "", text)
  sub(/\}.*$/, "", text)
  n = split(text, parts, ",")
  for (i = 1; i <= n; i++) names = names " " last_word(before(parts[i], "="))
  return names
}

function names_of(text,    head, names) {
  head = before(text, "{")
  if (text ~ /^#/) {  # a macro: the word after "#define"
    sub(/^#[ ]*define[ ]+/, "", text)
    match(text, /^[A-Za-z_0-9]+/)
    return " " substr(text, 1, RLENGTH)
  }
  if (match(head, /(struct|union|enum) +[A-Za-z_0-9]+ *$/))
    names = " " last_word(head)
  if (head ~ /^(static )?(typedef )?enum *[A-Za-z_0-9]* *$/)
    names = names constants(text)
  if (text ~ /^typedef/) {
    if (head ~ /\(\*/) names = names " " last_word(before(substr(head, index(head, "(*") + 2), ")"))
    else if (head ~ /\(/) names = names " " last_word(before(head, "("))
    else names = names " " last_word(text)
    return names
  }
  if (names != "") return names
  if (text ~ /^[A-Z_0-9]+\([^{;]*\)$/) {  # a list made by a macro
    names = text
    sub(/[,)].*$/, ")", names)
    return " " names
  }
  sub(/^([A-Z_]+\([^()]*\) *)+/, "", head)  # attributes
  if (head ~ /=/ || head !~ /\(/)
    return " " last_word(before(before(before(head, "="), "["), ";"))
  return " " last_word(before(head, "("))
}

function finish(last,    kind) {
  kind = (chunk ~ /;$/ && chunk !~ /[{=]/ && chunk !~ /^typedef [^;]*\(/ &&
          (chunk !~ /^typedef/ || chunk ~ /^typedef (struct|enum|union) /)) ? "proto" : "body"
  print comment ? comment : first, first, last, kind names_of(chunk)
  chunk = ""
  first = comment = 0
}

{
  was_comment = in_comment
  code = blank_out($0)
  if (chunk == "" && code ~ /^[ \t]*$/) {  # between two definitions
    if ($0 ~ /^[ \t]*$/ && !was_comment) comment = 0
    else if (!comment) comment = FNR
    next
  }
  if (chunk == "") first = FNR
  chunk = chunk (chunk == "" ? "" : " ") code
  if (chunk ~ /^#/) {  # a directive ends where no backslash continues it
    if (code ~ /\\$/) next
    if (chunk ~ /^#[ ]*define/) finish(FNR)
    chunk = ""
    comment = first = 0
    next
  }
  if (code ~ /^#/) next
  count_brackets(code)
  if (depth == 0 && (code ~ /[;}]$/ || chunk ~ /^[A-Z_0-9]+\(.*\)$/)) finish(FNR)
}
