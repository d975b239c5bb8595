#!/bin/sh
# Run every check to its end, then show what the failed ones said. mypy takes as long as all the
# others, so it runs beside them.
PATH="$PWD/.venv/bin:$PATH"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

check() {
    name=$1
    shift
    began=$(date +%s)
    if "$@" >"$folder/$name.out" 2>&1; then result="ok    "; else
        result="FAILED"
        touch "$folder/$name.failed"
    fi
    printf '%s  %3d s  %s\n' "$result" $(($(date +%s) - began)) "$name"
}

# mypy reads the settings, but needs no server for it.
check types env DATABASE_URL=postgres://nobody@127.0.0.1:1/none mypy &

check style ruff check .
check format ruff format --check .
check imports lint-imports
check migrations python manage.py makemigrations --check --dry-run
check translations python tools/check_catalogue.py
check deployment env DEMO=0 DEBUG=0 CLOCK_OFFSET= ALLOWED_HOSTS=award.example \
    BASE_URL=https://award.example FROM_EMAIL=award@award.example SMTP_HOST=mail.award.example \
    DATABASE_URL=postgres://award@db.award.example/award \
    SECRET_KEY=only-to-check-the-settings-0123456789-abcdefghijklmnopqrstuvwxyz \
    python manage.py check --deploy --fail-level WARNING
check templates sh -c "find templates -name '*.html' -print0 | xargs -0 djade --check --target-version 6.1"
wait

failed=0
for mark in "$folder"/*.failed; do
    [ -e "$mark" ] || continue
    failed=1
    printf '\n-- %s\n' "$(basename "$mark" .failed)"
    cat "${mark%.failed}.out"
done
exit $failed
