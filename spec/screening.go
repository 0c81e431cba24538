package spec

import (
	"slices"

	"doorstroommonitor/sdmx"
)

// Severities of a screening rule.
const (
	SeverityStop    = "stop"    // the whole run ends; nothing is kept
	SeverityReject  = "reject"  // the row goes to the quarantine
	SeverityWarning = "warning" // the row is kept and counted
)

// Screening is what is checked in the files that come in, with the words in
// which suppliers read of it.
type Screening struct {
	Rules  []ScreeningRule `yaml:"rules"`
	Shifts []Shift         `yaml:"shifts,omitempty"`
}

// ScreeningRule is one check of rows or files: how severe it is, what is wrong
// when it fails, why that matters and how to mend it.
type ScreeningRule struct {
	ID       string    `yaml:"id"`
	Severity string    `yaml:"severity"`
	Text     sdmx.Text `yaml:"text"`
	Why      sdmx.Text `yaml:"why"`
	Mend     sdmx.Text `yaml:"mend"`
}

// Shift compares the number of records of consecutive years, in total or by
// the codes of one field. A change of more than Warn percent, up or down, is
// reported; one of more than Stop percent ends the run (0: never). Totals
// that are below Least in both years are not compared: there chance decides.
// Falls says that only a change down is looked at, of what grows by itself.
type Shift struct {
	ID     string    `yaml:"id"`
	Record string    `yaml:"record"`
	By     string    `yaml:"by,omitempty"`
	Warn   int       `yaml:"warn"`
	Stop   int       `yaml:"stop,omitempty"`
	Least  int64     `yaml:"least"`
	Falls  bool      `yaml:"falls,omitempty"`
	Text   sdmx.Text `yaml:"text"`
	Why    sdmx.Text `yaml:"why"`
	Mend   sdmx.Text `yaml:"mend"`
}

// RuleByID returns the screening rule with the given id.
func (s *Screening) RuleByID(id string) (ScreeningRule, bool) {
	i := slices.IndexFunc(s.Rules, func(r ScreeningRule) bool { return r.ID == id })
	if i < 0 {
		return ScreeningRule{}, false
	}
	return s.Rules[i], true
}

// ids lists rules and shifts.
func (s *Screening) ids() []string {
	var out []string
	for _, r := range s.Rules {
		out = append(out, r.ID)
	}
	for _, x := range s.Shifts {
		out = append(out, x.ID)
	}
	return out
}

func (c *checker) screening(s *Screening) {
	seen := map[string]bool{}
	once := func(id string, texts ...sdmx.Text) {
		if seen[id] {
			c.fail("rule", id, "is defined twice")
		}
		seen[id] = true
		for _, t := range texts {
			if t.NL == "" || t.EN == "" {
				c.fail("rule", id, "text, why and mend are needed in Dutch and English")
				break
			}
		}
	}
	for _, r := range s.Rules {
		once(r.ID, r.Text, r.Why, r.Mend)
		c.among("rule", r.ID, "severity", r.Severity, severities)
	}
	for _, x := range s.Shifts {
		once(x.ID, x.Text, x.Why, x.Mend)
		rec := c.s.Records[x.Record]
		if rec == nil || rec.Year == "" {
			c.fail("rule", x.ID, "record %q does not exist or has no year", x.Record)
			continue
		}
		if f, ok := rec.FieldByID(x.By); x.By != "" && (!ok || f.Type != TypeCode) {
			c.fail("rule", x.ID, "by: record %s has no field %q with a codelist", x.Record, x.By)
		}
		if x.Warn < 1 || x.Stop != 0 && x.Stop < x.Warn || x.Least < 1 {
			c.fail("rule", x.ID, "warn and least must be at least 1, and stop at least warn (or 0: never)")
		}
	}
}
