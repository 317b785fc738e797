#!/usr/bin/env bash
# All that must hold, from a fresh machine on: set-up, house rules, unit tests, tests in a real cluster.
# The last line is `N passed, N failed`; house rules that do not hold count as one failure.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if ! bash tools/setup.sh; then
  echo '0 passed, 1 failed'
  exit 1
fi

other_failures=0
node tools/verify.mjs --no-unit || other_failures=1

counts_file="$(mktemp)"
trap 'rm -f "$counts_file"' EXIT
tests_ok=true
SEATRIAL_COUNT_FILE="$counts_file" node_modules/.bin/vitest run || tests_ok=false

passed=0 failed=1 skipped=0
if [[ "$(cat "$counts_file")" =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed(,\ ([0-9]+)\ skipped)?$ ]]; then
  passed=${BASH_REMATCH[1]} failed=${BASH_REMATCH[2]} skipped=${BASH_REMATCH[4]:-0}
fi
# Tests that stopped before they were counted, or after it, are a failure too.
if [[ $tests_ok == false && $failed == 0 ]]; then failed=1; fi
failed=$((failed + other_failures))

line="$passed passed, $failed failed"
if ((skipped > 0)); then line+=", $skipped skipped"; fi
echo "$line"
((failed == 0))
