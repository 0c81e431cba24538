# Shared by the checks in this folder; sourced, not run. A check prints one
# line per thing it looked at: ok, skip or FAIL. It skips what it cannot
# install and fails on what it found wrong.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
failed=0

ok() { printf 'ok    %s\n' "$*"; }
skip() { printf 'skip  %s\n' "$*"; }
fail() {
	printf 'FAIL  %s\n' "$*"
	failed=1
}

# The release to look at is the only argument of every check.
release_argument() {
	if [ $# -ne 1 ] || [ ! -f "$1/structure.json" ]; then
		echo "usage: $0 RELEASE_DIR   (a folder with structure.json)" >&2
		exit 2
	fi
	release=$(cd "$1" && pwd)
}

# THIRDPARTY_CACHE keeps what was installed for the next run. Without it a
# temporary folder is used and removed.
cache_folder() {
	if [ -n "${THIRDPARTY_CACHE:-}" ]; then
		mkdir -p "$THIRDPARTY_CACHE"
		cache=$(cd "$THIRDPARTY_CACHE" && pwd)
	else
		cache=$(mktemp -d)
		trap 'rm -rf "$cache"' EXIT
	fi
	export THIRDPARTY_CACHE=$cache
}

# python_with NAME... makes $python run with the pinned packages of that name
# in requirements.txt; it is false where they cannot be had.
python_with() {
	python=$cache/venv/bin/python
	if [ ! -x "$python" ]; then
		python3 -m venv "$cache/venv" >"$cache/venv.log" 2>&1 || return 1
	fi
	local name pins=()
	for name in "$@"; do
		pins+=("$(grep "^$name==" "$here/requirements.txt")") || return 1
	done
	"$python" -m pip install --quiet --disable-pip-version-check "${pins[@]}" >"$cache/pip.log" 2>&1
}

# node_with NAME... does the same for Node, with the versions of package.json.
node_with() {
	command -v node >/dev/null && command -v npm >/dev/null || return 1
	mkdir -p "$cache/npm"
	cp "$here/package.json" "$cache/npm/"
	local name
	for name in "$@"; do
		[ -d "$cache/npm/node_modules/$name" ] && continue
		(cd "$cache/npm" && npm install --silent --no-audit --no-fund >"$cache/npm.log" 2>&1) || return 1
	done
}

# run_check NAME COMMAND... prints the last line of the command beside the
# verdict, and everything it said where it failed. A function given as command
# must return its failures itself: bash ignores set -e inside a condition.
run_check() {
	local name=$1 said
	shift
	if said=$("$@" 2>&1); then
		ok "$name: $(tail -n 1 <<<"$said")"
	else
		fail "$name"
		sed 's/^/      /' <<<"$said"
	fi
}
