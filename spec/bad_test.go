package spec_test

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"doorstroommonitor/spec"
)

// small is a specification of two files in which every test below changes one
// thing.
func small(t testing.TB) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for _, name := range []string{"about.yaml", "flow.yaml"} {
		b, err := os.ReadFile("testdata/small/" + name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = &fstest.MapFile{Data: b}
	}
	return out
}

func TestSmallSpecificationIsInOrder(t *testing.T) {
	s, err := spec.Load(small(t))
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(s.PopulationIDs(), s.TransitionIDs()); got != "[PRESENT] [HBO-NEXT]" {
		t.Errorf("loaded %s", got)
	}
	if h := s.Populations["PRESENT"].Horizon("next"); h != 1 {
		t.Errorf("column next is observed %d years later, want 1", h)
	}
}

// fault is one thing changed in a file, and the message that it gives at the
// line that holds the text at.
type fault struct{ name, file, old, new, at, message string }

func (c *fault) check(t *testing.T) {
	t.Helper()
	fsys := small(t)
	old := string(fsys[c.file].Data)
	text := strings.Replace(old, c.old, c.new, 1)
	if text == old {
		t.Fatalf("%s does not hold %q", c.file, c.old)
	}
	fsys[c.file] = &fstest.MapFile{Data: []byte(text)}
	_, err := spec.Load(fsys)
	if err == nil {
		t.Fatal("the specification was accepted")
	}
	sayDutch(t, err)
	for line := range strings.Lines(err.Error()) {
		if strings.HasPrefix(line, place(t, c.file, text, c.at)) && strings.Contains(line, c.message) {
			return
		}
	}
	t.Errorf("error is\n%v\nwant a line %s ... %s", err, place(t, c.file, text, c.at), c.message)
}

// TestBadSpecifications changes one thing at a time. The fault must be
// reported at the line that holds the text at, with that message.
func TestBadSpecifications(t *testing.T) {
	const flow, about = "flow.yaml", "about.yaml"
	for _, c := range []fault{
		// What is wrong with one file.
		{"an unknown key", flow, "    kind: PRESENT\n", "    kind: PRESENT\n    sort: x\n", "sort: x", `unknown key "sort"; expected: id, label, definition, source, exception, kind,`},
		{"a missing key", flow, "    source: test\n", "", "id: HBO-NEXT", `key "source" is missing`},
		{"a missing key within braces", flow, "{threshold: 5, width: 5, zeros: published}", "{threshold: 5, zeros: published}", "threshold: 5", `key "width" is missing`},
		{"a key given twice", flow, "    kind: PRESENT\n", "    kind: PRESENT\n    kind: DIPLOMA\n", "kind: DIPLOMA", `key "kind" is given twice`},
		{"a condition given twice", flow, "when: {next: [GONE]}", "when: {next: [GONE], next: [SAME]}", "code: GONE, label", `key "next" is given twice`},
		{"a word where a number is due", flow, "after: 1\n", "after: soon\n", "after: soon", `a whole number is expected here, not "soon"`},
		{"a number where a list is due", flow, "recipients: [vo-raad]", "recipients: 1", "recipients: 1", "a list is expected here"},
		{"a list where a word is due", flow, "kind: PRESENT", "kind: [PRESENT]", "kind: [PRESENT]", "one value is expected here, not a list or keys"},
		{"a word where keys are due", flow, "label: {nl: Aanwezig, en: Present}", "label: Aanwezig", "label: Aanwezig", "keys expected here: nl, en"},
		{"a word where a mapping is due", flow, "where: {sector: [HBO]}\n", "where: HBO\n", "where: HBO", "a mapping (key: value) is expected here"},
		{"a word where yes or no is due", about, "type: person, required: true", "type: person, required: perhaps", "required: perhaps", `true or false is expected here, not "perhaps"`},
		{"a key without a value", flow, "    source: test\n", "    source:\n", "    source:", "one value is expected here, nothing is given"},
		{"a number that is null", flow, "threshold: 5", "threshold: null", "threshold: null", "a whole number is expected here, nothing is given"},
		{"a list that is null", flow, "recipients: [vo-raad]", "recipients: ~", "recipients: ~", "a list is expected here"},
		{"an item of a list that is null", flow, "recipients: [vo-raad]", "recipients: [vo-raad, ]\n    source: test\n    population: [~]\n#", "population: [~]", "one value is expected here"},
		{"a tab", flow, "    kind: PRESENT\n", "\tkind: PRESENT\n", "\tkind", "not valid YAML: "},
		{"a second document", flow, "transitions:\n", "---\ntransitions:\n", "---", "a second document starts here (---); a file holds one"},
		{"an anchor that is not there", flow, "recipients: [vo-raad]", "recipients: *parties", "populations:", "unknown anchor 'parties' referenced"},

		// What is wrong between definitions.
		{"a codelist that is missing", about, "codelist: sector", "codelist: sectors", "- {id: sector, label: {nl: Sector, en: Sector}, type: code, codelist: sectors}", `record inschrijving: field sector: codelist "sectors" does not exist; known: sector`},
		{"a type that is not known", about, "type: brin", "type: school", "- {id: brin, label: {nl: Instelling, en: Institution}, definition: {nl: Waar, en: Where}, type: school}", `field brin: type "school" does not exist; known: person, code, brin,`},
		{"no person in a record", about, "type: person", "type: text", "id: inschrijving", "exactly one field of type person is needed, 0 found"},
		{"a key field that is missing", about, "key: [pgn, jaar]", "key: [pgn, year]", "key: [pgn, year]", `field "year" does not exist; known: pgn, jaar, sector, brin`},
		{"a field defined twice", about, "{id: brin, label: {nl: Instelling", "{id: sector, label: {nl: Instelling", "- {id: sector, label: {nl: Instelling", `field "sector" is defined twice`},
		{"a code listed twice", about, "code: WO,", "code: HBO,", "- {code: HBO, label: {nl: Hbo, en: Applied sciences}}", `codelist sector: code "HBO" is listed twice`},
		{"a parent after its child", about, "{code: HBO, label", "{code: HBO, parent: WO, label", "- {code: HBO, parent: WO, label: {nl: Hbo, en: Applied sciences}}", `code "HBO": parent "WO" must be listed before it`},
		{"a label in one language", about, "{code: WO, label: {nl: Wo, en: University}}", "{code: WO, label: {nl: Wo, en: \"\"}}", "code: WO", `code WO: needs a Dutch and an English label`},
		{"a definition that nobody gave", about, "    definition: {nl: Deel van het stelsel, en: Part of the system}\n", "", "id: sector", "codelist sector: needs a Dutch and an English definition"},
		{"a definition that nothing lends", about, ", definition: {nl: Waar, en: Where}", "", "id: brin", "record inschrijving: field brin: needs a Dutch and an English definition"},
		{"an offer of what is no institution", about, "type: person", "type: person, offers: VO", "id: pgn", "offers belongs to type brin"},
		{"a number without a unit", about, "definition: {nl: Waar, en: Where}, type: brin", "definition: {nl: Waar, en: Where}, type: int", "id: brin", "field brin: needs a Dutch and an English unit"},
		{"a source that is empty", flow, "    source: test\n", "    source: \"\"\n", "id: HBO-NEXT", "transition HBO-NEXT: needs a source"},
		{"years the wrong way round", flow, "        audiences: [public, vo-raad]\n", "        audiences: [public, vo-raad]\n        from: 2025\n        until: 2020\n", "from: 2025", "table next: from 2025 is after until 2020"},
		{"a class that is not known", about, "code: WO,", "code: WO, sensitivity: secret,", "code: WO", `code WO: sensitivity "secret" does not exist; known: none, personal, special`},
		{"a special code that reveals nothing", about, "code: WO,", "code: WO, sensitivity: special,", "code: WO", "code WO: reveals lists special categories exactly where sensitivity is special"},
		{"a category that is not known", about, "code: WO,", "code: WO, sensitivity: special, reveals: [wealth],", "code: WO", `code WO: reveals "wealth" does not exist; known: origin, politics,`},
		{"an exception that nothing needs", flow, "        role: origin\n", "        role: origin\n        exception: UAVG art. 24\n", "exception: UAVG", `dimension school: exception "UAVG art. 24" is not needed`},
		{"another record that is not there", flow, "    rule: {threshold: 5", "    also: {record: diploma, after: -1}\n    rule: {threshold: 5", "also:", `population PRESENT: also: record "diploma" does not exist; known: inschrijving`},
		{"another record of a later year", flow, "    rule: {threshold: 5", "    also: {record: inschrijving, after: 1}\n    rule: {threshold: 5", "after: 1}", "also: after must be 0 or -1"},
		{"a lookup that must find nothing and is not there", flow, "    rule: {threshold: 5", "    also: {record: inschrijving, after: 0, absent: [soon]}\n    rule: {threshold: 5", "absent: [soon]", `also: absent: lookup "soon" does not exist; known: later`},
		{"a part of nothing", flow, "    recipients: [vo-raad]\n", "    recipients: [vo-raad]\n    part: {label: {nl: d, en: p}, definition: {nl: d, en: p}, when: {}}\n", "part:", "transition HBO-NEXT: part: names no column; leave part out"},
		{"a part by a code that is not there", flow, "    recipients: [vo-raad]\n", "    recipients: [vo-raad]\n    part: {label: {nl: d, en: p}, definition: {nl: d, en: p}, when: {next: [AWAY]}}\n", "part:", `part: when: next: code "AWAY" does not exist; known: SAME, MOVED, GONE`},
		{"a part that is known too late", flow, "    recipients: [vo-raad]\n", "    recipients: [vo-raad]\n    part: {label: {nl: d, en: p}, definition: {nl: d, en: p}, when: {next: [SAME]}}\n", "part:", "part: column next is known only in year 1 after the cohort year"},
		{"a codelist defined twice", about, "records:\n", "  - {id: sector, label: {nl: S, en: S}, source: t, codes: []}\nrecords:\n", "id: sector", `codelist "sector" is defined twice; first at about.yaml:9`},
		{"a population of a record that is missing", flow, "    record: inschrijving\n    where: {sector: [HBO]}", "    record: enrolment\n    where: {sector: [HBO]}", "record: enrolment", `record "enrolment" does not exist; known: inschrijving`},
		{"a lookup in a record that is missing", flow, "        record: inschrijving\n", "        record: enrolment\n", "record: enrolment", `lookup later: record "enrolment" does not exist`},
		{"a code that is on no list", flow, "where: {sector: [HBO, WO]}", "where: {sector: [HBO, XX]}", "where: {sector: [HBO, XX]}", `lookup later: code "XX" of field sector is not on codelist sector`},
		{"a filter on a field that is missing", flow, "    where: {sector: [HBO]}\n", "    where: {sektor: [HBO]}\n", "where: {sektor: [HBO]}", `where: field "sektor" does not exist`},
		{"a threshold that protects nobody", flow, "threshold: 5", "threshold: 1", "rule: {threshold: 1, width: 5, zeros: published}", "rule: threshold must be at least 2 and width at least 1"},
		{"zeros that are not shown", flow, "zeros: published", "zeros: hidden", "rule: {threshold: 5, width: 5, zeros: hidden}", `rule: zeros "hidden" does not exist; known: published, secondary, protected`},
		{"two lookups of one name", flow, "    columns:\n", "      - {id: later, record: inschrijving, after: 2}\n    columns:\n", "- {id: later", `lookup "later" is defined twice`},
		{"a lookup that looks two years back", flow, "after: 1\n", "after: -2\n", "after: -2", "lookup later: after must be -1 to 20 years"},
		{"cases without a last one that always holds", flow, "          - {code: MOVED}\n", "", "- id: next", "column next: the last case, and only the last, has no conditions, so that every member gets a code"},
		{"a case that always holds before the last", flow, "{code: GONE, absent: [later]}", "{code: GONE}", "- id: next", "column next: the last case, and only the last, has no conditions"},
		{"a case that is not listed", flow, "codes: [SAME, MOVED, GONE]", "codes: [SAME, GONE]", "- {code: MOVED, is: {later.sector: [WO]}}", "column next: case MOVED is not listed in codes"},
		{"a case about a lookup that is missing", flow, "absent: [later]", "absent: [latre]", "- {code: GONE, absent: [latre]}", `column next: case GONE: lookup "latre" does not exist; known: cohort, later`},
		{"a case about a field that is missing", flow, "later.sector: [WO]", "later.sektor: [WO]", "- {code: MOVED, is: {later.sektor: [WO]}}", `column next: case MOVED: is: field of later "sektor" does not exist`},
		{"a case about a code that is on no list", flow, "later.sector: [WO]", "later.sector: [XX]", "- {code: MOVED, is: {later.sector: [XX]}}", `case MOVED: is: code "XX" of field sector is not on codelist sector`},
		{"a comparison of a field that is missing", flow, "fields: [brin]", "fields: [brun]", "- {code: SAME, same: {of: [cohort, later], fields: [brun]}}", `case SAME: same: field of cohort "brun" does not exist`},
		{"a comparison of one lookup", flow, "of: [cohort, later]", "of: [later]", "- {code: SAME, same: {of: [later], fields: [brin]}}", "case SAME: same needs two lookups"},
		{"a column that may find nothing without a code for it", flow, "of: cohort, field: brin", "of: later, field: brin", "- {id: school, label: {nl: School, en: School}, of: later, field: brin, recode: institution}", "column school: needs none: the code of a member for whom later finds no record"},
		{"a guard on a code that is missing", flow, "    domains:\n", "      - {id: x, label: {nl: a, en: b}, of: later, field: sector, only: {next: [SAEM]}}\n    domains:\n", "- {id: x", `column x: only: code of next "SAEM" does not exist; known: SAME, MOVED, GONE`},
		{"a guard on a code that no record has", flow, "    domains:\n", "      - {id: x, label: {nl: a, en: b}, of: cohort, field: sector}\n      - {id: y, label: {nl: a, en: b}, of: later, field: sector, only: {x: [HBOO]}}\n    domains:\n", "- {id: y", `column y: only: code of x "HBOO" does not exist; known: HBO, WO`},
		{"a guard on a later column", flow, "recode: institution}", "recode: institution, only: {next: [SAME]}}", "- {id: school, label: {nl: School, en: School}, of: cohort, field: brin, recode: institution, only: {next: [SAME]}}", `column school: only: earlier column "next" does not exist`},
		{"a recode that is not known", flow, "recode: institution}", "recode: province}", "- {id: school, label: {nl: School, en: School}, of: cohort, field: brin, recode: province}", `column school: recode "province" does not exist; known: institution, institution.bestuur,`},
		{"a domain of a column that is missing", flow, "columns: {school: brin}", "columns: {scool: brin}", "- {offered: {sector: [HBO]}, after: [0], columns: {scool: brin}}", `domain: column "scool" does not exist; known: school, next`},
		{"a transition of a population that is missing", flow, "population: PRESENT", "population: ABSENT", "population: ABSENT", `transition HBO-NEXT: population "ABSENT" does not exist; known: PRESENT`},
		{"a recipient that is no party", flow, "recipients: [vo-raad]", "recipients: [po-raad]", "recipients: [po-raad]", `recipient "po-raad" does not exist; known: vo-raad`},
		{"an audience that is no recipient", flow, "audiences: [public, vo-raad]", "audiences: [public, vh]", "audiences: [public, vh]", `table next: audience "vh" does not exist; known: public, vo-raad`},
		{"a table of a dimension that is missing", flow, "dimensions: [school, next]", "dimensions: [school, soon]", "dimensions: [school, soon]", `table next: dimension "soon" does not exist; known: school, next`},
		{"two dimensions of one name", flow, "      - id: next # dimension\n        label: {nl: Daarna, en: Next}\n        definition", "      - id: school # again\n        label: {nl: Daarna, en: Next}\n        definition", "- id: school # again", `dimension "school" is defined twice`},
		{"a node about a column that is missing", flow, "when: {next: [GONE]}", "when: {nxt: [GONE]}", "- {code: GONE, label: {nl: Weg, en: Gone}, when: {nxt: [GONE]}}", `dimension next: node GONE: when: column "nxt" does not exist; known: school, next`},
		{"a field that may be filled with a code that is not there", about, "type: person, required: true", "type: person, only: {sector: [MBO]}, required: true", "type: person, only", `record inschrijving: field pgn: only: takes codes of another field`},
		{"a field that may be filled with a code of nothing", about, "definition: {nl: Waar, en: Where}, type: brin", "definition: {nl: Waar, en: Where}, type: brin, only: {sector: [MBO]}", "type: brin, only", `record inschrijving: field brin: only: sector: code "MBO" does not exist; known: HBO, WO`},
		{"a field that may be filled with a field that is not there", about, "definition: {nl: Waar, en: Where}, type: brin", "definition: {nl: Waar, en: Where}, type: brin, only: {sort: [MBO]}", "type: brin, only", `record inschrijving: field brin: only: field "sort" does not exist`},
		{"a node about a code that is missing", flow, "when: {next: [GONE]}", "when: {next: [LOST]}", "- {code: GONE, label: {nl: Weg, en: Gone}, when: {next: [LOST]}}", `dimension next: node GONE: when: next: code "LOST" does not exist; known: SAME, MOVED, GONE`},
		{"a node listed twice", flow, "{code: GONE, label", "{code: SAME, label", "- {code: SAME, parent: THERE, label: {nl: Zelfde, en: Same}, when: {next: [SAME]}}", "dimension next: node SAME is listed twice"},
		{"a node whose parent is missing", flow, "{code: SAME, parent: THERE", "{code: SAME, parent: HERE", "- {code: SAME, parent: HERE, label: {nl: Zelfde, en: Same}, when: {next: [SAME]}}", `dimension next: node SAME: parent "HERE" must be listed before it`},
		{"a dimension of a register that is not known", flow, "register: institution", "register: province", "register: province", `dimension school: register "province" does not exist; known: institution`},
		{"a dimension with neither a column nor nodes", flow, "        column: school\n        register: institution\n", "", "- id: school", "dimension school: needs either column or nodes"},
		{"a comparison of a dimension that is missing", flow, "    recipients: [vo-raad]\n", "    recipients: [vo-raad]\n    compare: [{dimension: scool, by: provincie}]\n", "compare:", `compare: dimension "scool" does not exist; known: school, next`},
		{"an order that names a value twice", flow, "      - {field: brin}\n", "      - {field: brin}\n      - {field: sector, order: [WO, HBO, WO]}\n", "order: [WO", `where: prefer: order names "WO" twice, and its first place counts; take the other away`},
		{"an order of a lookup that names a value twice", flow, "        where: {sector: [HBO, WO]}\n", "        where: {sector: [HBO, WO]}\n        prefer:\n          - {field: brin}\n          - {field: sector, order: [WO, WO]}\n", "order: [WO", `lookup later: prefer: order names "WO" twice`},
		{"no domain", flow, "    domains:\n      - {offered: {sector: [HBO]}, after: [0], columns: {school: brin}}\n", "    domains: []\n", "- {id: school", "column school: nothing lists its codes; give codes, or name the column in a domain"},
		{"a comparison by what the register does not say", flow, "    recipients: [vo-raad]\n", "    recipients: [vo-raad]\n    compare: [{dimension: school, by: denominatie}]\n", "compare:", `compare: by "denominatie" does not exist; known: provincie, grootte, bestuur`},
		{"a comparison of outcomes", flow, "    recipients: [vo-raad]\n", "    recipients: [vo-raad]\n    compare: [{dimension: next, by: provincie}]\n", "compare:", `compare: dimension "next" holds no institutions of origin`},
		{"a comparison given twice", flow, "    recipients: [vo-raad]\n", "    recipients: [vo-raad]\n    compare: [{dimension: school, by: provincie}, {dimension: school, by: provincie}]\n", "compare:", `compare "school provincie" is defined twice`},
		{"persons in two populations", flow, "transitions:\n", "  - {id: TWICE, label: {nl: a, en: b}, definition: {nl: a, en: b}, kind: PRESENT, record: inschrijving, prefer: [], rule: {threshold: 5, width: 5, zeros: published}, cohorts: {from: 2010, until: 2060}, lookups: [], columns: [], domains: [],\n     where: {sector: [WO, HBO]}}\ntransitions:\n", "where: {sector: [WO, HBO]}}", "population TWICE: where: the same rows of inschrijving count in population PRESENT; make this a transition of PRESENT"},
		{"an indicator of a table that is missing", flow, "table: next", "table: nxt", "table: nxt", `indicator still: table "nxt" does not exist; known: next`},
		{"an indicator of a code that is missing", flow, "numerator: THERE", "numerator: HERE", "numerator: HERE", `indicator still: numerator "HERE" does not exist; known: _T, THERE, SAME, MOVED, GONE`},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t) })
	}
}

// place is "file:line: " of the first line that holds the text.
func place(t *testing.T, file, text, at string) string {
	t.Helper()
	n := 0
	for line := range strings.Lines(text) {
		n++
		if strings.Contains(line, at) {
			return fmt.Sprintf("%s:%d: ", file, n)
		}
	}
	t.Fatalf("%s has no line with %q", file, at)
	return ""
}

func TestWholeFilesThatAreWrong(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(fstest.MapFS)
		want   string
	}{
		{"no files", func(f fstest.MapFS) { clear(f) }, "no .yaml files found; give the folder of one year"},
		{"a file with another ending", func(f fstest.MapFS) { f["more.yml"] = &fstest.MapFile{Data: []byte("codelists: []\n")} }, "more.yml:1: is not read: the name of a file of a specification ends in .yaml"},
		{"no file but with another ending", func(f fstest.MapFS) { clear(f); f["more.YML"] = &fstest.MapFile{} }, "more.YML:1: is not read"},
		{"an empty file", func(f fstest.MapFS) { f["x.yaml"] = &fstest.MapFile{} }, "x.yaml:1: the file is empty"},
		{"a file of comments", func(f fstest.MapFS) { f["x.yaml"] = &fstest.MapFile{Data: []byte("# nothing\n")} }, "x.yaml:1: "},
		{"no header", func(f fstest.MapFS) {
			f["about.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(string(f["about.yaml"].Data), "specification:\n", "# specification:\n", 1))}
		}, "about.yaml:"},
		{"two headers", func(f fstest.MapFS) {
			f["b.yaml"] = &fstest.MapFile{Data: []byte("specification:\n  version: \"2\"\n  title: {nl: a, en: b}\n  agency: c\n  since: d\n  recipients: []\n")}
		}, "b.yaml:1: specification is described twice"},
		{"a transition in two files", func(f fstest.MapFS) { f["z.yaml"] = f["flow.yaml"] }, `z.yaml:30: transition "HBO-NEXT" is defined twice; first at flow.yaml:30`},
	} {
		t.Run(c.name, func(t *testing.T) {
			fsys := small(t)
			c.change(fsys)
			_, err := spec.Load(fsys)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want %q", err, c.want)
			}
			sayDutch(t, err)
		})
	}
}

// TestAllFaultsAtOnce: whoever writes a specification sees every fault.
func TestAllFaultsAtOnce(t *testing.T) {
	fsys := small(t)
	text := strings.NewReplacer("threshold: 5", "threshold: 0", "role: origin", "role: begin", "kind: PRESENT", "kind: HERE").Replace(string(fsys["flow.yaml"].Data))
	fsys["flow.yaml"] = &fstest.MapFile{Data: []byte(text)}
	_, err := spec.Load(fsys)
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("want three lines, got\n%v", err)
	}
}

// FuzzLoad feeds one file beside a sound one: it never panics, and what loads
// has a digest and two equal readings.
func FuzzLoad(f *testing.F) {
	for _, dir := range []string{"testdata/small", "../specs/2026"} {
		if err := fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.Contains(p, "layouts") {
				return err
			}
			b, err := os.ReadFile(dir + "/" + p)
			f.Add(b)
			return err
		}); err != nil {
			f.Fatal(err)
		}
	}
	f.Add([]byte("codelists:\n  - {id: , label: {nl: a, en: b}, source: x, codes: []}\n"))
	f.Add([]byte("# id: \n# id: }\ncodelists: [~]\n"))
	f.Add([]byte("populations:\n  - &p {id: a}\n  - *p\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		fsys := fstest.MapFS{"flow.yaml": {Data: data}, "about.yaml": small(t)["about.yaml"]}
		s, err := spec.Load(fsys)
		if err != nil {
			if !strings.Contains(err.Error(), ".yaml:") {
				t.Errorf("an error without a place: %v", err)
			}
			return
		}
		again, err := spec.Load(fsys)
		if err != nil || again.Digest != s.Digest || len(s.Digest) != 64 {
			t.Errorf("two readings differ: %v", err)
		}
	})
}

// current is the specification of this year.
func current(t testing.TB) *spec.Specification {
	t.Helper()
	s, err := spec.Load(os.DirFS("../specs/2026"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
