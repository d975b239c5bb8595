#!/bin/sh
# Run pytest with what is given; without Chromium the browser journeys are left out, loudly.
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    if CHROMIUM=$(command -v "$name"); then break; fi
done
if [ -n "$CHROMIUM" ]; then
    export CHROMIUM
    exec .venv/bin/python -m pytest "$@"
fi
warn() {
    echo "==============================================================================="
    echo " NO CHROMIUM FOUND: the browser journeys are LEFT OUT. Install chromium, or name"
    echo " it like this: CHROMIUM=/path/to/chromium make test"
    echo "==============================================================================="
}
warn
.venv/bin/python -m pytest -m "not browser" "$@"
code=$?
warn
exit $code
