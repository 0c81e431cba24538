package synth

import "math/bits"

// choDomain is a domain within which 1cHO ranks the enrolments of a person:
// rows with an equal key belong together.
type choDomain uint8

const (
	domainHO      choDomain = iota // all
	domainSoort                    // hbo or wo
	domainType                     // ad, ba, ma within hbo or wo
	domainOpl                      // programme
	domainInst                     // institution at the end of the period
	domainOplInst                  // both
	domainInstTyp                  // institution, kind and type
	domainTypeHO                   // ad, ba, ma
	choDomains
)

// choRow is a row of higher education with what its 1cHO fields ask.
type choRow struct {
	*enrolment
	sector      sector
	programme   *programme
	institution *institution // at the end of the period
	number      string       // location at the end of the period
}

// kind is ad, ba or ma.
func (r *choRow) kind() string {
	switch r.level {
	case levelAD:
		return "ad"
	case levelBA:
		return "ba"
	}
	return "ma"
}

// same reports whether two rows belong together in domain d.
func (r *choRow) same(o *choRow, d choDomain) bool {
	soort, kind := r.sector == o.sector, r.kind() == o.kind()
	inst, opl := r.institution == o.institution, r.programme == o.programme
	switch d {
	case domainSoort:
		return soort
	case domainType:
		return soort && kind
	case domainOpl:
		return opl
	case domainInst:
		return inst
	case domainOplInst:
		return inst && opl
	case domainInstTyp:
		return inst && soort && kind
	case domainTypeHO:
		return kind
	}
	return true
}

// leads reports whether o takes precedence over r: active on 1 October first,
// then funded, wo before hbo, and within one kind as enrolment.before.
func (r *choRow) leads(o *choRow, earlier bool) bool {
	switch {
	case o.active() != r.active():
		return o.active()
	case o.private != r.private:
		return r.private
	case o.sector != r.sector:
		return o.sector > r.sector
	}
	return o.enrolment.before(r.enrolment, earlier)
}

// standing is the place of a row within a domain.
type standing struct {
	kind  byte // soort inschrijving
	years int  // verblijfsjaar
	first byte // indicatie eerstejaars
	start int  // first year with any row
}

// stand computes the standing of rows[i]. With continuous, a row that is not
// active on 1 October counts too, after those that are.
func stand(rows []choRow, i int, d choDomain, continuous bool) standing {
	r := &rows[i]
	s := standing{start: r.year}
	main, twice := true, false
	var mask uint64
	for k := range rows {
		o := &rows[k]
		if !r.same(o, d) {
			continue
		}
		s.start = min(s.start, o.year)
		if o.year <= r.year && (continuous || o.active()) {
			mask |= 1 << (r.year - o.year) // a career spans fewer than 64 years
		}
		if k == i || o.year != r.year {
			continue
		}
		twice = twice || r.same(o, domainOplInst)
		main = main && !r.leads(o, k < i)
	}
	s.years = bits.OnesCount64(mask)
	column := 0
	switch {
	case !continuous && !r.active():
		column, s.years = 2, 0
	case main:
	case twice:
		column = 3
	default:
		column = 1
	}
	s.kind = "1234ABCD"[column+4*btoi(r.private)]
	s.first = '5'
	if column < 2 {
		s.first = byte('1' + 2*column + btoi(s.years > 1))
	}
	return s
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
