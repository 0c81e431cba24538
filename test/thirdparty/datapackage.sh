#!/usr/bin/env bash
# datapackage.json and every CSV it describes, read by two implementations of
# the Frictionless standards.
set -uo pipefail
. "$(dirname "$0")/lib.sh"
release_argument "$@"
cache_folder

if python_with frictionless; then
	run_check "frictionless (Python)" "$python" "$here/datapackage.py" "$release"
else
	skip "frictionless (Python): not installable, see $cache/pip.log"
fi
if node_with datapackage; then
	run_check "datapackage (JavaScript, v1 profile)" env NODE_PATH="$cache/npm/node_modules" node "$here/datapackage.js" "$release"
else
	skip "datapackage (JavaScript): not installable, see $cache/npm.log"
fi
exit "$failed"
