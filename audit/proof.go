package audit

import (
	"doorstroommonitor/internal/moves"
	"doorstroommonitor/sdc"
)

// Proof is the table from which an attack proved widths, with its
// certificates. A later attack on a wider pattern of the same group starts
// from it, after checking all of it against what is known then: hiding more
// states nothing new.
type Proof struct {
	system *moves.System
	table  []int64 // by unit
	certs  map[int32]moves.Certificate
}

// units returns the equations if they are of that very structure.
func (p *Proof) units(s *sdc.Structure) *moves.System {
	if p == nil || len(p.system.Of) != s.Cells {
		return nil
	}
	return p.system
}
