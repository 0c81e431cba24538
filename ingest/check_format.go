package ingest

import (
	"unicode"
	"unicode/utf8"

	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// Stage format: is the file a file of its kind, and is every value of its
// field's type?
var (
	ruleMissing = &Rule{
		"F-MISSING", SeverityStop,
		sdmx.Text{NL: "het bestand kan niet worden geopend", EN: "the file cannot be opened"},
		sdmx.Text{NL: "Controleer het pad en de leesrechten, of laat het bestand weg.", EN: "Check the path and the permissions, or leave the file out."},
	}
	ruleEmpty = &Rule{
		"F-EMPTY", SeverityStop,
		sdmx.Text{NL: "het bestand bevat geen rijen", EN: "the file holds no rows"},
		sdmx.Text{NL: "Haal het bestand opnieuw op; laat het weg als er echt niets te leveren is.", EN: "Fetch the file again; leave it out if there is truly nothing in it."},
	}
	ruleEncoding = &Rule{
		"F-ENCODING", SeverityStop,
		sdmx.Text{NL: "het bestand is geen UTF-8", EN: "the file is not UTF-8"},
		sdmx.Text{NL: "Zet het bestand om, bijvoorbeeld met: iconv -f latin1 -t utf-8, en lees opnieuw in.", EN: "Convert the file, for instance with: iconv -f latin1 -t utf-8, and take it in again."},
	}
	ruleHeader = &Rule{
		"F-HEADER", SeverityStop,
		sdmx.Text{NL: "de kolommen zijn niet die van het recordtype", EN: "the columns are not those of the record type"},
		sdmx.Text{NL: "Lever precies de kolommen uit de specificatie (records.yaml); de volgorde is vrij.", EN: "Deliver exactly the columns of the specification (records.yaml), in any order."},
	}
	ruleEnd = &Rule{
		"F-END", SeverityStop,
		sdmx.Text{NL: "de laatste regel heeft geen regeleinde: het bestand kan afgekapt zijn", EN: "the last line has no line end: the file may be cut off"},
		sdmx.Text{NL: "Haal het bestand opnieuw op; is het toch volledig, voeg dan een regeleinde toe.", EN: "Fetch the file again; if it is whole all the same, add a line end."},
	}
	ruleParquet = &Rule{
		"F-PARQUET", SeverityStop,
		sdmx.Text{NL: "het Parquet-bestand is afgekapt of beschadigd", EN: "the Parquet file is cut off or damaged"},
		sdmx.Text{NL: "Haal het bestand opnieuw op.", EN: "Fetch the file again."},
	}
	ruleLongLine = &Rule{
		"F-LINE", SeverityStop,
		sdmx.Text{NL: "een regel is langer dan 1 MB: dit is geen bestand van deze soort", EN: "a line is longer than 1 MB: this is not a file of this kind"},
		sdmx.Text{NL: "Controleer of het juiste bestand is opgegeven.", EN: "Check that the right file was named."},
	}
	ruleShape = &Rule{
		"F-SHAPE", SeverityStop,
		sdmx.Text{NL: "te veel regels hebben een verkeerde breedte of een verkeerd aantal kolommen", EN: "too many lines have a wrong width or number of columns"},
		sdmx.Text{NL: "Controleer of het bestand bij deze indeling en dit jaar hoort.", EN: "Check that the file belongs to this layout and year."},
	}

	ruleWidth = &Rule{
		"F-WIDTH", SeverityReject,
		sdmx.Text{NL: "de regel heeft niet de breedte van de indeling", EN: "the line does not have the width of the layout"},
		sdmx.Text{NL: "Lever de regel opnieuw met alle velden op hun positie.", EN: "Deliver the line again with every field in its position."},
	}
	ruleColumns = &Rule{
		"F-COLUMNS", SeverityReject,
		sdmx.Text{NL: "de regel heeft niet zoveel kolommen als de kopregel", EN: "the line does not have as many columns as the header"},
		sdmx.Text{NL: "Zet waarden met een komma tussen aanhalingstekens.", EN: "Put values that hold a comma in quotes."},
	}
	ruleQuote = &Rule{
		"F-QUOTE", SeverityReject,
		sdmx.Text{NL: "een aanhalingsteken is niet gesloten of staat verkeerd", EN: "a quote is not closed or stands in a wrong place"},
		sdmx.Text{NL: "Verdubbel aanhalingstekens binnen een waarde; een waarde bevat geen regeleinde.", EN: "Double quotes within a value; a value holds no line end."},
	}
	ruleRequired = &Rule{
		"F-REQUIRED", SeverityReject,
		sdmx.Text{NL: "het veld is verplicht en leeg", EN: "the field is required and empty"},
		sdmx.Text{NL: "Vul het veld in de bron.", EN: "Fill the field at the source."},
	}
	rulePerson = &Rule{
		"F-PERSON", SeverityReject,
		sdmx.Text{NL: "het persoonsgebonden nummer bestaat niet uit negen cijfers", EN: "the person number does not have nine digits"},
		sdmx.Text{NL: "Lever het nummer met voorloopnullen, zonder spaties of punten.", EN: "Deliver the number with leading zeros, without blanks or points."},
	}
	ruleText = &Rule{
		"F-TEXT", SeverityReject,
		sdmx.Text{NL: "de waarde bevat tekens die niet in tekst horen, of is te lang", EN: "the value holds characters that do not belong in text, or is too long"},
		sdmx.Text{NL: "Verwijder stuurtekens; een waarde heeft ten hoogste 40 tekens.", EN: "Remove control characters; a value has at most 40 characters."},
	}
	ruleYear = &Rule{
		"F-YEAR", SeverityReject,
		sdmx.Text{NL: "de waarde is geen jaartal van vier cijfers", EN: "the value is not a year of four digits"},
		sdmx.Text{NL: "Lever het jaar als jjjj.", EN: "Deliver the year as yyyy."},
	}
	ruleDate = &Rule{
		"F-DATE", SeverityReject,
		sdmx.Text{NL: "de waarde is geen bestaande datum", EN: "the value is not a date that exists"},
		sdmx.Text{NL: "Lever de datum als jjjj-mm-dd (1cHO: eejjmmdd).", EN: "Deliver the date as yyyy-mm-dd (1cHO: eejjmmdd)."},
	}
	ruleInteger = &Rule{
		"F-INTEGER", SeverityReject,
		sdmx.Text{NL: "de waarde is geen geheel getal binnen de grenzen van het veld", EN: "the value is not a whole number within the limits of the field"},
		sdmx.Text{NL: "Lever een getal zonder teken of voorloopnullen binnen de grenzen uit records.yaml.", EN: "Deliver a number without sign or leading zeros within the limits in records.yaml."},
	}
	ruleType = &Rule{
		"F-TYPE", SeverityReject,
		sdmx.Text{NL: "de waarde is niet van het type van het veld in de indeling", EN: "the value is not of the field's type in the layout"},
		sdmx.Text{NL: "Lever in dit veld alleen cijfers.", EN: "Deliver digits only in this field."},
	}

	formatRules = []*Rule{
		ruleMissing, ruleEmpty, ruleEncoding, ruleHeader, ruleEnd, ruleParquet, ruleLongLine, ruleShape,
		ruleWidth, ruleColumns, ruleQuote, ruleRequired, rulePerson, ruleText, ruleYear, ruleDate, ruleInteger, ruleType,
	}
)

// maxText is the longest text value in bytes of UTF-8.
const maxText = 40

// checkFormat says which format rule the value breaks, nil for none. Values
// that pass hold no control characters, so that they can be joined and cut
// again by a zero byte.
func (f *fieldPlan) checkFormat(v []byte) *Rule {
	if len(v) == 0 {
		if f.required {
			return ruleRequired
		}
		return nil
	}
	switch f.typ {
	case spec.TypePerson:
		if len(v) != 9 || !isDigits(v) {
			return rulePerson
		}
	case spec.TypeYear:
		if len(v) != 4 || !isDigits(v) {
			return ruleYear
		}
	case spec.TypeDate:
		if !isDate(v) {
			return ruleDate
		}
	case spec.TypeInt:
		if !f.isIntegerInRange(v) {
			return ruleInteger
		}
	case spec.TypeText:
		if !isText(v) {
			return ruleText
		}
	}
	return nil
}

func isDigits(v []byte) bool {
	for _, c := range v {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// isDate reports whether v is yyyy-mm-dd and that day exists.
func isDate(v []byte) bool {
	if len(v) != 10 || v[4] != '-' || v[7] != '-' || !isDigits(v[:4]) || !isDigits(v[5:7]) || !isDigits(v[8:]) {
		return false
	}
	year, month, day := number(v[:4]), number(v[5:7]), number(v[8:])
	if month < 1 || month > 12 || day < 1 {
		return false
	}
	days := [13]int{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month]
	if month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		days = 29
	}
	return day <= days
}

// number reads digits that were checked.
func number(v []byte) int {
	n := 0
	for _, c := range v {
		n = n*10 + int(c-'0')
	}
	return n
}

// isIntegerInRange admits no sign and no leading zero, so that equal numbers
// are equal bytes.
func (f *fieldPlan) isIntegerInRange(v []byte) bool {
	if len(v) > 9 || !isDigits(v) || len(v) > 1 && v[0] == '0' {
		return false
	}
	n := number(v)
	return n >= f.minInt && n <= f.maxInt
}

func isText(v []byte) bool {
	if len(v) > maxText {
		return false
	}
	ascii := true
	for _, c := range v {
		if c < ' ' || c == 0x7f {
			return false
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	if ascii {
		return true
	}
	for _, r := range string(v) {
		if r == utf8.RuneError || unicode.IsControl(r) {
			return false
		}
	}
	return true
}
