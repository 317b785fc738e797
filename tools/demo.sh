#!/usr/bin/env bash
# The main job on a fresh machine: set-up, then the trial of a change whose unit tests are green, then of its corrected twin.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash tools/setup.sh

example=examples/replication-cronjob
images="$(mktemp -d)"
seatrial=node_modules/.bin/seatrial
cluster=demo

clean_up() {
  trap - EXIT INT TERM
  rm -rf "$images"
  "$seatrial" cluster down "$cluster"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

say() { printf '\n\033[1m== %s\033[0m\n' "$1"; }

say "The change: a CronJob written by an assistant. Its unit tests:"
node_modules/.bin/vitest run --project unit "$example" --reporter=verbose

say "Its image, built without a registry"
node_modules/.bin/esbuild "$example/app/src/main.ts" --bundle --platform=node --format=esm --outfile="$example/app/dist/main.mjs" --log-level=warning
"$seatrial" image build "$example/app/image.yaml" -o "$images/config-exporter.tar"

try() {
  "$seatrial" trial "$example/$1" --platform "$example/platform" --images "$images" --cluster "$cluster"
}

say "The trial of the change, in a real cluster that mirrors its platform: expected to fail"
bad=0
try change || bad=$?

say "The trial of the corrected change: expected to pass"
good=0
try fixed || good=$?

say "The cluster is removed; the reports stay in .seatrial/runs"
clean_up

if [[ $bad == 1 && $good == 0 ]]; then
  echo "As expected: the change failed (exit 1) and the corrected one passed (exit 0)."
else
  echo "Not as expected: the change ended with exit $bad (expected 1), the corrected one with exit $good (expected 0)." >&2
  exit 3
fi
