package cli

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"doorstroommonitor/document"
	"doorstroommonitor/forms"
	"doorstroommonitor/internal/atomicfile"
	"doorstroommonitor/spec"
	"doorstroommonitor/spec/diff"
)

// reportOptions are the flags of spec report.
type reportOptions struct {
	out       string
	since     string // an earlier version, a folder or one built in; "" compares with none
	catalogue forms.Catalogue
}

// specReportCommand publishes the specification in all its forms.
func (a *app) specReportCommand() *cobra.Command {
	var o reportOptions
	c := &cobra.Command{
		Use: "report", Args: noArgs(),
		Short: a.text("maak het Specificatierapport en de vormen voor programma's", "make the Specificatierapport and the forms for programs"),
		Long: a.text(`Maakt alles wat van de specificatie wordt gepubliceerd, uit de specificatie alleen:

  specificatierapport.nl.html, .en.html, .nl.pdf, .en.pdf   voor mensen
  sdmx-structure.xml                                       SDMX-ML 3.0
  contracts/KUBUS.odcs.yaml                                Open Data Contract Standard 3.1.0
  catalogue.jsonld                                         DCAT-AP-NL 3.0
  schemas/KUBUS/TABEL.schema.json, .table.json, .csvw.json  JSON Schema, Table Schema, CSV on the Web`,
			`Makes everything that is published of the specification, from the specification alone:

  specificatierapport.nl.html, .en.html, .nl.pdf, .en.pdf   for people
  sdmx-structure.xml                                       SDMX-ML 3.0
  contracts/CUBE.odcs.yaml                                 Open Data Contract Standard 3.1.0
  catalogue.jsonld                                         DCAT-AP-NL 3.0
  schemas/CUBE/TABLE.schema.json, .table.json, .csvw.json   JSON Schema, Table Schema, CSV on the Web`),
		Example: `  doorstroom spec report --out rapport
  doorstroom spec report --spec specs/2027 --since 2026 --out rapport
  doorstroom spec report --spec specs/2026 --out rapport --base https://data.example.org/doorstroom/`,
		RunE: func(*cobra.Command, []string) error {
			if !strings.HasSuffix(o.catalogue.Base, "/") {
				return misused("--base %q: eindig met een schuine streep", "--base %q: end with a slash", o.catalogue.Base)
			}
			s, err := a.loadSpec()
			if err != nil {
				return err
			}
			var earlier *spec.Specification
			if o.since != "" {
				if earlier, err = a.versionAt(o.since); err != nil {
					return err
				}
			}
			return a.specReport(s, earlier, o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.out, "out", "specificatierapport", a.text("map om te maken", "folder to make"))
	f.StringVar(&o.since, "since", "", a.text("eerdere versie, een map of een ingebouwde: het rapport noemt wat sindsdien is gewijzigd", "earlier version, a folder or one built in: the report lists what changed since"))
	f.StringVar(&o.catalogue.Base, "base", "https://doorstroommonitor.example/", a.text("adres waaronder alles verschijnt, met een schuine streep op het eind", "address under which all appears, with a slash at the end"))
	f.StringVar(&o.catalogue.Publisher, "publisher", "https://doorstroommonitor.example/id/uitgever", a.text("adres (URI) van de uitgever", "address (URI) of the publisher"))
	f.StringVar(&o.catalogue.PublisherName, "publisher-name", "Doorstroommonitor", a.text("naam van de uitgever", "name of the publisher"))
	f.StringVar(&o.catalogue.Mail, "mail", "doorstroommonitor@doorstroommonitor.example", a.text("adres voor vragen", "address for questions"))
	f.StringVar(&o.catalogue.Licence, "licence", "http://creativecommons.org/licenses/by/4.0/deed.nl", a.text("adres van de licentie van openbare cijfers", "address of the licence of public figures"))
	return c
}

// Names of forms, in a report of the specification and in a release alike.
const sdmxName = "sdmx-structure.xml"

func contractName(cube string) string { return "contracts/" + cube + ".odcs.yaml" }

// form is one file to publish.
type form struct {
	name  string
	write func(io.Writer) error
}

func (a *app) specReport(s, earlier *spec.Specification, o reportOptions) error {
	list, err := publishedForms(s, earlier, o.catalogue)
	if err != nil {
		return err
	}
	for _, f := range list {
		path := filepath.Join(o.out, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := atomicfile.Write(path, 0o644, f.write); err != nil {
			return err
		}
	}
	a.say("%s in %s; begin bij specificatierapport.nl.html", "%s in %s; begin at specificatierapport.en.html", files(len(list)), o.out)
	return nil
}

// changesSince are the graded differences from an earlier specification, in the
// words of a report; nil where there is none to compare with.
func changesSince(earlier, s *spec.Specification, lang string) *document.Changes {
	if earlier == nil {
		return nil
	}
	r := diff.Compare(earlier, s)
	out := &document.Changes{Since: r.From}
	for _, c := range r.Changes {
		what := c.Reason.In(lang)
		switch {
		case c.Old != "" && c.New != "":
			what = short(c.Old) + " → " + short(c.New) + ": " + what
		case c.Old+c.New != "":
			what = short(c.Old+c.New) + ": " + what
		}
		out.List = append(out.List, document.Change{
			Grade: gradeWord(c.Grade).In(lang), Where: c.Path + " (" + kindWord(c.Kind).In(lang) + ")", What: what,
		})
	}
	return out
}

// short cuts a value that would fill a page of a report; spec diff shows all
// of it.
func short(value string) string {
	const most = 160
	if letters := []rune(value); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return value
}

// publishedForms lists every form of a specification, by name; the reports for
// people compare it with an earlier one, nil for none. The moment that a PDF
// bears is the day from which the specification counts.
func publishedForms(s, earlier *spec.Specification, c forms.Catalogue) ([]form, error) {
	since, err := time.Parse(time.DateOnly, s.About.Since)
	if err != nil {
		return nil, saidf("specification: since %q is geen datum jjjj-mm-dd", "specification: since %q is no date yyyy-mm-dd", s.About.Since)
	}
	var out []form
	add := func(name string, write func(io.Writer) error) { out = append(out, form{name, write}) }
	for _, lang := range []string{"nl", "en"} {
		d := document.New(s, changesSince(earlier, s, lang), lang)
		add("specificatierapport."+lang+".html", func(w io.Writer) error { return document.WriteHTML(w, d) })
		add("specificatierapport."+lang+".pdf", func(w io.Writer) error { return document.WritePDF(w, d, since) })
	}
	add(sdmxName, func(w io.Writer) error { return forms.WriteSDMX(w, s) })
	add("catalogue.jsonld", func(w io.Writer) error { return forms.WriteDCAT(w, s, c) })
	for _, id := range s.TransitionIDs() {
		t := s.Transitions[id]
		add(contractName(id), func(w io.Writer) error { return forms.WriteContract(w, s, t) })
		for i := range t.Tables {
			tab := forms.Table(s, t, &t.Tables[i])
			base := "schemas/" + id + "/" + t.Tables[i].ID
			add(base+".schema.json", tab.WriteJSONSchema)
			add(base+".table.json", tab.WriteTableSchema)
			add(base+".csvw.json", tab.WriteCSVW)
		}
	}
	slices.SortFunc(out, func(x, y form) int {
		if x.name < y.name {
			return -1
		}
		return 1
	})
	return out, nil
}
