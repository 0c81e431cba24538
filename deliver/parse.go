package deliver

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"doorstroommonitor/internal/message"
	"doorstroommonitor/internal/strictyaml"
	"doorstroommonitor/internal/version"
	"doorstroommonitor/release"
)

// ParseAgreement reads one agreement strictly: unknown, missing and double
// keys and values out of range are errors with file, line and what is
// expected. All faults are reported together.
func ParseAgreement(file string, data []byte) (*Agreement, error) {
	a := &Agreement{}
	if err := strictyaml.Decode(file, data, a); err != nil {
		return nil, err
	}
	c := &checker{file: file, doc: strictyaml.Parse(data)}
	c.check(a)
	if err := c.faults.join(); err != nil {
		return nil, err
	}
	return a, nil
}

// checker checks what the types of an Agreement do not say.
type checker struct {
	file   string
	doc    strictyaml.Tree
	faults faultList
}

// fail reports a fault at the value under the given keys.
func (c *checker) fail(rule string, what message.Text, keys ...string) {
	text := texts.Say("%s: %s: %s", rule, strings.Join(keys, "."), what)
	line, column := c.doc.Find(keys, "")
	c.faults = append(c.faults, &strictyaml.Error{File: c.file, Line: line, Column: column, Rule: rule, Msg: text.EN, Dutch: text.NL})
}

func (c *checker) check(a *Agreement) {
	c.name(a.ID, "id")
	c.name(a.Version, "version")
	c.name(a.Recipient.ID, "recipient", "id")
	if a.Recipient.ID == "public" {
		c.fail("A02", texts.Say(`"public" is everybody, no recipient`), "recipient", "id")
	}
	c.words(a.Supplier.Name, "supplier", "name")
	c.words(a.Recipient.Name, "recipient", "name")
	c.words(a.Recipient.Contact, "recipient", "contact")
	c.words(a.LegalBasis, "legal_basis")
	c.purposes(a.Purpose)
	c.cubes(a.Cubes, a.OwnData)
	if _, err := version.ParseRange(a.Specification); err != nil {
		c.fail("A05", texts.Say("%v", err), "specification")
	}
	for i, e := range a.Exceptions {
		c.words(e, "exceptions", fmt.Sprint(i))
	}
	if !a.OwnData {
		c.scenario(a.Scenario, "scenario")
	}
	c.own(a)
	if a.Term.From > a.Term.Until {
		c.fail("A07", texts.Say("the term ends before it begins"), "term", "until")
	}
	c.date(a.Term.From, "term", "from")
	c.date(a.Term.Until, "term", "until")
	c.date(a.Signed.Date, "signed", "date")
	if len(a.Signed.By) < 2 || slices.Contains(a.Signed.By, "") {
		c.fail("A09", texts.Say("both parties sign; expected: a list of at least two names"), "signed", "by")
	}
}

func (c *checker) purposes(list []string) {
	if len(list) == 0 {
		c.fail("A03", texts.Say("at least one purpose of article 1 is expected: a, b"), "purpose")
	}
	for i, p := range list {
		if p != PurposeQuality && p != PurposeAccount || slices.Contains(list[:i], p) {
			c.fail("A03", texts.Say("%q; expected: a or b of article 1, each once", p), "purpose")
		}
	}
}

func (c *checker) cubes(grants []Grant, own bool) {
	if len(grants) == 0 {
		c.fail("A04", texts.Say("at least one cube is expected"), "cubes")
	}
	seen := map[string]bool{}
	for i, g := range grants {
		at := []string{"cubes", fmt.Sprint(i)}
		c.name(g.Cube, append(at, "cube")...)
		if seen[g.Cube] {
			c.fail("A04", texts.Say("%q is named twice; next: put its tables in one list", g.Cube), append(at, "cube")...)
		}
		seen[g.Cube] = true
		if g.Tables != nil && len(g.Tables) == 0 {
			c.fail("A04", texts.Say("an empty list; next: leave the key out for all tables"), append(at, "tables")...)
		}
		if g.Scenario != "" && !own {
			c.scenario(g.Scenario, append(at, "scenario")...)
		}
		for _, t := range g.Tables {
			c.name(t, append(at, "tables")...)
		}
		if r := g.Cohorts; r != nil && (r.From < 1900 || r.To > 2999 || r.From > r.To) {
			c.fail("A04", texts.Say("from and to are years, from not after to"), append(at, "cohorts")...)
		}
	}
}

func (c *checker) scenario(s string, keys ...string) {
	if s != ScenarioSuppression && s != ScenarioNoise && s != ScenarioRounding && s != ScenarioCellKey {
		c.fail("A06", texts.Say("unknown scenario %q; expected: %s, %s, %s or %s", s, ScenarioSuppression, ScenarioNoise, ScenarioRounding, ScenarioCellKey), keys...)
	}
}

func (c *checker) name(s string, keys ...string) {
	if !release.SafeName(s) {
		c.fail("A01", texts.Say("%q; expected: letters, digits, '.', '_' and '-'", s), keys...)
	}
}

func (c *checker) words(s string, keys ...string) {
	if strings.TrimSpace(s) == "" || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		c.fail("A01", texts.Say("a text of one line is expected"), keys...)
	}
}

func (c *checker) date(s string, keys ...string) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		c.fail("A07", texts.Say("%q is no date; expected: yyyy-mm-dd", s), keys...)
	}
}

// faultList collects faults that are reported together, one a line.
type faultList []error

func (l faultList) join() error { return errors.Join(l...) }
