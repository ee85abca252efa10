# listings.awk -- prints a page of the book with its addressed blocks filled in.
#
# An address is a comment on a line of its own, above a fenced block:
#
#     <!-- code: PATH [NAME...] ["first text".."last text"] -->
#     <!-- diff: A.c B.c [NAME...] -->
#     <!-- run: COMMAND -->      <!-- run exit=1: COMMAND -->
#     <!-- sim: SCENE [ARGUMENT...] -->
#
# The block under it is replaced; where none stands, one is put there. Broken
# addresses and C blocks of more than three lines without one are complained
# about on standard error as FILE:LINE; then the exit code is 2.
# Wants: block (the path of block.sh), folder (of the page).

function complain(line, text) {
  print FILENAME ":" line ": " text > "/dev/stderr"
  bad = 1
}

function quoted(text) {
  gsub(/'/, "'\\''", text)
  return "'" text "'"
}

# Words of an address, each quoted for the shell; "..." keeps its blanks.
function words(text,    out, word) {
  while (sub(/^ +/, "", text) || text != "") {
    if (text == "") break
    if (text ~ /^"/ && match(text, /^"[^"]*"(\.\."[^"]*")?/)) word = substr(text, 1, RLENGTH)
    else { match(text, /^[^ ]+/); word = substr(text, 1, RLENGTH) }
    text = substr(text, RLENGTH + 1)
    if (kind == "sim") gsub(/"/, "", word)
    out = out " " quoted(word)
  }
  return out
}

function language(text) {
  if (kind == "diff") return "diff"
  if (kind == "code" && text ~ /\.[ch]( |$)/) return "c"
  if (kind == "code" && text ~ /\.sh( |$)/) return "sh"
  if (kind == "sim" && text ~ /export mermaid/) return "mermaid"
  return "text"
}

function print_block(text,    command, line, n, i, exit_code, arguments) {
  exit_code = 0
  if (match(kind, / exit=[0-9]+$/)) {
    exit_code = substr(kind, RSTART + 6)
    kind = substr(kind, 1, RSTART - 1)
  }
  arguments = kind == "run" ? " " exit_code " " quoted(text) : words(text)
  command = "sh " block " " quoted(kind) " " quoted(folder) arguments " 2>&1; s=$?; echo; echo $s"
  n = 0
  while ((command | getline line) > 0) out[++n] = line
  close(command)
  if (out[n] != 0) {
    complain(address_line, out[n - 2])
    return
  }
  n -= 2
  if (n > 0 && out[n + 1] != "") n++
  print "```" language(text)
  for (i = 1; i <= n; i++) print out[i]
  print "```"
}

# A pending address without its block gets one before whatever comes next.
function settle() {
  if (!pending) return
  pending = 0
  print_block(address)
  if (blank) print ""
}

pending && /^$/ { blank = 1; next }
pending && /^```/ && !in_fence { swallowing = 1; pending = 0; next }
swallowing {
  if (/^```/) { swallowing = 0; print_block(address) }
  next
}
!in_fence { settle() }
!in_fence && /^<!-- (code|diff|run|sim)[^:]*: .* -->$/ {
  kind = $0
  sub(/^<!-- /, "", kind)
  address = kind
  sub(/: .*$/, "", kind)
  sub(/^[^:]*: */, "", address)
  sub(/ *-->$/, "", address)
  address_line = FNR
  pending = 1
  blank = 0
  print
  next
}
# Scenes are of tools/book/scenes.awk.
!in_fence && /^<!-- *[a-z]+ *:/ && !/^<!-- scene:/ {
  complain(FNR, "not an address: " $0 " (there are code, diff, run and sim)")
}
/^```/ {
  if (in_fence) {
    if (fence_c && FNR - fence_start - 1 > 3)
      complain(fence_start, "a C block of more than three lines needs an address, <!-- code: PATH NAME -->")
    in_fence = 0
  } else {
    in_fence = 1
    fence_start = FNR
    fence_c = /^``` *c *$/
  }
}
{ print }
END {
  settle()
  if (swallowing || in_fence) complain(swallowing ? address_line : fence_start, "a block that does not end")
  exit bad ? 2 : 0
}
