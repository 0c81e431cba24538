//go:build unix

package ledger

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// lock takes the lock file at path, shared or alone, waiting as long as needed.
// The kernel gives it back when the process dies. A file of its own is locked
// because the ledger may be copied or replaced while a writer holds it.
func lock(path string, perm os.FileMode, shared bool) (unlock func(), err error) {
	mode, how := os.O_RDWR|os.O_CREATE, unix.LOCK_EX
	if shared {
		mode, how = os.O_RDONLY, unix.LOCK_SH
	}
	f, err := os.OpenFile(path, mode, perm)
	if err != nil {
		return nil, err
	}
	for {
		err = unix.Flock(int(f.Fd()), how)
		if !errors.Is(err, unix.EINTR) {
			break
		}
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return func() { f.Close() }, nil
}
