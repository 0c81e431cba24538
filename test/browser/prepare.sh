# Sourced by run.sh and screens.sh: finds chromium (installing it where that
# is possible) and installs the pinned node packages into a cache folder.
# Sets BROWSER and NODE_DIR.
here=$(cd "$(dirname "$0")" && pwd)
BROWSER=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$BROWSER" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "browser: installing chromium" >&2
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium nodejs npm; } >&2
    BROWSER=$(command -v chromium || true)
fi
[ -n "$BROWSER" ] || { echo "browser: no chromium found; next: apt-get install chromium" >&2; exit 2; }
command -v npm >/dev/null || { echo "browser: no npm found; next: apt-get install nodejs npm" >&2; exit 2; }
NODE_DIR=${BROWSER_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/doorstroommonitor-browser}
mkdir -p "$NODE_DIR"
cp "$here/package.json" "$here/package-lock.json" "$here"/*.mjs "$NODE_DIR/"
if ! cmp -s "$here/package-lock.json" "$NODE_DIR/installed-lock.json"; then
    (cd "$NODE_DIR" && npm ci --ignore-scripts --no-audit --no-fund >&2)
    cp "$here/package-lock.json" "$NODE_DIR/installed-lock.json"
fi
export BROWSER
