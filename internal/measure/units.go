package measure

import "strings"

// unit is how a printed unit becomes a base unit: base = value*factor + shift.
type unit struct {
	base   string
	factor float64
	shift  float64
	digit  bool // an abbreviation that counts only behind digits
}

const (
	minute = 60.0
	hour   = 60 * minute
	day    = 24 * hour
	year   = 365.25 * day
	foot   = .3048
	mile   = 1609.344
	acre   = 4046.8564224
	pound  = .45359237
)

// units are the units of news prose with their factors to the base unit.
// Source: the SI brochure and the international yard and pound agreement;
// gallons and barrels are the American ones, since that is where news counts
// in them. "pounds" may be money, see pounds in money.go.
var units = map[string]unit{
	"second": {base: "s", factor: 1}, "sec": {base: "s", factor: 1, digit: true},
	"s": {base: "s", factor: 1, digit: true}, "millisecond": {base: "s", factor: .001},
	"minute": {base: "s", factor: minute}, "min": {base: "s", factor: minute, digit: true},
	"hour": {base: "s", factor: hour}, "hr": {base: "s", factor: hour, digit: true},
	"day": {base: "s", factor: day}, "night": {base: "s", factor: day},
	"week": {base: "s", factor: 7 * day}, "fortnight": {base: "s", factor: 14 * day},
	"month": {base: "s", factor: year / 12}, "year": {base: "s", factor: year},
	"decade": {base: "s", factor: 10 * year}, "century": {base: "s", factor: 100 * year},

	"metre": {base: "m", factor: 1}, "meter": {base: "m", factor: 1},
	"kilometre": {base: "m", factor: 1000}, "kilometer": {base: "m", factor: 1000},
	"km": {base: "m", factor: 1000}, "cm": {base: "m", factor: .01, digit: true},
	"centimetre": {base: "m", factor: .01}, "centimeter": {base: "m", factor: .01},
	"mm": {base: "m", factor: .001, digit: true}, "millimetre": {base: "m", factor: .001},
	"millimeter": {base: "m", factor: .001}, "inch": {base: "m", factor: .0254},
	"foot": {base: "m", factor: foot}, "ft": {base: "m", factor: foot, digit: true},
	"yard": {base: "m", factor: .9144}, "mile": {base: "m", factor: mile},
	"nautical mile": {base: "m", factor: 1852}, "sea mile": {base: "m", factor: 1852},

	"acre": {base: "m2", factor: acre}, "hectare": {base: "m2", factor: 1e4},
	"ha": {base: "m2", factor: 1e4, digit: true}, "sq km": {base: "m2", factor: 1e6},
	"square kilometre": {base: "m2", factor: 1e6}, "square kilometer": {base: "m2", factor: 1e6},
	"square km": {base: "m2", factor: 1e6}, "km2": {base: "m2", factor: 1e6},
	"square mile": {base: "m2", factor: mile * mile}, "sq mile": {base: "m2", factor: mile * mile},
	"square metre": {base: "m2", factor: 1}, "square meter": {base: "m2", factor: 1},
	"sq m": {base: "m2", factor: 1}, "square foot": {base: "m2", factor: foot * foot},
	"sq ft": {base: "m2", factor: foot * foot},

	"kg": {base: "kg", factor: 1}, "kilo": {base: "kg", factor: 1},
	"kilogram": {base: "kg", factor: 1}, "kilogramme": {base: "kg", factor: 1},
	"gram": {base: "kg", factor: .001}, "gramme": {base: "kg", factor: .001},
	"g": {base: "kg", factor: .001, digit: true}, "milligram": {base: "kg", factor: 1e-6},
	"mg": {base: "kg", factor: 1e-6, digit: true}, "tonne": {base: "kg", factor: 1000},
	"ton": {base: "kg", factor: 1000}, "metric ton": {base: "kg", factor: 1000},
	"lb": {base: "kg", factor: pound, digit: true}, "lbs": {base: "kg", factor: pound, digit: true},
	"pound": {base: "kg", factor: pound}, "ounce": {base: "kg", factor: pound / 16},
	"oz": {base: "kg", factor: pound / 16, digit: true}, "carat": {base: "kg", factor: 2e-4},

	"litre": {base: "l", factor: 1}, "liter": {base: "l", factor: 1},
	"millilitre": {base: "l", factor: .001}, "milliliter": {base: "l", factor: .001},
	"ml": {base: "l", factor: .001, digit: true}, "gallon": {base: "l", factor: 3.785411784},
	"pint": {base: "l", factor: .568}, "barrel": {base: "l", factor: 158.987294928},
	"cubic metre": {base: "m3", factor: 1}, "cubic meter": {base: "m3", factor: 1},
	"cubic kilometre": {base: "m3", factor: 1e9}, "cubic foot": {base: "m3", factor: foot * foot * foot},

	"mph": {base: "m/s", factor: mile / hour}, "km/h": {base: "m/s", factor: 1000 / hour},
	"kph": {base: "m/s", factor: 1000 / hour}, "kmh": {base: "m/s", factor: 1000 / hour},
	"knot": {base: "m/s", factor: 1852 / hour}, "m/s": {base: "m/s", factor: 1},

	"degree celsius": {base: "C", factor: 1}, "degree centigrade": {base: "C", factor: 1},
	"degree c": {base: "C", factor: 1}, "celsius": {base: "C", factor: 1},
	"°c": {base: "C", factor: 1}, "° c": {base: "C", factor: 1}, "c": {base: "C", factor: 1, digit: true},
	"degree fahrenheit": {base: "C", factor: 5.0 / 9, shift: -160.0 / 9},
	"degree f":          {base: "C", factor: 5.0 / 9, shift: -160.0 / 9},
	"fahrenheit":        {base: "C", factor: 5.0 / 9, shift: -160.0 / 9},
	"°f":                {base: "C", factor: 5.0 / 9, shift: -160.0 / 9},
	"° f":               {base: "C", factor: 5.0 / 9, shift: -160.0 / 9},
	"f":                 {base: "C", factor: 5.0 / 9, shift: -160.0 / 9, digit: true},
	"degree":            {base: "degree", factor: 1}, "°": {base: "degree", factor: 1},

	"%": {base: "%", factor: 1}, "percent": {base: "%", factor: 1},
	"per cent": {base: "%", factor: 1}, "pct": {base: "%", factor: 1}, "pc": {base: "%", factor: 1, digit: true},
	"percentage point": {base: "pp", factor: 1}, "per cent point": {base: "pp", factor: 1},
	"percent point": {base: "pp", factor: 1}, "basis point": {base: "pp", factor: .01},
	"bps": {base: "pp", factor: .01, digit: true}, "pp": {base: "pp", factor: 1, digit: true},

	"watt": {base: "W", factor: 1}, "kilowatt": {base: "W", factor: 1e3},
	"megawatt": {base: "W", factor: 1e6}, "gigawatt": {base: "W", factor: 1e9},
	"kw": {base: "W", factor: 1e3}, "mw": {base: "W", factor: 1e6}, "gw": {base: "W", factor: 1e9},
	"kwh": {base: "Wh", factor: 1e3}, "mwh": {base: "Wh", factor: 1e6},
	"kilowatt hour": {base: "Wh", factor: 1e3}, "megawatt hour": {base: "Wh", factor: 1e6},
	"megabyte": {base: "B", factor: 1e6}, "gigabyte": {base: "B", factor: 1e9},
	"terabyte": {base: "B", factor: 1e12}, "gb": {base: "B", factor: 1e9, digit: true},
	"tb": {base: "B", factor: 1e12, digit: true}, "mb": {base: "B", factor: 1e6, digit: true},
	"decibel": {base: "dB", factor: 1},
}

// speeds turn a length with its rate into a speed.
var speeds = map[string]float64{
	"per hour": hour, "per second": 1, "per minute": minute,
}

// maxUnitTokens is the length of the longest key of units in tokens.
const maxUnitTokens = 3

// unitAt reads the longest unit at i. Behind a numeral in words abbreviations
// do not count.
func (t tokens) unitAt(i int, afterDigits bool) (u unit, next int, ok bool) {
	for n := maxUnitTokens; n > 0; n-- {
		if i+n > len(t) {
			continue
		}
		u, ok = units[t.unitKey(i, n)]
		if !ok || u.digit && !t.abbreviated(i, n, afterDigits) {
			continue
		}
		return u, i + n, true
	}
	return unit{}, i, false
}

// abbreviated says whether the token at i may be a one- or two-letter unit:
// glued to the digits, or a lower-case word behind them that is not a word of
// its own ("5 s" never is).
func (t tokens) abbreviated(i, n int, afterDigits bool) bool {
	tok := t.at(i)
	switch {
	case !afterDigits || n > 1:
		return afterDigits
	case tok.text == "c" || tok.text == "f":
		return tok.upper
	case len(tok.text) == 1:
		return tok.glued
	}
	return true
}

// unitKey is the table's key for the n tokens at i: singular, one space
// between words unless the text has none.
func (t tokens) unitKey(i, n int) string {
	var b strings.Builder
	for k := i; k < i+n; k++ {
		tok := t.at(k)
		if k > i && !tok.glued {
			b.WriteByte(' ')
		}
		text := tok.text
		if tok.kind == word {
			text = strings.TrimSuffix(text, "'s")
			text = unitSingular(text)
		}
		b.WriteString(text)
	}
	return b.String()
}

// unitSingular is narrower than singular: it knows the plurals that the table
// of units needs and keeps abbreviations as they are.
func unitSingular(s string) string {
	switch s {
	case "feet":
		return "foot"
	case "inches":
		return "inch"
	case "centuries":
		return "century"
	case "kms", "hrs", "mins", "secs":
		return s[:len(s)-1]
	case "lbs", "bps", "celsius", "basis":
		return s
	}
	if len(s) > 3 && strings.HasSuffix(s, "s") && !strings.HasSuffix(s, "ss") {
		return s[:len(s)-1]
	}
	return s
}
