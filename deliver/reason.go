package deliver

import (
	"fmt"

	"doorstroommonitor/sdmx"
)

// both fills the same values into a Dutch and an English form.
func both(nl, en string, args ...any) sdmx.Text {
	return sdmx.Text{NL: fmt.Sprintf(nl, args...), EN: fmt.Sprintf(en, args...)}
}

func notSigned(signed, day string) reason {
	return reason{
		both("de overeenkomst is pas op %s ondertekend, het is nu %s", "the agreement is signed on %s, today is %s", signed, day),
		both("wacht tot die dag of verbeter de datum van ondertekening", "wait for that day, or correct the date of signature"),
	}
}

func notYet(from, day string) reason {
	return reason{
		both("de overeenkomst gaat in op %s, het is nu %s", "the agreement begins on %s, today is %s", from, day),
		both("lever vanaf die dag", "deliver from that day on"),
	}
}

func expired(until, day string) reason {
	return reason{
		both("de overeenkomst liep af op %s, het is nu %s", "the agreement ended on %s, today is %s", until, day),
		both("sluit een nieuwe overeenkomst of verleng deze", "conclude a new agreement or prolong this one"),
	}
}

func otherAudience(audience, recipient string) reason {
	return reason{
		both("de uitgave is gemaakt voor %s, de ontvanger is %s", "the release was made for %s, the recipient is %s", audience, recipient),
		both("lever de uitgave die voor %[1]s is verzegeld", "deliver the release that was sealed for %[1]s", recipient),
	}
}

func otherSpecification(version, wanted string) reason {
	return reason{
		both("de uitgave volgt specificatie %s, overeengekomen is %s", "the release follows specification %s, agreed is %s", version, wanted),
		both("breid de afgesproken versies uit of lever een uitgave volgens %s", "extend the agreed versions, or deliver a release that follows %s", wanted),
	}
}

func otherRegime(cube, regime, scenario string) reason {
	return reason{
		both("kubus %s is beveiligd volgens regime %s, overeengekomen is scenario %s", "cube %s is protected under regime %s, agreed is scenario %s", cube, regime, scenario),
		both("spreek voor deze kubus het scenario van de specificatie af (cubes: scenario)", "agree for this cube on the scenario of the specification (cubes: scenario)"),
	}
}

func ownDataWithoutLaw() reason {
	return reason{
		both("onbeveiligde eigen gegevens zijn gevraagd zonder wettelijke grondslag", "unprotected own data are asked for without a statutory basis"),
		both("zet own_data op false of noem de wet onder statutory_basis", "set own_data to false, or name the law under statutory_basis"),
	}
}

func aboutOwnData() reason {
	return reason{
		both("de overeenkomst gaat over eigen gegevens, en die staan in geen enkele uitgave", "the agreement is about own data, which no release holds"),
		both("verstrek ze met doorstroom own, en leg beveiligde cijfers vast in een andere overeenkomst", "provide them with doorstroom own, and agree on protected figures in another agreement"),
	}
}

func notAboutOwnData() reason {
	return reason{
		both("de overeenkomst gaat niet over eigen gegevens", "the agreement is not about own data"),
		both("sluit een overeenkomst met own_data: true, own en statutory_basis, of lever met doorstroom deliver", "conclude an agreement with own_data: true, own and statutory_basis, or deliver with doorstroom deliver"),
	}
}

func notInRegister(code string) reason {
	return reason{
		both("%s staat niet in het register", "%s is not in the register", code),
		both("verbeter de code onder own, of vul het register aan", "correct the code under own, or complete the register"),
	}
}

func notOfOneBoard() reason {
	return reason{
		both("volgens het register horen de codes onder own niet bij één instelling of één bestuur", "by the register the codes under own are not those of one institution or of one board"),
		both("sluit met elk bestuur een eigen overeenkomst", "conclude an agreement with each board"),
	}
}

func notGuarded(id, population string, cohort int) reason {
	return reason{
		both("de cijfers van %[2]s/%[3]d in uitgave %[1]s zijn niet beproefd tegen deze ontvanger: met haar eigen rijen ernaast kan zij iets over anderen afleiden", "the figures of %[2]s/%[3]d in release %[1]s were not guarded against this recipient: with its own rows beside them it may derive something about others", id, population, cohort),
		both("verzegel opnieuw, in een volgende ronde (doorstroom init --next) en met deze overeenkomst in --agreements", "seal again, in a next round (doorstroom init --next) and with this agreement in --agreements"),
	}
}

func heldBack(population string, cohort int) reason {
	return reason{
		both("%s/%d is voor iedereen achtergehouden", "%s/%d was withheld from everybody", population, cohort),
		both("lees in secret/report/run.txt waarom, en verzegel opnieuw", "read in secret/report/run.txt why, and seal again"),
	}
}

func noOwnRows() reason {
	return reason{
		both("geen enkele tabel die onder de overeenkomst valt heeft rijen van de genoemde codes", "no table that the agreement covers has rows of the codes named"),
		both("controleer de kubussen en de codes onder own: wat is opgegaan in een andere instelling telt daar mee", "check the cubes and the codes under own: what was merged into another institution counts there"),
	}
}

func notCited(cube, table, exception string) reason {
	return reason{
		both("tabel %[2]s van kubus %[1]s bevat bijzondere persoonsgegevens, en de overeenkomst noemt de uitzondering %[3]q niet", "table %[2]s of cube %[1]s reveals special categories of personal data, and the agreement does not cite the exception %[3]q", cube, table, exception),
		both("noem de bepaling onder exceptions als die voor deze ontvanger geldt, of laat de tabel weg", "cite the provision under exceptions if it holds for this recipient, or leave the table out"),
	}
}

func cubeNotCovered(cube string) reason {
	return reason{
		both("kubus %s hoort niet bij de overeenkomst", "cube %s is not part of the agreement", cube),
		both("vraag een kubus die er wel bij hoort of breid de overeenkomst uit", "ask for a cube that is, or extend the agreement"),
	}
}

func tableNotCovered(cube, table string) reason {
	return reason{
		both("tabel %[2]s van kubus %[1]s hoort niet bij de overeenkomst", "table %[2]s of cube %[1]s is not part of the agreement", cube, table),
		both("vraag een tabel die er wel bij hoort of breid de overeenkomst uit", "ask for a table that is, or extend the agreement"),
	}
}

func cohortNotCovered(cube string, cohort int) reason {
	return reason{
		both("cohort %[2]d van kubus %[1]s hoort niet bij de overeenkomst", "cohort %[2]d of cube %[1]s is not part of the agreement", cube, cohort),
		both("vraag een cohort dat er wel bij hoort of breid de overeenkomst uit", "ask for a cohort that is, or extend the agreement"),
	}
}

func nothingCovered() reason {
	return reason{
		both("de uitgave bevat geen cijfers die onder de overeenkomst vallen", "the release holds no figures that the agreement covers"),
		both("verzegel een uitgave met de overeengekomen kubussen", "seal a release with the agreed cubes"),
	}
}

func unprotected(scenario string) reason {
	return reason{
		both("de uitgave toont niet hoe de cijfers zijn beveiligd, overeengekomen is scenario %s", "the release does not show how its figures are protected, agreed is scenario %s", scenario),
		both("verzegel een uitgave volgens het afgesproken scenario", "seal a release under the agreed scenario"),
	}
}

func notInRelease(what string) reason {
	return reason{
		both("de uitgave bevat niets van %s", "the release holds nothing of %s", what),
		both("controleer de namen, of verzegel een uitgave waarin dit zit", "check the names, or seal a release that has it"),
	}
}
