# links.awk -- complains about links between the project's pages that lead
# nowhere: a file that is not there, a heading that is not in it.
#
# Wants the pages as arguments, seen from the root, and slug.awk before it. Each
# page is read twice: once for its headings, once for its links.

function folder_of(path) { return path ~ /\// ? substr(path, 1, match(path, /\/[^\/]*$/)) : "" }

function resolve(from, target) {
  target = folder_of(from) target
  while (sub(/[^\/]+\/\.\.\//, "", target)) {}
  sub(/\/$/, "", target)
  return target == "" ? "." : target
}

function exists(path) {
  if (!(path in there)) there[path] = system("test -e '" path "'") == 0
  return there[path]
}

function complain(text) {
  print FILENAME ":" FNR ": " text
  bad = 1
}

function check(target,    at, path, anchor) {
  if (target ~ /^[a-z]+:/) return
  at = index(target, "#")
  path = at ? substr(target, 1, at - 1) : target
  anchor = at ? substr(target, at + 1) : ""
  path = path == "" ? FILENAME : resolve(FILENAME, path)
  if (!exists(path)) complain("there is no file " path)
  else if (anchor != "" && path ~ /\.md$/ && !((path, anchor) in heading))
    complain("there is no heading #" anchor " in " path)
  links++
}

BEGIN {
  pages = ARGC - 1
  for (i = 1; i <= pages; i++) ARGV[ARGC++] = ARGV[i]
}
FNR == 1 { files++; fence = 0 }
/^ *```/ { fence = !fence; next }
fence { next }
files <= pages {
  if (!/^#+ /) next
  name = $0
  sub(/^#+ /, "", name)
  name = slug(name)
  # The second heading of the same words gets -1, and so on.
  number = seen[FILENAME, name]++
  heading[FILENAME, name (number ? "-" number : "")] = 1
  next
}
{
  line = $0
  gsub(/`[^`]*`/, "", line)
  while (match(line, /\]\([^) ]+\)/)) {
    check(substr(line, RSTART + 2, RLENGTH - 3))
    line = substr(line, RSTART + RLENGTH)
  }
}
END {
  if (!bad) print links " links"
  exit bad
}
