#!/usr/bin/env bash
# The seal, verified by minisign, and every digest of the manifest by
# sha256sum.
set -uo pipefail
. "$(dirname "$0")/lib.sh"
release_argument "$@"

if [ ! -f "$release/manifest.json" ]; then
	skip "signature: $release has no manifest.json (not sealed)"
	exit 0
fi

if ! command -v minisign >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	apt-get install -y minisign >/dev/null 2>&1
fi
key=${SEAL_PUB:-}
for candidate in "$release/../../seal.pub" "$release/../seal.pub"; do
	[ -n "$key" ] || [ ! -f "$candidate" ] || key=$candidate
done
if ! command -v minisign >/dev/null; then
	skip "minisign: not installed (apt-get install minisign)"
elif [ -z "$key" ]; then
	skip "minisign: no public key beside the releases; name it with SEAL_PUB=FILE"
else
	run_check "minisign" minisign -V -m "$release/manifest.json" -p "$key"
fi

# In a delivered part of a release the other files are absent.
digests() {
	cd "$release" || return 1
	options=()
	[ -f proofs.json ] && options=(--ignore-missing)
	jq -r '.files[] | .sha256 + "  " + .path' manifest.json | sha256sum -c --quiet "${options[@]}" || return 1
	echo "all files have the digest of the manifest"
}
if command -v jq >/dev/null && command -v sha256sum >/dev/null; then
	run_check "sha256sum" digests
else
	skip "sha256sum: jq or sha256sum is not installed"
fi
exit "$failed"
