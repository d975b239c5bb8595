#!/bin/sh
# Remake the lock files for every platform and every Python from 3.12 on; `make lock ARGS=--upgrade`
# takes newer versions. Hashes only, no address of any index.
set -eu
compile() {
    lock=$1
    shift
    .venv/bin/uv pip compile pyproject.toml "$@" --universal --python-version 3.12 \
        --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet \
        ${ARGS:-} --output-file "$lock"
    if grep -n '://' "$lock"; then
        echo "$lock names an address." >&2
        exit 1
    fi
}
compile requirements.lock --extra demo
compile requirements-dev.lock --extra demo --group dev --constraint requirements.lock
compile requirements-production.lock --constraint requirements.lock
