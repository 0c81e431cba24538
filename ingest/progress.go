package ingest

import (
	"os"
	"time"
)

// progressEvery is the least time between two reports of progress.
const progressEvery = 200 * time.Millisecond

func (s *intake) begin(stage string, total int64) {
	s.stage = stage
	s.total.Store(total)
	s.done.Store(0)
	s.tell(true)
}

// advance counts work done and tells of it now and then.
func (s *intake) advance(n int64) {
	done := s.done.Add(n)
	s.tell(done == s.total.Load())
}

func (s *intake) stepped() { s.advance(1) }

func (s *intake) tell(always bool) {
	if s.options.Progress == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.options.Now()
	if !always && now.Sub(s.told) < progressEvery {
		return
	}
	s.told = now
	s.options.Progress(Progress{Stage: s.stage, Done: s.done.Load(), Total: s.total.Load()})
}

// inputSize is the size of all inputs in bytes; files that are missing are
// told of when they are opened.
func (s *intake) inputSize() int64 {
	var n int64
	for _, f := range s.files {
		if info, err := os.Stat(f.input.Path); err == nil {
			n += info.Size()
		}
	}
	return n
}
