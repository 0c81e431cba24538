// Package atomicfile writes files that are either whole or absent: to a
// temporary name in the same folder, synced, renamed, and the folder synced.
// It knows nothing of what is written.
package atomicfile

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Suffix marks files that are being written; readers skip them and a later
// run may remove them.
const Suffix = ".part"

// Write calls write with a buffered writer and gives the result the name
// path. Folders must exist. When write fails, or the process dies, no file of
// that name appears and an older one stays as it was.
func Write(path string, perm fs.FileMode, write func(io.Writer) error) (err error) {
	tmp := path + Suffix
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, perm)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(tmp)
			err = fmt.Errorf("write %s: %w", path, err)
		}
	}()
	bw := bufio.NewWriterSize(f, 1<<16)
	if err = write(bw); err != nil {
		return err
	}
	if err = bw.Flush(); err != nil {
		return err
	}
	if err = f.Chmod(perm); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	if err = os.Rename(tmp, path); err != nil {
		return err
	}
	return SyncDir(filepath.Dir(path))
}

// WriteBytes is Write for bytes at hand.
func WriteBytes(path string, perm fs.FileMode, b []byte) error {
	return Write(path, perm, func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	})
}

// ReplaceDir gives the finished folder tmp the name dir, which must not
// exist. Both lie in the same parent folder.
func ReplaceDir(tmp, dir string) error {
	if err := SyncDir(tmp); err != nil {
		return err
	}
	if err := os.Rename(tmp, dir); err != nil {
		return err
	}
	return SyncDir(filepath.Dir(dir))
}

// SyncDir makes names in dir durable.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
