package compare

import (
	"regexp"
	"slices"

	"counterpoint/internal/claims"
	"counterpoint/internal/text"
)

// dimensions are the words that say what a measure is of. "away" is a distance,
// which has no question of its own: two distances may be to two things.
var dimensions = map[string]string{
	"depth": "depth", "deep": "depth", "height": "height", "high": "height", "tall": "height", "altitude": "height",
	"width": "width", "wide": "width", "length": "length", "long": "length", "weight": "weight", "weighs": "weight", "weighed": "weight",
	"away": "distance", "off": "distance", "from": "distance", "short": "distance", "north": "distance", "south": "distance",
	"east": "distance", "west": "distance", "distance": "distance", "out": "distance",
	"north-east": "distance", "north-west": "distance", "south-east": "distance", "south-west": "distance",
	"northeast": "distance", "northwest": "distance", "southeast": "distance", "southwest": "distance",
}

// So many words around a measure say what it is of.
const (
	dimensionBefore = 6
	dimensionAfter  = 1
)

// dimension is what a length or a weight is the measure of, where a word right
// behind it or shortly before it says so.
func dimension(c *claims.Claim, n *claims.Number) string {
	switch n.Unit {
	case "m/s":
		return "speed"
	case "m", "kg":
	default:
		return ""
	}
	if len(n.Words) > 0 {
		return dimensions[n.Words[0]]
	}
	_, to := claims.Clause(c.Text, n.Start, n.End)
	after := text.Tokens(c.Text[n.End:to])
	for _, t := range after[:min(len(after), dimensionAfter)] {
		if d := dimensions[t.Norm]; d != "" {
			return d
		}
	}
	before := text.Tokens(c.Text[:n.Start])
	before = before[max(0, len(before)-dimensionBefore):]
	for _, t := range slices.Backward(before) {
		if d := dimensions[t.Norm]; d != "" && d != "distance" {
			return d
		}
	}
	return ""
}

// otherDimension tells whether two measures are of two dimensions.
func otherDimension(a, b *claims.Claim, p, q *claims.Number) bool {
	d, e := dimension(a, p), dimension(b, q)
	return d != "" && e != "" && d != e
}

// askDimension asks for a measure by what it is of.
func askDimension(c claims.Claim, n claims.Number) string {
	if d := dimension(&c, &n); d != "" && d != "distance" {
		return "What was the " + d + "?"
	}
	return ""
}

// howFar asks how far what a story is about was from what both distances of a
// contest are from.
func (x *comparer) howFar(c contest) string {
	a, b := x.claim(c.sides[0].claims[0]), x.claim(c.sides[1].claims[0])
	p, q := x.number(c.sides[0], 0), x.number(c.sides[1], 0)
	mark, other := anchor(a, p), anchor(b, q)
	e := x.event(a, b)
	if p.Unit != "m" || mark == "" || e == "" || mark != other && !sharesWord(mark, other) {
		return ""
	}
	return "How far " + mark + " was the " + e + "?"
}

// anchored is what a distance is from, behind it.
var anchored = regexp.MustCompile(`^ (?:away |out )?(?:(?:to the )?(?:due )?(?:north|south|east|west)(?:-?(?:north|south|east|west))? (?:of|from)|off|from|short of) ((?:(?:the|its|a|an) )?[\pL][\pL'’-]*(?: of)?(?: the)?(?: [A-Z][\pL'’-]*| [a-z]{4,}\b)?)`)

// outThere is a distance from what needs no name: the land, the place.
var outThere = regexp.MustCompile(`^ (out|away|offshore)\b`)

// anchor is what a distance is from, as a question has it.
func anchor(c claims.Claim, n claims.Number) string {
	rest := c.Text[n.End:]
	if at := anchored.FindStringSubmatch(rest); at != nil {
		return "from " + at[1]
	}
	if at := outThere.FindStringSubmatch(rest); at != nil {
		return at[1]
	}
	return ""
}

// sharesWord tells whether two anchors have a word in common that names something.
func sharesWord(a, b string) bool {
	words := text.Tokens(b)
	return slices.ContainsFunc(text.Tokens(a), func(t text.Token) bool {
		return !notOpening[t.Norm] && !determiners[t.Norm] && slices.ContainsFunc(words, func(u text.Token) bool { return u.Norm == t.Norm })
	})
}
