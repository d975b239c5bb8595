#!/bin/sh
# Print a Python that can make our .venv, or say in one sentence what to do.
# A name on the PATH may be a pyenv shim that fails, so each candidate must really run.
usable() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}
for candidate in $PYTHON python3.13 python3.12 python3.14 python3 python \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[2-9]*/bin/python3; do
    if usable "$candidate"; then
        "$candidate" -c 'import sys; print(sys.executable)'
        exit
    fi
done
if python3 -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; then
    echo "Python lacks its venv module: install it (on Debian: apt install python3-venv) and run make again." >&2
else
    echo "Python 3.12 or newer was not found: install it, or name it like this: PYTHON=/path/to/python3.13 make demo" >&2
fi
exit 1
