package xlsx

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"doorstroommonitor/products/meta"
	"doorstroommonitor/sdmx"
)

// note is a line of the notes: a term with its text, or a title alone.
type note struct {
	term, text string
	title      bool
}

// notes writes the first sheet: Dutch, then the same in English.
func (b *workbook) notes([]*sdmx.Dataset) error {
	sw, err := b.file.NewStreamWriter(notesSheet)
	if err != nil {
		return err
	}
	for i, width := range []float64{26, 100} {
		if err := sw.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	lines := append(b.notesIn("nl"), note{})
	for i, n := range append(lines, b.notesIn("en")...) {
		first, second := b.styles.bold, b.styles.text
		if n.title {
			first = b.styles.title
		}
		cells := []any{excelize.Cell{StyleID: first, Value: n.term}, excelize.Cell{StyleID: second, Value: n.text}}
		if err := sw.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
			return err
		}
	}
	return sw.Flush()
}

// notesIn lists the notes in one language ("nl" or "en").
func (b *workbook) notesIn(lang string) []note {
	pick := func(nl, en string) string { return sdmx.Text{NL: nl, EN: en}.In(lang) }
	out := []note{{term: "Doorstroommonitor: " + b.cube.Label.In(lang), title: true}}
	add := func(nl, en, text string) {
		if text != "" {
			out = append(out, note{term: pick(nl, en), text: text})
		}
	}
	if b.info.Synthetic {
		add("Fictief", "Fictitious", meta.SyntheticText().In(lang))
	}
	add("Wat is geteld", "What is counted", b.cube.Definition.In(lang))
	add("Over wie", "About whom", b.cube.Population.In(lang))
	add("Uitgave", "Release", b.info.ReleaseID+", "+b.info.Created.UTC().Format(time.RFC3339))
	add("Doelgroep", "Audience", b.info.Audience)
	add("Specificatie", "Specification", b.info.Specification)
	add("Kleine groepen", "Small groups", meta.CoarserText(&b.cube).In(lang))
	add("Cohorten samen", "Cohorts together", meta.PoolText(&b.cube).In(lang))
	if p := b.cube.Perturbation; p != nil {
		add("Veranderde cijfers", "Perturbed figures", meta.PerturbationText(p).In(lang))
		add("Status "+meta.PerturbedWord(p).NL, "Status "+meta.PerturbedWord(p).EN, "obs_status E, conf_status F")
		return append(out, b.definitions(lang)...)
	}
	noisy := b.cube.Noise != nil
	if !noisy {
		add("Regel", "Rule", meta.RuleText(b.info.Rule).In(lang))
	}
	for _, s := range meta.Statuses(noisy) {
		add("Status "+s.Word.NL, "Status "+s.Word.EN, fmt.Sprintf("%s (obs_status %s, conf_status %s)", s.Meaning.In(lang), s.Obs, s.Conf))
	}
	if noisy {
		add("Cijfers met ruis", "Noisy figures", meta.NoiseText().In(lang))
		return append(out, b.definitions(lang)...)
	}
	add("Afgeschermde waarde", "Hidden value", pick("Een gearceerde lege cel. Er staat niets achter.", "A hatched empty cell. Nothing stands behind it."))
	add("Grenzen", "Bounds", meta.BoundsText().In(lang))
	if b.cube.Modelled {
		add("Schatting (model)", "Estimate (modelled)", meta.ModelText().In(lang))
	}
	add("Aandelen", "Shares", meta.SharesText().In(lang))
	return append(out, b.definitions(lang)...)
}

// definitions are the notes about what the cube holds.
func (b *workbook) definitions(lang string) []note {
	pick := func(nl, en string) string { return sdmx.Text{NL: nl, EN: en}.In(lang) }
	var out []note
	add := func(nl, en, text string) {
		if text != "" {
			out = append(out, note{term: pick(nl, en), text: text})
		}
	}
	if b.carries() {
		add("Teken "+carriedMark, "Mark "+carriedMark, pick(
			"Deze cijfers zijn ook die van gefuseerde instellingen of vernieuwde opleidingen, in alle cohorten; welke dat zijn, staat op het blad codes onder voorgangers",
			"These figures are also those of merged institutions or reformed programmes, in every cohort; which ones is on the sheet codes, under predecessors"))
	}
	for _, t := range b.cube.Tables {
		add("Tabel "+t.ID, "Table "+t.ID, b.tableNote(t, lang))
	}
	for _, i := range b.cube.Indicators {
		add("Indicator "+i.ID, "Indicator "+i.ID, sentences(i.Label.In(lang), i.Definition.In(lang)))
	}
	for _, x := range b.cube.Comparisons {
		add("Vergelijking naar "+x.By, "Comparison by "+x.By, sentences(x.Label.In(lang), meta.ComparisonText(&b.cube).In(lang)))
	}
	for _, d := range b.cube.Dimensions {
		add("Dimensie "+d.ID, "Dimension "+d.ID, sentences(d.Label.In(lang), d.Definition.In(lang)))
	}
	return out
}

// tableNote says what a table crosses and which cohorts it has.
func (b *workbook) tableNote(t sdmx.Table, lang string) string {
	pick := func(nl, en string) string { return sdmx.Text{NL: nl, EN: en}.In(lang) }
	parts := []string{t.Label.In(lang)}
	if len(t.Cohorts) > 0 {
		parts = append(parts, pick("Cohorten: ", "Cohorts: ")+years(t.Cohorts))
	}
	if len(t.NotYetObservable) > 0 {
		parts = append(parts, pick("Nog niet waarneembaar: ", "Not yet observable: ")+years(t.NotYetObservable))
	}
	return sentences(parts...)
}

func years(list []int) string {
	out := make([]string, len(list))
	for i, y := range list {
		out[i] = strconv.Itoa(y)
	}
	return strings.Join(out, ", ")
}

// sentences joins phrases, each closed by one full stop.
func sentences(phrases ...string) string {
	var out []string
	for _, p := range phrases {
		if p = strings.TrimSpace(p); p == "" {
			continue
		}
		if !strings.HasSuffix(p, ".") {
			p += "."
		}
		out = append(out, p)
	}
	return strings.Join(out, " ")
}
