//go:build unix

package pseudonym

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// checkOwner refuses a key file that belongs to another user.
func checkOwner(path string, info fs.FileInfo) error {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return fmt.Errorf("pseudonym key %s: %w: its owner cannot be told", path, ErrKeyFile)
	}
	if int(st.Uid) != os.Geteuid() {
		return fmt.Errorf("pseudonym key %s: %w: it belongs to user %d, not to you; copy it and type: chmod 600 on your copy", path, ErrKeyFile, st.Uid)
	}
	return nil
}
