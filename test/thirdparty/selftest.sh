#!/usr/bin/env bash
# Shows that the checks can fail: seals a copy of a release with a key of its
# own, breaks it, and expects FAIL from every check that was not skipped.
#
#   test/thirdparty/selftest.sh RELEASE_DIR
#
# The fixture of the products serves as release:
#   go test ./products -run TestWriteFixtureRelease -out DIR
set -uo pipefail
. "$(dirname "$0")/lib.sh"
release_argument "$@"
cache_folder
work=$cache/selftest
rm -rf "$work"
mkdir -p "$work"
cp -R "$release" "$work/release"
broken=$work/release

# seal lists the files of the copy in a manifest and signs it.
seal() {
	(cd "$broken" && find . -type f ! -name 'manifest.json*' -printf '%P\n' | LC_ALL=C sort | xargs sha256sum |
		jq -Rn '{files: [inputs | {sha256: .[0:64], path: .[66:]}]}') >"$broken/manifest.json"
	[ -f "$work/seal.key" ] || minisign -G -W -p "$work/seal.pub" -s "$work/seal.key" >/dev/null
	minisign -S -W -m "$broken/manifest.json" -s "$work/seal.key" </dev/null >/dev/null
}

# expect VERDICT CHECK runs a check on the copy; no line may begin otherwise.
expect() {
	local said
	said=$(SEAL_PUB=$work/seal.pub "$here/$2.sh" "$broken")
	if grep -v -e "^$1 " -e '^skip ' -e '^      ' <<<"$said" | grep -q .; then
		fail "$2: expected $1 of the $3 release, got"
		sed 's/^/      /' <<<"$said"
	else
		ok "$2: $(grep -c "^$1 " <<<"$said") checks say $1 of the $3 release"
	fi
}

if command -v minisign >/dev/null && command -v jq >/dev/null; then
	seal
	expect ok signature whole
	printf ' ' >>"$broken/manifest.json"
	printf ' ' >>"$broken/README.txt"
	expect FAIL signature broken
else
	skip "signature: minisign or jq is not installed"
fi

# A status that no partition may have, in the first line of one CSV.
csv=$(find "$broken/data" -name '*.csv' | LC_ALL=C sort | head -n 1)
sed -i '2s/,[AQ],\([FC]\)$/,X,\1/' "$csv"
for check in datapackage csvw parquet xlsx; do
	expect FAIL "$check" broken
done

# Each published form with one thing that its standard does not allow. The
# folder of doorstroom spec report is named by FORMS.
if [ -n "${FORMS:-}" ]; then
	cp -R "$FORMS" "$work/forms"
	export FORMS=$work/forms
	sed -i '0,/textType="Integer"/s//textType="Whole"/; s/<str:DataStructureComponents>/<str:Components>/; s/<\/str:DataStructureComponents>/<\/str:Components>/' "$FORMS/sdmx-structure.xml"
	sed -i '0,/metric: invalidValues/s//metric: wrongValues/' "$FORMS"/contracts/*.yaml
	sed -i '0,/"dct:accessRights"/s//"dct:rights"/' "$FORMS/catalogue.jsonld"
	for pdf in "$FORMS"/*.pdf; do truncate -s 2000 "$pdf"; done
	expect FAIL forms broken
	# The fixture carries no forms of a specification: those just broken stand in.
	cp -R "$FORMS/sdmx-structure.xml" "$FORMS/contracts" "$broken/"
	expect FAIL described broken
fi
exit "$failed"
