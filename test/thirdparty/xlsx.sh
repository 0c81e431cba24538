#!/usr/bin/env bash
# Every workbook against the CSV files of its cube, read by openpyxl, and
# opened by LibreOffice where that is installed.
set -uo pipefail
. "$(dirname "$0")/lib.sh"
release_argument "$@"
cache_folder

if python_with openpyxl; then
	run_check "openpyxl" "$python" "$here/xlsx_read.py" "$release"
else
	skip "openpyxl: not installable, see $cache/pip.log"
fi

# LibreOffice reads the workbook, writes it as a workbook of its own, and
# openpyxl looks at that one with the same eyes.
office=$(command -v soffice || command -v libreoffice || true)
convert() {
	local copy=$cache/office
	rm -rf "$copy"
	mkdir -p "$copy/products" || return 1
	cp -R "$release/structure.json" "$release/data" "$copy/" || return 1
	[ ! -d "$release/indicators" ] || cp -R "$release/indicators" "$copy/" || return 1
	for book in "$release"/products/*.xlsx; do
		"$office" "-env:UserInstallation=file://$cache/office-profile" --headless \
			--convert-to xlsx:"Calc MS Excel 2007 XML" --outdir "$copy/products" "$book" >/dev/null 2>&1
		[ -s "$copy/products/$(basename "$book")" ] || return 1
	done
	"$python" "$here/xlsx_read.py" "$copy" --converted
}
if [ -z "$office" ]; then
	skip "LibreOffice: not installed (apt-get install libreoffice-calc-nogui)"
elif ! python_with openpyxl; then
	skip "LibreOffice: needs openpyxl to look at its result"
else
	run_check "LibreOffice" convert
fi
exit "$failed"
