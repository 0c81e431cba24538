package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

// bar is a progress line: redrawn on a terminal, absent elsewhere.
type bar struct {
	mu    sync.Mutex
	w     io.Writer
	label string
	start time.Time
	last  time.Time
	live  bool
	drawn bool
}

func (a *app) newBar(nl, en string) *bar {
	return &bar{w: a.err, label: a.text(nl, en), start: time.Now(), live: !a.quiet && isTerminal(a.err)}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	st, err := f.Stat()
	return err == nil && st.Mode()&os.ModeCharDevice != 0
}

func (b *bar) set(done, total int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.live || total <= 0 || time.Since(b.last) < 100*time.Millisecond && done < total {
		return
	}
	b.last, b.drawn = time.Now(), true
	const width = 30
	full := int(min(width, done*width/total))
	fmt.Fprintf(b.w, "\r         %s [%s%s] %3d %%", b.label, strings.Repeat("#", full), strings.Repeat(".", width-full), min(100, done*100/total))
}

// done removes the line.
func (b *bar) done() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.drawn {
		fmt.Fprint(b.w, "\r\x1b[K")
	}
	b.live, b.drawn = false, false
}
