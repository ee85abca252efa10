#!/bin/sh
# troupe.sh -- the front door, in a made-up copy whose needs are made up too,
# with stand-ins for apt-get, apt-cache, sudo and id. Nothing is installed.
set -u
root=$(pwd)
passed=0
failed=0
copy=$(mktemp -d) || exit 1
trap 'rm -rf "$copy"' EXIT
stubs=$copy/stubs
log=$copy/log

# expect NAME WANTED-STATUS TEXT COMMAND...: the command, without a terminal,
# ends with the status, and TEXT is in what it prints on either output.
expect() {
  name=$1 wanted=$2 text=$3
  shift 3
  out=$("$@" 2>&1 </dev/null)
  status=$?
  if [ $status -eq "$wanted" ] && echo "$out" | grep -qF -e "$text"; then
    passed=$((passed + 1))
    return
  fi
  failed=$((failed + 1))
  echo "FAIL $name: exit $status, wanted $wanted with \"$text\""
  echo "$out" | sed 's/^/  /'
}

stub() {
  cat >"$stubs/$1"
  chmod +x "$stubs/$1"
}

# A copy with one need for each of three words. thing and VERSIONed come by
# apt-get; nowhere cannot be had.
make_copy() {
  rm -rf "$copy"
  mkdir -p "$stubs" "$copy/tools" "$copy/sim" "$copy/build/gcc-plain"
  cp troupe "$copy/troupe"
  cp tools/sanitizer.sh "$copy/tools/"
  cat >"$copy/tools/deps" <<'END'
# made up
sim learn | thing | command made-up-thing | does things
learn | lib-VERSION-dev/other | command made-up-versioned | has a version
book | nowhere | command made-up-nowhere | cannot be had
bench | libmade-up | library made-up.h made-up | is a library
END
  cat >"$copy/Makefile" <<'END'
bench:
	@echo bench ran $(ARGS)
sim:
	@echo sim is made
END
  cat >"$copy/build/gcc-plain/troupe-sim" <<'END'
#!/bin/sh
echo "sim: root $TROUPE_ROOT, in $(pwd), arguments:$(printf ' <%s>' "$@")"
exit 3
END
  chmod +x "$copy/build/gcc-plain/troupe-sim"
  stub apt-cache <<'END'
#!/bin/sh
case "$*" in
  "depends clang") printf 'clang\n  Depends: clang-77\n' ;;
  "policy thing" | "policy lib-77-dev") printf '  Candidate: 1\n' ;;
  *) printf '  Candidate: (none)\n' ;;
esac
END
  stub apt-get <<END
#!/bin/sh
echo "apt-get \$*" >>$log
case "\$*" in *install*)
  for tool in thing versioned; do
    printf '#!/bin/sh\n' >$stubs/made-up-\$tool
    chmod +x $stubs/made-up-\$tool
  done ;;
esac
END
  stub id <<'END'
#!/bin/sh
echo 0
END
  : >"$log"
}

door() {
  PATH=$stubs:$PATH "$copy/troupe" "$@"
}

# What apt-get was told, on one line.
told() {
  tr '\n' ';' <"$log"
}

make_copy
expect "help lists the words" 0 "doctor" door help
expect "no word is help" 0 "usage:" door
expect "an unknown word names the nearest" 2 'the nearest is "doctor"' \
  door docter
expect "a missing need is named with its purpose" 3 "does things" door sim
expect "and was installed, lists first, without questions" 0 \
  'apt-get -q update;apt-get -q install -y --no-install-recommends thing;' told
expect "a need that is met is not installed again" 3 'sim: root' door sim
expect "nor is apt-get called" 0 '' test "$(wc -l <"$log")" -eq 2
expect "arguments pass through as they are" 3 "arguments: <a b> <--seed> <4>" \
  door sim 'a b' --seed 4
expect "the program knows the root" 3 "root $copy" door sim
cd / || exit 1
expect "and stays in the caller's folder" 3 ", in /," door sim
cd "$root" || exit 1
expect "standard output is the program's alone" 0 "1" \
  sh -c "PATH=$stubs:\$PATH $copy/troupe sim 2>/dev/null | wc -l"
ln -s "$copy/troupe" "$copy/link"
expect "a link to troupe finds the root" 3 "root $copy" \
  env "PATH=$stubs:$PATH" "$copy/link" sim

make_copy
stub apt-get <<'END'
#!/bin/sh
echo no network today
exit 100
END
expect "an apt-get that fails is heard" 5 "no network today" door sim
expect "and named with the packages" 5 "could not install: thing" door sim

make_copy
expect "learn has a need of its own" 5 "has a version" door learn
expect "whose package is found by version" 0 'thing lib-77-dev' told
expect "a word with nothing to make says so" 5 'nothing to make for `learn`' \
  door learn

make_copy
expect "what cannot be had is named" 5 "still missing for book: cannot be had" \
  door book
expect "a missing library is found out" 5 "is a library" door bench
make_copy
sed -i 's/library made-up.h made-up/library stdio.h c/' "$copy/tools/deps"
expect "and one that is there too, whatever other words miss" 0 \
  "bench ran fast" door bench fast

make_copy
stub sudo <<END
#!/bin/sh
echo "sudo" >>$log
exec "\$@"
END
stub id <<'END'
#!/bin/sh
echo 1000
END
expect "who is not root goes through sudo" 3 "sim: root" door sim
expect "for each call" 0 'sudo;apt-get -q update;sudo;' told

make_copy
mkdir "$copy/few"
for tool in sh dirname readlink sed awk cut tr nproc make grep cat; do
  ln -s "$(command -v $tool)" "$copy/few/$tool"
done
expect "without apt-get it is said what to do" 5 "install these your system" \
  env "PATH=$copy/few" "$copy/troupe" sim
ln -s "$stubs/apt-get" "$copy/few/apt-get"
cp "$stubs/id" "$copy/few/id"
sed -i 's/echo 0/echo 1000/' "$copy/few/id"
expect "and without sudo too" 5 "there is no sudo" \
  env "PATH=$copy/few" "$copy/troupe" sim

if command -v script >/dev/null 2>&1; then
  make_copy
  expect "on a terminal it asks, and no is no" 0 "nothing was installed" \
    sh -c "echo n | PATH=$stubs:\$PATH script -qc '$copy/troupe sim' /dev/null"
  expect "and nothing was" 0 '' test ! -s "$log"
  expect "with -y it does not ask" 0 "sim: root" \
    sh -c "PATH=$stubs:\$PATH script -qc '$copy/troupe -y sim' /dev/null"
fi

make_copy
expect "doctor names what is missing, and says so" 5 "missing  thing" \
  door doctor
: >"$copy/tools/deps"
expect "doctor is content when all is here" 0 "All is here." door doctor

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
