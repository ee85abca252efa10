# scenes.awk -- lists the scenes of the book's pages, a line each, with tabs:
#
#     PAGE:LINE  ID  EXIT  PICTURE  PICTURE'S STEPS  SCENE  COMMANDS  ALTERNATIVE TEXT
#
# A scene is an address on a line of its own, and a picture under it:
#
#     <!-- scene [exit=N] [picture=A..B]: SCENE COMMANDS -->
#     ![what is to be seen](scene.svg)
#
# COMMANDS are those of the simulator's prompt, with ; between them; the run they
# make is the scene, and it must end with exit code N (0). The picture is made
# from its steps A to B (all). The id is that of assemble.awk: chapter, number.
# An address that is wrong is a line on standard error; then the exit code is 2.

function complain(text) {
  print FILENAME ":" at ": " text > "/dev/stderr"
  bad = 1
  at = 0
}

function option(name, otherwise,    from) {
  from = index(options, " " name "=")
  if (!from) return otherwise
  otherwise = substr(options, from + length(name) + 2)
  sub(/ .*$/, "", otherwise)
  return otherwise
}

function settle() {
  if (at) complain("under a scene stands its picture, ![what is to be seen](scene.svg)")
}

FNR == 1 { settle(); fence = 0; number = 0 }
/^```/ { fence = !fence }
fence { next }
at {
  if (!match($0, /^!\[.+\]\([^ )]+\.svg\)$/)) { settle(); next }
  split(substr($0, 3, length($0) - 3), parts, /\]\(/)
  folder = FILENAME
  if (!sub(/\/[^\/]*$/, "/", folder)) folder = ""
  chapter = match(FILENAME, /chapters\/[0-9][0-9]/) ? "ch" substr(FILENAME, RSTART + 9, 2) : "book"
  print FILENAME ":" at "\t" chapter "-scene-" ++number "\t" exit_code "\t" folder parts[2] \
    "\t" steps "\t" scene "\t" commands "\t" parts[1]
  at = 0
  next
}
/^<!-- *scene/ {
  at = FNR
  if (!match($0, /^<!-- scene( [a-z]+=[0-9.]+)*: [^ ]+ .+ -->$/)) {
    complain("a scene is <!-- scene [exit=N] [picture=A..B]: SCENE COMMANDS -->")
    next
  }
  options = $0
  sub(/^<!-- scene/, "", options)
  commands = options
  sub(/:.*$/, "", options)
  sub(/^[^:]*: /, "", commands)
  sub(/ -->$/, "", commands)
  scene = commands
  sub(/ .*$/, "", scene)
  sub(/^[^ ]+ +/, "", commands)
  exit_code = option("exit", 0)
  steps = option("picture", "-")
  if (exit_code !~ /^[0-9]+$/ || steps !~ /^(-|[0-9]+\.\.[0-9]+)$/)
    complain("a scene has exit=N and picture=A..B, and these are" options)
}
END { settle(); exit bad ? 2 : 0 }
