#!/bin/sh
# What Lighthouse says of the public pages of a running site, as on a phone: the four marks, and
# the seconds behind the first. Needs npm and Chromium; installs Lighthouse outside the repository.
#
#   tools/lighthouse.sh http://127.0.0.1:8000 3 2026
#
# visits each page three times, prints the median run of each, and ends with 1 where a mark is below
# 95. Look at the load it prints: on a busy machine the first mark is too low.
set -eu
site=${1:-http://127.0.0.1:8000}
runs=${2:-3}
year=${3:-2026}
folder=${LIGHTHOUSE_FOLDER:-${TMPDIR:-/tmp}/lighthouse-13.5.0}
flags="--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run"
flags="$flags --disable-background-networking --disable-component-update --disable-sync"
CHROME_PATH=${CHROMIUM:-$(command -v chromium)}
export CHROME_PATH

if [ ! -x "$folder/node_modules/.bin/lighthouse" ]; then
    mkdir -p "$folder"
    npm install --prefix "$folder" --no-save --no-audit --no-fund --silent lighthouse@13.5.0
fi
found=$(mktemp -d)
trap 'rm -rf "$found"' EXIT
echo "load before: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) cores"
for path in / "/preistraeger/$year/" /initiativen/ "/auslobung/$year/"; do
    run=0
    while [ "$run" -lt "$runs" ]; do
        run=$((run + 1))
        "$folder/node_modules/.bin/lighthouse" "$site$path" --quiet --chrome-flags="$flags" \
            --output=json --output-path="$found/$(echo "$path" | tr / _)-$run.json"
    done
done
echo "load after:  $(cut -d' ' -f1-3 /proc/loadavg)"
node - "$found" <<'EOF'
const fs = require("fs");
const folder = process.argv[2];
const pages = {};
for (const name of fs.readdirSync(folder)) {
  const run = JSON.parse(fs.readFileSync(`${folder}/${name}`));
  (pages[new URL(run.finalDisplayedUrl).pathname] ??= []).push(run);
}
const row = (...cells) => `| ${cells.join(" | ")} |`;
console.log(row("page", "performance", "accessibility", "best practices", "SEO", "first paint", "largest paint", "blocked", "shift"));
console.log(row(...Array(9).fill("---")));
let low = false;
for (const [path, runs] of Object.entries(pages)) {
  runs.sort((a, b) => a.categories.performance.score - b.categories.performance.score);
  const run = runs[Math.floor((runs.length - 1) / 2)];
  const marks = ["performance", "accessibility", "best-practices", "seo"].map((kind) => Math.round(run.categories[kind].score * 100));
  const said = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"].map((kind) => run.audits[kind].displayValue);
  console.log(row(path, ...marks, ...said));
  for (const kind of Object.values(run.categories))
    for (const { id, weight } of kind.auditRefs)
      if (weight && run.audits[id].score !== null && run.audits[id].score < 0.9)
        console.log(`  ${path}: ${run.audits[id].title} ${run.audits[id].displayValue ?? ""}`);
  low ||= marks.some((mark) => mark < 95);
}
process.exit(low ? 1 : 0);
EOF
