#!/bin/sh
# Installs packages on Debian or Ubuntu when it may, and otherwise prints the one line to run.
# Usage: apt-install.sh "what for" PACKAGE...
set -eu

reason=$1
shift

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

install() {
    command -v apt-get >/dev/null && as_root true 2>/dev/null || return 1
    echo "$reason Installing: $*"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
        -o DPkg::Lock::Timeout=120 "$@" >/dev/null
}

install "$@" || {
    echo "$reason On Debian or Ubuntu, run: sudo apt-get install -y $*" >&2
    exit 1
}
