package protect

import "doorstroommonitor/sdc"

// None hides nothing. It is a negative control: the gate must refuse it.
type None struct{}

// Apply implements Method.
func (None) Apply(p *sdc.Problem, _ sdc.Rule) sdc.Pattern { return make(sdc.Pattern, p.Cells) }

// Widen implements Method; it never adds a cell.
func (None) Widen(*sdc.Problem, sdc.Rule, sdc.Pattern, []int32, []sdc.Interval) int { return 0 }
