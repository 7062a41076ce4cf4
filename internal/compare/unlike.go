package compare

import (
	"regexp"
	"slices"
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/text"
)

// unlike tells whether two figures are of two things, by what stands right beside
// them: only one is the whole ("three out of nine"), or the minute of a match, or
// still growing; they are shares of other things, or other dimensions; one says
// what it is the figure for and the other counts something else, or one is a part
// of a sum that makes the other.
func unlike(a, b *claims.Claim, p, q *claims.Number) bool {
	for _, only := range []func(string, *claims.Number) bool{isWhole, isOnMinute, isMark, isGrowing} {
		if only(a.Text, p) != only(b.Text, q) {
			return true
		}
	}
	return otherStuff(p, q) || otherDimension(a, b, p, q) || otherShare(a, b, p, q) || otherFigure(a, p, q) || otherFigure(b, q, p) || sumOf(b, p, q) || sumOf(a, q, p)
}

// isWhole is "out of nine", "out of the 30": what a part is of.
func isWhole(s string, n *claims.Number) bool {
	return strings.HasSuffix(s[:n.Start], " out of ") || strings.HasSuffix(s[:n.Start], " out of the ")
}

// isOnMinute is "on 22 minutes", "ten minutes in", "ten minutes into the play": when
// in something, and not how long.
func isOnMinute(s string, n *claims.Number) bool {
	return n.Unit == "s" && (wordBefore(s, n.Start) == "on" || minutesIn.MatchString(s[n.End:]))
}

var minutesIn = regexp.MustCompile(`^ (?:in[,.]|into )`)

// isMark is "the 40-kilometre mark": a point, and not how far.
func isMark(s string, n *claims.Number) bool {
	return n.Noun == "mark" || n.Noun == "marker" || n.Noun == "post" || markAfter.MatchString(s[n.End:])
}

var markAfter = regexp.MustCompile(`^ (?:mark|marker|post)\b`)

// otherStuff tells whether two weights or volumes are of two things.
func otherStuff(p, q *claims.Number) bool {
	return (p.Unit == "kg" || p.Unit == "l" || p.Unit == "m3") && p.Noun != "" && q.Noun != "" && p.Noun != q.Noun
}

// isGrowing is "five metres and growing".
func isGrowing(s string, n *claims.Number) bool {
	_, to := claims.Clause(s, n.Start, n.End)
	return stillGrowing.MatchString(s[n.End:to])
}

var stillGrowing = regexp.MustCompile(`\b(?:and (?:counting|growing|rising|climbing)|so far)\b`)

// otherShare tells whether two figures are shares of two things that have no word
// in common: "40 percent of the rye", "60 percent of the ovens".
func otherShare(a, b *claims.Claim, p, q *claims.Number) bool {
	if unitClass(p.Unit) != unitClass("%") {
		return false
	}
	of, other := wholeOf(a, p), wholeOf(b, q)
	return len(of) > 0 && len(other) > 0 && common(of, other) == 0
}

// wholeOf are the words of what a figure is a share of, sorted.
func wholeOf(c *claims.Claim, n *claims.Number) (ids []int) {
	rest, ok := strings.CutPrefix(c.Text[n.End:], " of ")
	if !ok {
		return nil
	}
	end := len(c.Text) - len(rest) + len(restOf(rest))
	for _, t := range c.Tokens {
		if t.Start >= n.End && t.End <= end && len(ids) < nearReach {
			ids = append(ids, t.ID)
		}
	}
	return sorted(ids)
}

// figureFor is a figure that says before it what it is of: "the number of
// broken skis was 23".
var figureFor = regexp.MustCompile(`\b(?:figure|number|total|count|tally) (?:for|of) ((?:[a-z-]+ ){1,4})(?:is|was|stood at|stands at|had been|has been) $`)

// otherFigure tells whether the figure p says what it is of, and q counts
// something else.
func otherFigure(c *claims.Claim, p, q *claims.Number) bool {
	at := figureFor.FindStringSubmatch(c.Text[:p.Start])
	return at != nil && q.Noun != "" && !slices.ContainsFunc(strings.Fields(at[1]), func(w string) bool { return claims.Root(w) == claims.Root(q.Noun) })
}

// sumOf tells whether the claim of q counts another part beside it, and both make
// p: "26 scouts and a crew of three", "29 on board".
func sumOf(c *claims.Claim, p, q *claims.Number) bool {
	if p.Unit != "" || q.Unit != "" {
		return false
	}
	return slices.ContainsFunc(c.Numbers, func(n claims.Number) bool {
		return n.Unit == "" && n.Start != q.Start && !n.Identifier && stated(n.Quantity)+stated(q.Quantity) == stated(p.Quantity) && besideSum(c.Text, &n, q)
	})
}

// besideSum tells whether two numbers of a text are joined by "and" or "plus".
func besideSum(s string, a, b *claims.Number) bool {
	if a.Start > b.Start {
		a, b = b, a
	}
	if a.End > b.Start {
		return false
	}
	gap := text.Tokens(s[a.End:b.Start])
	return len(gap) <= nearReach+1 && slices.ContainsFunc(gap, func(t text.Token) bool { return t.Norm == "and" || t.Norm == "plus" })
}
