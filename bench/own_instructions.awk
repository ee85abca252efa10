# own_instructions.awk -v program=NAME -- adds up what callgrind counted in one
# program's own code: not in libraries, whose code differs from machine to
# machine, and not what it called (that line follows each `calls=`).
/^c?ob=/ {
  split($0, part, /[()]/)
  if (part[3] != "") {
    n = split(part[3], path, "/")
    is_own[part[2]] = path[n] == program
  }
  if (/^ob=/) own = is_own[part[2]]
  next
}
/^calls=/ { getline; next }
/^[-+*0-9]/ && own { sum += $2 }
END { printf "%d\n", sum }
