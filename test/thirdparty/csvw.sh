#!/usr/bin/env bash
# csv-metadata.json and every CSV it describes, validated as CSV on the Web.
set -uo pipefail
. "$(dirname "$0")/lib.sh"
release_argument "$@"
cache_folder

if python_with csvw; then
	run_check "csvw (Python)" "$python" "$here/csvw_validate.py" "$release"
else
	skip "csvw (Python): not installable, see $cache/pip.log"
fi
exit "$failed"
