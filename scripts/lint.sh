#!/usr/bin/env bash
# Static checks, with versions pinned here.
#
#   scripts/lint.sh             gofmt, vet, staticcheck
#   LINT=full scripts/lint.sh   and golangci-lint with .golangci.yml
#
# The tools are installed once into .cache/bin (golangci-lint takes minutes).
# Ends with 1 when anything was found.
set -uo pipefail
cd "$(dirname "$0")/.."

staticcheck_version=v0.8.2
golangci_version=v2.15.0
GO=${GO:-go}
bin=$PWD/.cache/bin
failed=0

# A tool is not part of the module: its own go.mod counts, not ours.
tool() { # name, module path, version
  local stamp=$bin/$1-$3
  if [ ! -x "$stamp" ]; then
    echo "installing $1 $3 into .cache/bin"
    mkdir -p "$bin"
    (cd "$bin" && GOFLAGS=-buildvcs=false GOBIN=$bin "$GO" install "$2@$3") || exit 1
    mv "$bin/$1" "$stamp"
  fi
  tool=$stamp
}

step() { # title, command
  local title=$1
  shift
  echo "== $title"
  "$@" || failed=1
}

unformatted() {
  local files
  files=$(gofmt -l $(git ls-files --cached --others --exclude-standard '*.go'))
  [ -z "$files" ] || { echo "run gofmt -w on:"; echo "$files"; return 1; }
}

export GOFLAGS=${GOFLAGS:--buildvcs=false}
step gofmt unformatted
step "go vet" "$GO" vet ./...
tool staticcheck honnef.co/go/tools/cmd/staticcheck "$staticcheck_version"
step "staticcheck $staticcheck_version" "$tool" ./...
if [ "${LINT:-}" = full ]; then
  tool golangci-lint github.com/golangci/golangci-lint/v2/cmd/golangci-lint "$golangci_version"
  step "golangci-lint $golangci_version" "$tool" run
fi
exit "$failed"
