package synth

import "strconv"

// choValue says how a field of the 1cHO layout is filled.
type choValue struct {
	id    string
	value func(*choPerson) string
}

// choValues are the fields that are filled, in the order of the layout. Left
// blank are those that are blank by rule (etniciteit, generatie), that no
// synthetic person has (bsn, onderwijsnummer), and those that may be unknown
// (nationality, birth country, postcode).
var choValues = []choValue{
	{"pgn", func(p *choPerson) string { return "000" + string(p.c.number[:]) }},
	{"inschrijvingsjaar", func(p *choPerson) string { return four(p.year) }},
	{"brin", func(p *choPerson) string { return p.code }},
	{"brin_act", func(p *choPerson) string { return p.institution.code }},
	{"opleiding", func(p *choPerson) string { return p.programme.codeIn(p.year) }},
	{"vorm", func(p *choPerson) string { return [...]string{"", "", "", "1", "2", "3"}[p.route] }},
	{"fase", (*choPerson).phase},
	{"maand_vanaf", func(p *choPerson) string { return month(p.begin) }},
	{"code_beeindiging", (*choPerson).ending},
	{"maand_tot", func(p *choPerson) string { return month(p.end) }},
	{"code_examen", func(p *choPerson) string { return p.ifDiploma("1") }},
	{"maand_examen", func(p *choPerson) string { return p.ofDiploma(month) }},
	{"bekostiging", func(p *choPerson) string { return letter(yes(!p.private)) }},
	{"eerste_jaar_inst_raw", func(p *choPerson) string { return four(p.ever[domainInst].start) }},
	{"inschrijvingsvorm", func(p *choPerson) string { return letter(p.enrolment.kind) }},
	{"soort_ho", func(p *choPerson) string { return [...]string{"hbo", "wo"}[p.sector-sectorHBO] }},
	{"opl_act", func(p *choPerson) string { return p.programme.codeIn(p.file.w.to) }},
	{"opl_hist", func(p *choPerson) string { return p.programme.code }},
	{"croho_onderdeel", func(p *choPerson) string {
		return [fields]string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "0"}[p.programme.part]
	}},
	{"croho_sub", func(p *choPerson) string {
		return [fields]string{"01", "05", "06", "07", "08", "09", "10", "11", "13", "20"}[p.programme.part]
	}},
	{"type_ho", func(p *choPerson) string { return p.choRow.kind() }},
	{"fase_act", (*choPerson).phase},
	{"actief", (*choPerson).activity},
	{"si_ho", now(domainHO)},
	{"si_soort", now(domainSoort)},
	{"si_type", now(domainType)},
	{"si_opl", now(domainOpl)},
	{"si_inst", now(domainInst)},
	{"si_oplinst", now(domainOplInst)},
	{"vj_ho", stay(domainHO)},
	{"vj_soort", stay(domainSoort)},
	{"vj_type", stay(domainType)},
	{"ej_opl", novice(domainOpl)},
	{"ej_inst", novice(domainInst)},
	{"ej_oplinst", novice(domainOplInst)},
	{"eerste_jaar_ho", func(p *choPerson) string { return four(p.ever[domainHO].start) }},
	{"eerste_jaar_soort", func(p *choPerson) string { return four(p.ever[domainSoort].start) }},
	{"eerste_jaar_oplinst", func(p *choPerson) string { return four(p.ever[domainOplInst].start) }},
	{"diplomajaar", (*choPerson).diplomaYear},
	{"fase_diploma", func(p *choPerson) string {
		return p.ifDiploma(map[level]string{levelAD: "A", levelBA: "B", levelMA: "M"}[p.level])
	}},
	{"dip_intl", func(p *choPerson) string { return p.rankDiploma(1, func(*choRow, int) bool { return true }, true) }},
	{"dip_ho", func(p *choPerson) string {
		return p.rankDiploma(p.diplomaKind(), func(o *choRow, _ int) bool { return o.level == p.level }, true)
	}},
	{"dip_soort", func(p *choPerson) string {
		return p.rankDiploma(p.diplomaKind(), func(o *choRow, y int) bool { return o.sector == p.sector && y == diplomaYear(p.diploma.date) }, false)
	}},
	{"dip_inst", func(p *choPerson) string {
		return p.rankDiploma(p.diplomaKind(), func(o *choRow, y int) bool {
			return o.institution == p.institution && y == diplomaYear(p.diploma.date)
		}, false)
	}},
	{"vopl_voor", func(p *choPerson) string { return p.before.orUnknown() }},
	{"vopl_voor_code", func(p *choPerson) string { return p.before.code }},
	{"vopl_voor_jaar", func(p *choPerson) string { return four(p.before.year) }},
	{"vopl_voor_brin", func(p *choPerson) string { return p.before.brin }},
	{"vopl_in", func(p *choPerson) string { return p.inside.orUnknown() }},
	{"vopl_in_code", func(p *choPerson) string { return p.inside.code }},
	{"vopl_in_jaar", func(p *choPerson) string { return four(p.inside.year) }},
	{"vopl_in_brin", func(p *choPerson) string { return p.inside.brin }},
	{"vopl", func(p *choPerson) string { return p.highest().orUnknown() }},
	{"vopl_jaar", func(p *choPerson) string { return four(p.highest().year) }},
	{"vopl_brin", func(p *choPerson) string { return p.highest().brin }},
	{"geslacht", func(p *choPerson) string { return letter(p.c.sex) }},
	{"leeftijd_1okt", func(p *choPerson) string { return digits(p.year-p.c.birth-btoi(p.c.month >= 10), 3) }},
	{"leeftijd_1jan", func(p *choPerson) string { return digits(p.year-p.c.birth, 3) }},
	{"eerste_jaar_inst", func(p *choPerson) string { return four(p.ever[domainInst].start) }},
	{"eerste_jaar_inst_act", func(p *choPerson) string { return four(p.ever[domainInst].start) }},
	{"si_insttype", now(domainInstTyp)},
	{"ej_insttype", novice(domainInstTyp)},
	{"brin_act_voorfusie", func(p *choPerson) string { return p.institution.code }},
	{"si_typeho", now(domainTypeHO)},
	{"vj_typeho", stay(domainTypeHO)},
	{"eindcijfer_vo", func(*choPerson) string { return "000" }},
	{"sic_ho", ever(domainHO)},
	{"sic_soort", ever(domainSoort)},
	{"sic_inst", ever(domainInst)},
	{"sic_typeho", ever(domainTypeHO)},
	{"ejc_ho", everNovice(domainHO)},
	{"ejc_soort", everNovice(domainSoort)},
	{"ejc_inst", everNovice(domainInst)},
	{"ejc_typeho", everNovice(domainTypeHO)},
	{"datum_in", func(p *choPerson) string { return eight(p.begin) }},
	{"datum_uit", func(p *choPerson) string { return eight(p.end) }},
	{"vest", func(p *choPerson) string { return p.number }},
	{"datum_diploma", func(p *choPerson) string { return p.ofDiploma(eight) }},
	{"vest_diploma", func(p *choPerson) string { return p.ifDiploma(p.number) }},
	{"vest_act", func(p *choPerson) string { return p.choRow.number }},
	{"vest_act_diploma", func(p *choPerson) string { return p.ifDiploma(p.choRow.number) }},
	{"vest_vopl_voor", func(p *choPerson) string { return p.before.vest }},
	{"vest_vopl_in", func(p *choPerson) string { return p.inside.vest }},
	{"vest_vopl", func(p *choPerson) string { return p.highest().vest }},
	{"internationaal", func(p *choPerson) string { return letter(yes(p.c.foreign)) }},
	{"vj_opl", stay(domainOpl)},
	{"vj_inst", stay(domainInst)},
	{"vj_oplinst", stay(domainOplInst)},
	{"vj_insttype", stay(domainInstTyp)},
	{"vjc_ho", everStay(domainHO)},
	{"vjc_soort", everStay(domainSoort)},
	{"vjc_inst", everStay(domainInst)},
	{"vjc_typeho", everStay(domainTypeHO)},
	{"herkomst", func(*choPerson) string { return "99" }},
	{"geboren", func(*choPerson) string { return "99" }},
}

// now, stay and novice read the standing on 1 October; ever, everStay and
// everNovice the continuous one.
func now(d choDomain) func(*choPerson) string {
	return func(p *choPerson) string { return symbol(p.now[d].kind) }
}

func ever(d choDomain) func(*choPerson) string {
	return func(p *choPerson) string { return symbol(p.ever[d].kind) }
}

func stay(d choDomain) func(*choPerson) string {
	return func(p *choPerson) string { return digits(p.now[d].years, 2) }
}

func everStay(d choDomain) func(*choPerson) string {
	return func(p *choPerson) string { return digits(p.ever[d].years, 2) }
}

func novice(d choDomain) func(*choPerson) string {
	return func(p *choPerson) string { return symbol(p.now[d].first) }
}

func everNovice(d choDomain) func(*choPerson) string {
	return func(p *choPerson) string { return symbol(p.ever[d].first) }
}

// phase is D in the first year of a bachelor, else the phase of the level.
func (p *choPerson) phase() string {
	switch {
	case p.level == levelAD:
		return "A"
	case p.level == levelMA:
		return "M"
	case p.level == levelSchakel:
		return "S"
	case p.nth == 1:
		return "D"
	}
	return "B"
}

// activity is the standing towards 1 October.
func (p *choPerson) activity() string {
	switch {
	case p.active():
		return "1"
	case p.begin <= day(p.year, 10, 1):
		return "2"
	}
	for i := range p.file.rows {
		if o := &p.file.rows[i]; i != p.position && o.year == p.year && p.same(o, domainOplInst) {
			return "4"
		}
	}
	return "3"
}

// ending is 1 with a diploma and 9, own request, when the year was not
// completed.
func (p *choPerson) ending() string {
	switch {
	case p.diploma != nil:
		return "1"
	case p.end != 0 && p.end < day(p.year+1, 8, 31):
		return "9"
	}
	return ""
}

func (p *choPerson) diplomaYear() string {
	if p.diploma == nil {
		return "0000"
	}
	return four(diplomaYear(p.diploma.date))
}

// ifDiploma is s on a row with a diploma, else blank.
func (p *choPerson) ifDiploma(s string) string {
	if p.diploma == nil {
		return ""
	}
	return s
}

// ofDiploma is f of the date of the diploma, else blank.
func (p *choPerson) ofDiploma(f func(date) string) string {
	if p.diploma == nil {
		return ""
	}
	return f(p.diploma.date)
}

// diplomaKind is the odd code of the kind of diploma.
func (p *choPerson) diplomaKind() int {
	switch p.level {
	case levelAD:
		return 13
	case levelBA:
		return 3
	}
	return 5
}

// rankDiploma is code for the first diploma among those alike, and the next
// code for the others; earlier asks for first in time, else first in the
// order of the career.
func (p *choPerson) rankDiploma(code int, alike func(o *choRow, year int) bool, earlier bool) string {
	if p.diploma == nil {
		return ""
	}
	passed := false // the diploma itself
	for i := range p.c.dips {
		d := &p.c.dips[i]
		if d == p.diploma {
			passed = true
			continue
		}
		o := p.file.row(&p.c.rows[d.row])
		if o.level < levelAD || !alike(&o, diplomaYear(d.date)) {
			continue
		}
		if !passed && !earlier || earlier && (d.date < p.diploma.date || !passed && d.date == p.diploma.date) {
			return digits(code+1, 2)
		}
	}
	return digits(code, 2)
}

// highest is the education within higher education, else that before it.
func (p *choPerson) highest() *prior {
	if p.inside.category != "" {
		return &p.inside
	}
	return &p.before
}

func (x *prior) orUnknown() string {
	if x.category == "" {
		return "00000"
	}
	return x.category
}

// four is a year, 0000 for none.
func four(year int) string { return digits(year, 4) }

// eight is a date as EEJJMMDD, blank for none.
func eight(d date) string {
	if d == 0 {
		return ""
	}
	return strconv.Itoa(int(d))
}

// month is the month of a date, blank for none.
func month(d date) string {
	if d == 0 {
		return ""
	}
	return digits(int(d)/100%100, 2)
}

// digits is n with leading zeros in width positions.
func digits(n, width int) string {
	var b [4]byte
	for i := width - 1; i >= 0; i-- {
		b[i] = byte('0' + n%10)
		n /= 10
	}
	return string(b[:width])
}

// symbol is a one-character string.
func symbol(b byte) string {
	const symbols = "0123456789"
	if b >= 'A' {
		return letter(b)
	}
	return symbols[b-'0' : b-'0'+1]
}
