//go:build unix

package ingest

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// lockStore keeps a second run away from the same store. The lock goes with
// the process, so that a killed run leaves none; its empty file stays.
func lockStore(store string) (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(store), 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(store+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, fmt.Errorf("store %s is being made by another run; wait for it: %w", store, err)
	}
	return func() { f.Close() }, nil
}
