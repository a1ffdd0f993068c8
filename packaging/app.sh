#!/bin/sh
# Opens the window; with no display, runs the default preset and writes its PDF instead.
set -eu

lab=.venv/bin/collapse-lab

has_display() {
    [ "$(uname)" != Linux ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]
}

if has_display; then
    sh packaging/qt-libraries.sh .venv
    exec "$lab"
fi

preset=vanishing-names
run=runs/$preset-$(date +%Y%m%d-%H%M%S)
mkdir -p runs
echo "There is no display here, so the window stays shut: running $preset in the terminal instead."
"$lab" run "$preset" -o "$run.clab"
"$lab" export "$run.clab" --pdf "$run.pdf"
echo "The report is in $PWD/$run.pdf"
