#!/bin/sh
# Takes a picture of every kind of page at desktop (1280) and phone (360)
# width: screens.sh PORTAL_URL OUTDIR. PLACES=01AA,02BB adds institutions.
set -eu
url=${1:?usage: screens.sh PORTAL_URL OUTDIR}
out=${2:?usage: screens.sh PORTAL_URL OUTDIR}
mkdir -p "$out"
out=$(cd "$out" && pwd)
. "$(dirname "$0")/prepare.sh"
exec node "$NODE_DIR/screens.mjs" "$url" "$out"
