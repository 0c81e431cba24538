package ingest

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

// Rows wait for their partition to be complete in spill files: per row its
// origin, its rank among the lines of one key and its body. They hold pseudonyms, never numbers, and
// live in a folder of mode 0700 that goes with the run. A plain form was
// chosen over Parquet, because every row is written once and read once.

// partition is where a row belongs.
type partition struct {
	record int // index of the record plan
	year   int // 0 for records without
	bucket int
}

// origin is the place a row came from.
type origin struct {
	file int
	line int64
}

// spillHead is the length of what stands before a body: file, line, length of
// the body, length of the rank that follows it.
const spillHead = 4 + 8 + 4 + 4

// spillFlush is how many bytes are gathered before a file is touched.
const spillFlush = 64 << 10

// spillFolder knows the spill files; it is shared by all workers.
type spillFolder struct {
	dir string
	mu  sync.Mutex
	// files has one lock per file: rows of one flush stay together.
	files map[partition]*sync.Mutex
}

func newSpillFolder(dir string) (*spillFolder, error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, fmt.Errorf("spill folder: %w", err)
	}
	return &spillFolder{dir: dir, files: map[partition]*sync.Mutex{}}, nil
}

func (f *spillFolder) path(p partition) string {
	return filepath.Join(f.dir, fmt.Sprintf("%d-%d-%d", p.record, p.year, p.bucket))
}

// append adds bytes to the file of a partition. Files are opened for each
// flush, so that thousands of partitions need few handles.
func (f *spillFolder) append(p partition, b []byte) (err error) {
	f.mu.Lock()
	lock := f.files[p]
	if lock == nil {
		lock = new(sync.Mutex)
		f.files[p] = lock
	}
	f.mu.Unlock()
	lock.Lock()
	defer lock.Unlock()
	h, err := os.OpenFile(f.path(p), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("spill: %w", err)
	}
	if _, err := h.Write(b); err != nil {
		h.Close()
		return fmt.Errorf("spill: %w", err)
	}
	return h.Close()
}

// spillWriter gathers the rows of one worker.
type spillWriter struct {
	folder *spillFolder
	rows   map[partition][]byte
}

func newSpillWriter(f *spillFolder) *spillWriter {
	return &spillWriter{folder: f, rows: map[partition][]byte{}}
}

func (w *spillWriter) add(p partition, o origin, body, rank []byte) error {
	b := w.rows[p]
	b = binary.LittleEndian.AppendUint32(b, uint32(o.file))
	b = binary.LittleEndian.AppendUint64(b, uint64(o.line))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(body)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(rank)))
	b = append(append(b, body...), rank...)
	if len(b) >= spillFlush {
		if err := w.folder.append(p, b); err != nil {
			return err
		}
		b = b[:0]
	}
	w.rows[p] = b
	return nil
}

// flush writes what is left.
func (w *spillWriter) flush() error {
	for p, b := range w.rows {
		if len(b) == 0 {
			continue
		}
		if err := w.folder.append(p, b); err != nil {
			return err
		}
	}
	w.rows = nil
	return nil
}

// spilled is one row of a spill file; body points into the file's bytes.
type spilled struct {
	prefix uint64 // first 64 bits of the pseudonym, for sorting
	origin origin
	body   []byte
	rank   []byte
}

// read gives the rows of a partition and removes its file.
func (f *spillFolder) read(p partition) ([]spilled, error) {
	path := f.path(p)
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("spill: %w", err)
	}
	if err := os.Remove(path); err != nil {
		return nil, fmt.Errorf("spill: %w", err)
	}
	rows := make([]spilled, 0, len(b)/100)
	for len(b) > 0 {
		var s spilled
		s.origin.file = int(binary.LittleEndian.Uint32(b))
		s.origin.line = int64(binary.LittleEndian.Uint64(b[4:]))
		n := int(binary.LittleEndian.Uint32(b[12:]))
		s.body = b[spillHead : spillHead+n : spillHead+n]
		s.prefix = hexPrefix(s.body)
		end := spillHead + n + int(binary.LittleEndian.Uint32(b[16:]))
		s.rank = b[spillHead+n : end : end]
		rows = append(rows, s)
		b = b[end:]
	}
	return rows, nil
}

// hexPrefix reads the first 16 hexadecimal characters of a pseudonym.
func hexPrefix(b []byte) uint64 {
	var v uint64
	for _, c := range b[:16] {
		v <<= 4
		if c <= '9' {
			v |= uint64(c - '0')
		} else {
			v |= uint64(c-'a') + 10
		}
	}
	return v
}
