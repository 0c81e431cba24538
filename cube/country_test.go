package cube_test

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"doorstroommonitor/register"
	"doorstroommonitor/synth"
)

// The synthetic country is observed on 1 October of 2017 to 2025.
const (
	countryFrom  = 2017
	countryTo    = 2025
	countryScale = 0.002
)

// holds are sums that every cohort must show, whoever lives in the country:
// written down from the definitions of the transitions, not from the sums that
// the model finds. A term is a table and the codes of a cell; 9* adds up all
// institutions, EACH is the same institution throughout.
var holds = []string{
	// Direct, after a gap year, and later or not at all are everybody.
	"VO-HO/stroom EACH HAVO DIRECT + VO-HO/stroom EACH HAVO TUSSENJAAR + VO-HO/stroom EACH HAVO NIET = VO-HO/bestemming EACH HAVO _T",
	"VO-HO/stroom EACH VWO DIRECT + VO-HO/stroom EACH VWO TUSSENJAAR + VO-HO/stroom EACH VWO NIET = VO-HO/bestemming EACH VWO _T",
	"VO-VLG/stroom _T DIRECT + VO-VLG/stroom _T TUSSENJAAR + VO-VLG/stroom _T NIET = VO-VLG/bestemming _T _T _T",
	"VO-MBO/stroom _T DIRECT + VO-MBO/stroom _T TUSSENJAAR + VO-MBO/stroom _T HO + VO-MBO/stroom _T NIET = VO-MBO/bestemming _T _T",
	"MBO-MBO/stroom EACH DIRECT + MBO-MBO/stroom EACH TUSSENJAAR + MBO-MBO/stroom EACH HO + MBO-MBO/stroom EACH NIET = MBO-MBO/bestemming EACH _T _T",
	"MBO-HO/stroom EACH DIRECT + MBO-HO/stroom EACH TUSSENJAAR + MBO-HO/stroom EACH NIET = MBO-HO/bestemming EACH _T _T",
	"HBO-WO/stroom EACH DIRECT + HBO-WO/stroom EACH TUSSENJAAR + HBO-WO/stroom EACH NIET = HBO-WO/bestemming EACH _T",
	"WO-WO/stroom EACH DIRECT + WO-WO/stroom EACH TUSSENJAAR + WO-WO/stroom EACH NIET = WO-WO/bestemming EACH _T",

	// By profile, mean mark and form of study they are the same graduates.
	"VO-HO/profiel HAVO _T HO = VO-HO/bestemming _T HAVO HO",
	"VO-HO/profiel VWO NT WO + VO-HO/profiel VWO NG WO + VO-HO/profiel VWO EM WO + VO-HO/profiel VWO CM WO = VO-HO/bestemming _T VWO WO",
	"VO-HO/cijfer HAVO TOT_65 GESTOPT + VO-HO/cijfer HAVO TOT_70 GESTOPT + VO-HO/cijfer HAVO TOT_75 GESTOPT + VO-HO/cijfer HAVO VANAF_75 GESTOPT + VO-HO/cijfer HAVO ONBEKEND GESTOPT = VO-HO/status _T HAVO GESTOPT",
	"VO-HO/cijfer VWO VANAF_75 INGESTROOMD + VO-HO/cijfer VWO VANAF_75 NIET_INGESTROOMD = VO-HO/cijfer VWO VANAF_75 _T",
	"VO-HO/vorm _T VT + VO-HO/vorm _T DT + VO-HO/vorm _T DU = VO-HO/bestemming _T _T HO",
	"VO-HO/vorm VWO OVERIG + VO-HO/bestemming _T VWO HO = VO-HO/bestemming _T VWO _T",

	"MBO-HO/leerweg BOL HO + MBO-HO/leerweg BBL HO = MBO-HO/bestemming _T _T HO",
	"MBO-HO/leeftijd TOT_20 HO + MBO-HO/leeftijd TOT_23 HO + MBO-HO/leeftijd TOT_27 HO + MBO-HO/leeftijd VANAF_27 HO + MBO-HO/leeftijd ONBEKEND HO = MBO-HO/bestemming _T _T HO",
	"MBO-HO/graad AD + MBO-HO/graad BA = MBO-HO/bestemming _T _T HBO",
	"MBO-HO/vorm ZORG VT + MBO-HO/vorm ZORG DT + MBO-HO/vorm ZORG DU = MBO-HO/rendement ZORG INGESTROOMD",

	"VO-MBO/leerweg VMBO_BK BOL + VO-MBO/leerweg VMBO_BK BBL = VO-MBO/bestemming VMBO_BK MBO",
	"VO-MBO/domein VMBO_GT ECONOMIE + VO-MBO/domein VMBO_GT ZORG + VO-MBO/domein VMBO_GT TECHNIEK + VO-MBO/domein VMBO_GT GROEN + VO-MBO/domein VMBO_GT OVERIG = VO-MBO/bestemming VMBO_GT MBO",
	"VO-MBO/vmbo VMBO_B MBO + VO-MBO/vmbo VMBO_K MBO = VO-MBO/bestemming VMBO_BK MBO",
	"VO-MBO/vmbo VMBO_G GEEN + VO-MBO/vmbo VMBO_T GEEN = VO-MBO/bestemming VMBO_GT GEEN",
	"VO-MBO/startkwalificatie HAVO AL + VO-MBO/startkwalificatie VWO AL = VO-HO/bestemming _T _T _T",
	"VO-MBO/startkwalificatie VMBO_GT BEHAALD + VO-MBO/startkwalificatie VMBO_GT ZONDER = VO-MBO/bestemming VMBO_GT _T",

	"HBO-WO/vorm VT MASTER + HBO-WO/vorm DT MASTER + HBO-WO/vorm DU MASTER = HBO-WO/bestemming _T MASTER",

	"MBO-MBO/leerweg BOL MBO + MBO-MBO/leerweg BBL MBO = MBO-MBO/bestemming _T _T MBO",
	"MBO-MBO/domein ECONOMIE GEEN + MBO-MBO/domein ZORG GEEN + MBO-MBO/domein TECHNIEK GEEN + MBO-MBO/domein GROEN GEEN + MBO-MBO/domein OVERIG GEEN = MBO-MBO/bestemming _T _T GEEN",

	// Who is direct is there on the first 1 October, and is followed.
	"VO-HO/stroom EACH _T DIRECT = VO-HO/bestemming EACH _T HO",
	"VO-HO/status EACH _T INGESTROOMD = VO-HO/bestemming EACH _T HO",
	"VO-HO/rendement HAVO INGESTROOMD = VO-HO/bestemming _T HAVO HO",
	"VO-MBO/stroom VMBO_BK DIRECT = VO-MBO/bestemming VMBO_BK MBO",
	"VO-MBO/status ZONDER_DIPLOMA INGESTROOMD = VO-MBO/bestemming ZONDER_DIPLOMA MBO",
	"VO-MBO/rendement VMBO_GT INGESTROOMD = VO-MBO/bestemming VMBO_GT MBO",
	"VO-VLG/status VMBO INGESTROOMD = VO-VLG/bestemming _T VMBO VERVOLG",
	"MBO-MBO/stroom EACH DIRECT = MBO-MBO/bestemming EACH _T MBO",
	"MBO-MBO/status MBO2 INGESTROOMD = MBO-MBO/bestemming _T MBO2 MBO",
	"MBO-HO/status EACH INGESTROOMD = MBO-HO/bestemming EACH _T HO",
	"MBO-HO/rendement ZORG INGESTROOMD = MBO-HO/bestemming _T ZORG HO",
	"HBO-WO/stroom EACH DIRECT = HBO-WO/bestemming EACH WO",
	"HBO-WO/status ECONOMIE INGESTROOMD = HBO-WO/onderdeel ECONOMIE _T WO",
	"HBO-WO/rendement ECONOMIE INGESTROOMD = HBO-WO/onderdeel ECONOMIE _T MASTER + HBO-WO/onderdeel ECONOMIE _T SCHAKEL",
	"WO-WO/stroom EACH DIRECT = WO-WO/bestemming EACH MASTER",

	"WO-WO/status INGESTROOMD = WO-WO/onderdeel _T _T MASTER",
	"WO-WO/status ZELFDE + WO-WO/status SWITCH + WO-WO/status GESTOPT = WO-WO/bestemming _T MASTER",
	"WO-WO/rendement NOMINAAL + WO-WO/rendement PLUS1 + WO-WO/rendement GEEN_DIPLOMA = WO-WO/stroom _T DIRECT",

	// VO-VLG, VO-MBO and VO-HO are about the same persons, under one
	// precedence rule.
	"VO-VLG/bestemming _T _T _T = VO-MBO/bestemming _T _T",
	"VO-VLG/bestemming _T VMBO MBO = VO-MBO/bestemming VMBO_BK MBO + VO-MBO/bestemming VMBO_GT MBO",
	"VO-VLG/bestemming _T ZONDER_DIPLOMA MBO = VO-MBO/bestemming ZONDER_DIPLOMA MBO",
	"VO-VLG/bestemming _T _T MBO = VO-MBO/bestemming _T MBO",
	"VO-VLG/bestemming _T _T HBO + VO-VLG/bestemming _T _T WO = VO-MBO/bestemming _T HO",
	"VO-VLG/bestemming _T _T VO = VO-MBO/bestemming _T VO",
	"VO-VLG/bestemming _T _T GEEN = VO-MBO/bestemming _T GEEN",
	"VO-HO/bestemming EACH HAVO _T = VO-VLG/bestemming EACH HAVO _T",
	"VO-HO/bestemming EACH HAVO HBO = VO-VLG/bestemming EACH HAVO HBO",
	"VO-HO/bestemming EACH HAVO MBO = VO-VLG/bestemming EACH HAVO MBO",
	"VO-HO/bestemming EACH VWO WO = VO-VLG/bestemming EACH VWO WO",
	"VO-HO/bestemming EACH VWO GEEN = VO-VLG/bestemming EACH VWO GEEN",
	"VO-HO/bestemming EACH _T VO = VO-VLG/bestemming EACH HAVO VO + VO-VLG/bestemming EACH VWO VO",
	"VO-HO/bestemming _T HAVO MBO = VO-MBO/bestemming HAVO MBO",
	"VO-HO/bestemming _T VWO HO = VO-MBO/bestemming VWO HO",

	"VO-MBO/school EACH VMBO MBO = VO-VLG/bestemming EACH VMBO MBO",
	"VO-MBO/school 9* HAVO GEEN = VO-MBO/bestemming HAVO GEEN",

	// One year later: back in VO-VLG's further education is back in either.
	"VO-VLG/stroom _T TUSSENJAAR + VO-VLG/stroom _T NIET = VO-MBO/stroom _T TUSSENJAAR + VO-MBO/stroom _T NIET",
	"VO-VLG/status _T MBO = VO-MBO/status _T INGESTROOMD",
	"VO-VLG/status _T WEG_MBO = VO-MBO/status _T GESTOPT",
	"VO-VLG/status HAVO HO = VO-HO/status _T HAVO INGESTROOMD",

	// Work is of who is not in education, and of the same persons in all years.
	"MBO-ARB/vooropleiding_2 MBO2 _T = MBO-MBO/bestemming _T MBO2 _T",
	"MBO-ARB/vooropleiding_3 ZONDER_1_3 _T = MBO-MBO/bestemming _T ZONDER_DIPLOMA _T",
	"MBO-ARB/vooropleiding_4 MBO3 WERK12 + MBO-ARB/vooropleiding_4 MBO3 WERK + MBO-ARB/vooropleiding_4 MBO3 GEEN_WERK = MBO-ARB/vooropleiding_4 MBO3 NIET_IN_ONDERWIJS",
	"MBO-ARB/vooropleiding_5 MBO4 ONDERWIJS + MBO-ARB/vooropleiding_5 MBO4 NIET_IN_ONDERWIJS = MBO-HO/bestemming _T _T _T",
	"MBO-ARB/instelling_2 9* WERK12 = MBO-ARB/vooropleiding_2 _T WERK12",
	"MBO-ARB/instelling_2 9* _T = MBO-HO/bestemming _T _T _T + MBO-MBO/bestemming _T _T _T + MBO-ARB/vooropleiding_2 ZONDER_4 _T",
	"MBO-ARB/vooropleiding_0 MBO2 NIET_IN_ONDERWIJS = MBO-MBO/bestemming _T MBO2 GEEN",
	"MBO-ARB/vooropleiding_0 MBO4 MBO = MBO-HO/bestemming _T _T MBO",
	"MBO-ARB/instelling_0 9* WERK = MBO-ARB/vooropleiding_0 _T WERK",
	"MBO-ARB/vooropleiding_1 MBO3 EERST_NIET = MBO-ARB/vooropleiding_0 MBO3 NIET_IN_ONDERWIJS",
	"HBO-ARB/instelling_0 EACH SCHAKEL = HBO-WO/bestemming EACH SCHAKEL",
	"HBO-ARB/instelling_0 EACH ANDER_ONDERWIJS + HBO-ARB/instelling_0 EACH NIET_IN_ONDERWIJS = HBO-WO/bestemming EACH ANDERS",
	"HBO-ARB/landelijk_1 EERST_ONDERWIJS = HBO-ARB/instelling_0 _T ONDERWIJS",
	"WO-ARB/instelling_0 9* WERK12 = WO-ARB/onderdeel_0 _T WERK12",
	"WO-ARB/onderdeel_5 RECHT ONDERWIJS + WO-ARB/onderdeel_5 RECHT NIET_IN_ONDERWIJS = WO-ARB/onderdeel_0 RECHT _T",
	"HBO-ARB/instelling_2 EACH ONDERWIJS + HBO-ARB/instelling_2 EACH NIET_IN_ONDERWIJS = HBO-WO/bestemming EACH _T",
	"HBO-ARB/instelling_2 9* WERK = HBO-ARB/onderdeel_2 _T WERK",
	"HBO-ARB/onderdeel_5 TECHNIEK ONDERWIJS + HBO-ARB/onderdeel_5 TECHNIEK NIET_IN_ONDERWIJS = HBO-WO/onderdeel TECHNIEK _T _T",

	"MBO-ARB/provincie_2 _T WERK12 = MBO-ARB/instelling_2 9* WERK12",
	"HBO-ARB/provincie_2 _T ONDERWIJS = HBO-ARB/instelling_2 9* ONDERWIJS",
	"WO-ARB/provincie_2 _T GEEN_WERK = WO-ARB/instelling_2 9* GEEN_WERK",

	// Who leaves without a diploma is in one place, in October and two years later.
	"HBO-UIT/bestemming EACH WO + HBO-UIT/bestemming EACH NIET_WO = HBO-UIT/bestemming EACH _T",
	"HBO-UIT/landelijk_0 _T = HBO-UIT/bestemming 9* _T",
	"HBO-UIT/landelijk_2 ONDERWIJS + HBO-UIT/landelijk_2 NIET_IN_ONDERWIJS = HBO-UIT/landelijk_0 _T",
	"WO-UIT/landelijk_0 _T = WO-UIT/bestemming 9* HBO + WO-UIT/bestemming 9* NIET_HBO",
	"WO-UIT/landelijk_2 WERK12 + WO-UIT/landelijk_2 WERK + WO-UIT/landelijk_2 GEEN_WERK = WO-UIT/landelijk_2 NIET_IN_ONDERWIJS",

	// Primary school, school advice and position are of the same pupils.
	"PO-VO/bestemming EACH BRUG + PO-VO/bestemming EACH VMBO_PRO + PO-VO/bestemming EACH HAVO_VWO + PO-VO/bestemming EACH GEEN = PO-VO/bestemming EACH _T",
	"PO-VO/bestemming 9* BRUG = PO-VO/soort _T BRUG",
	"PO-VO/bestemming 9* HAVO_VWO = PO-VO/soort _T HAVO + PO-VO/soort _T VWO",
	"PO-VO/bestemming _T VMBO_PRO = PO-VO/soort _T PRO + PO-VO/soort _T VMBO_B + PO-VO/soort _T VMBO_K + PO-VO/soort _T VMBO_GT",
	"PO-VO/bestemming 9* GEEN = PO-VO/soort _T GEEN",
	"PO-VO/herkomst HAVO 9* + PO-VO/herkomst HAVO GEEN = PO-VO/soort HAVO _T",
	"PO-VO/herkomst _T GEEN = PO-VO/soort _T GEEN",
	"PO-VO/positie HAVO_VWO _T = PO-VO/soort HAVO_VWO _T",
	"PO-VO/positie VMBO_K OP_OF_BOVEN + PO-VO/positie VMBO_K ONDER + PO-VO/positie VMBO_K ONBEPAALD + PO-VO/positie VMBO_K GEEN = PO-VO/soort VMBO_K _T",
	"PO-VO/positie VWO OP = PO-VO/positie VWO OP_OF_BOVEN", // there is nothing above

	"PO-VO/geslacht MO HAVO + PO-VO/geslacht V HAVO = PO-VO/soort _T HAVO",
	"PO-VO/geslacht V _T = PO-VO/positie_geslacht V _T",
	"PO-VO/positie_geslacht MO ONDER + PO-VO/positie_geslacht V ONDER = PO-VO/positie _T ONDER",
	"PO-VO/positie_bestuur _T BOVEN = PO-VO/positie _T BOVEN",

	// Entrants by origin are entrants by destination.
	"VO-HO/herkomst HAVO 9* = VO-HO/bestemming 9* HAVO HO",
	"VO-HO/herkomst VWO 9* = VO-HO/bestemming 9* VWO HO",
	"VO-HO/herkomst _T OVERIG + VO-HO/bestemming 9* _T HO = VO-HO/bestemming 9* _T _T",
	"VO-MBO/herkomst VMBO_BK 9* = VO-MBO/bestemming VMBO_BK MBO",
	"VO-MBO/herkomst _T 9* = VO-VLG/bestemming 9* _T MBO",
	"MBO-HO/herkomst ECONOMIE 9* = MBO-HO/bestemming 9* ECONOMIE HO",
	"HBO-WO/herkomst 9* = HBO-WO/bestemming 9* WO",
	"WO-WO/herkomst 9* = WO-WO/bestemming 9* WO",
}

// TestTheCountryAddsUp counts the synthetic country by the way of the route
// and by the second engine, which agree, and holds every cohort of it against
// its balance and against the sums above.
func TestTheCountryAddsUp(t *testing.T) {
	out := filepath.Join(t.TempDir(), "extracts")
	if _, err := synth.Generate(context.Background(), synth.Options{Scale: countryScale, Seed: 1, From: countryFrom, To: countryTo, Out: out}); err != nil {
		t.Fatal(err)
	}
	reg, err := register.Load(os.DirFS(filepath.Join(out, "register")))
	if err != nil {
		t.Fatal(err)
	}
	s := loadSpec(t, os.DirFS("../specs/2026"))
	plans := plansOf(t, s, reg)
	inner := tallyDuckDB(t, s, reg, plans, out)
	for i, second := range tallyMemory(t, s, reg, plans, out) {
		for year := countryFrom + 1; year <= countryTo; year++ {
			if !maps.Equal(inner[i][year], second[year]) {
				t.Errorf("%s, cohort %d: the engines differ", plans[i].Name, year)
			}
		}
	}
	years := map[int]tables{}
	for year := countryFrom + 1; year <= countryTo; year++ {
		years[year] = tables{}
	}
	for _, g := range countCohorts(t, s, reg, inner, countryFrom+1, countryTo) {
		balanced(t, s, g)
		years[g.model.Cohort].add(g)
	}
	for _, equation := range holds {
		compared, persons := 0, int64(0)
		for year := countryFrom + 1; year <= countryTo; year++ {
			y := years[year]
			for _, institution := range y.institutions(equation) {
				left, right, ok := y.sides(t, equation, institution)
				if !ok {
					continue
				}
				if left != right {
					t.Errorf("cohort %d: %s: %d and %d", year, strings.ReplaceAll(equation, "EACH", institution), left, right)
				}
				compared, persons = compared+1, persons+left
			}
		}
		if persons == 0 {
			t.Errorf("%s: compared %d times over nobody, which says nothing", equation, compared)
		}
	}
}
