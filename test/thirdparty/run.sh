#!/usr/bin/env bash
# Reads a release with programs that share no code with this project.
#
#   test/thirdparty/run.sh RELEASE_DIR
#
# THIRDPARTY_CACHE=DIR keeps installed tools for the next run; SEAL_PUB=FILE
# names the public key where it does not lie beside the releases, FORMS=DIR the
# folder of doorstroom spec report. Prints a line
# per check (ok, skip, FAIL) and ends with 1 when one failed.
set -uo pipefail
. "$(dirname "$0")/lib.sh"
release_argument "$@"
cache_folder
for check in signature datapackage csvw parquet xlsx described forms; do
	"$here/$check.sh" "$release" || failed=1
done
exit "$failed"
