package measure

// Number words. Source: any English grammar; the entries below are all forms
// up to ninety and the scale words that newspapers print.

var cardinals = map[string]float64{
	"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
	"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
	"seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
	"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
	"eighty": 80, "ninety": 90,
}

// scales multiply the numeral before them. Indian press counts in lakh and
// crore; agencies clip to mln and bln.
var scales = map[string]float64{
	"dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6,
	"billion": 1e9, "trillion": 1e12, "mln": 1e6, "bln": 1e9, "trln": 1e12,
	"mn": 1e6, "bn": 1e9, "tn": 1e12, "trn": 1e12, "lakh": 1e5,
	"lakhs": 1e5, "crore": 1e7, "crores": 1e7,
}

// vagueRange is what a word like "dozens" leaves open. The ends are generous:
// a writer who says "hundreds" has often counted a hundred and fifty.
type vagueRange struct {
	low, high float64
	article   bool    // needs "a" before it
	scale     float64 // its factor in "tens of thousands"; 0 where it takes a scale itself
}

var vagueNumbers = map[string]vagueRange{
	"dozens":    {low: 24, high: 99, scale: 12},
	"scores":    {low: 40, high: 199, scale: 20},
	"tens":      {low: 15, high: 150, scale: 10},
	"hundreds":  {low: 150, high: 1500, scale: 100},
	"thousands": {low: 1500, high: 15e3, scale: 1e3},
	"millions":  {low: 1.5e6, high: 999e6, scale: 1e6},
	"billions":  {low: 1.5e9, high: 999e9, scale: 1e9},
	"several":   {low: 3, high: 10},
	"few":       {low: 2, high: 9, article: true},
	"couple":    {low: 2, high: 3, article: true},
	"handful":   {low: 2, high: 10, article: true},
}

// ordinals are the words of order; all but "second" name a fraction as well.
var ordinals = map[string]float64{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
	"seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11,
	"twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
	"sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
	"twentieth": 20, "hundredth": 100,
}

// parts are the denominators of fractions in words.
var parts = map[string]float64{
	"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4,
	"quarters": 4, "fourth": 4, "fourths": 4, "fifth": 5, "fifths": 5,
	"sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8,
	"eighths": 8, "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10,
	"twelfth": 12, "twentieth": 20, "hundredth": 100,
}

// multiples are words that hold a factor.
var multiples = map[string]float64{
	"double": 2, "doubled": 2, "doubling": 2, "doubles": 2, "triple": 3,
	"tripled": 3, "tripling": 3, "triples": 3, "trebled": 3, "quadrupled": 4,
}

// frequencies count occasions.
var frequencies = map[string]float64{"once": 1, "twice": 2, "thrice": 3}
