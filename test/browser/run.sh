#!/bin/sh
# Checks a running portal in chromium: run.sh PORTAL_URL. Prints one line per
# check (ok or FAIL) and ends with a status other than 0 if one fails.
set -eu
url=${1:?usage: run.sh PORTAL_URL}
. "$(dirname "$0")/prepare.sh"
exec node "$NODE_DIR/checks.mjs" "$url"
