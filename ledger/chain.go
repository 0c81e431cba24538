package ledger

import (
	"fmt"
	"maps"
	"slices"
)

// Rules that a ledger can break.
const (
	RuleForm  = "L01" // the line is not a canonical entry
	RuleSeq   = "L02" // the entry is not the next one
	RulePrev  = "L03" // the entry does not follow the line before
	RuleHash  = "L04" // the hash does not fit the entry
	RuleRef   = "L05" // a commit or note closes no open intent
	RuleTorn  = "L06" // the last line is not complete
	RuleTail  = "L07" // entries that the signed head knows are gone or changed
	RuleHead  = "L08" // the signed head is absent, changed or by another key
	RuleShort = "L09" // the file became shorter while it was open
)

// Fault says what is wrong with a ledger and where. Line counts from 1; 0
// means the whole file.
type Fault struct {
	Path string
	Line int64
	Rule string
	Text string
}

// Error gives file, line, rule, fault and what to do next.
func (f *Fault) Error() string {
	next := "do not write to this ledger; compare it with the last copy and find out who changed it"
	if f.Rule == RuleTorn {
		next = "a writer died here; the next entry written by the program cuts the incomplete line and records that"
	}
	if f.Line == 0 {
		return fmt.Sprintf("%s: %s: %s; next: %s", f.Path, f.Rule, f.Text, next)
	}
	return fmt.Sprintf("%s:%d: %s: %s; next: %s", f.Path, f.Line, f.Rule, f.Text, next)
}

// chain is the state that the next entry must fit.
type chain struct {
	seq  int64
	hash string
	open map[int64]string // kind of each intent that nothing closed yet, by seq
	past []string         // hash of every entry, by seq; Genesis at 0
}

func newChain() *chain {
	return &chain{hash: Genesis, open: map[int64]string{}, past: []string{Genesis}}
}

// knows checks that the signed head h is part of the chain.
func (c *chain) knows(path string, h Head) error {
	switch {
	case h.Seq < 0 || h.Seq > c.seq:
		return &Fault{Path: path, Rule: RuleTail, Text: fmt.Sprintf("the signed head knows %d entries, the file has %d", h.Seq, c.seq)}
	case c.past[h.Seq] != h.Hash:
		return &Fault{Path: path, Line: h.Seq, Rule: RuleTail, Text: fmt.Sprintf("the signed head knows entry %d with hash %.12s..., the file has %.12s...", h.Seq, h.Hash, c.past[h.Seq])}
	}
	return nil
}

// pending returns the open intents, oldest first.
func (c *chain) pending() []int64 { return slices.Sorted(maps.Keys(c.open)) }

// follow checks that e is the next entry and moves on to it. The rule is
// empty where everything fits.
func (c *chain) follow(e *Entry) (rule, text string) {
	if e.Seq != c.seq+1 {
		return RuleSeq, fmt.Sprintf("seq is %d, %d expected", e.Seq, c.seq+1)
	}
	if e.Prev != c.hash {
		return RulePrev, fmt.Sprintf("prev is %.12s..., the hash of the line before is %.12s...", e.Prev, c.hash)
	}
	want, err := e.digest()
	if err != nil || e.Hash != want {
		return RuleHash, fmt.Sprintf("hash is %.12s..., the entry has %.12s...", e.Hash, want)
	}
	if e.Ref != 0 {
		if kind, ok := c.open[e.Ref]; !ok || kind != e.Kind {
			return RuleRef, fmt.Sprintf("ref %d is no open intent of kind %q", e.Ref, e.Kind)
		}
		delete(c.open, e.Ref)
	}
	if e.Phase == PhaseIntent {
		c.open[e.Seq] = e.Kind
	}
	c.seq, c.hash, c.past = e.Seq, e.Hash, append(c.past, e.Hash)
	return "", ""
}
