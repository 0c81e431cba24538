package synth

import "fmt"

// sector is an education sector; the zero value is primary education.
type sector uint8

const (
	sectorPO sector = iota
	sectorVO
	sectorVAVO
	sectorMBO
	sectorHBO
	sectorWO
)

var sectorCodes = [...]string{"PO", "VO", "VAVO", "MBO", "HBO", "WO"}

func (s sector) higher() bool { return s >= sectorHBO }

// level is the niveau of an enrolment or diploma.
type level uint8

const (
	levelGroep8 level = iota
	levelBrug
	levelPro
	levelVMBOB
	levelVMBOK
	levelVMBOG
	levelVMBOT
	levelHAVO
	levelVWO
	levelMBO1
	levelMBO2
	levelMBO3
	levelMBO4
	levelAD
	levelBA
	levelMA
	levelSchakel
)

var levelCodes = [...]string{
	"GROEP8", "BRUG", "PRO", "VMBO_B", "VMBO_K", "VMBO_G", "VMBO_T", "HAVO", "VWO",
	"MBO1", "MBO2", "MBO3", "MBO4", "AD", "BA", "MA", "SCHAKEL",
}

// length is the number of years up to the exam of a level of secondary
// education.
func (l level) length() uint8 {
	switch l {
	case levelPro, levelHAVO:
		return 5
	case levelVWO:
		return 6
	}
	return 4
}

// profile is an exam profile; the zero value is none.
type profile uint8

const (
	profileNone profile = iota
	profileNT
	profileNG
	profileEM
	profileCM
)

var (
	profileCodes = [...]string{"", "NT", "NG", "EM", "CM"}
	profileNames = [...]string{"", "natuur en techniek", "natuur en gezondheid", "economie en maatschappij", "cultuur en maatschappij"}
)

// field is the part of the croho of a programme in higher education.
type field uint8

const (
	fieldOnderwijs field = iota
	fieldLandbouw
	fieldNatuur
	fieldTechniek
	fieldGezondheid
	fieldEconomie
	fieldRecht
	fieldGedrag
	fieldTaal
	fieldOverstijgend
	fields
)

var (
	fieldCodes = [fields]string{
		"ONDERWIJS", "LANDBOUW", "NATUUR", "TECHNIEK", "GEZONDHEID", "ECONOMIE", "RECHT", "GEDRAG", "TAAL", "SECTOROVERSTIJGEND",
	}
	fieldNames = [fields]string{
		"onderwijs", "landbouw", "natuur", "techniek", "gezondheid", "economie", "recht", "gedrag en maatschappij", "taal en cultuur", "sectoroverstijgend",
	}
)

// domain is the part of vocational education.
type domain uint8

const (
	domainEconomie domain = iota
	domainZorg
	domainTechniek
	domainGroen
	domainOverig
	domains
)

var (
	domainCodes = [domains]string{"ECONOMIE", "ZORG", "TECHNIEK", "GROEN", "OVERIG"}
	domainNames = [domains]string{"economie", "zorg en welzijn", "techniek", "groen", "overig"}
)

// programme is one line of the register of programmes.
type programme struct {
	code    string
	sector  sector
	name    string
	level   level
	part    uint8 // field or domain
	profile profile
	years   uint8 // nominal
	// renewal is the code under which a reformed programme goes on from study
	// year renewed; 0 for one that keeps its code.
	renewal string
	renewed int
}

// codeIn is the code of the programme in a study year.
func (p *programme) codeIn(year int) string {
	if p.renewed != 0 && year >= p.renewed {
		return p.renewal
	}
	return p.code
}

// reform gives every tenth vocational programme and every tenth hbo-bachelor
// a new code in the middle of the period.
func (w *world) reform() {
	if w.to-w.from < 2 {
		return
	}
	seen := map[sector]int{}
	for i := range w.programmes {
		p := &w.programmes[i]
		if p.sector != sectorMBO && (p.sector != sectorHBO || p.level != levelBA) {
			continue
		}
		if seen[p.sector]++; seen[p.sector]%10 == 5 {
			p.renewed, p.renewal = w.from+(w.to-w.from+1)/2, p.code[:3]+"5"+p.code[4:]
		}
	}
}

// onderdeel is the part of the croho, or the domain, as the register names it.
func (p *programme) onderdeel() string {
	switch {
	case p.sector.higher():
		return fieldCodes[p.part]
	case p.sector == sectorMBO:
		return domainCodes[p.part]
	}
	return ""
}

// supply says how many programmes there are of each field: it is the
// catalogue of higher education.
type supply struct {
	sector sector
	level  level
	years  uint8
	name   string
	count  [fields]int
}

var catalogue = [...]supply{
	{sectorHBO, levelAD, 2, "Associate degree", [fields]int{1, 1, 0, 3, 2, 4, 0, 2, 1, 0}},
	{sectorHBO, levelBA, 4, "Hbo-bachelor", [fields]int{4, 2, 0, 7, 4, 8, 1, 3, 4, 0}},
	{sectorHBO, levelMA, 2, "Hbo-master", [fields]int{2, 0, 0, 1, 1, 1, 0, 1, 1, 0}},
	{sectorWO, levelBA, 3, "Wo-bachelor", [fields]int{0, 1, 4, 4, 3, 4, 2, 5, 6, 1}},
	{sectorWO, levelMA, 1, "Wo-master", [fields]int{1, 1, 5, 4, 3, 5, 3, 6, 6, 1}},
	{sectorWO, levelSchakel, 1, "Schakelprogramma", [fields]int{1, 1, 1, 2, 1, 3, 1, 3, 2, 1}},
}

// register of programmes: codes lie in ranges that the real registers do not
// use (secondary education four digits, vocational 13000-17999, higher 90000
// and up).
func newProgrammes() []programme {
	ps := []programme{{code: "1008", sector: sectorPO, name: "Groep 8", level: levelGroep8, years: 1}}
	vo := func(code, name string, l level, p profile) {
		ps = append(ps, programme{code: code, sector: sectorVO, name: name, level: l, profile: p, years: l.length()})
	}
	vo("2001", "Brugklas", levelBrug, 0)
	vo("2010", "Praktijkonderwijs", levelPro, 0)
	for i, n := range []string{"basisberoepsgerichte", "kaderberoepsgerichte", "gemengde", "theoretische"} {
		vo(fmt.Sprintf("202%d", i+1), "Vmbo "+n+" leerweg", levelVMBOB+level(i), 0)
	}
	for i, n := range []string{"Havo", "Vwo"} {
		l := levelHAVO + level(i)
		vo(fmt.Sprintf("20%d0", 4+2*i), n+" leerjaar 1-3", l, 0)
		for p := profileNT; p <= profileCM; p++ {
			vo(fmt.Sprintf("20%d%d", 4+2*i, p), n+" "+profileNames[p], l, p)
		}
	}
	for i, n := range []string{"Havo", "Vwo"} {
		ps = append(ps, programme{code: fmt.Sprintf("30%d0", 4+2*i), sector: sectorVAVO, name: n + " voor volwassenen", level: levelHAVO + level(i), years: 1})
	}
	return append(append(ps, vocational()...), higher()...)
}

func vocational() []programme {
	var ps []programme
	for d := range domains {
		for l, n := range []int{1, 3, 3, 4} {
			for k := range n {
				years := uint8(l + 1)
				if l == 3 && k%2 == 0 {
					years = 3 // level 4 takes three or four years
				}
				ps = append(ps, programme{
					code:   fmt.Sprintf("1%d%d%02d", 3+d, l+1, k+1),
					sector: sectorMBO, level: levelMBO1 + level(l), part: uint8(d), years: years,
					name: fmt.Sprintf("Mbo %d %s %c", l+1, domainNames[d], 'A'+k),
				})
			}
		}
	}
	return ps
}

func higher() []programme {
	var ps []programme
	for i, s := range catalogue {
		for f, n := range s.count {
			for k := range n {
				years := s.years
				if s.level == levelMA && s.sector == sectorWO && (field(f) == fieldTechniek || field(f) == fieldNatuur) {
					years = 2
				}
				ps = append(ps, programme{
					code:   fmt.Sprintf("9%d%d%02d", i, f, k+1),
					sector: s.sector, level: s.level, part: uint8(f), years: years,
					name: fmt.Sprintf("%s %s %c", s.name, fieldNames[f], 'A'+k),
				})
			}
		}
	}
	return ps
}
