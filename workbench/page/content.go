package page

import (
	"fmt"
	"math"

	"doorstroommonitor/document"
	"doorstroommonitor/scenario"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/workbench"
)

// Warning is the first line of everything that is made from true counts.
var Warning = sdmx.Text{
	NL: "GEHEIM: gemaakt van ware aantallen; dit mag het huis niet verlaten.",
	EN: "SECRET: made from true counts; this must not leave the house.",
}

// content is what the comparison says in one language, whatever it is
// written on.
type content struct {
	Lang, Warning, Title, Intro string
	Advice                      *advice
	Risk                        string // title of the picture
	Picture                     document.Plot
	WaysTitle                   string
	Ways                        document.Table
	SeenTitle                   string
	Seen                        document.Table
	Note                        string
}

// advice is the recommendation: what, why, and at what price.
type advice struct {
	Title, What string
	Why         []string
	Price       string
}

// writer writes content in its language.
type writer struct {
	*Page
	lang string
}

func (w writer) of(nl, en string) string { return sdmx.Text{NL: nl, EN: en}.In(w.lang) }

func (p *Page) content(lang string) *content {
	w := writer{p, lang}
	c := &content{
		Lang: lang, Title: w.of("Manieren om schoolcijfers te publiceren", "Ways to publish figures of schools"),
		Intro:  fmt.Sprintf("%s %s %d.", p.World.In(lang), w.of("Trekkingen van de ruis, waarover gemiddeld is:", "Draws of the noise, of which these are means:"), p.Seeds),
		Advice: w.advice(), Risk: w.of("Risico en nut", "Risk and use"), Picture: w.picture(),
		WaysTitle: w.of("Alle manieren", "All ways"), Ways: w.ways(),
		SeenTitle: w.of("Wat drie scholen zouden zien", "What three schools would see"), Seen: w.seen(),
		Note: w.of("Begrippen, formules en grenzen: docs/method/scenarios.md en docs/method/formal-privacy.md.", "Terms, formulae and limits: docs/method/scenarios.md and docs/method/formal-privacy.md."),
	}
	if p.Secret {
		c.Warning = Warning.In(lang)
	}
	return c
}

// advice is nil where the recommended way was not compared.
func (w writer) advice() *advice {
	formal := w.find("formal")
	if formal == nil {
		return nil
	}
	of := func(r *workbench.Result, key string) string { return mean(r, key, w.lang) + " %" }
	a := &advice{
		Title: w.of("Aanbeveling", "Recommendation"),
		What: w.of("Ruis met een bewijs (rho 1/2 per jaar), met het driejaarscijfer als kop en het jaarcijfer met band eronder.",
			"Noise with a proof (rho 1/2 a year), with the figure of three years as headline and that of the year with its band below."),
		Price: w.of("Wat het kost: geen getal is exact, bij minder dan tien leerlingen is de band zo breed dat vooral het cijfer van vergelijkbare scholen iets zegt, en het budget per leerling is op is op. Wie exacte cijfers nodig heeft, is beter af met onderdrukking met intervallen; beide over dezelfde leerlingen kan niet.",
			"What it costs: no number is exact, below ten pupils the band is so wide that mainly the figure of comparable schools says anything, and the budget of a pupil is spent once. Who needs exact figures is better off with suppression with intervals; both about the same pupils is impossible."),
	}
	shown := w.of("Vrijwel elke school krijgt een cijfer: ", "Nearly every school gets a figure: ") + of(formal, "U1.first")
	if hides := w.find("suppress-5"); hides != nil {
		shown += w.of("; met drempel en onderdrukking ", "; with threshold and suppression ") + of(hides, "U1.first")
	}
	near := w.of("Binnen vijf punten, vanaf 25 leerlingen: ", "Within five points, from 25 pupils on: ") + of(formal, "U2.main.5.n25")
	if three := w.find("formal-3y"); three != nil {
		near += w.of("; over drie jaar, alle groepen: ", "; over three years, all groups: ") + of(three, "U2.main.5")
	}
	a.Why = []string{shown + ".", near + ".", fmt.Sprintf(w.of("De bescherming is bewezen, ook tegen wie al het andere weet, en telt op over jaren: wie gokt of één leerling meetelt, heeft in hoogstens %s van de 100 gevallen gelijk, in plaats van 50.",
		"The protection is proven, also against who knows everything else, and adds up over years: who guesses whether one pupil is in is right in at most %s of 100 cases, instead of 50."), odds(formal, w.lang))}
	return a
}

// odds is in how many of a hundred cases the best guess of a coin toss is right,
// rounded up: with advantage a it is (1 + a)/2.
func odds(r *workbench.Result, lang string) string {
	v, ok := r.Metrics["R4.bound"]
	if !ok {
		return "–"
	}
	return decimal(math.Ceil(10*(100+v.Mean)/2)/10, lang)
}

func (w writer) ways() document.Table {
	t := document.Table{
		Caption: w.of("Percentages. Band: de band is hoogstens 5 punten naar elke kant. Gevonden: zie het plaatje.", "Percentages. Band: the band is at most 5 points to either side. Found: see the picture."),
		Numbers: true, Widths: []float64{35, 17, 17, 21, 16, 14, 20, 15, 19},
		Head: []string{
			w.of("manier", "way"), w.of("getoond, grof", "shown, coarse"), w.of("getoond, fijn", "shown, fine"), w.of("hoofdcijfer ≤ 5", "main ≤ 5"), w.of("idem, vanaf 25", "same, from 25"),
			w.of("band ≤ 5", "band ≤ 5"), w.of("uitschieter gemist, vanaf 25", "outliers missed, from 25"), w.of("vals alarm", "false alarm"), w.of("gevonden", "found"),
		},
	}
	for _, r := range w.Results {
		row := []string{r.Label.In(w.lang) + " (" + r.ID + ")"}
		for _, key := range []string{"U1.first", "U1.second", "U2.main.5.best", "U2.main.5.n25.best", "U3.main.5", "U7.n25.missed", "U7.n25.false"} {
			cell := mean(r, key, w.lang)
			if noBand := r.Family == string(scenario.Round) || r.Family == string(scenario.CellKey); noBand && key == "U3.main.5" {
				cell = "–"
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, append(row, decimal(Found(r), w.lang)))
	}
	return t
}

// seen has no rows where no school was taken out.
func (w writer) seen() document.Table {
	t := document.Table{
		Caption: w.of("Aandeel van de hoofdbestemming. Tussen haakjes: waar het ware aandeel ligt; bij ruis in 95 van de 100 gevallen.", "Share of the main destination. In brackets: where the true share lies; with noise in 95 of 100 cases."),
		Widths:  []float64{2.2}, Head: []string{w.of("manier", "way")},
	}
	truth := []string{w.of("waar aandeel (alleen hier, een fictieve school)", "true share (here only, a fictitious school)")}
	if w.Secret {
		truth[0] = w.of("waar aandeel (geheim)", "true share (secret)")
	}
	for _, s := range w.Schools {
		t.Widths, t.Head = append(t.Widths, 2), append(t.Head, fmt.Sprintf("%s: %d %s", s.Label.In(w.lang), s.N, w.of("leerlingen", "pupils")))
		truth = append(truth, decimal(s.True, w.lang)+" %")
	}
	if len(w.Schools) == 0 {
		return t
	}
	t.Rows = [][]string{truth}
	for i, r := range w.Results {
		if r.Years > 1 {
			continue
		}
		row := []string{r.Label.In(w.lang)}
		for _, s := range w.Schools {
			row = append(row, seen(s.Seen[i], w.lang))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
