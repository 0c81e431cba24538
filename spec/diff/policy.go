package diff

import (
	"slices"
	"strconv"
	"strings"

	"doorstroommonitor/internal/version"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// verdict is a grade and why.
type verdict struct {
	grade  version.Grade
	reason sdmx.Text
}

// situation is a change on its way to a verdict.
type situation struct {
	w *walk
	c Change
}

// policy judges one kind of change.
type policy struct{ verdict func(situation) verdict }

func major(nl, en string) verdict { return verdict{version.Major, sdmx.Text{NL: nl, EN: en}} }
func minor(nl, en string) verdict { return verdict{version.Minor, sdmx.Text{NL: nl, EN: en}} }
func patch(nl, en string) verdict { return verdict{version.Patch, sdmx.Text{NL: nl, EN: en}} }

// always gives the same verdict.
func always(v verdict) policy { return policy{func(situation) verdict { return v }} }

// untouched is the verdict where nothing depends on a thing.
var untouched = patch("niets dat naar buiten gaat, hangt ervan af", "nothing that leaves depends on it")

// comesOrGoes judges a whole thing: gone is major, come is minor.
func comesOrGoes(gone, come sdmx.Text) policy {
	return policy{func(s situation) verdict {
		switch s.c.Kind {
		case Removed:
			return verdict{version.Major, gone}
		case Added:
			return verdict{version.Minor, come}
		}
		return verdict{version.Major, gone}
	}}
}

// members judges a list of names: a name that goes is major, one that comes
// minor.
func members(gone, come, order sdmx.Text) policy {
	return policy{func(s situation) verdict {
		old, now := strings.Split(s.c.Old, ", "), strings.Split(s.c.New, ", ")
		missing := func(from, in []string) bool {
			return slices.ContainsFunc(from, func(x string) bool { return x != "" && !slices.Contains(in, x) })
		}
		switch {
		case missing(old, now):
			return verdict{version.Major, gone}
		case missing(now, old):
			return verdict{version.Minor, come}
		}
		return verdict{version.Patch, order}
	}}
}

// publishing judges another way of publishing: another kind of figures is
// major; estimates beside what is hidden change no figure.
var publishing = policy{func(s situation) verdict {
	id := strings.Split(s.c.Path, "/")[1]
	old, now := s.w.a.Populations[id], s.w.b.Populations[id]
	switch {
	case old.Formal() || now.Formal() || old.Perturbed() || now.Perturbed():
		return major("de cijfers zijn van een andere soort: exact, afgerond, verschoven of met ruis, of met een ander budget of andere grenzen", "the figures are of another kind: exact, rounded, shifted or with noise, or under another budget or with other bounds")
	case old.Pooled() != now.Pooled() || old.Pooled() && (*old.Publish.Pool != *now.Publish.Pool):
		return major("een cijfer gaat over andere cohorten samen", "a figure is over other cohorts together")
	case !slices.Equal(steps(old), steps(now)):
		return major("kleine groepen tonen uitkomsten tot een ander niveau", "small groups show outcomes to another level")
	case now.Modelled() && !old.Modelled():
		return minor("naast verborgen aantallen komt een schatting uit wat wordt getoond; geen cijfer verandert", "beside hidden counts comes an estimate from what is shown; no figure changes")
	case old.Modelled() && !now.Modelled():
		return major("de schattingen naast verborgen aantallen vervallen", "the estimates beside hidden counts go")
	}
	return patch("hetzelfde, anders opgeschreven", "the same, written otherwise")
}}

// steps are those by which small groups show coarser outcomes.
func steps(p *spec.Population) []spec.Coarsen {
	if p.Publish == nil {
		return nil
	}
	return p.Publish.Coarsen
}

// bound judges the first or last year of something: fewer years is major,
// more is minor. Zero is open.
func bound(last bool) policy {
	return policy{func(s situation) verdict {
		old, _ := strconv.Atoi(s.c.Old)
		now, _ := strconv.Atoi(s.c.New)
		fewer := now > old
		if last {
			fewer = now != 0 && (old == 0 || now < old)
		}
		if fewer {
			return major("jaren die er waren, vervallen", "years that were there go")
		}
		return minor("er komen jaren bij; wat er was, blijft", "years come along; what was there stays")
	}}
}

// published takes the verdict where some figure that leaves depends on it,
// and a correction otherwise.
func published(is func(u uses, path []string) bool) func(v policy) policy {
	return func(p policy) policy {
		return policy{func(s situation) verdict {
			if is(s.w.pub, s.w.path) {
				return p.verdict(s)
			}
			return untouched
		}}
	}
}

var (
	ofList   = published(func(u uses, path []string) bool { return u.codelists[path[1]] })
	ofColumn = published(func(u uses, path []string) bool { return u.columns[path[1]+"/"+path[3]] })
	ofLookup = published(func(u uses, path []string) bool { return u.lookups[path[1]+"/"+path[3]] })

	wordsOnly  = always(patch("alleen de woorden veranderen; geen cel betekent iets anders", "only words change; no cell means anything else"))
	sourceOnly = always(patch("alleen de vindplaats verandert", "only where it is laid down changes"))
	supplier   = always(patch("dit gaat over wat wordt aangeleverd; geen cel betekent iets anders", "this is about what is handed in; no cell means anything else"))
	screens    = always(minor("er worden andere rijen geweigerd; wat een cel betekent, blijft", "other rows are refused; what a cell means stays"))
	drawing    = always(patch("dit stuurt alleen hoe het wordt getoond", "this steers only how it is shown"))
	nobodySees = always(patch("een hulpmiddel bij het tellen; wat ervan naar buiten gaat, staat in dimensies en tabellen", "a means of counting; what of it leaves is in dimensions and tables"))

	otherPersons = always(major("andere personen tellen mee: dezelfde cel is een ander aantal", "other persons count: the same cell is another number"))
	otherMeaning = always(major("dezelfde code telt andere personen", "the same code counts other persons"))
	otherCells   = always(major("de cellen van de tabel zijn andere", "the cells of the table are others"))
	otherShare   = always(major("het aandeel is een ander aandeel: teller, noemer of tabel verandert", "the share is another share: numerator, denominator or table changes"))
	protection   = always(major("andere cellen worden afgeschermd, en grenzen beloven iets anders", "other cells are hidden, and bounds promise something else"))
	exception    = always(major("een overeenkomst moet een andere bepaling noemen om de tabel te krijgen", "an agreement has to cite another provision to get the table"))
)

// policyOf finds the policy of a kind of change: its own, or that of all
// fields of its type.
func policyOf(what string) policy {
	if p, ok := policies[what]; ok {
		return p
	}
	prefix, _, _ := strings.Cut(what, ".")
	if p, ok := policies[prefix+".*"]; ok {
		return p
	}
	return always(major("over deze soort wijziging is nog geen oordeel vastgelegd", "no verdict about this kind of change was laid down yet"))
}

// sensitivity judges what a value reveals: more is major where it is
// published.
func sensitivity() policy {
	return policy{func(s situation) verdict {
		if strings.Contains(s.c.New, "special") || s.c.New != "" && s.c.New != "none" && s.c.New != "personal" {
			return major("wat erop rust, mag alleen nog onder een uitzondering in de wet", "what is built on it is allowed only under an exception in the law")
		}
		return patch("wat erop rust, wordt niet gevoeliger", "what is built on it becomes no more sensitive")
	}}
}

// comparing judges beside which groups a share stands: a group that goes is
// major, one that comes minor.
var comparing = policy{func(s situation) verdict {
	id := strings.Split(s.c.Path, "/")[1]
	now := s.w.b.Transitions[id].Compare
	for _, x := range s.w.a.Transitions[id].Compare {
		if !slices.Contains(now, x) {
			return major("een aandeel staat niet meer naast dat van deze groepen instellingen", "a share stands beside that of these groups of institutions no more")
		}
	}
	return minor("een aandeel staat naast dat van andere groepen instellingen; geen cel verandert", "a share stands beside that of other groups of institutions; no cell changes")
}}

// covering judges whether a share says of whom it is not known where they are.
var covering = policy{func(s situation) verdict {
	if s.c.New == "" {
		return major("naast de uitkomsten staat niet meer van wie niet bekend is waar zij zijn", "beside the outcomes it is no more said of whom it is not known where they are")
	}
	return minor("naast de uitkomsten komt te staan van wie niet bekend is waar zij zijn", "beside the outcomes it is said of whom it is not known where they are")
}}

// newField judges a field that comes or goes: only one that has to be filled
// makes that rows are refused.
var newField = policy{func(s situation) verdict {
	at := strings.Split(s.c.Path, "/")
	if r := s.w.b.Records[at[1]]; s.c.Kind == Added && r != nil {
		if f, ok := r.FieldByID(at[3]); ok && f.Required {
			return screens.verdict(s)
		}
	}
	return supplier.verdict(s)
}}

// comesOrIsRefused judges a layout: without it, files of its form are refused.
var comesOrIsRefused = policy{func(s situation) verdict {
	if s.c.Kind == Removed {
		return otherFiles.verdict(s)
	}
	return supplier.verdict(s)
}}

// redefined judges the definition of a code of a list: with no condition to
// compare, other words are another meaning, unless there were none.
var redefined = policy{func(s situation) verdict {
	if s.c.Old == "" {
		return patch("er komt een omschrijving bij waar er geen was", "a definition comes along where there was none")
	}
	return major("de code betekent iets anders; geen voorwaarde laat zien dat het gelijk blijft", "the code means something else; no condition shows that it stays the same")
}}
