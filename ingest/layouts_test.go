package ingest_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"doorstroommonitor/ingest"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

// rowsWithout reads the rows of a record type without the pseudonyms, which
// differ between key spaces.
func (w *world) rowsWithout(record string) []string {
	var out []string
	for _, r := range w.rows(record) {
		_, rest, _ := strings.Cut(r, " ")
		out = append(out, rest)
	}
	return out
}

// Each layout with a small file written by hand, and the canonical files that
// say the same.
var sameContent = map[string]struct {
	name, text                                  string
	person, enrolments, diplomas, work, advices string
}{
	"ro": {
		"RO_93AA.CSV", strings.Join([]string{
			"VLP|93AA|2019-08-01|2021-12-31|2022-01-10",
			// Two years bol, then bbl; left with a diploma. The diploma in the form that occurs in practice.
			"PER|123456780||2001-02-03|V",
			"ISG|123456780||1|2019-08-01|2023-07-31|2021-07-15|01",
			"ISP|123456780||1|2019-08-01|25000|BOL||J|||||",
			"ISP|123456780||1|2020-11-01|25000|BBL|MBO-4|N|||||",
			"ISE|123456780||1|2019-09-01|2020-07-31",
			"BPV|what|ever|stands|here",
			"DIP|123456780||1|25000|2021-07-02||J|1|",
			"AMO|x",
			// Still there, as an exam-only candidate under an education number; dates in Dutch form.
			"PER||000000012|2002-00-00|M",
			"ISG||000000012|07|1-10-2021|31-7-2022||",
			"ISP||000000012|07|1-10-2021|25000|EX|MBO-4|N|||||",
			"SLR|2|2|3|1|1|1|1|0|0", "",
		}, "\n"),
		"123456780,V\n000000012,M\n",
		"123456780,2019,MBO,93AA,00,25000,MBO4,BOL,,2019-08-01,2020-07-31,J,S,N,1\n" +
			"123456780,2020,MBO,93AA,00,25000,MBO4,BOL,,2020-08-01,2020-10-31,J,S,N,1\n" +
			"123456780,2020,MBO,93AA,00,25000,MBO4,BBL,,2020-11-01,2021-07-15,N,S,N,2\n" +
			"000000012,2021,MBO,93AA,00,25000,MBO4,,,2021-10-01,,N,E,N,1\n",
		"123456780,MBO,93AA,00,25000,MBO4,,,,2021-07-02\n",
		"", "",
	},
	"grondslag": {
		"GRONDSLAG_IP_MBO_93AA.csv", strings.Join([]string{
			"VLP;93AA;2020;20210115;V",
			"PER;000900001;17;17;17;18;O;1234;;;;6030;6030;6030;;;0001;;1234;;0001", // with the undocumented fields
			"ISG;000900001;93AA;1;20190801;20230731;;",
			"ISP;000900001;93AA;1;20190801;20200731;25000;MBO-4;BOL;;1;;;;",
			"ISP;000900001;93AA;1;20200801;;25000;;BOL;;0;;;;",
			"BII;anything",
			"DIP;000900001;93AA;1;25000;20201105;1;1;",
			"BID;anything",
			"SLR;1;1;2;0;0;1;1;1;0;0;0", "",
		}, "\n"),
		"000900001,O\n",
		"000900001,2019,MBO,93AA,00,25000,MBO4,BOL,,2019-08-01,2020-07-31,J,S,N,1\n" +
			"000900001,2020,MBO,93AA,00,25000,MBO4,BOL,,2020-08-01,,N,S,N,2\n",
		"000900001,MBO,93AA,00,25000,MBO4,,,TOT_20,2020-11-05\n",
		"", "",
	},
	"hisbek": {
		"HISBEK_2020_20201101_92AA.CSV", strings.Join([]string{
			"VLP|92AA|20201101||||", // padded
			"HRD|123456780||2020|92AA|01|J|pi|LAAG|50000|WO-BA|B|20190901|20200831|J|S|VT|20191001|3|||||||||||||",
			"HRD|123456780||2019|92AA|1|N|zz,nb|LAAG|50000|WO-MA|S|20200901||J|S|DT|20201001|1||||||||||||",
			"HRR|123456780||2020|92AA|1|J|pd|LAAG||50000|WO-BA|B|J|20200713|VT|20200801|||||||||||",
			"HRR|123456780||2020|92AA|2|J|pd|LAAG||50000|WO-BA|P|J|20200113|VT|20200801|||||||||||", // no end diploma
			"HRR|123456780||2020|92AA|3|J|pd|LAAG||50000|WO-BA|B|J||VT|20200801|||||||||||",         // not signed
			"SLR|2|3|||", "",
		}, "\r\n"),
		"",
		"123456780,2019,WO,92AA,00,50000,BA,VT,,2019-09-01,2020-08-31,J,S,N,1\n" +
			"123456780,2020,WO,92AA,00,50000,SCHAKEL,DT,,2020-09-01,,N,S,N,1\n",
		"123456780,WO,92AA,00,50000,BA,,,,2020-07-13\n",
		"", "",
	},
	"vo": {
		"school.csv", strings.Join([]string{
			"geslacht;persoonsgebonden_nummer;schooljaar;onderwijssoort;brin;vestiging;opleiding;niveau;leerjaar;begindatum;einddatum;bekostigd;volgnummer;inschrijvingsvorm;hoofdinschrijving;diplomadatum;profiel;eindcijferklasse",
			"V;123456780;2017;VO;90AA;00;HAVO;HAVO;5;1-8-2017;31-7-2018;J;1;S;J;14-6-2018;NT;TOT_70",
			"V;123456780;2018;VO;90AA;00;VWO;;5;2018-08-01;;J;01;S;J;;;", "", // the programme tells the level
		}, "\n"),
		"123456780,V\n",
		havo + "123456780,2018,VO,90AA,00,VWO,VWO,,5,2018-08-01,,J,S,J,1\n",
		havoPaper,
		"", "",
	},
	"po": {
		"school.csv", strings.Join([]string{
			"persoonsgebonden_nummer,geslacht,schooljaar,onderwijssoort,brin,vestiging,opleiding,leerjaar,begindatum,einddatum,bekostigd,volgnummer,inschrijvingsvorm,hoofdinschrijving",
			"123456780,M,2019,BO,94AA,00,PO,7,20190801,20200731,J,1,S,J",
			`"123456780",M,2020,BO,94AA,00,PO,8,20200801,20210731,J,1,S,J`, "",
		}, "\n"),
		"123456780,M\n",
		"123456780,2019,PO,94AA,00,PO,,,7,2019-08-01,2020-07-31,J,S,J,1\n123456780,2020,PO,94AA,00,PO,GROEP8,,8,2020-08-01,2021-07-31,J,S,J,1\n",
		"",
		"", "",
	},
	"arbeid": {
		"werk.csv", strings.Join([]string{
			"uren_per_week;persoonsgebonden_nummer;peiljaar;werknemer",
			"VANAF12;123456780;2019;J",
			"MIN12;000123456781;2019;J", // padded
			";123456782;2020;N", "",
		}, "\n"),
		"", "", "",
		"123456780,2019,J,VANAF12\n123456781,2019,J,MIN12\n123456782,2020,N,\n",
		"",
	},
	"schooladvies": {
		"advies.csv", strings.Join([]string{
			"adviesjaar,schooladvies,persoonsgebonden_nummer,brin",
			"2019,VSO,123456780,94AA", // nothing tells it from the next two
			"2019,PRO,000123456781,94AA",
			"2019,VMBO_B,123456782,94AA",
			"2020,HAVO_VWO,123456783,94AA",
			"2020,ADVIES_NIET_MOGELIJK,123456784,94AA", "",
		}, "\n"),
		"", "", "", "",
		"123456780,2019,94AA,PRO_VMBO_B\n123456781,2019,94AA,PRO_VMBO_B\n123456782,2019,94AA,PRO_VMBO_B\n123456783,2020,94AA,HAVO_VWO\n123456784,2020,94AA,ONBEKEND\n",
	},
}

func TestLayoutsSayTheSameAsCanonicalFiles(t *testing.T) {
	for id, c := range sameContent {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			got := newWorld(t)
			got.addLayout(id, c.name, c.text)
			if r := got.run(); r.Files[0].Rejected != 0 {
				t.Errorf("%+v, %v", r.Files[0], got.quarantine())
			}
			want := newWorld(t)
			for record, text := range map[string][2]string{"persoon": {personHeader, c.person}, "inschrijving": {enrolmentHeader, c.enrolments}, "diploma": {diplomaHeader, c.diplomas}, "arbeid": {workHeader, c.work}, "schooladvies": {adviceHeader, c.advices}} {
				if text[1] != "" {
					want.add(record, record+".csv", text[0]+text[1])
				}
			}
			want.run()
			for _, record := range []string{"persoon", "inschrijving", "diploma", "arbeid", "schooladvies"} {
				if diff := cmp.Diff(want.rowsWithout(record), got.rowsWithout(record)); diff != "" {
					t.Errorf("%s (-canonical +layout):\n%s", record, diff)
				}
			}
			same := id != "grondslag"
			if diff := cmp.Diff(want.rows("inschrijving"), got.rows("inschrijving")); (diff == "") != same {
				t.Errorf("pseudonyms equal: %v, want %v", diff == "", same)
			}
		})
	}
}

func TestATableMayBeParquet(t *testing.T) {
	type row struct {
		Person string `parquet:"persoonsgebonden_nummer"`
		Sex    string `parquet:"geslacht"`
		Year   string `parquet:"schooljaar"`
		Kind   string `parquet:"onderwijssoort"`
		BRIN   string `parquet:"brin"`
		Place  string `parquet:"vestiging"`
		Code   string `parquet:"opleiding"`
		Group  string `parquet:"leerjaar"`
		Begin  string `parquet:"begindatum"`
		End    string `parquet:"einddatum,optional"`
		Funded string `parquet:"bekostigd"`
		Nr     string `parquet:"volgnummer"`
		Form   string `parquet:"inschrijvingsvorm"`
		Main   string `parquet:"hoofdinschrijving"`
	}
	good := row{"123456780", "M", "2019", "BO", "94AA", "00", "PO", "8", "2019-08-01", "", "J", "1", "S", "J"}
	bad := good
	bad.Person, bad.Kind = "123456781", "QZ"
	var b bytes.Buffer
	if err := parquet.Write(&b, []row{good, bad}); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	w.addLayout("po", "school.parquet", b.String())
	r := w.run()
	if diff := cmp.Diff([]string{"school.parquet:2 C-VALUE onderwijssoort ‹AA›"}, w.quarantine()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := w.rows("inschrijving"); len(n) != 1 || !strings.Contains(n[0], "sector=PO") || !strings.Contains(n[0], "niveau=GROEP8") || r.Files[0].Lines != 2 {
		t.Errorf("%v, %+v", n, r.Files[0])
	}
}

func TestOnlyATableMayBeParquet(t *testing.T) {
	w := newWorld(t)
	w.addLayout("ro", "x.parquet", "PAR1")
	if _, err := ingest.Run(context.Background(), w.options); err == nil || !strings.Contains(err.Error(), "only a table can be Parquet") {
		t.Errorf("error is %v", err)
	}
}

func TestTheColumnsOfATable(t *testing.T) {
	header, row, _ := strings.Cut(sameContent["po"].text, "\n")
	for name, c := range map[string]string{
		"a column too few":      strings.TrimSuffix(header, ",hoofdinschrijving"),
		"an unknown column":     header + ",naam",
		"a column twice":        header + ",brin",
		"another separator":     strings.ReplaceAll(header, ",", "|"),
		"a person for a header": row,
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.addLayout("po", "x.csv", c+"\n"+row)
			if s := w.stop("F-HEADER"); strings.Contains(s.Error(), "123456780") {
				t.Error("the message repeats a person number")
			}
		})
	}
}
