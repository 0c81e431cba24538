package ledger

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
)

// Read yields the entries of the ledger at path, checking the chain as it
// goes. The first fault ends the sequence with an error (*Fault). A last line
// that is not complete is left out: a writer may be at work. A ledger that
// does not exist yet has no entries.
func Read(path string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		f, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			return
		}
		if err != nil {
			yield(Entry{}, fmt.Errorf("read ledger: %w", err))
			return
		}
		defer f.Close()
		s := newScanner(path, f, newChain())
		for s.next() {
			if !yield(s.entry, nil) {
				return
			}
		}
		if s.err != nil {
			yield(Entry{}, s.err)
		}
	}
}

// scanner reads whole lines and checks each against the chain.
type scanner struct {
	path  string
	r     *bufio.Reader
	chain *chain
	entry Entry
	size  int64  // bytes of whole lines read
	torn  []byte // what stands after the last line feed
	err   error
}

func newScanner(path string, r io.Reader, c *chain) *scanner {
	return &scanner{path: path, r: bufio.NewReaderSize(r, 1<<16), chain: c}
}

// next moves to the next entry. It returns false at the end, with err nil, or
// at the first fault.
func (s *scanner) next() bool {
	line, err := readLine(s.r)
	switch {
	case errors.Is(err, io.EOF):
		s.torn = line
		return false
	case errors.Is(err, errLong):
		s.err = s.fault(RuleForm, fmt.Sprintf("more than %d bytes", maxLine))
		return false
	case err != nil:
		s.err = fmt.Errorf("read ledger %s: %w", s.path, err)
		return false
	}
	e, err := parseLine(line)
	if err != nil {
		s.err = s.fault(RuleForm, err.Error())
		return false
	}
	if rule, text := s.chain.follow(&e); rule != "" {
		s.err = s.fault(rule, text)
		return false
	}
	s.entry = e
	s.size += int64(len(line)) + 1
	return true
}

// fault is about the line after the last good one, which is line seq + 1.
func (s *scanner) fault(rule, text string) *Fault {
	return &Fault{Path: s.path, Line: s.chain.seq + 1, Rule: rule, Text: text}
}

var errLong = errors.New("line too long")

// readLine returns the next line without its line feed; at the end of the
// file it returns io.EOF and what stands there without a line feed.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > maxLine {
			return nil, errLong
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			return line, err
		}
		return bytes.TrimSuffix(line, []byte("\n")), nil
	}
}
