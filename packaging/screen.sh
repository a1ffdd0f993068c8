#!/bin/sh
# Sees to a screen without a display, and keys for it, which one test drives the real window with.
# Where they cannot be had, that test says so and is skipped.
set -eu

[ "$(uname)" = Linux ] || exit 0
command -v Xvfb >/dev/null && command -v xdotool >/dev/null && exit 0
sh "${0%/*}"/apt-install.sh "The end-to-end test needs Xvfb and xdotool." xvfb xdotool || true
