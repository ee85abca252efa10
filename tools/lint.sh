#!/bin/sh
# lint.sh -- what can be said about the code without running it: layers,
# banned words, scripts, and the format where clang-format is there.
set -u
cd "$(dirname "$0")/.." || exit 2
status=0

tools/order.sh || status=1
tools/banned.sh || status=1

scripts() {
  git ls-files -co --exclude-standard | while read -r file; do
    [ -f "$file" ] && head -n 1 "$file" | grep -q '^#!/bin/sh' && echo "$file"
  done
}
for script in $(scripts); do
  sh -n "$script" || status=1
done
if command -v shellcheck >/dev/null 2>&1; then
  scripts | xargs shellcheck -x -s sh -S warning || status=1
else
  echo "lint: no shellcheck here, the scripts are only parsed" >&2
fi

if command -v clang-format >/dev/null 2>&1; then
  git ls-files -co --exclude-standard '*.[ch]' | while read -r file; do
    [ -f "$file" ] || continue
    clang-format --dry-run -Werror "$file" >/dev/null 2>&1 ||
      echo "$file: not as clang-format would have it (make fmt)"
  done | { ! grep .; } || status=1
else
  echo "lint: no clang-format here, the format is not checked" >&2
fi
exit $status
