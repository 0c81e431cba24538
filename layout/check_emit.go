package layout

import "slices"

// emit checks one emit of a kind of line.
func (c *checker) emit(f *form, i int, e *Emit) {
	bad := func(format string, args ...any) {
		c.bad("emit %d (%s): %s", i+1, e.Record, texts.Say(format, args...))
	}
	known := func(name string) bool {
		_, ok := c.plan.resolve(f, name)
		return ok
	}
	if e.Record == "" || len(e.Set) == 0 {
		bad("record and set are required")
	}
	for _, id := range sortedKeys(e.When) {
		if !known(id) {
			bad("when names field %q, which the layout does not have", id)
		}
		if len(e.When[id]) == 0 {
			bad("when %s lists no values", id)
		}
	}
	for _, id := range e.Filled {
		if !known(id) {
			bad("filled names field %q, which the layout does not have", id)
		}
	}
	if y := e.Years; y != nil {
		for _, id := range slices.Concat([]string{y.Begin}, y.End, []string{y.Open}) {
			if !known(id) {
				bad("years names field %q, which the layout does not have", id)
			}
		}
		if c.l.StudyYear == "" {
			bad("years needs study_year of the layout")
		}
	}
	for _, id := range sortedKeys(e.Set) {
		s := e.Set[id]
		if err := s.check(known, e.Years != nil); err != nil {
			bad("set %s: %v", id, err)
		}
	}
	if y := e.Within; y != nil {
		if _, ok := e.Set[y.Date]; !ok {
			bad("within names field %q, which is not set", y.Date)
		}
		if !known(y.Year) {
			bad("within names field %q, which the layout does not have", y.Year)
		}
	}
	for i := range e.Leads {
		if err := e.Leads[i].check(known, e.Years != nil); err != nil {
			bad("leads %d: %v", i+1, err)
		}
	}
}

func (s *Source) check(known func(string) bool, years bool) error {
	given := 0
	for _, v := range []string{s.Const, s.Field, s.Years} {
		if v != "" {
			given++
		}
	}
	if s.Nth {
		given++
	}
	if given != 1 {
		return texts.Errorf("give either const, field, years or nth")
	}
	if s.Years != "" {
		if !years || !slices.Contains([]string{YearsYear, YearsBegin, YearsEnd}, s.Years) {
			return texts.Errorf("years %q: the emit needs years, and %s, %s and %s are known", s.Years, YearsYear, YearsBegin, YearsEnd)
		}
	}
	if s.Field == "" {
		if s.Last != 0 || s.Map != nil || s.Else != nil || s.Or != nil || s.Date || s.Number || s.List != "" || s.Programme != "" {
			return texts.Errorf("const, years and nth stand alone")
		}
		return nil
	}
	if !known(s.Field) {
		return texts.Errorf("field %q is not in the layout", s.Field)
	}
	switch {
	case s.Last < 0:
		return texts.Errorf("last %d is negative", s.Last)
	case s.Else != nil && (s.Map == nil || s.Or != nil):
		return texts.Errorf("else needs map and excludes or")
	case s.Date && s.Map != nil:
		return texts.Errorf("date excludes map")
	case s.List != "" && s.Map == nil:
		return texts.Errorf("list needs map")
	case s.Programme != "" && (s.Map != nil || s.Date || s.Programme != "niveau"):
		return texts.Errorf("programme gives niveau and stands alone with field and or")
	}
	if s.Or != nil {
		if err := s.Or.check(known, years); err != nil {
			return texts.Errorf("or: %v", err)
		}
	}
	return nil
}
