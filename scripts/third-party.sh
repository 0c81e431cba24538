#!/usr/bin/env bash
# Seals a small fictitious country, publishes the specification, and lets
# programs of others read both (test/thirdparty). What they need is installed into .cache/third-party.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "sealing a small country in $work"
bin/doorstroom demo --quiet --serve=false --dir "$work/house" --scale 0.01 >"$work/demo.txt" 2>&1 || {
  cat "$work/demo.txt"
  exit 1
}
# The minisign program itself is worth having: nothing else checks the seal as
# an outsider would.
if ! { command -v minisign && command -v qpdf && command -v pdftotext; } >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -q >/dev/null && apt-get install -y -q minisign python3-venv poppler-utils qpdf jq >/dev/null || true
fi
bin/doorstroom spec report --quiet --out "$work/forms"
export FORMS=$work/forms
export SEAL_PUB=$work/house/public/seal.pub
export THIRDPARTY_CACHE=${THIRDPARTY_CACHE:-$PWD/.cache/third-party}
test/thirdparty/run.sh "$work/house/public/releases/2026-public"
