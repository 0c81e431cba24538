#!/usr/bin/env bash
# Every Parquet file against the CSV beside it, read by two implementations.
set -uo pipefail
. "$(dirname "$0")/lib.sh"
release_argument "$@"
cache_folder

if python_with pyarrow; then
	run_check "pyarrow" "$python" "$here/parquet_read.py" "$release"
else
	skip "pyarrow: not installable, see $cache/pip.log"
fi
if node_with hyparquet; then
	cp "$here/parquet.mjs" "$cache/npm/"
	run_check "hyparquet (JavaScript)" node "$cache/npm/parquet.mjs" "$release"
else
	skip "hyparquet (JavaScript): not installable, see $cache/npm.log"
fi
exit "$failed"
