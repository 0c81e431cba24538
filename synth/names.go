package synth

import "fmt"

// Names are made by combining invented parts; a test compares them with the
// official lists where those are present.
var (
	placeFirst = [...]string{
		"Agel", "Balve", "Brokke", "Dulle", "Elzer", "Fenne", "Gasse", "Hunne", "Ibbe", "Jorre",
		"Krave", "Lemse", "Molke", "Nerre", "Okke", "Pelle", "Quade", "Rokke", "Sapte", "Tjalle",
		"Ulve", "Vlasse", "Wemme", "Zwalme", "Bierse", "Drevel", "Gramse", "Kwint", "Schrave", "Truive",
	}
	placeLast = [...]string{
		"daal", "meer", "wolde", "horst", "rade", "sluis", "burcht", "kerke", "hage", "broek",
		"donk", "veen", "dam", "stede", "wijk", "laar", "beke", "voort", "zijl", "rijt",
		"mond", "heem", "loo", "kamp", "dijke", "vliet", "trecht", "oord",
	}
	schoolAdjectives = [...]string{
		"Koperen", "Zilveren", "Blauwe", "Groene", "Gouden", "Vrolijke", "Stille", "Dappere", "Wakkere", "Vlugge",
		"Bonte", "Witte", "Rode", "Zonnige", "Wijze", "Trotse", "Snelle", "Zachte", "Sterke", "Vrije",
		"Ronde", "Lange", "Kleine", "Grote", "Open", "Heldere", "Warme", "Frisse", "Gulle", "Kalme",
		"Kwieke", "Lichte", "Milde", "Nieuwe", "Oude", "Pientere", "Rappe", "Slimme", "Speelse", "Stoere",
		"Tedere", "Vaste", "Veelkleurige", "Verre", "Vierkante", "Vlotte", "Waaghalzige", "Wilde", "Zingende", "Zoete",
		"Dansende", "Dromende", "Fluitende", "Gevlekte", "Gestreepte", "Glimmende", "Houten", "IJzeren", "Kristallen", "Lachende",
		"Lopende", "Marmeren", "Nieuwsgierige", "Ondeugende", "Paarse", "Reizende", "Roze", "Ruisende", "Springende", "Tintelende",
		"Turkooizen", "Vliegende", "Wandelende", "Wollen", "Zeilende", "Zwemmende", "Glazen", "Stenen", "Zwarte", "Gele",
	}
	schoolNouns = [...]string{
		"Otter", "Lantaarn", "Kompasnaald", "Reiger", "Egel", "Bever", "Dwarsfluit", "Zandloper", "Kievit", "Vuurkever",
		"Wolkenkaart", "Haas", "Spreeuw", "Tuimelaar", "Wegwijzer", "Karper", "Libel", "Mier", "Notenkraker", "Olifant",
		"Pauw", "Roek", "Salamander", "Tortel", "Uil", "Valk", "Wezel", "Zwaluw", "Boomgaard", "Duinroos",
		"Hazelaar", "Kastanje", "Lijsterbes", "Meidoorn", "Notelaar", "Populier", "Rietpluim", "Sleedoorn", "Tamarisk", "Vlierstruik",
		"Wilg", "Ankerplaats", "Brug", "Draaimolen", "Fontein", "Gevel", "Hoepel", "Inktpot", "Jachthoorn", "Klepel",
		"Ladder", "Mast", "Naaldboom", "Oever", "Paraplu", "Ransel", "Schommel", "Trommel", "Veerpont", "Windvaan",
		"Zevensprong", "Bijenkorf", "Das", "Eekhoorn", "Fazant", "Grutto", "Hermelijn", "Ibis", "Kraanvogel", "Lepelaar",
		"Marter", "Nachtegaal", "Ooievaar", "Patrijs", "Rups", "Steltloper", "Tureluur", "Vlinder", "Wulp", "Zeester",
	}
)

// place returns the i-th invented place; the first len(placeFirst) *
// len(placeLast) are different.
func place(i int) string {
	n := len(placeFirst) * len(placeLast)
	i = i * 269 % n // 269 is prime: neighbours in number are no neighbours in the alphabet
	return placeFirst[i%len(placeFirst)] + placeLast[i/len(placeFirst)]
}

// nameOf returns the name of the i-th institution of a sector.
func nameOf(s sector, i int, town string) string {
	switch s {
	case sectorPO:
		n := len(schoolAdjectives) * len(schoolNouns)
		k := i * 1009 % n
		return fmt.Sprintf("Basisschool De %s %s", schoolAdjectives[k%len(schoolAdjectives)], schoolNouns[k/len(schoolAdjectives)])
	case sectorMBO:
		return []string{"ROC ", "Vakcollege ", "Regionaal College "}[i%3] + town
	case sectorHBO:
		return "Hogeschool " + town
	case sectorWO:
		return "Universiteit " + town
	}
	return []string{"Scholengemeenschap ", "Lyceum ", "Scholen van ", "Streekcollege "}[i%4] + town
}

// institutionCodes returns all fictitious institution codes in the order in
// which they are given out: 9, a digit, two capitals. Left out are 95AA, which
// exists, and 99XX, which official demonstration files use; 6,758 remain.
func institutionCodes() []string {
	const n = 10 * 26 * 26
	codes := make([]string, 0, n)
	for k := range n {
		v := k * 1871 % n // coprime with n, so every code comes once
		code := string([]byte{'9', byte('0' + v/676), byte('A' + v/26%26), byte('A' + v%26)})
		if code != "95AA" && code != "99XX" {
			codes = append(codes, code)
		}
	}
	return codes
}
