#!/bin/sh
# Sees to the system libraries that Qt's wheels do not bring along; only Linux lacks them.
# Usage: qt-libraries.sh VENV
set -eu

packages="libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libx11-xcb1 libxcb-cursor0 \
libxcb-icccm4 libxcb-keysyms1 libxcb-randr0 libxcb-shape0 libxcb-sync1 libxcb-xfixes0 \
libxcb-xkb1 libxkbcommon-x11-0"

# What the dynamic loader does not find for Qt's X11 plugin, which needs all that the rest needs.
missing() {
    ldd "$1"/lib/python*/site-packages/PySide6/Qt/plugins/platforms/libqxcb.so |
        awk '/=> not found/ { print $1 }' | sort -u | xargs
}

[ "$(uname)" = Linux ] || exit 0
lacking=$(missing "$1")
[ -n "$lacking" ] || exit 0
# shellcheck disable=SC2086  # a list of words
sh "${0%/*}"/apt-install.sh "Qt lacks some system libraries." $packages
lacking=$(missing "$1")
[ -z "$lacking" ] || {
    echo "Qt still lacks system libraries: $lacking" >&2
    exit 1
}
