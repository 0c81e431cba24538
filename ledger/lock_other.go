//go:build !unix

package ledger

import (
	"errors"
	"os"
)

// lock fails for writers where the system has no flock: a ledger that two
// writers can tear is worse than none. Readers need no lock.
func lock(path string, perm os.FileMode, shared bool) (unlock func(), err error) {
	if shared {
		return func() {}, nil
	}
	return nil, errors.New("lock " + path + ": this system has no flock; write ledgers on Linux, macOS or BSD")
}
