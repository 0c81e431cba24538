package cube_test

import (
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/spec"
)

// tables holds the counts of one cohort year: "VO-HO/bestemming" -> codes
// joined by a space -> persons.
type tables map[string]map[string]int64

func (y tables) add(g counted) {
	for _, tab := range g.model.Tables {
		cells := map[string]int64{}
		for key, c := range g.model.Keys(tab) {
			cells[key] = g.problem.Counts[c]
		}
		y[tab.Cube+"/"+tab.Spec.ID] = cells
	}
}

// isInstitution knows the codes of the country: those of its institutions, and
// no others, begin with 9.
func isInstitution(code string) bool { return strings.HasPrefix(code, "9") }

// institutions are what EACH in an equation stands for: the institutions of
// the first table in it. An equation without EACH holds once.
func (y tables) institutions(equation string) []string {
	if !strings.Contains(equation, "EACH") {
		return []string{""}
	}
	name, _, _ := strings.Cut(equation, " ")
	var out []string
	for key := range y[name] {
		if code, _, _ := strings.Cut(key, " "); isInstitution(code) {
			out = append(out, code)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// sides adds up both sides of an equation; not ok where a table cannot be
// observed yet.
func (y tables) sides(t *testing.T, equation, institution string) (left, right int64, ok bool) {
	t.Helper()
	l, r, found := strings.Cut(strings.ReplaceAll(equation, "EACH", institution), " = ")
	if !found {
		t.Fatalf("%q is no equation", equation)
	}
	left, known := y.sum(l)
	right, too := y.sum(r)
	return left, right, known && too
}

// sum adds up terms. A cell that the table does not have cannot exist and
// holds nobody.
func (y tables) sum(terms string) (n int64, known bool) {
	for term := range strings.SplitSeq(terms, " + ") {
		name, pattern, _ := strings.Cut(term, " ")
		cells, ok := y[name]
		if !ok {
			return 0, false
		}
		for key, count := range cells {
			if matches(strings.Fields(pattern), strings.Fields(key)) {
				n += count
			}
		}
	}
	return n, true
}

func matches(pattern, key []string) bool {
	return slices.EqualFunc(pattern, key, func(p, code string) bool { return p == code || p == "9*" && isInstitution(code) })
}

// balanced compares the members of a group with the totals of its tables, and
// these with the national outcomes of the balance.
func balanced(t *testing.T, s *spec.Specification, g counted) {
	t.Helper()
	if g.balance.Members == 0 {
		t.Errorf("%s has no members", g.model.Group())
	}
	counts := tables{}
	counts.add(g)
	for _, tab := range g.model.Tables {
		transition := s.Transitions[tab.Cube]
		total := counts[tab.Cube+"/"+tab.Spec.ID][strings.TrimSpace(strings.Repeat("_T ", len(tab.Spec.Dimensions)))]
		if whole := transition.Part == nil; total > g.balance.Members || whole && total != g.balance.Members {
			t.Errorf("%s: %s/%s is about %d of %d members", g.model.Group(), tab.Cube, tab.Spec.ID, total, g.balance.Members)
		}
		for _, id := range tab.Spec.Dimensions {
			d, _ := transition.DimensionByID(id)
			if d.Role != "outcome" {
				continue
			}
			var shared int64
			for _, o := range g.balance.Outcomes {
				top := func(n spec.Node) bool { return n.Code == o.Code && n.Parent == "" }
				if o.Dimension == tab.Cube+"/"+id && slices.ContainsFunc(d.Nodes, top) {
					shared += o.N
				}
			}
			if shared != total {
				t.Errorf("%s: %s/%s shares %d persons out over %s, of %d", g.model.Group(), tab.Cube, tab.Spec.ID, shared, id, total)
			}
		}
	}
}
