package table

import (
	"context"
	"io/fs"
	"path/filepath"
)

// Run says how a table file is carried out.
type Run struct {
	// Out is the folder for the results; it is made where absent. Required.
	Out string
	// Widen adds suppressions until every interval reaches its width.
	Widen bool
	// Seed steers the search of the audit.
	Seed uint64
	// Program is the name and version that reports give.
	Program string
	// Say hears of progress, in Dutch and English with the same arguments.
	// Defaults to nobody.
	Say func(nl, en string, args ...any)
	// Measure returns the seconds since the start and the peak of memory in
	// megabytes. Defaults to zeros.
	Measure func() (seconds, peakMB float64)
}

func (r *Run) defaults() {
	if r.Say == nil {
		r.Say = func(string, string, ...any) {}
	}
	if r.Measure == nil {
		r.Measure = func() (float64, float64) { return 0, 0 }
	}
}

// ProtectFile protects the data of a table file, attacks the result and writes
// cells.csv, risk.csv and report.json. What cannot be made safe is refused:
// then nothing is written. Without widening, and with the method primary, the
// files are written for comparison and the report says that they are not
// safe; primary with widening then is an error beside the report.
func (f *File) ProtectFile(ctx context.Context, run Run) (*Report, error) {
	run.defaults()
	if err := f.canProtect(); err != nil {
		return nil, err
	}
	method, err := f.methodNamed()
	if err != nil {
		return nil, err
	}
	run.Say("lezen: %s", "reading: %s", f.beside(f.Data))
	data, err := f.readData()
	if err != nil {
		return nil, err
	}
	run.Say("%d rijen gelezen; cellen en sommen maken", "%d rows read; making cells and sums", data.read)
	cells, err := f.cellsOf(data)
	if err != nil {
		return nil, err
	}
	if err := f.canBeMet(data); err != nil {
		return nil, err
	}
	f.watch(cells)
	run.Say("beschermen en aanvallen: %d cellen, %d sommen", "protecting and attacking: %d cells, %d sums", cells.Problem.Cells, len(cells.Problem.Relations))
	res := &result{listing: listing{data.axes, f.crossings, cells}, sensitive: f.rule().Sensitive, zeros: f.ListZeros, silent: !f.ListZeros && !f.zerosProtected()}
	opt := Options{
		Rule: f.rule(), ZerosProtected: f.zerosProtected(), Method: method, Widen: run.Widen && !f.control(), Insiders: f.insiders(), Seed: run.Seed,
		Progress: func(step string) { run.Say("%s", "%s", step) },
	}
	switch {
	case f.perturbs():
		if res.noise, err = f.perturb(cells, data, run.Seed); err == nil {
			res.outcome, err = res.noise.outcome(ctx, &res.listing, opt)
		}
	case f.method() == optimalOnly:
		if opt.Method, err = f.optimal(cells, run.Widen); err == nil {
			res.outcome, err = Protect(ctx, cells, opt)
		}
	default:
		res.outcome, err = Protect(ctx, cells, opt)
	}
	if err != nil {
		return nil, err
	}
	rep := f.report(res, run)
	if !rep.Safe && run.Widen && !f.control() {
		return nil, f.refusal(rep)
	}
	if rep.Safe && rep.Hidden == rep.Cells {
		return nil, f.fault("R-NOTHING", "", say("alle %d cellen zouden verborgen zijn, ook het totaal; er is niets geschreven", "all %d cells would be hidden, the total as well; nothing was written", rep.Cells),
			say("neem meer personen samen, of grovere codes", "take more persons together, or coarser codes"))
	}
	if err := f.writeProtected(res, rep, run); err != nil {
		return nil, err
	}
	if run.Widen && (rep.ExactReveals+rep.Narrow > 0 || f.method() == roundEach) {
		return rep, f.unprotected(rep)
	}
	return rep, nil
}

func (f *File) canProtect() error {
	if f.Data == "" {
		return f.fault("F-DATA", "data", say("er zijn geen gegevens genoemd", "no data are named"), say("geef data: met een CSV; een gepubliceerde tabel valt u aan met table audit", "give data: with a CSV; attack a published table with table audit"))
	}
	least := int64(2)
	if f.zerosProtected() {
		least = 1
	}
	if f.Rule.Threshold < least {
		return f.fault("F-RULE", "rule.threshold", say("er is geen drempel van minstens %d", "there is no threshold of at least %d", least), say("geef rule: {threshold: 5}: aantallen van 1 tot en met 4 zijn dan gevoelig", "give rule: {threshold: 5}: counts of 1 to 4 are then sensitive"))
	}
	return nil
}

// canBeMet refuses a rule that no pattern of hidden cells can meet.
func (f *File) canBeMet(d *dataset) error {
	if f.rule().Sensitive(d.total) {
		return f.fault("R-TOTAL", "rule.threshold", say("alle personen samen zijn minder dan de drempel van %d: geen tabel kan aan de regel voldoen; er is niets geschreven", "all persons together are fewer than the threshold of %d: no table can meet the rule; nothing was written", f.Rule.Threshold),
			say("neem meer personen (jaren, scholen) samen", "take more persons (years, schools) together"))
	}
	return nil
}

// report counts what was done.
func (f *File) report(res *result, run Run) *Report {
	p := res.built.Problem
	rep := &Report{
		Program: run.Program, Command: "table protect", Method: f.method(), Widen: run.Widen && !f.control(),
		Rule: f.ruleReport(), Tables: f.tableNames(), Attackers: append([]Attack{}, res.outcome.Attackers...), EmptyCells: "published as zero, not listed",
	}
	switch {
	case f.zerosProtected():
		rep.EmptyCells = "protected, listed"
	case f.ListZeros:
		rep.EmptyCells = "published as zero, listed"
	}
	for c, shown := range p.Published {
		if !shown {
			continue
		}
		rep.Cells++
		if res.outcome.Hidden[c] {
			rep.Hidden++
		}
		if f.rule().Sensitive(p.Counts[c]) {
			rep.Primary++
		} else if res.outcome.Hidden[c] {
			rep.Secondary++
		}
	}
	if res.noise != nil {
		rep.Change = res.noise.change(p)
	}
	for range res.listed() {
		rep.Rows++
	}
	a := rep.Attackers[0]
	if res.noise != nil {
		a = rep.Attackers[1] // adds up what the first knows of each figure
	}
	rep.ExactReveals, rep.MinWidth, rep.Narrow = a.ExactReveals, a.Narrowest, a.Narrow
	rep.Safe = rep.Widen && rep.ExactReveals == 0 && rep.Narrow == 0
	for _, insider := range rep.Attackers[1:] {
		if f.Insiders.Guard && insider.ExactReveals > 0 {
			rep.Safe, rep.InsiderReveals = false, rep.InsiderReveals+insider.ExactReveals
		}
	}
	return rep
}

// insiders resolves the names of dimensions.
func (f *File) insiders() Insiders {
	in := Insiders{Contributor: f.Insiders.Contributor, Guard: f.Insiders.Guard}
	for _, name := range f.Insiders.Owners {
		in.Owners = append(in.Owners, f.dimension(name))
	}
	for _, name := range f.Insiders.Receivers {
		in.Receivers = append(in.Receivers, f.dimension(name))
	}
	return in
}

// refusal says that no pattern was found that meets the rule.
func (f *File) refusal(rep *Report) error {
	next := say("neem grovere codes of minder tabellen, of vraag een kleinere width", "take coarser codes or fewer tables, or ask a smaller width")
	switch f.method() {
	case cellKey:
		next = say("vraag een kleinere width, of kies een grotere cell_key.d of grovere codes", "ask a smaller width, or choose a larger cell_key.d or coarser codes")
	case roundSmall, roundEach:
		next = say("vraag een kleinere width, of kies een grotere rounding.base of grovere codes", "ask a smaller width, or choose a larger rounding.base or coarser codes")
	}
	return f.fault("R-UNSAFE", "",
		say("de tabel is niet veilig te maken: exact af te leiden: %d cellen, te nauw begrensd: %d, exact voor wie zelf cellen kent: %d; er is niets geschreven",
			"the table cannot be made safe: exactly derivable: %d cells, bounded too narrowly: %d, exact for those who know cells themselves: %d; nothing was written", rep.ExactReveals, rep.Narrow, rep.InsiderReveals),
		next)
}

// unprotected says that a method without protection did not protect.
func (f *File) unprotected(rep *Report) error {
	if f.method() == roundEach {
		return f.fault("R-CONTROL", "method", say("methode round beschermt niet: sommen die niet kloppen: %d, daardoor exact af te leiden: %d cellen, te nauw begrensd: %d; de bestanden zijn er alleen om te vergelijken",
			"method round does not protect: sums that do not add up: %d, by which exactly derivable: %d cells, bounded too narrowly: %d; the files are for comparison only", rep.NotAdditive, rep.ExactReveals, rep.Narrow),
			say("gebruik method: round-small", "use method: round-small"))
	}
	return f.fault("R-CONTROL", "method", say("methode primary beschermt niet: exact af te leiden: %d cellen, te nauw begrensd: %d; de bestanden zijn er alleen om te vergelijken",
		"method primary does not protect: exactly derivable: %d cells, bounded too narrowly: %d; the files are for comparison only", rep.ExactReveals, rep.Narrow),
		say("gebruik method: suppress", "use method: suppress"))
}

// writeProtected writes the files of a protected table.
func (f *File) writeProtected(res *result, rep *Report, run Run) error {
	run.Say("schrijven: %s, %s en %s in %s", "writing: %s, %s and %s in %s", CellsFile, RiskFile, ReportFile, filepath.Clean(run.Out))
	out, err := openFolder(run.Out, f.Separator)
	if err != nil {
		return err
	}
	if err := res.write(out); err != nil {
		return err
	}
	rep.Seconds, rep.PeakMB = run.Measure()
	perm := fs.FileMode(0o644)
	if res.noise != nil {
		perm = 0o600 // how many figures changed says something about each of them
	}
	return out.report(rep, perm)
}
