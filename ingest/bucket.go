package ingest

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"doorstroommonitor/pseudonym"
	"doorstroommonitor/spec"
)

// finisher turns the partitions of a bucket into files of the store. Each
// goroutine has its own.
type finisher struct {
	intake  *intake
	counts  []int64
	tallies []tally
	refused []refusal
	warned  warnings
	files   []StoreFile
	writers map[int]*tableWriter // by record
	shifts  map[shiftKey]int64
	links   map[linkKey]linkCount
	linker  *linker  // of the bucket
	persons []string // of the bucket, ascending
	runs    []run
}

func newFinisher(s *intake) *finisher {
	return &finisher{intake: s, counts: make([]int64, len(s.rules)), tallies: make([]tally, len(s.files)), writers: map[int]*tableWriter{}, warned: warnings{}, shifts: map[shiftKey]int64{}, links: map[linkKey]linkCount{}}
}

// bucket finishes all partitions of one bucket, the record type with the
// persons first.
func (f *finisher) bucket(ctx context.Context, parts []partition) error {
	f.persons, f.linker = f.persons[:0], newLinker(len(f.intake.plans))
	for _, p := range parts {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		rows, err := f.intake.spill.read(p)
		if err != nil {
			return err
		}
		if err := f.partition(p, rows); err != nil {
			return err
		}
		f.intake.stepped()
	}
	f.linker.count(f.links)
	return nil
}

// partition sorts the rows of one partition, checks them person by person and
// writes what is left.
func (f *finisher) partition(p partition, rows []spilled) error {
	slices.SortFunc(rows, func(a, b spilled) int {
		if a.prefix != b.prefix {
			return cmp.Compare(a.prefix, b.prefix)
		}
		return cmp.Or(bytes.Compare(a.body, b.body), cmp.Compare(a.origin.file, b.origin.file), cmp.Compare(a.origin.line, b.origin.line))
	})
	plan := f.intake.plans[p.record]
	t := f.writer(plan)
	t.counters = f.intake.shiftCounters(plan)
	f.runs = f.runs[:0]
	next := 0 // in f.persons
	for i := 0; i < len(rows); {
		name := rows[i].body[:pseudonym.Size]
		runs := f.group(rows, &i, name)
		plan.checkKeys(runs)
		plan.checkMain(runs, p.year)
		kept, err := f.keep(t, plan, rows, runs)
		if err != nil {
			return err
		}
		if plan.year >= 0 && kept > 0 {
			f.linker.add(p.record, p.year, name)
		}
		switch {
		case plan.identity && kept > 0:
			f.persons = append(f.persons, string(name))
		case !plan.identity && f.intake.hasIdentity:
			for next < len(f.persons) && f.persons[next] < string(name) {
				next++
			}
			if next == len(f.persons) || f.persons[next] != string(name) {
				f.counts[f.intake.rules[ruleNobody]] += kept
				f.nobody(plan, rows, runs)
			}
		}
	}
	for _, c := range t.counters {
		for v, n := range c.values {
			f.shifts[shiftKey{c.shift, p.year, v}] += n
		}
	}
	if t.rows == 0 {
		return nil
	}
	file, err := t.finish(p)
	if err != nil {
		return err
	}
	f.files = append(f.files, file)
	return nil
}

// nobody notes which rows were kept without a person.
func (f *finisher) nobody(plan *recordPlan, rows []spilled, runs []run) {
	for i := range runs {
		if r := &runs[i]; r.rule == nil && !r.led {
			o := rows[r.first].origin
			f.warned.add(warnKey{file: o.file, record: plan.id, rule: ruleNobody}, o.line)
		}
	}
}

// group gives the runs of equal rows of the person at rows[*i] and moves *i
// behind them.
func (f *finisher) group(rows []spilled, i *int, name []byte) []run {
	runs := f.runs[:0]
	first := *i
	for *i < len(rows) && bytes.Equal(rows[*i].body[:pseudonym.Size], name) {
		if *i > first && bytes.Equal(rows[*i].body, runs[len(runs)-1].body) {
			*i++
			runs[len(runs)-1].last = *i
			f.rank(&runs[len(runs)-1], rows[*i-1])
			continue
		}
		*i++
		s := rows[*i-1]
		runs = append(runs, run{first: *i - 1, last: *i, body: s.body, rank: s.rank, layout: f.intake.files[s.origin.file].layout})
	}
	f.runs = runs
	return runs
}

// rank lets one more row of a run count for its rank. Rows of two layouts have
// none that can be compared.
func (f *finisher) rank(r *run, s spilled) {
	if f.intake.files[s.origin.file].layout != r.layout {
		r.layout = nil
	}
	if bytes.Compare(s.rank, r.rank) > 0 {
		r.rank = s.rank
	}
}

// keep writes the runs that stand, sends the others to the quarantine, and
// gives the number of rows written.
func (f *finisher) keep(t *tableWriter, plan *recordPlan, rows []spilled, runs []run) (int64, error) {
	var kept int64
	for i := range runs {
		r := &runs[i]
		if r.led {
			for _, s := range rows[r.first:r.last] {
				f.tallies[s.origin.file].merged++
			}
			continue
		}
		if r.rule == nil {
			t.add(r.body)
			kept++
			for _, s := range rows[r.first+1 : r.last] {
				f.tallies[s.origin.file].merged++
			}
			continue
		}
		if f.intake.guidance[r.rule].Severity == spec.SeverityStop {
			o := rows[r.first].origin
			return 0, f.intake.files[o.file].stop(r.rule, o.line, "", "")
		}
		for _, s := range rows[r.first:r.last] {
			f.tallies[s.origin.file].rejected++
			f.counts[f.intake.rules[r.rule]]++
			f.refused = append(f.refused, refusal{origin: s.origin, record: plan.id, rule: r.rule, pseudonym: string(s.body[:pseudonym.Size]), rows: 1})
		}
	}
	return kept, nil
}

func (f *finisher) writer(plan *recordPlan) *tableWriter {
	t, ok := f.writers[plan.index]
	if !ok {
		t = newTableWriter(f.intake.part, plan)
		f.writers[plan.index] = t
	}
	return t
}
