package web

import (
	"cmp"
	"slices"

	"doorstroommonitor/sdmx"
)

// flow is what a flow picture shows: groups on the left, what happened to
// them on the right, bands between. Every width is a published count, or a
// published total less published parts, which any reader can work out; no
// width comes from a hidden value.
type flow struct {
	Total int64
	Said  string // the total in words
	Left  []flowNode
	Right []flowNode
	Bands []flowBand
	// HiddenParts names the outcomes of which at least one value is hidden.
	HiddenParts []string
}

type flowNode struct {
	Label  string
	N      int64
	Said   string // the number in words
	Noisy  bool   // Said has the band
	Hidden bool   // the group "not shown"
	Kind   int    // which colour, by position in the codelist
}

type flowBand struct {
	From, To int
	N        int64
}

// flowState says why there is a picture or not.
type flowState int

const (
	flowDrawn  flowState = iota
	flowZero             // the total is published and 0
	flowHidden           // the total itself is hidden
	flowAbsent           // the institution has no cells in this partition
)

// node is a part of a picture that one cell counts.
func (l *catalogue) node(label string, o sdmx.Observation) flowNode {
	return flowNode{Label: label, N: o.Value, Said: l.count(o), Noisy: o.Estimated}
}

// share words what part of all persons the node is. Of noisy counts the band
// stands with the number, and the picture shows the proportions.
func (n *flowNode) share(l *catalogue, total int64) string {
	if n.Noisy {
		return ""
	}
	return l.perMille(halfEven(n.N*1000, total))
}

// maxTargets is the number of outcomes that a picture tells apart; smaller
// ones are drawn together.
const maxTargets = 8

// buildFlow makes the picture of a view: groups of dimension across on the
// left, outcomes of dimension down on the right. There is one group, everyone,
// if across is "", if its parts are hidden, or if telling groups apart would
// hatch more than a tenth of all persons that are otherwise shown.
func buildFlow(e *edition, l *catalogue, v view, down, across string) (*flow, flowState) {
	total, ok := v.at()
	switch {
	case !ok:
		return nil, flowAbsent
	case total.Hidden:
		return nil, flowHidden
	case total.Value == 0:
		return nil, flowZero
	}
	everyone := []sdmx.Code{{ID: sdmx.Total, Label: sdmx.Text{NL: l.T("everyone"), EN: l.T("everyone")}}}
	b := flowBuilder{noisy: v.cube.Noise != nil || v.cube.Perturbation != nil, e: e, l: l, v: v, down: down, across: across, outcomes: e.codelist(v.cube, down).Codes}
	together, state := b.build(everyone, total.Value)
	if lefts := leftGroups(e, v, across); lefts != nil {
		split, splitState := b.build(lefts, total.Value)
		if splitState == flowDrawn && (state != flowDrawn || 10*(split.notShown()-together.notShown()) <= total.Value) {
			return split, splitState
		}
	}
	return together, state
}

// notShown is the number of persons in the hatched part.
func (f *flow) notShown() int64 {
	for _, n := range f.Right {
		if n.Hidden {
			return n.N
		}
	}
	return 0
}

// leftGroups returns the leaf groups of a dimension if all of them are
// published and together make the total; nil otherwise.
func leftGroups(e *edition, v view, across string) []sdmx.Code {
	if across == "" {
		return nil
	}
	codes := e.codelist(v.cube, across).Codes
	var out []sdmx.Code
	var sum int64
	for _, c := range codes {
		if c.ID == sdmx.Total || hasChildren(codes, c.ID) {
			continue
		}
		o, ok := v.at(across, c.ID)
		if !ok {
			continue
		}
		if o.Hidden {
			return nil
		}
		if o.Value > 0 {
			out = append(out, c)
			sum += o.Value
		}
	}
	if total, _ := v.at(); sum != total.Value || len(out) < 2 {
		return nil
	}
	return out
}

func hasChildren(codes []sdmx.Code, id string) bool {
	return slices.ContainsFunc(codes, func(c sdmx.Code) bool { return parentOf(c) == id && c.ID != sdmx.Total })
}

// parentOf reads an empty parent as the total.
func parentOf(c sdmx.Code) string {
	if c.Parent == "" && c.ID != sdmx.Total {
		return sdmx.Total
	}
	return c.Parent
}

type flowBuilder struct {
	noisy        bool // counts stand with their bands
	e            *edition
	l            *catalogue
	v            view
	down, across string
	outcomes     []sdmx.Code
	gone         map[string]bool // outcomes hidden in some left group
}

// amount is a published count of an outcome within one left group.
type amount struct {
	left int
	code string
	n    int64
}

const notShownCode = "\x00hidden"

func (b *flowBuilder) build(lefts []sdmx.Code, total int64) (*flow, flowState) {
	whole, _ := b.v.at()
	f := &flow{Total: total, Said: b.l.count(whole)}
	var amounts []amount
	b.gone = map[string]bool{}
	for i, left := range lefts {
		whole, _ := b.v.at(b.across, left.ID)
		f.Left = append(f.Left, b.l.node(b.l.label(left), whole))
		rest := whole.Value
		var gone []string
		shown := b.frontier(left.ID, sdmx.Total, &gone)
		for _, a := range shown {
			rest -= a.n
			a.left = i
			amounts = append(amounts, a)
		}
		for _, g := range gone {
			b.gone[g] = true
		}
		if rest < 0 {
			return nil, flowHidden // parts exceed the whole: draw nothing rather than something wrong
		}
		if rest > 0 {
			amounts = append(amounts, amount{left: i, code: notShownCode, n: rest})
		}
	}
	b.rightSide(f, amounts)
	for _, c := range b.outcomes {
		if b.gone[c.ID] {
			f.HiddenParts = append(f.HiddenParts, b.l.label(c))
		}
	}
	return f, flowDrawn
}

// frontier descends from an outcome to the finest published parts. An outcome
// with a hidden part is shown as a whole if it is published itself.
// Hidden outcomes that no published one stands for are added to gone.
func (b *flowBuilder) frontier(left, id string, gone *[]string) []amount {
	var kids []sdmx.Code
	allShown := true
	for _, c := range b.outcomes {
		if c.ID == sdmx.Total || parentOf(c) != id {
			continue
		}
		if o, ok := b.v.at(b.across, left, b.down, c.ID); ok {
			kids = append(kids, c)
			allShown = allShown && !o.Hidden
		}
	}
	self, ok := b.v.at(b.across, left, b.down, id)
	if len(kids) == 0 || !allShown && id != sdmx.Total && ok && !self.Hidden {
		if !ok || self.Hidden {
			*gone = append(*gone, id)
			return nil
		}
		return []amount{{code: id, n: self.Value}}
	}
	var out []amount
	for _, k := range kids {
		out = append(out, b.frontier(left, k.ID, gone)...)
	}
	return out
}

// rightSide turns amounts into nodes and bands, at most maxTargets of them
// and one for what is not shown.
func (b *flowBuilder) rightSide(f *flow, amounts []amount) {
	sums := map[string]int64{}
	for _, a := range amounts {
		sums[a.code] += a.n
	}
	small := b.smallest(sums)
	at := map[string]int{}
	for kind, c := range b.outcomes {
		if n := sums[c.ID]; n > 0 && !small[c.ID] {
			at[c.ID] = len(f.Right)
			node := b.node(b.name(c), c.ID, n)
			node.Kind = kind
			f.Right = append(f.Right, node)
		}
	}
	if len(small) > 0 {
		var n int64
		for id := range small {
			n += sums[id]
			at[id] = len(f.Right)
		}
		node := b.together(b.l.N("flow.other", int64(len(small))), small, n)
		node.Kind = len(b.outcomes)
		f.Right = append(f.Right, node)
	}
	if n := sums[notShownCode]; n > 0 {
		at[notShownCode] = len(f.Right)
		f.Right = append(f.Right, flowNode{Label: b.l.T("flow.notshown"), N: n, Said: b.l.num(n), Hidden: true})
	}
	merged := map[[2]int]int64{}
	for _, a := range amounts {
		if a.n > 0 {
			merged[[2]int{a.left, at[a.code]}] += a.n
		}
	}
	for k, n := range merged {
		f.Bands = append(f.Bands, flowBand{From: k[0], To: k[1], N: n})
	}
	slices.SortFunc(f.Bands, func(x, y flowBand) int { return cmp.Or(x.From-y.From, x.To-y.To) })
}

// node is the part of one outcome: with noise that of its cell, which has the
// band; else the sum of what is shown, which may be less than the whole.
func (b *flowBuilder) node(label, code string, n int64) flowNode {
	if !b.noisy {
		return flowNode{Label: label, N: n, Said: b.l.num(n)}
	}
	o, _ := b.v.at(b.down, code)
	return b.l.node(label, o)
}

// together is the part of several outcomes. Bands and bounds add up: what
// several counts are off is at most the sum of each.
func (b *flowBuilder) together(label string, codes map[string]bool, n int64) flowNode {
	sum := sdmx.Observation{Value: n, Estimated: b.noisy}
	if b.noisy {
		for code := range codes {
			o, _ := b.v.at(b.down, code)
			sum.Lower, sum.Upper, sum.Perturbed = sum.Lower+o.Lower, sum.Upper+o.Upper, o.Perturbed
		}
	}
	return b.l.node(label, sum)
}

// name is an outcome's label; one that stands for parts that are not shown
// says so, as it may stand beside the parts of another group.
func (b *flowBuilder) name(c sdmx.Code) string {
	switch {
	case b.gone[c.ID]: // drawn for some groups, hidden for others
		return b.l.label(c) + " " + b.l.T("flow.partly")
	case hasChildren(b.outcomes, c.ID):
		return b.l.label(c) + " " + b.l.T("flow.unsplit")
	}
	return b.l.label(c)
}

// smallest picks the outcomes to draw together when there are too many.
func (b *flowBuilder) smallest(sums map[string]int64) map[string]bool {
	var ids []string
	for _, c := range b.outcomes {
		if sums[c.ID] > 0 {
			ids = append(ids, c.ID)
		}
	}
	if len(ids) <= maxTargets {
		return nil
	}
	slices.SortStableFunc(ids, func(x, y string) int { return cmp.Compare(sums[y], sums[x]) })
	small := map[string]bool{}
	for _, id := range ids[maxTargets-1:] {
		small[id] = true
	}
	return small
}
