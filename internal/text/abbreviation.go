package text

import "strings"

// Abbreviations that a name or a number follows: their full stop ends nothing.
func neverEnds(lower string) bool {
	switch lower {
	case "mr", "mrs", "ms", "mx", "dr", "prof", "rev", "fr", "sr", "hon", "pres", "gov", "lt", "col", "gen", "maj",
		"capt", "cmdr", "adm", "sgt", "cpl", "pvt", "brig", "supt", "insp", "det", "sen", "rep", "reps", "sens", "amb",
		"st", "ste", "mt", "ft", "messrs", "vs", "v", "approx", "e.g", "i.e", "cf", "al", "fig", "vol", "pp", "op",
		"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "tel", "ext", "art", "sec",
		"mme", "mlle", "sra", "srta", "hr", "frau", "ald", "cllr", "const":
		return true
	}
	return false
}

// Abbreviations that may stand last in a sentence: the next word decides.
func mayEnd(lower string) bool {
	switch lower {
	case "inc", "co", "corp", "ltd", "plc", "llc", "bros", "jr", "esq", "etc", "ave", "rd", "blvd", "dept", "univ",
		"u.s", "u.k", "u.n", "u.s.a", "e.u", "d.c", "n.y", "l.a", "ph.d", "m.d", "b.c", "a.d", "calif", "fla", "mass",
		"tenn", "conn", "ariz", "ark", "colo", "okla", "ore", "wash", "wis", "mich", "minn", "miss", "ill", "ind", "va",
		"pa", "ga", "tex", "neb", "nev", "mo", "md", "mont", "n.c", "s.c", "n.j", "n.h", "n.m", "n.d", "s.d", "w.va", "r.i":
		return true
	}
	return false
}

func clockMark(lower string) bool {
	return lower == "a.m" || lower == "p.m" || strings.HasSuffix(lower, ".a.m") || strings.HasSuffix(lower, ".p.m")
}

// Words that begin sentences far more often than they follow an abbreviation
// within one.
var starters = map[string]bool{
	"the": true, "a": true, "an": true, "he": true, "she": true, "it": true, "they": true, "we": true, "i": true,
	"in": true, "on": true, "at": true, "but": true, "and": true, "this": true, "that": true, "these": true, "those": true,
	"his": true, "her": true, "its": true, "their": true, "our": true, "there": true, "if": true, "when": true,
	"while": true, "after": true, "before": true, "as": true, "for": true, "from": true, "since": true, "no": true,
	"some": true, "many": true, "most": true, "all": true, "one": true, "two": true, "by": true, "with": true,
	"however": true, "meanwhile": true, "what": true, "who": true, "how": true, "why": true, "so": true, "yet": true,
	"not": true, "nor": true, "both": true, "each": true, "another": true, "about": true, "under": true, "until": true,
}

// Words that go on after "a.m." or "p.m." with a capital: zones, days, months.
var afterClock = map[string]bool{
	"gmt": true, "utc": true, "et": true, "est": true, "edt": true, "pt": true, "pst": true, "pdt": true, "ct": true,
	"cst": true, "cdt": true, "cet": true, "cest": true, "bst": true, "ist": true, "eastern": true, "pacific": true,
	"central": true, "monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true,
	"saturday": true, "sunday": true, "january": true, "february": true, "march": true, "april": true, "may": true,
	"june": true, "july": true, "august": true, "september": true, "october": true, "november": true, "december": true,
}
