package moves

// live is a system without the units that cannot change: what remains of long
// equations is short, and what is looked at together lies together.
type live struct {
	member []int32 // equation e: member[start[e]:start[e+1]]
	start  []int32
	parent []bool // the first member of the equation is its parent
	place  []place
	at     []int32 // unit u: place[at[u]:at[u+1]]
}

// place is an equation that a unit is in, and whether as the parent.
type place uint32

func (p place) equation() int32 { return int32(p >> 1) }

// sign is what a change of the unit does to the residue.
func (p place) sign(d int64) int64 {
	if p&1 == 1 {
		return -d
	}
	return d
}

func newLive(y *System, price []int32) *live {
	l := &live{start: make([]int32, y.Equations()+1), parent: make([]bool, y.Equations()), at: make([]int32, y.Units+1)}
	for e := range int32(y.Equations()) {
		for i, u := range y.Members(e) {
			if price[u] != Fixed {
				l.parent[e] = l.parent[e] || i == 0
				l.member = append(l.member, u)
				l.at[u+1]++
			}
		}
		l.start[e+1] = int32(len(l.member))
	}
	for u := range y.Units {
		l.at[u+1] += l.at[u]
	}
	l.place = make([]place, len(l.member))
	next := append([]int32(nil), l.at...)
	for e := range int32(y.Equations()) {
		for i, u := range l.members(e) {
			p := place(e) << 1
			if i == 0 && l.parent[e] {
				p |= 1
			}
			l.place[next[u]] = p
			next[u]++
		}
	}
	return l
}

// members lists those of equation e that may change, the parent first if it is
// one of them.
func (l *live) members(e int32) []int32 { return l.member[l.start[e]:l.start[e+1]] }

// in lists the equations of a unit that may change.
func (l *live) in(u int32) []place { return l.place[l.at[u]:l.at[u+1]] }

// slack is the parent of equation e if it may change and is in no other
// equation, or -1.
func (l *live) slack(e int32) int32 {
	if l.parent[e] {
		if p := l.members(e)[0]; len(l.in(p)) == 1 {
			return p
		}
	}
	return -1
}
