package deps

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// lattice says for every package of the module which packages of the module it
// may import. A new package gets its line here.
const lattice = `
	# The two vocabularies and the boundary to the machine import nothing of the route.
	sdmx:
	sdc:
	engine:
	ledger: internal/atomicfile

	# Small means.
	internal/atomicfile:
	internal/keyfile:
	internal/ordered: # columns of Parquet in the order of the CSV
	internal/message: # what a program says, in Dutch and English
	internal/message/messagetest: internal/message
	internal/strictyaml: internal/message
	internal/lp:
	internal/deps:
	docs/method: # the worked example, as a test
	internal/risks: internal/strictyaml
	internal/linear: # exact sparse algebra
	internal/version: internal/message # versions of the specification, and ranges
	internal/moves: sdc # from one table to others

	# The specification and what is public about institutions.
	layout: internal/message
	register:
	spec: internal/message internal/strictyaml internal/version layout sdmx
	spec/diff: internal/strictyaml internal/version layout sdmx spec
	spec/explain: internal/strictyaml sdmx spec
	spec/scaffold: internal/message sdmx spec
	spec/schema:
	spec/spectest: internal/strictyaml
	specs:

	# The secret side, in the order of the route.
	pseudonym: internal/keyfile
	synth: internal/atomicfile layout
	ingest: internal/atomicfile layout pseudonym register sdmx spec
	engine/duckdb: engine
	engine/memory: engine
	engine/enginetest: engine engine/memory # the reference the others are compared with
	screening: ingest sdmx spec
	forms: forms/columns sdmx spec # the specification for programs
	forms/columns: sdmx # the columns of a table, for a specification and for a release
	document: forms sdmx spec spec/explain # and for people
	cube: engine register sdc sdmx spec
	protect: internal/linear internal/lp internal/moves sdc
	audit: internal/linear internal/lp internal/moves sdc sdmx
	minimality: internal/moves sdc # reruns a method that its caller gives it
	attackers: audit internal/lp protect sdc # who knows more than what is published
	widen: audit internal/lp protect sdc
	noise: internal/keyfile # exact, and bound to what it is added to
	formal: internal/message noise
	estimate: # sees released figures alone
	budget: formal ledger sdmx spec
	scenario: estimate formal internal/message internal/strictyaml noise protect sdc sdmx widen
	counted: cube register scenario sdmx spec # a table of a house, for the data owner alone
	attack: audit estimate formal minimality noise protect scenario sdc sdmx
	workbench: attack estimate formal noise protect scenario sdc sdmx # tries scenarios out
	workbench/country: # the comparison, as a test
	workbench/page: document estimate noise scenario sdmx workbench # for a steering group
	gate: attackers audit budget cube estimate formal internal/lp minimality noise products/indicator protect sdc sdmx spec widen
	table: attackers audit internal/atomicfile internal/keyfile internal/lp internal/strictyaml protect sdc widen

	# The lock, and what lies behind it.
	seal: audit budget internal/atomicfile release sdmx
	release: internal/message sdmx
	deliver: internal/atomicfile internal/message internal/strictyaml internal/version release sdmx
	owndata: internal/atomicfile internal/message internal/ordered release # personal data of one recipient, by law
	evaluate: deliver ledger release sdmx
	products: forms/columns products/compare products/indicator products/meta products/parquet products/xlsx release sdmx
	products/indicator: estimate sdmx
	products/compare: products/indicator sdmx # beside which groups a share stands
	products/meta: forms/columns products/compare products/indicator release sdmx
	products/parquet: internal/ordered sdmx
	products/xlsx: products/compare products/indicator products/meta sdmx
	products/internal/fixture: products/meta release sdmx
	products/internal/golden:
	web: evaluate ledger products/compare products/indicator release sdmx
	web/webtest: ledger release sdmx
	web/webtest/storybook: web web/webtest

	# What a change of the specification would do, from what is public.
	impact: cube deliver internal/version layout register release sdmx spec spec/diff

	# Wiring.
	portal: ledger release web
	cli: attack audit budget counted cube deliver document engine engine/duckdb evaluate forms gate impact ingest internal/atomicfile internal/lp internal/message internal/version ledger minimality noise owndata portal products protect pseudonym register release scenario screening sdc sdmx seal spec spec/diff spec/explain spec/scaffold spec/schema specs synth table workbench workbench/page
	cmd/doorstroom: cli
	cmd/doorstroom-portal: portal
`

// foreign says who may import what is not ours. A package of the standard
// library is free unless it has a line.
const foreign = `
	aead.dev/minisign: cli deliver ledger owndata portal release seal web/webtest # keys and signatures
	codeberg.org/go-pdf/fpdf: document # PDF
	github.com/duckdb/duckdb-go/v2: engine/duckdb # the one database driver
	github.com/google/go-cmp/cmp: products/internal/golden # differences in tests
	github.com/parquet-go/parquet-go: ingest internal/ordered owndata products/parquet synth
	github.com/spf13/cobra: cli # commands and flags
	github.com/spf13/pflag: cli # the errors of cobra's flags
	github.com/xuri/excelize/v2: products/xlsx
	go.yaml.in/yaml/v3: document evaluate forms internal/strictyaml web # web: its own texts, built in; document and forms write it
	golang.org/x/mod/sumdb/tlog: release # hash tree
	golang.org/x/sync/errgroup: cli ingest scenario
	golang.org/x/sys: ledger # flock
	golang.org/x/text: layout synth web
	database/sql: engine/duckdb
	flag: portal web/webtest/storybook
	net: cli portal
	net/url: web
	net/http: portal web web/webtest/storybook
	os/exec: # no program starts another
	plugin:
	unsafe: internal/lp # C strings and arrays
	C: internal/lp
`

// unreachable says which packages a package may not reach, however long the
// way.
const unreachable = `
	# What serves releases reaches no person row, no true count and no own data.
	web:                    engine/... ingest cube sdc protect audit gate seal pseudonym register synth layout noise formal internal/lp owndata github.com/duckdb/...
	portal:                 engine/... ingest cube sdc protect audit gate seal pseudonym register synth layout noise formal internal/lp owndata github.com/duckdb/...
	cmd/doorstroom-portal:  engine/... ingest cube sdc protect audit gate seal pseudonym register synth layout noise formal internal/lp owndata github.com/duckdb/... cli
	evaluate:               engine/... ingest cube sdc protect audit gate seal pseudonym register synth layout noise formal internal/lp owndata github.com/duckdb/...
	release:                engine/... ingest cube sdc protect audit gate seal pseudonym register synth layout noise formal internal/lp owndata github.com/duckdb/...
	deliver:                engine/... ingest cube sdc protect audit gate seal pseudonym register synth layout noise formal internal/lp owndata github.com/duckdb/...
	ledger:                 engine/... ingest cube sdc protect audit gate seal pseudonym register synth layout noise formal internal/lp owndata github.com/duckdb/...
	products/...:           engine/... ingest cube sdc protect audit gate seal pseudonym register synth layout noise formal internal/lp owndata github.com/duckdb/...

	# What is decided on is computed from public things alone; cube lends it the
	# list of cells.
	impact:   engine/duckdb engine/memory ingest protect audit gate seal pseudonym synth internal/lp github.com/duckdb/...

	# The judge is not the maker, and has neither persons nor counts at hand.
	audit:    protect gate cube engine/... ingest pseudonym register seal
	protect:  audit gate cube engine/... ingest pseudonym register seal
	# The lock sees evidence and figures, nothing they were made from.
	seal:     protect gate cube engine/... ingest pseudonym register
	# Estimates come from what is released.
	estimate: sdc cube engine/... noise formal
	# Counting sees neither person numbers nor keys.
	cube:     ingest pseudonym audit protect
	engine/...: ingest pseudonym cube spec
`

// portalProgram is the program that stands in the open.
const portalProgram = "cmd/doorstroom-portal"

// builds are the ways the module is built: with and without C.
var builds = []struct{ name, cgo, tags string }{
	{"with cgo", "1", ""},
	{"with cgo and linear programming", "1", "clp"},
	{"without cgo", "0", ""},
}

func TestImportsKeepToTheLattice(t *testing.T) {
	lines, err := parseRules(lattice)
	if err != nil {
		t.Fatal(err)
	}
	others, err := parseRules(foreign)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range builds {
		t.Run(b.name, func(t *testing.T) {
			g := load(t, b.cgo, b.tags)
			report(t, checkLattice(g, lines))
			report(t, checkForeign(g, others))
		})
	}
}

func TestSecretSideIsOutOfReach(t *testing.T) {
	lines, err := parseRules(unreachable)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range builds {
		t.Run(b.name, func(t *testing.T) {
			g := load(t, b.cgo, b.tags)
			for name, forbidden := range lines {
				for _, n := range append([]string{name}, forbidden...) {
					if len(expand(g, n)) == 0 || !strings.HasSuffix(n, "/...") && g[n] == nil {
						t.Errorf("%s is in a rule but not in the tree", n)
					}
				}
			}
			report(t, checkUnreachable(g, lines))
			report(t, checkCgo(g, portalProgram))
		})
	}
}

func TestPortalBuildsWithoutCgo(t *testing.T) {
	cmd := exec.Command("go", "build", "-o", filepath.Join(t.TempDir(), "portal"), module+"/"+portalProgram)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
}

// TestEveryRuleBites gives each check a graph that breaks one rule.
func TestEveryRuleBites(t *testing.T) {
	base := func() graph {
		return graph{
			"web":                   {path: "web", own: true, imports: []string{"release"}},
			"release":               {path: "release", own: true, imports: []string{"example.org/tree"}},
			"cube":                  {path: "cube", own: true, imports: []string{"engine/duckdb"}},
			"engine/duckdb":         {path: "engine/duckdb", own: true, imports: []string{"example.org/driver/v2"}},
			"example.org/tree":      {path: "example.org/tree"},
			"example.org/driver/v2": {path: "example.org/driver/v2", cgo: true},
			"os/exec":               {path: "os/exec", standard: true},
		}
	}
	lines := rules{"web": {"release"}, "release": nil, "cube": {"engine/duckdb"}, "engine/duckdb": nil}
	others := rules{"example.org/tree": {"release"}, "example.org/driver": {"engine/duckdb"}, "os/exec": nil}
	far := rules{"web": {"engine/...", "example.org/driver/v2"}}
	all := func(g graph) []string {
		return slices.Concat(checkLattice(g, lines), checkForeign(g, others), checkUnreachable(g, far), checkCgo(g, "web"))
	}
	if faults := all(base()); len(faults) > 0 {
		t.Fatalf("a graph within the rules gives %q", faults)
	}
	tests := []struct {
		name   string
		damage func(graph)
		want   string
	}{
		{"a package without a line", func(g graph) { g["models"] = &pkg{path: "models", own: true} }, "package models has no line"},
		{"an import beyond the line", func(g graph) { g["release"].imports = []string{"cube"} }, "release imports cube"},
		{"a long way to person rows", func(g graph) { g["release"].imports = []string{"cube"} }, "web reaches engine/duckdb: web -> release -> cube -> engine/duckdb"},
		{"a second user of the driver", func(g graph) { g["cube"].imports = []string{"example.org/driver/v2"} }, "cube imports example.org/driver/v2, which is for engine/duckdb alone"},
		{"a dependency without a line", func(g graph) {
			g["cube"].imports = []string{"example.org/new"}
			g["example.org/new"] = &pkg{path: "example.org/new"}
		}, "which has no line"},
		{"another program is started", func(g graph) { g["web"].imports = []string{"os/exec"} }, "web imports os/exec"},
		{"cgo behind the portal", func(g graph) { g["example.org/tree"].cgo = true }, "web links cgo: web -> release -> example.org/tree"},
		{"a package that went away", func(g graph) { delete(g, "cube") }, "the line of cube is about a package that is not there"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := base()
			tt.damage(g)
			if faults := strings.Join(all(g), "\n"); !strings.Contains(faults, tt.want) {
				t.Errorf("want a fault with %q, got:\n%s", tt.want, faults)
			}
		})
	}
}

func report(t *testing.T, faults []string) {
	t.Helper()
	for _, f := range faults {
		t.Error(f)
	}
}

// load reads the import graph of the module with everything it needs.
func load(t *testing.T, cgo, tags string) graph {
	t.Helper()
	cmd := exec.Command("go", "list", "-e", "-deps", "-tags", tags, "-json=ImportPath,Imports,Standard,CgoFiles,GoFiles,TestGoFiles,XTestGoFiles", module+"/...")
	cmd.Env = append(os.Environ(), "CGO_ENABLED="+cgo)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.Bytes())
	}
	g := graph{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath string
			Imports    []string
			Standard   bool
			CgoFiles   []string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return g
		} else if err != nil {
			t.Fatal(err)
		}
		path, own := strings.CutPrefix(p.ImportPath, module+"/")
		n := &pkg{path: path, own: own, standard: p.Standard, cgo: len(p.CgoFiles) > 0}
		for _, i := range p.Imports {
			n.imports = append(n.imports, strings.TrimPrefix(i, module+"/"))
		}
		g[path] = n
	}
}
