package ingest

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"time"

	"doorstroommonitor/layout"
	"doorstroommonitor/pseudonym"
	"doorstroommonitor/register"
	"doorstroommonitor/spec"
)

// Input is one file to take in. Exactly one of Record and Layout is given.
type Input struct {
	// Path is where the file is. Required.
	Path string
	// Name stands for the file in reports and in the manifest. Defaults to
	// the last part of Path; names are unique.
	Name string
	// Record is the canonical record type of a CSV or Parquet file (told
	// apart by the ending .parquet).
	Record string
	// Layout is the id of the physical layout of another file.
	Layout string
}

// Options says what to take in and where to leave it.
type Options struct {
	// Spec holds codelists, record types and layouts. Required.
	Spec *spec.Specification
	// Register is the public register. Required.
	Register *register.Register
	// Key makes the pseudonyms. Required.
	Key *pseudonym.Key
	// CommitmentKey keys the commitments to the input files, at least 32
	// bytes. Required.
	CommitmentKey []byte
	// Inputs are the files. Required; their order does not matter.
	Inputs []Input
	// Store is the folder to make. Required.
	Store string
	// Report is the folder for the quarantine and the summary, made when
	// absent with mode 0700. Required. It is on the secret side.
	Report string
	// Buckets is the number of parts of each record type and year, 1..256.
	// Defaults to 8.
	Buckets int
	// Workers is the number of goroutines that check rows. Defaults to
	// GOMAXPROCS. It does not change the result.
	Workers int
	// Program is the version of the program. A store of another version is
	// made again.
	Program string
	// Accept, if given, is asked before the store replaces an older one. An
	// error ends the run: the older store stays, the report is written.
	Accept func(*Receipt) error
	// AllowShifts lets totals pass that shift beyond the bounds at which the
	// specification stops; they stay in the receipt.
	AllowShifts bool
	// Now is asked for the time to space out Progress, and for nothing else.
	// Defaults to time.Now.
	Now func() time.Time
	// Progress, if given, is told of progress a few times a second, by one
	// goroutine at a time.
	Progress func(Progress)
}

// Progress says how far a run is.
type Progress struct {
	Stage string // "read" (Done and Total in bytes) or "store" (in partitions)
	Done  int64
	Total int64
}

// complete checks the options and fills the defaults, on a copy. Inputs come
// out in the order of their names.
func (o Options) complete() (Options, error) {
	switch {
	case o.Spec == nil || o.Register == nil || o.Key == nil:
		return o, errors.New("ingest: Spec, Register and Key are required")
	case len(o.CommitmentKey) < 32:
		return o, fmt.Errorf("ingest: the commitment key has %d bytes, at least 32 are needed", len(o.CommitmentKey))
	case o.Store == "" || o.Report == "":
		return o, errors.New("ingest: Store and Report are required")
	case o.Buckets < 0 || o.Buckets > 256:
		return o, fmt.Errorf("ingest: %d buckets; 1 to 256 are possible", o.Buckets)
	}
	if o.Buckets == 0 {
		o.Buckets = 8
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Store = filepath.Clean(o.Store)
	inputs, err := o.inputs()
	o.Inputs = inputs
	return o, err
}

func (o Options) inputs() ([]Input, error) {
	if len(o.Inputs) == 0 {
		return nil, errors.New("ingest: no input files; name at least one")
	}
	inputs := append([]Input(nil), o.Inputs...)
	seen := map[string]bool{}
	for i := range inputs {
		in := &inputs[i]
		if in.Name == "" {
			in.Name = filepath.Base(in.Path)
		}
		if seen[in.Name] {
			return nil, fmt.Errorf("ingest: two inputs are named %q; give one another name", in.Name)
		}
		seen[in.Name] = true
		if (in.Record == "") == (in.Layout == "") {
			return nil, fmt.Errorf("ingest: input %s: give either a record type or a layout", in.Name)
		}
		if _, ok := o.Spec.Records[in.Record]; in.Record != "" && !ok {
			return nil, fmt.Errorf("ingest: input %s: the specification has no record type %q", in.Name, in.Record)
		}
		l, ok := o.Spec.Layouts[in.Layout]
		if in.Layout != "" && !ok {
			return nil, fmt.Errorf("ingest: input %s: the specification has no layout %q", in.Name, in.Layout)
		}
		if ok && l.Format != layout.FormatTable && strings.HasSuffix(in.Path, ".parquet") {
			return nil, fmt.Errorf("ingest: input %s: layout %q is of text files (%s); only a table can be Parquet", in.Name, in.Layout, l.Format)
		}
	}
	sort.Slice(inputs, func(i, j int) bool { return inputs[i].Name < inputs[j].Name })
	return inputs, nil
}

// kind tells how the file is read.
func (in Input) kind() string {
	switch {
	case in.Layout != "" && strings.HasSuffix(in.Path, ".parquet"):
		return "parquet layout " + in.Layout
	case in.Layout != "":
		return "layout " + in.Layout
	case strings.HasSuffix(in.Path, ".parquet"):
		return "parquet " + in.Record
	}
	return "csv " + in.Record
}
