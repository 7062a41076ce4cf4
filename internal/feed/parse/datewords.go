package parse

// monthNamed is the number of the month that a folded word of three letters or
// more names, 0 for none.
func monthNamed(w string) int {
	for n := min(len(w), 4); n >= 3; n-- {
		if m := months[w[:n]]; m > 0 {
			return m
		}
	}
	return 0
}

// months is by the first letters of their names in English, German, French,
// Spanish, Italian, Portuguese, Dutch, Swedish and Polish, without accents.
var months = map[string]int{
	"jan": 1, "ene": 1, "gen": 1, "sty": 1, "janv": 1,
	"feb": 2, "fev": 2, "lut": 2,
	"mar": 3, "maa": 3, "mrt": 3, "mrz": 3,
	"apr": 4, "avr": 4, "abr": 4, "kwi": 4,
	"may": 5, "mai": 5, "mag": 5, "mei": 5, "maj": 5,
	"jun": 6, "juin": 6, "giu": 6, "cze": 6,
	"jul": 7, "juil": 7, "lug": 7, "lip": 7,
	"aug": 8, "aou": 8, "ago": 8, "sie": 8,
	"sep": 9, "set": 9, "wrz": 9,
	"oct": 10, "okt": 10, "ott": 10, "out": 10, "paz": 10,
	"nov": 11, "lis": 11,
	"dec": 12, "dez": 12, "dic": 12, "gru": 12,
}

func isZone(w string) bool {
	_, ok := zones[w]
	return ok
}

// zones is minutes east of UTC by the folded abbreviation. Of those with
// several meanings it has the one that feeds mean: CST and BST as in America
// and Britain, IST as in India.
var zones = map[string]int{
	"z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0,
	"bst": 60, "west": 60, "cet": 60, "mez": 60, "met": 60, "wat": 60,
	"cest": 120, "mesz": 120, "mest": 120, "eet": 120, "sast": 120, "cat": 120,
	"eest": 180, "msk": 180, "eat": 180, "trt": 180,
	"gst": 240, "pkt": 300, "ist": 330, "ict": 420, "wib": 420,
	"hkt": 480, "sgt": 480, "awst": 480, "jst": 540, "kst": 540,
	"acst": 570, "aest": 600, "acdt": 630, "aedt": 660, "nzst": 720, "nzdt": 780,
	"brt": -180, "art": -180, "ndt": -150, "nst": -210, "adt": -180, "ast": -240,
	"edt": -240, "est": -300, "cdt": -300, "cst": -360, "mdt": -360, "mst": -420,
	"pdt": -420, "pst": -480, "akdt": -480, "akst": -540, "hst": -600,
}
