#!/bin/sh
# fresh.sh [FOLDER] -- does the front door work where only git is installed?
#
# Makes a minimal Debian 12 in FOLDER (a temporary one without, removed at the
# end), clones this copy's last commit into it, and runs there what README
# says: `./troupe test`, and `./troupe sim`, without and with a terminal. As
# root, by hand: it takes the network and many minutes. Package sources, proxy
# and trust are this machine's own. A FOLDER that has been made before is used
# again, with its packages and a new clone.
#
#   WORDS="sim" tools/fresh.sh    only those of: sim test
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
words=${WORDS:-sim test}

say() {
  echo "fresh: $*"
}

die() {
  say "$*" >&2
  exit 1
}

[ "$(id -u)" -eq 0 ] || die "this takes root, for chroot and mount"
command -v debootstrap >/dev/null 2>&1 || die "debootstrap is not there"

keep=
if [ $# -gt 0 ]; then
  keep=1
  mkdir -p "$1" || exit 1
  target=$(cd "$1" && pwd)
else
  target=$(mktemp -d) || exit 1
fi

leave() {
  umount "$target/dev/pts" "$target/proc" 2>/dev/null
  # Never remove through a mount that is still there.
  if [ -z "$keep" ] && ! grep -q " $target/" /proc/mounts; then
    rm -rf "$target"
  fi
}
trap leave EXIT
trap 'exit 130' INT TERM HUP

seconds() {
  date +%s
}

# timed NAME COMMAND...: runs it and says how long it took and how it ended.
timed() {
  name=$1
  shift
  start=$(seconds)
  "$@"
  status=$?
  say "$name: exit $status after $(($(seconds) - start)) s"
  [ $status -eq 0 ] || faults=$((faults + 1))
}

# --- The root --------------------------------------------------------------

# What apt is told on this machine about where packages come from.
mirror() {
  { sed -n 's/^URIs: *\([^ ]*\).*/\1/p' /etc/apt/sources.list.d/*.sources
    sed -n 's/^deb  *\(\[[^]]*\] *\)\{0,1\}\([^ ]*\) .*/\2/p' \
      /etc/apt/sources.list /etc/apt/sources.list.d/*.list
  } 2>/dev/null | grep -i debian | grep -v security | head -n 1
}

copy_apt_settings() {
  mkdir -p "$target/etc/apt"
  for part in apt.conf apt.conf.d auth.conf auth.conf.d trusted.gpg \
    trusted.gpg.d keyrings; do
    [ -e "/etc/apt/$part" ] && cp -a "/etc/apt/$part" "$target/etc/apt/"
  done
  rm -f "$target/etc/apt/sources.list"
  mkdir -p "$target/etc/apt/sources.list.d"
  for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list \
    /etc/apt/sources.list.d/*.sources; do
    # Debian's own only: other sources may want what a minimal root has not.
    [ -f "$list" ] && grep -qi debian "$list" &&
      cp "$list" "$target${list}"
  done
  for trust in /usr/local/share/ca-certificates /etc/ssl/certs \
    /usr/share/keyrings; do
    [ -d "$trust" ] || continue
    mkdir -p "$target$trust"
    cp -aL "$trust/." "$target$trust/" 2>/dev/null
  done
  cp -L /etc/resolv.conf /etc/hosts "$target/etc/" 2>/dev/null
}

make_root() {
  [ -x "$target/bin/sh" ] && return 0
  from=$(mirror)
  [ -n "$from" ] || die "found no Debian mirror in this machine's apt sources"
  debootstrap --variant=minbase --include=git,ca-certificates \
    bookworm "$target" "$from" >"$target.debootstrap.log" 2>&1 || {
    tail -n 20 "$target.debootstrap.log"
    die "debootstrap failed; all of it: $target.debootstrap.log"
  }
  rm -f "$target.debootstrap.log"
}

inside() {
  env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM="${TERM:-xterm}" \
    http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" \
    HTTP_PROXY="${HTTP_PROXY:-}" HTTPS_PROXY="${HTTPS_PROXY:-}" \
    no_proxy="${no_proxy:-}" NO_PROXY="${NO_PROXY:-}" \
    chroot "$target" sh -c "cd /srv/troupe && $1"
}

# --- The visits ------------------------------------------------------------

# With a terminal: opens the menu, waits for a scene's name, leaves by q. The
# screen must have come, and the program must have ended well.
visit_screen() {
  # shellcheck disable=SC2016
  inside '
    trap "" PIPE
    rm -f /tmp/keys /tmp/screen
    mkfifo /tmp/keys
    TERM=xterm timeout 120 \
      script -qefc "stty rows 30 cols 100; ./troupe sim" /tmp/screen \
      </tmp/keys >/dev/null 2>&1 &
    screen=$!
    { while kill -0 $screen && ! grep -qs counter /tmp/screen; do
        sleep 0.2
      done
      printf q
    } >/tmp/keys 2>/dev/null
    wait $screen && grep -qs counter /tmp/screen'
}

faults=0
timed "a minimal root" make_root
copy_apt_settings
mount -t proc proc "$target/proc" || die "cannot mount /proc there"
mount -t devpts devpts "$target/dev/pts" -o newinstance,ptmxmode=0666 ||
  die "cannot mount /dev/pts there"
[ -e "$target/dev/ptmx" ] || ln -s pts/ptmx "$target/dev/ptmx"
rm -rf "$target/srv/troupe"
git clone -q "file://$root" "$target/srv/troupe" || die "git clone failed"
say "$(git -C "$target/srv/troupe" log -1 --format='%h %s')"

for word in $words; do
  case $word in
    test) timed "./troupe test" inside './troupe test </dev/null' ;;
    sim)
      timed "./troupe sim --list" inside './troupe sim --list </dev/null'
      timed "./troupe sim on a terminal" visit_screen
      ;;
    *) die "no word $word; there are: sim test" ;;
  esac
done
# What use leaves behind in the working tree: nothing.
timed "git status is clean" inside '[ -z "$(git status --porcelain)" ]'

[ "$faults" -eq 0 ] || die "$faults of these failed"
say "the front door works on a fresh root"
