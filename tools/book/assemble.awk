# assemble.awk -- makes one long page of book.md and the chapters, for pandoc.
#
# Each page of book.md, a heading "### N. Title", is followed by the README of
# its chapter where there is one; the line that links to it is left out.
# Headings move so that a part is of level 1 and a chapter of level 2; every
# heading gets the id of its file and its own words, and links between the files
# become links to those ids. What a link to other files of the project is, is
# said by its text; pictures get their folder. Comments do not show. Under the
# picture of a scene (scenes.awk) stands @scene ID; at the end of a chapter, the
# links to its neighbours.
# Run from the root with slug.awk before it; mawk is enough.

# chapters/NN-name/README.md -> chNN, book.md -> book
function file_id(path) {
  if (path == "book.md") return "book"
  if (match(path, /chapters\/[0-9][0-9]/)) return "ch" substr(path, RSTART + 9, 2)
  return ""
}

# ../01-x/README.md, seen from chapters/04-y -> chapters/01-x/README.md
function resolve(folder, target) {
  if (folder == "") return target
  target = folder "/" target
  while (sub(/[^\/]+\/\.\.\//, "", target)) {}
  return target
}

function link(text, target, folder, file,    at, path, anchor, id) {
  if (target ~ /^[a-z]+:/) return "[" text "](" target ")"
  at = index(target, "#")
  path = at ? substr(target, 1, at - 1) : target
  anchor = at ? substr(target, at + 1) : ""
  path = path == "" ? file : resolve(folder, path)
  id = path ~ /(^book|README)\.md$/ ? file_id(path) : ""
  if (id == "") return text
  return "[" text "](#" id (anchor == "" ? "" : "-" anchor) ")"
}

function links(line, folder, file,    out, piece, text, target, picture) {
  while (match(line, /!?\[[^]]*\]\([^) ]*\)/)) {
    out = out substr(line, 1, RSTART - 1)
    piece = substr(line, RSTART, RLENGTH)
    line = substr(line, RSTART + RLENGTH)
    picture = piece ~ /^!/
    text = piece
    sub(/^!?\[/, "", text)
    sub(/\]\([^)]*\)$/, "", text)
    target = piece
    sub(/^.*\]\(/, "", target)
    sub(/\)$/, "", target)
    if (picture) out = out "![" text "](" resolve(folder, target) ")"
    else out = out link(text, target, folder, file)
  }
  return out line
}

function heading(line, less, id,    level, text) {
  match(line, /^#+/)
  level = RLENGTH - less
  text = substr(line, RLENGTH + 2)
  return substr("######", 1, level) " " text " {#" id "-" slug(text) "}"
}

function include(path, id, folder,    line, fence, scene, scenes) {
  folder = path
  sub(/\/[^\/]*$/, "", folder)
  while ((getline line < path) > 0) {
    if (line ~ /^```/) fence = !fence
    if (!fence && line ~ /^# /) continue
    if (!fence && line == "---") break  # what follows leads to other files
    if (!fence && line ~ /^<!-- scene/) scene = 1
    if (!fence && line ~ /^<!--.*-->$/) continue
    if (!fence && line ~ /^#+ /) line = heading(line, -1, id)
    else if (!fence) line = links(line, folder, path)
    print line
    if (scene && line ~ /^!\[/) {
      print "\n@scene " id "-scene-" ++scenes
      scene = 0
    }
  }
  close(path)
  print neighbours(id)
  if (fence) { print path ": a block that does not end" > "/dev/stderr"; exit 2 }
}

# At a chapter's end, the way to the one before it and the one after it.
function neighbours(id,    out) {
  if (id in before) out = "[Previous: " title[before[id]] "](#" before[id] ")\n"
  if (id in after) out = out "[Next: " title[after[id]] "](#" after[id] ")\n"
  return "\n<div class=\"pages\">\n\n" out "\n</div>"
}

BEGIN {
  while ((getline line < "book.md") > 0) {
    if (line !~ /^### [0-9]+\. /) continue
    sub(/^### /, "", line)
    id = sprintf("ch%02d", line)
    title[id] = line
    if (last) { before[id] = last; after[last] = id }
    last = id
  }
}
/^```/ { fence = !fence }
fence { print; next }
/^# / { next }
/^\*The actor model in C, from/ { next }
/^<!--.*-->$/ { next }
/^### [0-9]+\. / {
  number = $2
  sub(/\./, "", number)
  id = sprintf("ch%02d", number)
  text = $0
  sub(/^### /, "", text)
  print "## " text " {#" id "}"
  next
}
/^\[Read chapter [0-9]+\]\(chapters\/.*\)$/ {
  path = $0
  sub(/^.*\]\(/, "", path)
  sub(/\)$/, "", path)
  include(path, file_id(path))
  next
}
/^#+ / { print heading($0, 1, "book"); next }
{ print links($0, "", "book.md") }
