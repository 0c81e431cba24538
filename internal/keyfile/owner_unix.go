//go:build unix

package keyfile

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// checkOwner refuses a key file that belongs to another user.
func checkOwner(path, what string, info fs.FileInfo) error {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return fmt.Errorf("%s key %s: %w: its owner cannot be told", what, path, ErrRefused)
	}
	if int(st.Uid) != os.Geteuid() {
		return fmt.Errorf("%s key %s: %w: it belongs to user %d, not to you; copy it and type: chmod 600 on your copy", what, path, ErrRefused, st.Uid)
	}
	return nil
}
