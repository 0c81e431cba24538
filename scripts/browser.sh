#!/usr/bin/env bash
# Seals a small fictitious country, opens the portal on it and checks the pages
# in headless Chromium (test/browser). Chromium is installed where it is absent
# and this runs as root.
set -euo pipefail
cd "$(dirname "$0")/.."

need() { command -v "$1" >/dev/null 2>&1; }
if ! need chromium || ! need node || ! need npm; then
  if [ "$(id -u)" != 0 ] || ! need apt-get; then
    echo "chromium, node and npm are needed; next: install them, e.g. apt-get install chromium nodejs npm" >&2
    exit 1
  fi
  apt-get update -q >/dev/null
  need chromium || apt-get install -y -q chromium >/dev/null
  need node && need npm || apt-get install -y -q nodejs npm >/dev/null
fi

work=$(mktemp -d)
portal=
stop() {
  [ -z "$portal" ] || kill "$portal" 2>/dev/null || true
  [ -z "$portal" ] || wait "$portal" 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT
echo "sealing a small country in $work"
bin/doorstroom demo --quiet --serve=false --dir "$work/house" --scale 0.01 --years 2020-2025 >"$work/demo.txt" 2>&1 || {
  cat "$work/demo.txt"
  exit 1
}
# Port 0: the system picks a free one; the portal prints its address.
bin/doorstroom-portal --dir "$work/house/public" --listen 127.0.0.1:0 >"$work/address" 2>"$work/portal.log" &
portal=$!
for _ in $(seq 100); do
  [ ! -s "$work/address" ] || break
  sleep 0.1
done
url=$(head -n 1 "$work/address")
[ -n "$url" ] || { cat "$work/portal.log" >&2; exit 1; }
test/browser/run.sh "${url%/}"
