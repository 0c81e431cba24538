package moves

import "slices"

// Certificate shows how far apart two tables can be in one unit: changes that
// lead from the table at hand to one in which the unit is Rise more, and to
// one in which it is Fall less. Changes of one unit may come in several steps.
type Certificate struct {
	Up, Down   []Step
	Rise, Fall int64
}

// Width is the difference that the certificate shows.
func (c Certificate) Width() int64 { return c.Rise + c.Fall }

// Prover keeps a certificate for each unit, all of them from one table, and
// knows which of them a unit is part of.
type Prover struct {
	*Mover
	certs map[int32]Certificate
	users map[int32][]int32 // unit -> units whose certificates may use it
}

// NewProver starts without certificates.
func NewProver(m *Mover) *Prover {
	return &Prover{Mover: m, certs: map[int32]Certificate{}, users: map[int32][]int32{}}
}

// Certificate returns what is kept for a unit.
func (p *Prover) Certificate(u int32) Certificate { return p.certs[u] }

// Certificates returns all that are kept, by unit.
func (p *Prover) Certificates() map[int32]Certificate { return p.certs }

// Keep replaces the certificate of a unit.
func (p *Prover) Keep(u int32, c Certificate) {
	p.certs[u] = c
	for _, part := range [][]Step{c.Up, c.Down} {
		for _, s := range part {
			if l := p.users[s.Unit]; len(l) == 0 || l[len(l)-1] != u {
				p.users[s.Unit] = append(l, u)
			}
		}
	}
}

// Drop forgets the certificate of a unit.
func (p *Prover) Drop(u int32) { delete(p.certs, u) }

// Users lists the units whose certificates change unit u, ascending.
func (p *Prover) Users(u int32) []int32 {
	var out []int32
	for _, q := range p.users[u] {
		c := p.certs[q]
		if slices.ContainsFunc(c.Up, func(s Step) bool { return s.Unit == u }) || slices.ContainsFunc(c.Down, func(s Step) bool { return s.Unit == u }) {
			out = append(out, q)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	if len(out) == 0 {
		delete(p.users, u)
	} else {
		p.users[u] = slices.Clone(out)
	}
	return out
}

// Search looks for a certificate of the width for unit u at the price: up
// first, since most sensitive counts lie near their lower bounds. The table is
// as it was. Less than the width is returned as far as it goes.
func (p *Prover) Search(u int32, width int64, wallet int32, small bool) Certificate {
	var c Certificate
	c.Up, c.Rise = p.climb(u, width, 1, wallet, small)
	if c.Rise < width {
		c.Down, c.Fall = p.climb(u, width-c.Rise, -1, wallet, small)
	}
	return c
}

// climb changes unit u by up to d in direction sign, in one chain or, with
// small, in several.
func (p *Prover) climb(u int32, d, sign int64, wallet int32, small bool) (chain []Step, got int64) {
	for size := d; size > 0 && got < d; {
		step := min(size, d-got)
		steps, ok := p.Move(u, sign*step, wallet)
		if ok {
			chain = append(chain, steps...)
			got += step
			continue
		}
		if size == 1 || !small {
			break
		}
		size = (size + 1) / 2
	}
	p.Back(chain)
	return chain, got
}
