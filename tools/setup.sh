#!/bin/sh
# Usage: tools/setup.sh LOCK…   Bring .venv, .env and the translations up to date.
# .venv keeps a copy of each lock it was installed from; nothing is installed while they are equal.
set -eu
began=$(date +%s)
say() { echo "[$(($(date +%s) - began)) s] $*"; }

if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then
    python=$(tools/find_python.sh)
    say "Making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
fi
for lock in "$@"; do
    if ! cmp -s "$lock" ".venv/$lock"; then
        say "Installing the $(grep -c '==' "$lock") packages of $lock, each checked against its hash"
        .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
            --require-hashes --requirement "$lock"
        cp "$lock" ".venv/$lock"
        say "Installed"
    fi
done
if [ ! -f .env ]; then
    (
        umask 077
        .venv/bin/python -c 'import secrets; print(f"DEMO=1\nSECRET_KEY={secrets.token_urlsafe(64)}")' >.env
    )
    say "Wrote .env: a demonstration with a key of its own"
fi
.venv/bin/python tools/compile_catalogues.py
