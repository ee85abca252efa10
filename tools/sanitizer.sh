#!/bin/sh
# sanitizer.sh COMPILER address|thread -- can this machine run it?
#
# Builds a tiny program and runs it the way the tests do. 0: it runs. 1: it
# does not, and the reason is the one line printed.
set -u
cc=$1
sanitizer=$2

dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT

first_line() {
  grep -m 1 -E 'error|FATAL|ERROR|cannot|not found' "$dir/log" ||
    head -n 1 "$dir/log"
}

if ! command -v "$cc" >/dev/null 2>&1; then
  echo "$cc is not there"
  exit 1
fi

cat >"$dir/tiny.c" <<'END'
#include <pthread.h>
static int shared;
static void *run(void *arg) { return shared++, arg; }
int main(void) {
  pthread_t thread;
  if (pthread_create(&thread, 0, run, 0)) return 1;
  return pthread_join(thread, 0) || shared != 1;
}
END

flags=-fsanitize=$sanitizer
[ "$sanitizer" = address ] && flags=$flags,undefined
if ! "$cc" -pthread "$flags" -o "$dir/tiny" "$dir/tiny.c" 2>"$dir/log"; then
  echo "it does not link: $(first_line)"
  exit 1
fi

if setarch "$(uname -m)" -R true 2>/dev/null; then
  setarch "$(uname -m)" -R "$dir/tiny" >"$dir/log" 2>&1 && exit 0
else
  "$dir/tiny" >"$dir/log" 2>&1 && exit 0
  echo "it links but does not run, and setarch -R is not allowed:" \
    "$(first_line)"
  exit 1
fi
echo "it links but does not run: $(first_line)"
exit 1
