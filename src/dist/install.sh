#!/bin/sh
# Installs jetty-mcp @version@ with its own Java, for this user only:
#   curl -fsSL https://github.com/@repository@/releases/latest/download/install.sh | sh
# Options, after "sh -s --": --to DIR (default: ~/.local), --from DIR (files of a release that are here already), --uninstall.
# Writes DIR/share/jetty-mcp and the link DIR/bin/jetty-mcp, and nothing else.
set -eu

downloads=https://github.com/@repository@/releases/download/v@version@

say() { printf 'jetty-mcp: %s\n' "$*" >&2; }
fail() {
  say "$@"
  exit 1
}

# Sets $platform to that of this machine.
find_platform() {
  case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=macos ;;
    *) fail "there is no package for $(uname -s); on Windows use npx or the zip file, elsewhere jetty-mcp.jar with Java 17" ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) machine=x64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) fail "there is no package for $(uname -m); use jetty-mcp.jar with Java 17 or newer" ;;
  esac
  # A shell under Rosetta believes that it runs on Intel.
  if [ "$system" = macos ] && [ "$(sysctl -n hw.optional.arm64 2>/dev/null || :)" = 1 ]; then
    machine=arm64
  fi
  if [ "$system" = linux ] && ls /lib/ld-musl-* >/dev/null 2>&1; then
    fail "there is no package for musl, as on Alpine; use the container image, or jetty-mcp.jar with Java 17 or newer"
  fi
  platform=$system-$machine
}

# Puts the file $1 of the release into the directory $2.
get() {
  if [ -n "$from" ]; then
    cp "$from/$1" "$2/$1" || fail "cannot find $1 in $from"
  elif command -v curl >/dev/null; then
    curl -fsSL --proto '=https' -o "$2/$1" "$downloads/$1" || fail "cannot download $downloads/$1"
  elif command -v wget >/dev/null; then
    wget -q -O "$2/$1" "$downloads/$1" || fail "cannot download $downloads/$1"
  else
    fail "cannot find curl or wget: install one"
  fi
}

sha256() {
  if command -v sha256sum >/dev/null; then
    sha256sum <"$1"
  else
    shasum -a 256 <"$1"
  fi | cut -d ' ' -f 1
}

# Checks that whatever is at the two places was put there by this script.
require_own_places() {
  if [ -e "$link" ] || [ -h "$link" ]; then
    [ "$(readlink "$link" 2>/dev/null || :)" = "$share/jetty-mcp" ] ||
      fail "$link is not from this script, so it stays as it is: remove it, or choose another --to"
  fi
  if [ -e "$share" ]; then
    [ -f "$share/lib/jetty-mcp.jar" ] ||
      fail "$share is not from this script, so it stays as it is: remove it, or choose another --to"
  fi
}

uninstall() {
  [ -e "$share" ] || [ -h "$link" ] || [ -e "$link" ] || fail "nothing is installed in $to"
  require_own_places
  rm -rf "$share" "$link"
  say "removed $share and $link"
}

install() {
  require_own_places
  find_platform
  archive=jetty-mcp-$platform.tar.gz
  mkdir -p "$to/share" "$to/bin"
  work=$(mktemp -d "$to/share/jetty-mcp.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  trap 'exit 1' HUP INT TERM
  say "installing @version@ for $platform into $share"
  get SHA256SUMS "$work"
  get "$archive" "$work"
  expected=$(sed -n "s/^\([0-9a-f]\{64\}\)  $archive\$/\1/p" "$work/SHA256SUMS")
  [ -n "$expected" ] || fail "this release has no $archive"
  [ "$(sha256 "$work/$archive")" = "$expected" ] ||
    fail "the checksum of $archive is wrong, so nothing was installed: try again, and report it if it stays wrong"
  tar -xzf "$work/$archive" -C "$work"
  JETTY_MCP_ARCHIVE=off "$work/jetty-mcp-@version@/jetty-mcp" --version >/dev/null || fail "the program does not start here, so nothing was installed"
  # Renamed, not overwritten, as running servers still use the old files.
  [ ! -e "$share" ] || mv "$share" "$work/old"
  mv "$work/jetty-mcp-@version@" "$share"
  ln -sf "$share/jetty-mcp" "$link"
  say "installed $link"
  case :$PATH: in
    *":$to/bin:"* | *":${given%/}/bin:"*) say "next: jetty-mcp login" ;;
    *) say "next: add $to/bin to your PATH, then run: jetty-mcp login" ;;
  esac
}

# In a function, so that a script that arrived in part does nothing.
main() {
  action=install
  from=
  to=${HOME:+$HOME/.local}
  while [ $# -gt 0 ]; do
    case $1 in
      --to | --from)
        [ -n "${2:-}" ] || fail "$1 needs a directory"
        [ "$1" = --from ] || to=$2
        [ "$1" = --to ] || from=$2
        shift
        ;;
      --uninstall) action=uninstall ;;
      *) fail "unknown option $1; there are --to DIR, --from DIR and --uninstall" ;;
    esac
    shift
  done
  [ -n "$to" ] || fail "HOME is not set: choose a directory with --to DIR"
  case $to in
    /*) ;;
    *) to=$PWD/$to ;;
  esac
  given=$to
  [ "$action" = uninstall ] || mkdir -p "$to" || fail "cannot write to $to: choose another directory with --to DIR"
  # One spelling, by which the link is recognised later.
  [ ! -d "$to" ] || to=$(CDPATH='' cd -P -- "$to" && pwd -P)
  to=${to%/}
  share=$to/share/jetty-mcp
  link=$to/bin/jetty-mcp
  "$action"
}

main "$@"
