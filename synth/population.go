package synth

import (
	"context"
	"math"
)

const (
	// pupils is the number of persons a year who reach the final year of
	// primary school at scale 1.
	pupils = 165_000
	// warmup is how many years before the first written study year careers
	// begin: long enough for groep 8, vwo, a bachelor, a master and a spare.
	warmup = 16
	// batch is the number of persons between two looks at the context.
	batch = 2048
)

// newcomers enter later than primary school, without an earlier enrolment in
// the country: a national number a year for each kind.
var newcomers = [...]struct {
	national float64
	enter    func(*career, int) (stage, int)
}{
	{6_000, func(c *career, y int) (stage, int) { return c.abroad(study{sectorHBO, levelBA, 0}, y) }},
	{13_000, func(c *career, y int) (stage, int) { return c.abroad(study{sectorWO, levelBA, 0}, y) }},
	{22_000, func(c *career, y int) (stage, int) { return c.abroad(study{sectorWO, levelMA, 0}, y) }},
	{7_000, (*career).adultHBO},
	{18_000, (*career).adultMBO},
}

// populate simulates every person, birth cohort by birth cohort, and hands
// each career to emit, which must not keep it.
func populate(ctx context.Context, w *world, progress func(done, total int), emit func(*career) error) error {
	c := newCareer(w)
	perYear := int(math.Round(pupils * w.scale))
	others := 0
	for _, k := range newcomers {
		others += int(math.Round(k.national * w.scale))
	}
	first := w.from - warmup
	total := (perYear + others) * (w.to - first + 1)
	done := 0
	one := func(domain uint64, number, year int, live func()) error {
		if done%batch == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			if progress != nil {
				progress(done, total)
			}
		}
		c.reset(domain, done, year, number)
		live()
		c.settle()
		c.work(done)
		done++
		return emit(c)
	}
	for year := first; year <= w.to; year++ {
		for i := range perYear {
			if err := one(streamPerson, i, year, func() { c.childhood(year) }); err != nil {
				return err
			}
		}
		number := 0
		for _, k := range newcomers {
			for range int(math.Round(k.national * w.scale)) {
				err := one(streamNewcomer, number, year, func() { c.live(k.enter(c, year)) })
				if err != nil {
					return err
				}
				number++
			}
		}
	}
	if progress != nil {
		progress(total, total)
	}
	return nil
}

// personNumber returns nine digits for the i-th person, unique for i below
// 90,000,000.
//
// A citizen service number d1..d9 satisfies 9*d1 + 8*d2 + ... + 2*d8 - d9 = 0
// (mod 11), an education number 5 (mod 11). The last digit is chosen so that
// neither holds: no synthetic number can be the number of a real person.
func personNumber(i int, seed uint64) [9]byte {
	const n = 90_000_000
	head := n/9 + int((uint64(i)*48_271_927+seed%n)%n) // a permutation: no common factor with n
	var d [9]byte
	for k := 7; k >= 0; k-- {
		d[k] = byte(head % 10)
		head /= 10
	}
	sum := 0
	for k := range 8 {
		sum += (9 - k) * int(d[k])
	}
	last := i % 10
	for r := (sum - last + 11) % 11; r == 0 || r == 5; r = (sum - last + 11) % 11 {
		last = (last + 1) % 10
	}
	d[8] = byte(last)
	for k := range d {
		d[k] += '0'
	}
	return d
}
