package ingest

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"doorstroommonitor/internal/atomicfile"

	"golang.org/x/sync/errgroup"
)

// intake is one run of Run.
type intake struct {
	options     Options
	plans       []*recordPlan
	hasIdentity bool
	files       []*inputFile
	rules       map[*Rule]int
	guidance    guidance
	known       known
	part        string // the store while it is made
	spill       *spillFolder
	shapes      []shape

	stage       string
	total, done atomic.Int64
	mu          sync.Mutex // guards told and the call of Progress
	told        time.Time
}

// shape counts lines of a file while it is read, to stop early when it is a
// file of another kind.
type shape struct{ lines, wrong atomic.Int64 }

// Run takes in the inputs and leaves the store, or uses the one that is
// there. Errors about the input are *Stop; then, and when ctx ends, nothing
// new is left behind. A run that was killed leaves a folder STORE.part, which
// the next run removes.
func Run(ctx context.Context, options Options) (*Receipt, error) {
	o, err := options.complete()
	if err != nil {
		return nil, err
	}
	s, err := newIntake(o)
	if err != nil {
		return nil, fmt.Errorf("ingest: %w", err)
	}
	unlock, err := lockStore(o.Store)
	if err != nil {
		return nil, fmt.Errorf("ingest: %w", err)
	}
	defer unlock()
	receipt, err := s.reuse()
	if err != nil {
		return nil, fmt.Errorf("ingest: %w", err)
	}
	if receipt == nil {
		if receipt, err = s.make(ctx); err != nil {
			return nil, fmt.Errorf("ingest: %w", err)
		}
		return receipt, nil
	}
	if err := s.accept(receipt, o.Store); err != nil {
		return nil, fmt.Errorf("ingest: %w", err)
	}
	return receipt, nil
}

func newIntake(o Options) (*intake, error) {
	s := &intake{options: o, rules: ruleIndex(), part: o.Store + atomicfile.Suffix, shapes: make([]shape, len(o.Inputs))}
	var err error
	if s.guidance, err = newGuidance(&o.Spec.Screening); err != nil {
		return nil, err
	}
	s.known = newKnown(o.Spec, o.Register)
	if s.plans, err = plans(o.Spec, o.Register); err != nil {
		return nil, err
	}
	s.hasIdentity = len(s.plans) > 0 && s.plans[0].identity
	layouts := map[string]*layoutPlan{}
	for i, in := range o.Inputs {
		f := &inputFile{index: i, input: in, guidance: s.guidance}
		if in.Record != "" {
			f.plan = s.plan(in.Record)
		} else {
			if layouts[in.Layout] == nil {
				if layouts[in.Layout], err = s.newLayoutPlan(in.Layout); err != nil {
					return nil, err
				}
			}
			f.layout = layouts[in.Layout]
		}
		s.files = append(s.files, f)
	}
	return s, nil
}

func (s *intake) plan(id string) *recordPlan {
	for _, p := range s.plans {
		if p.id == id {
			return p
		}
	}
	return nil
}

// make makes the store in a folder of its own and gives it its name.
func (s *intake) make(ctx context.Context) (receipt *Receipt, err error) {
	if err := os.RemoveAll(s.part); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(s.part), 0o700); err != nil {
		return nil, err
	}
	if err := os.Mkdir(s.part, 0o700); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(s.part))
		}
	}()
	if s.spill, err = newSpillFolder(filepath.Join(s.part, "spill")); err != nil {
		return nil, err
	}
	workers, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	finishers, err := s.finish(ctx)
	if err != nil {
		return nil, err
	}
	if err := os.Remove(s.spill.dir); err != nil {
		return nil, err
	}
	if receipt, err = s.conclude(workers, finishers); err != nil {
		return nil, err
	}
	if err := s.accept(receipt, s.part); err != nil {
		return nil, err
	}
	return receipt, s.replace()
}

// accept leaves the report of the store that lies in dir, and asks whether it
// may stand: whoever called, and the totals.
func (s *intake) accept(receipt *Receipt, dir string) error {
	if err := s.report(receipt, dir); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	if s.options.Accept != nil {
		if err := s.options.Accept(receipt); err != nil {
			return err
		}
	}
	if s.options.AllowShifts {
		return nil
	}
	return receipt.halt()
}

// read runs the first half: from files to spill.
func (s *intake) read(ctx context.Context) ([]*worker, error) {
	s.begin("read", s.inputSize())
	g, ctx := errgroup.WithContext(ctx)
	blocks := make(chan block, s.options.Workers)
	free := make(chan []byte, s.options.Workers+2)
	g.Go(func() error {
		defer close(blocks)
		r := &reader{key: s.options.CommitmentKey, blocks: blocks, free: free, done: s.advance}
		return r.readAll(ctx, s.files)
	})
	workers := make([]*worker, s.options.Workers)
	for i := range workers {
		w, err := newWorker(s)
		if err != nil {
			return nil, err
		}
		workers[i] = w
		g.Go(func() error {
			for b := range blocks {
				if err := s.takeIn(w, b); err != nil {
					return err
				}
				if cap(b.data) == blockSize {
					select {
					case free <- b.data:
					default:
					}
				}
			}
			return w.spill.flush()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return workers, s.checkShapes()
}

// takeIn lets a worker take in a block and stops when most lines of a file
// are of another shape.
func (s *intake) takeIn(w *worker, b block) error {
	before := w.tallies[b.file.index]
	if err := w.block(b); err != nil {
		return err
	}
	after := w.tallies[b.file.index]
	x := &s.shapes[b.file.index]
	lines := x.lines.Add(after.lines - before.lines)
	wrong := x.wrong.Add(after.misshape - before.misshape)
	if wrong > 10_000 && wrong > lines/2 {
		return b.file.stop(ruleShape, 0, "", fmt.Sprintf("%d of the first %d lines", wrong, lines))
	}
	return nil
}

// checkShapes stops when more than one line in a hundred, and more than two,
// or all, had a wrong width or number of columns: then the file is of another
// kind, and the lines that fit cannot be trusted either.
func (s *intake) checkShapes() error {
	for i, f := range s.files {
		lines, wrong := s.shapes[i].lines.Load(), s.shapes[i].wrong.Load()
		if wrong > 0 && wrong == lines || wrong > 2 && wrong*100 > lines {
			return f.stop(ruleShape, 0, "", fmt.Sprintf("%d of %d lines", wrong, lines))
		}
	}
	return nil
}

// finish runs the second half: from spill to files of the store, bucket by
// bucket.
func (s *intake) finish(ctx context.Context) ([]*finisher, error) {
	buckets := make([][]partition, s.options.Buckets)
	for p := range s.spill.files {
		buckets[p.bucket] = append(buckets[p.bucket], p)
	}
	for _, parts := range buckets {
		slices.SortFunc(parts, func(a, b partition) int {
			return cmp.Or(cmp.Compare(a.record, b.record), cmp.Compare(a.year, b.year))
		})
	}
	s.begin("store", int64(len(s.spill.files)))
	var next atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	finishers := make([]*finisher, min(s.options.Workers, s.options.Buckets))
	for i := range finishers {
		f := newFinisher(s)
		finishers[i] = f
		g.Go(func() error {
			for b := next.Add(1) - 1; b < int64(len(buckets)); b = next.Add(1) - 1 {
				if err := f.bucket(ctx, buckets[b]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return finishers, g.Wait()
}

// conclude adds up what the goroutines counted and writes the account of it.
func (s *intake) conclude(workers []*worker, finishers []*finisher) (*Receipt, error) {
	counts, tallies := make([]int64, len(s.rules)), make([]tally, len(s.files))
	var refused []refusal
	m := s.manifest()
	for _, w := range workers {
		addUp(counts, w.counts, tallies, w.tallies)
		refused = append(refused, w.refused...)
	}
	m.Records = map[string]int64{}
	for _, p := range s.plans {
		m.Records[p.id] = 0
	}
	for _, f := range finishers {
		addUp(counts, f.counts, tallies, f.tallies)
		refused = append(refused, f.refused...)
		m.Files = append(m.Files, f.files...)
		for _, x := range f.files {
			m.Records[x.Record] += x.Rows
		}
	}
	receipt := s.receipt(counts, tallies, m)
	lost := map[origin]bool{}
	for _, r := range refused {
		if !lost[r.origin] {
			lost[r.origin] = true
			receipt.Files[r.origin.file].LinesLost++
		}
	}
	all := warnings{}
	for _, w := range workers {
		for k, x := range w.warnings {
			all.merge(k, x)
		}
	}
	for _, f := range finishers {
		for k, x := range f.warned {
			all.merge(k, x)
		}
	}
	receipt.Warnings = s.list(all)
	totals := map[shiftKey]int64{}
	for _, f := range finishers {
		for k, n := range f.shifts {
			totals[k] += n
		}
	}
	receipt.Shifts = s.shifts(totals)
	linked := map[linkKey]linkCount{}
	for _, f := range finishers {
		for k, n := range f.links {
			have := linked[k]
			linked[k] = linkCount{have.persons + n.persons, have.linked + n.linked}
		}
	}
	receipt.Links = s.linkRates(linked)
	if err := receipt.check(); err != nil {
		return nil, err
	}
	return receipt, s.writeAccount(m, receipt, refused)
}

// writeAccount writes quarantine, receipt and manifest into the store.
func (s *intake) writeAccount(m *Manifest, receipt *Receipt, refused []refusal) error {
	var quarantine bytes.Buffer
	if err := s.writeQuarantine(&quarantine, refused); err != nil {
		return err
	}
	text, err := marshal(receipt)
	if err != nil {
		return err
	}
	for name, b := range map[string][]byte{quarantineName: quarantine.Bytes(), receiptName: text} {
		if err := writeFile(filepath.Join(s.part, name), b); err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		m.Files = append(m.Files, StoreFile{Path: name, Size: int64(len(b)), SHA256: hex.EncodeToString(sum[:])})
	}
	slices.SortFunc(m.Files, func(a, b StoreFile) int { return cmp.Compare(a.Path, b.Path) })
	b, err := marshal(m)
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(s.part, manifestName), b)
}

func addUp(counts, more []int64, tallies, others []tally) {
	for i, n := range more {
		counts[i] += n
	}
	for i, t := range others {
		tallies[i].lines += t.lines
		tallies[i].misshape += t.misshape
		tallies[i].in += t.in
		tallies[i].rejected += t.rejected
		tallies[i].merged += t.merged
	}
}

func (s *intake) receipt(counts []int64, tallies []tally, m *Manifest) *Receipt {
	r := &Receipt{Records: m.Records, Findings: []Finding{}}
	for i, f := range s.files {
		t := tallies[i]
		m.Inputs[i].Rows = t.in
		r.Files = append(r.Files, FileReceipt{
			Name: f.input.Name, Kind: f.input.kind(), Lines: t.lines, In: t.in,
			Accepted: t.in - t.rejected, Rejected: t.rejected, Merged: t.merged,
		})
	}
	for i, rule := range rules() {
		if counts[i] > 0 {
			x := s.guidance[rule]
			r.Findings = append(r.Findings, Finding{rule.ID, x.Severity, counts[i], x.Text, x.Why, x.Mend})
		}
	}
	return r
}

// check holds the rows that were read against the rows that were written: a
// row that is lost on the way must stop the run.
func (r *Receipt) check() error {
	var stored int64
	for _, n := range r.Records {
		stored += n
	}
	t := r.Total()
	if t.In != t.Accepted+t.Rejected || stored != t.Accepted-t.Merged {
		return fmt.Errorf("rows do not add up: %d in, %d accepted, %d rejected, %d merged, %d stored; this is a fault of the program, please report it",
			t.In, t.Accepted, t.Rejected, t.Merged, stored)
	}
	return nil
}

// replace gives the finished store its name, in the place of an older one.
func (s *intake) replace() error {
	if err := syncTree(s.part); err != nil {
		return err
	}
	old := s.options.Store + ".old"
	if err := os.RemoveAll(old); err != nil {
		return err
	}
	if err := os.Rename(s.options.Store, old); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := atomicfile.ReplaceDir(s.part, s.options.Store); err != nil {
		return err
	}
	return os.RemoveAll(old)
}

// report copies quarantine and summary from the store in folder from to the
// report folder.
func (s *intake) report(r *Receipt, from string) error {
	dir := s.options.Report
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, name := range []string{quarantineName, receiptName} {
		b, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			return err
		}
		if err := atomicfile.WriteBytes(filepath.Join(dir, name), 0o600, b); err != nil {
			return err
		}
	}
	for name, lang := range map[string]string{"ontvangst.txt": "nl", "receipt.txt": "en"} {
		var b bytes.Buffer
		if err := r.WriteText(&b, lang); err != nil {
			return err
		}
		if err := atomicfile.WriteBytes(filepath.Join(dir, name), 0o600, b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}
