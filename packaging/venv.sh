#!/bin/sh
# Makes .venv, unless there is one, with the first Python that is new enough.
set -eu

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

if new_enough .venv/bin/python; then exit 0; fi
for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    new_enough "$python" || continue
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        sh "${0%/*}"/apt-install.sh "$python cannot make a virtual environment." "python$version-venv"
    fi
    "$python" -m venv .venv
    exit
done
found=$("${PYTHON:-python3}" --version 2>&1) || found="none"
echo "Collapse Lab needs Python 3.11 or newer (found: $found);" \
    "to name another: make app PYTHON=python3.12" >&2
exit 1
