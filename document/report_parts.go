package document

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// partWords are the words of people for the keys and values of a rule and of a
// way of publishing. Names of columns, dimensions and codes stay.
var partWords = map[string]sdmx.Text{
	"threshold":   {NL: "drempel", EN: "threshold"},
	"width":       {NL: "breedte", EN: "width"},
	"zeros":       {NL: "nullen", EN: "zeros"},
	"categories":  {NL: "categorie", EN: "category"},
	"dimension":   {NL: "dimensie", EN: "dimension"},
	"codes":       {NL: "codes", EN: "codes"},
	"homogeneity": {NL: "eenvormige groep", EN: "group alike"},
	"percent":     {NL: "procent", EN: "per cent"},
	"outcomes":    {NL: "uitkomsten", EN: "outcomes"},
	"attackers":   {NL: "aanvaller", EN: "attacker"},
	"kind":        {NL: "wie", EN: "who"},
	"mode":        {NL: "wat ermee gebeurt", EN: "what is done"},
	"columns":     {NL: "kolommen", EN: "columns"},
	"decimals":    {NL: "decimalen", EN: "decimals"},
	"scenario":    {NL: "manier van publiceren", EN: "way of publishing"},
	"estimates":   {NL: "schattingen", EN: "estimates"},
	"pool":        {NL: "cohorten samen", EN: "cohorts together"},
	"cohorts":     {NL: "aantal cohorten", EN: "number of cohorts"},
	"first":       {NL: "eerste cohort", EN: "first cohort"},
	"coarsen":     {NL: "grovere uitkomsten", EN: "coarser outcomes"},
	"below":       {NL: "groep kleiner dan", EN: "group smaller than"},
	"level":       {NL: "tot en met niveau", EN: "down to level"},
	"base":        {NL: "veelvoud", EN: "multiple"},
	"deviation":   {NL: "grootste afwijking", EN: "largest deviation"},
	"variance":    {NL: "variantie", EN: "variance"},
	"guess":       {NL: "raadwinst in procentpunt", EN: "gain of guessing in percentage points"},
	"rho":         {NL: "rho per publicatie", EN: "rho of a publication"},
	"year":        {NL: "rho per jaar", EN: "rho of a year"},
	"lifetime":    {NL: "rho per leven", EN: "rho of a lifetime"},
	"years":       {NL: "jaren", EN: "years"},
	"weights":     {NL: "gewicht", EN: "weight"},
	"reliability": {NL: "betrouwbaarheid", EN: "reliability"},
	"elsewhere":   {NL: "ook in een andere bron", EN: "in another source too"},
}

// valueWords are the same for values, by the key that they stand under.
var valueWords = map[string]map[string]sdmx.Text{
	"zeros": {
		spec.ZerosPublished: {NL: "worden getoond", EN: "are shown"},
		spec.ZerosSecondary: {NL: "worden zo nodig verborgen om iets anders te beschermen", EN: "are hidden where that protects something else"},
		spec.ZerosProtected: {NL: "worden beschermd als kleine aantallen", EN: "are protected like small counts"},
	},
	"mode": {
		spec.Guard:      {NL: "wordt geweerd", EN: "is guarded against"},
		spec.ReportOnly: {NL: "wordt gemeten en gemeld", EN: "is measured and reported"},
	},
	"kind": {
		spec.Contributor: {NL: "een lid van de groep", EN: "a member of the group"},
		spec.Institution: {NL: "een instelling", EN: "an institution"},
		spec.Board:       {NL: "een bestuur", EN: "a board"},
		spec.Receivers:   {NL: "de twee grootste instellingen samen", EN: "the two largest institutions together"},
		spec.Shares:      {NL: "wie de afgeronde percentages heeft", EN: "whoever holds the rounded percentages"},
		spec.Elsewhere:   {NL: "wie percentages uit een andere bron heeft", EN: "whoever holds percentages from another source"},
	},
	"scenario": {
		spec.ScenarioSuppression: {NL: "onderdrukken", EN: "suppression"},
		spec.ScenarioRounding:    {NL: "afronden van kleine aantallen", EN: "small count rounding"},
		spec.ScenarioCellKey:     {NL: "celsleutels", EN: "cell keys"},
		spec.ScenarioFormal:      {NL: "ruis met een bewijs", EN: "noise with a proof"},
	},
	"estimates": {"true": {NL: "ja", EN: "yes"}, "false": {NL: "nee", EN: "no"}},
}

// parts writes a rule or a way of publishing as rows of what it is about and
// its value, in the words of people.
func (r *report) parts(v any) ([][]string, error) {
	var n yaml.Node
	if err := n.Encode(v); err != nil {
		return nil, err
	}
	return r.rows(&n, nil, ""), nil
}

// rows goes through a node; path is in words, key is the last one as written.
func (r *report) rows(n *yaml.Node, path []string, key string) (out [][]string) {
	switch {
	case n.Kind == yaml.MappingNode && len(n.Content) == 4 && n.Content[0].Value == "nl" && n.Content[2].Value == "en": // a text
		out = append(out, []string{strings.Join(path, ": "), r.of(n.Content[1].Value, n.Content[3].Value)})
	case n.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			k := n.Content[i].Value
			word := k
			if w, ok := partWords[k]; ok && key != "weights" {
				word = r.in(w)
			}
			out = append(out, r.rows(n.Content[i+1], append(slices.Clone(path), word), k)...)
		}
	case n.Kind == yaml.SequenceNode && len(n.Content) > 0 && n.Content[0].Kind != yaml.ScalarNode:
		for i, c := range n.Content {
			numbered := append(slices.Clone(path[:len(path)-1]), fmt.Sprintf("%s %d", path[len(path)-1], i+1))
			out = append(out, r.rows(c, numbered, key)...)
		}
	case n.Kind == yaml.SequenceNode:
		var values []string
		for _, c := range n.Content {
			values = append(values, r.value(key, c.Value))
		}
		out = append(out, []string{strings.Join(path, ": "), strings.Join(values, ", ")})
	default:
		out = append(out, []string{strings.Join(path, ": "), r.value(key, n.Value)})
	}
	return out
}

func (r *report) value(key, value string) string {
	if w, ok := valueWords[key][value]; ok {
		return r.in(w)
	}
	return value
}
