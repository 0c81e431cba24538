package spec_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"doorstroommonitor/spec"
)

const governance = `  governance:
    care: {id: keeper, name: Keeper}
    advice: {id: advisers, name: Advisers}
    decision: {id: council, name: Council}
`

const goodChange = `changes:
  - id: W-1
    label: {nl: Anders, en: Other}
    reason: {nl: Omdat, en: Because}
    concerns: [transition/HBO-NEXT]
    version: "2026.1"
    steps:
      - {step: proposal, date: 2025-01-10, by: vo-raad}
      - {step: consultation, date: 2025-02-10, by: keeper}
      - {step: advice, date: 2025-03-10, by: advisers}
      - {step: decision, date: 2025-04-10, by: council, outcome: accepted}
      - {step: in care, date: 2025-05-10, by: keeper}
`

// changed loads the small specification with governance and a change, after
// replacements in either.
func changed(t *testing.T, replacements ...string) (*spec.Specification, error) {
	t.Helper()
	return spec.Load(changedFiles(t, replacements...))
}

func changedFiles(t *testing.T, replacements ...string) fstest.MapFS {
	t.Helper()
	fsys := small(t)
	about := strings.Replace(string(fsys["about.yaml"].Data), "codelists:\n", governance+"codelists:\n", 1)
	r := strings.NewReplacer(replacements...)
	if len(replacements) > 0 && !strings.Contains(about+goodChange, replacements[0]) {
		t.Fatalf("nothing holds %q", replacements[0])
	}
	fsys["about.yaml"] = &fstest.MapFile{Data: []byte(r.Replace(about))}
	fsys["changes/w1.yaml"] = &fstest.MapFile{Data: []byte(r.Replace(goodChange))}
	return fsys
}

func TestAChangeTakesItsSteps(t *testing.T) {
	s, err := changed(t)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Changes["W-1"].State(); got != "in care" {
		t.Errorf("state %q", got)
	}
}

// TestAProposalChangesNothing: the digest of what is counted stays.
func TestAProposalChangesNothing(t *testing.T) {
	with, err := changed(t)
	if err != nil {
		t.Fatal(err)
	}
	other, err := changed(t, "Omdat", "Daarom")
	if err != nil {
		t.Fatal(err)
	}
	counted, err := changed(t, "nl: Klein", "nl: Groot")
	if err != nil {
		t.Fatal(err)
	}
	if with.Digest != other.Digest || with.Digest == counted.Digest {
		t.Errorf("digests %s, %s and %s", with.Digest, other.Digest, counted.Digest)
	}
}

// TestChangesOutOfOrder changes one thing at a time; the fault stands at the
// line that holds the last word.
func TestChangesOutOfOrder(t *testing.T) {
	for _, c := range []struct{ name, old, new, message, at string }{
		{"care and decision in one hand", "decision: {id: council", "decision: {id: keeper", `governance: decision: "keeper" has the technical care, too; care and decision are kept apart`, "decision: {id: keeper"},
		{"a decision by the keeper", "by: council, outcome", "by: keeper, outcome", `step decision: by: "keeper" may not take this step; it is that of council`, "step: decision"},
		{"a consultation by the proposer", "2025-02-10, by: keeper", "2025-02-10, by: vo-raad", `step consultation: by: "vo-raad" may not take this step; it is that of keeper`, "step: consultation"},
		{"taken into care by the council", "2025-05-10, by: keeper", "2025-05-10, by: council", `step in care: by: "council" may not take this step`, "step: in care"},
		{"no advice", "      - {step: advice, date: 2025-03-10, by: advisers}\n", "", "step decision: cannot follow consultation; the order is proposal, consultation,", "step: decision"},
		{"no proposal", "      - {step: proposal, date: 2025-01-10, by: vo-raad}\n", "", "steps: the first step is the proposal", "step: consultation"},
		{"a day before the day before", "date: 2025-03-10", "date: 2025-01-11", `step advice: date: "2025-01-11" is before the step consultation of 2025-02-10`, "step: advice"},
		{"a day that does not exist", "date: 2025-03-10", "date: 2025-13-10", `step advice: date: "2025-13-10" is no date; expected: yyyy-mm-dd`, "step: advice"},
		{"a decision without an outcome", ", outcome: accepted", "", "step decision: an outcome belongs to a decision, and to nothing else", "step: decision"},
		{"an outcome that is none", "outcome: accepted", "outcome: perhaps", `outcome "perhaps" does not exist; known: accepted, rejected`, "step: decision"},
		{"care for what was rejected", "outcome: accepted", "outcome: rejected", "step in care: a rejected change takes no further step", "step: in care"},
		{"a step that is none", "step: advice", "step: vote", `step "vote" does not exist; known: proposal,`, "step: vote"},
		{"a version that is yet to come", "    version: \"2026.1\"\n    steps", "    version: \"2027.1\"\n    steps", `version "2027.1" is in care, and this specification is 2026.1`, "version: \"2027.1\""},
		{"a version that is none", "    version: \"2026.1\"\n    steps", "    version: next\n    steps", `version: "next" is no version`, "version: next"},
		{"a withdrawal by somebody else", "{step: consultation, date: 2025-02-10, by: keeper}\n      - {step: advice, date: 2025-03-10, by: advisers}\n      - {step: decision, date: 2025-04-10, by: council, outcome: accepted}\n      - {step: in care, date: 2025-05-10, by: keeper}", "{step: withdrawn, date: 2025-02-10, by: keeper}", `step withdrawn: by: "keeper" may not take this step; only who proposed it`, "step: withdrawn"},
		{"no reason in English", "en: Because", "en: \"\"", "reason: is needed in Dutch and English", "reason:"},
		{"nobody to decide", governance, "", "nobody can take a step; specification.yaml needs governance", "id: W-1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			fsys := changedFiles(t, c.old, c.new)
			_, err := spec.Load(fsys)
			if err == nil {
				t.Fatal("it is accepted")
			}
			sayDutch(t, err)
			for _, f := range spec.Faults(err) {
				if !strings.Contains(f.Msg, c.message) {
					continue
				}
				if line := strings.Split(string(fsys[f.File].Data), "\n")[f.Line-1]; !strings.Contains(line, c.at) {
					t.Errorf("the fault stands at %q, want the line with %q", line, c.at)
				}
				return
			}
			t.Errorf("error is\n%v\nwant %s", err, c.message)
		})
	}
}

// TestAProposalMayBeWithdrawn by who made it, before the decision.
func TestAProposalMayBeWithdrawn(t *testing.T) {
	s, err := changed(t, "{step: advice, date: 2025-03-10, by: advisers}\n      - {step: decision, date: 2025-04-10, by: council, outcome: accepted}\n      - {step: in care, date: 2025-05-10, by: keeper}", "{step: withdrawn, date: 2025-03-10, by: vo-raad}")
	if err != nil || s.Changes["W-1"].State() != "withdrawn" {
		t.Errorf("%v", err)
	}
}

// after takes a change that is in care further, by the council.
func after(step, date string) []string {
	return []string{"2025-05-10, by: keeper}\n", "2025-05-10, by: keeper}\n      - {step: deprecated, date: 2025-06-10, by: council}\n" + map[bool]string{true: "      - {step: " + step + ", date: " + date + ", by: council}\n"}[step != ""]}
}

// TestWhatIsWithdrawnCountsNoMore: it is gone, or ends in time.
func TestWhatIsWithdrawnCountsNoMore(t *testing.T) {
	still := `change W-1: step withdrawn: "transition/HBO-NEXT" is still counted after 2025`
	for _, c := range []struct {
		name  string
		more  []string
		wrong bool
	}{
		{"still there", nil, true},
		{"ends later", []string{"    population: PRESENT\n", "    population: PRESENT\n    until: 2026\n"}, true},
		{"ends in time", []string{"    population: PRESENT\n", "    population: PRESENT\n    until: 2025\n"}, false},
		{"about something that is gone", []string{"transition/HBO-NEXT]", "transition/OUD]"}, false},
	} {
		fsys := changedFiles(t, after("withdrawn", "2025-07-10")...)
		for name, f := range fsys {
			if len(c.more) > 0 {
				fsys[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(f.Data), c.more[0], c.more[1]))}
			}
		}
		_, err := spec.Load(fsys)
		if wrong := err != nil && strings.Contains(err.Error(), still); wrong != c.wrong || !wrong && err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if err != nil {
			sayDutch(t, err)
		}
	}
}

// TestWhatIsDeprecatedIsSaid beside the definition, and nothing is before.
func TestWhatIsDeprecatedIsSaid(t *testing.T) {
	s, err := changed(t)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Described(s.Transitions["HBO-NEXT"]).EN; got != "Where people go" {
		t.Errorf("in care: %q", got)
	}
	if s, err = changed(t, after("", "")...); err != nil {
		t.Fatal(err)
	}
	if got := s.Described(s.Transitions["HBO-NEXT"]); got.EN != "Where people go. Deprecated since 2025-06-10: transition/HBO-NEXT (change W-1)." || !strings.Contains(got.NL, "Verouderd sinds 2025-06-10") {
		t.Errorf("deprecated: %q", got)
	}
}

// TestChangesAndDefinitionsLieApart: what counts is in one place, what is
// proposed in another.
func TestChangesAndDefinitionsLieApart(t *testing.T) {
	fsys := small(t)
	fsys["w1.yaml"] = &fstest.MapFile{Data: []byte(goodChange)}
	if _, err := spec.Load(fsys); err == nil || !strings.Contains(err.Error(), `w1.yaml:2: change "W-1" stands among definitions`) {
		t.Errorf("a change among definitions: %v", err)
	}
	fsys = small(t)
	fsys["changes/flow.yaml"] = fsys["flow.yaml"]
	delete(fsys, "flow.yaml")
	if _, err := spec.Load(fsys); err == nil || !strings.Contains(err.Error(), "changes/flow.yaml:1: a definition stands among changes") {
		t.Errorf("a definition among changes: %v", err)
	}
}
