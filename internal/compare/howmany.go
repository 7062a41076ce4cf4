package compare

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/text"
)

// howMuch asks for the number of a contest, with the words of the claim that
// says best what it counts.
func (x *comparer) howMuch(c contest) string {
	for _, form := range []func(claims.Claim, claims.Number) string{x.tollQuestion, x.measured, x.countQuestion, x.lastQuestion, askDimension} {
		for _, s := range c.sides {
			for i, id := range s.claims {
				if q := form(x.claim(id), x.number(s, i)); q != "" {
					return q
				}
			}
		}
	}
	return x.howFar(c)
}

// tollQuestion asks how many people something happened to.
func (x *comparer) tollQuestion(_ claims.Claim, n claims.Number) string {
	if n.Toll < 0 || n.Unit != "" {
		return ""
	}
	switch x.r.Vocabulary[n.Toll] {
	case "die":
		return "How many people died?"
	case "hurt":
		return "How many people were hurt?"
	case "arrest":
		return "How many people were arrested?"
	case "miss":
		return "How many people are missing?"
	case "evacu":
		return "How many people were evacuated?"
	case "rescu":
		return "How many people were rescued?"
	case "infect":
		return "How many people were infected?"
	}
	return ""
}

// countQuestion asks for one number by its unit and what it counts.
func (x *comparer) countQuestion(c claims.Claim, n claims.Number) string {
	noun := strings.TrimSpace(n.Noun)
	before := wordBefore(c.Text, n.Start)
	if t := n.Text(c.Text); n.Unit != "s" && strings.Contains(t, "-") && !strings.Contains(t, " ") {
		return "" // "a 14-kilo dog": of what it is about, nothing is asked
	}
	if len(n.Words) > 0 && n.Unit == "m" {
		return x.askAround("how "+n.Words[0], c, n.Start, n.End)
	}
	if being[before] && n.Unit != "s" && n.Unit != "m" {
		if q := x.askAround("what", c, n.Start, n.End); q != "" && len(strings.Fields(q)) < 12 {
			return q
		}
	}
	switch n.Unit {
	case "":
		if noun == "" && before == "worth" {
			return x.askAround("how much", c, n.Start, n.End)
		}
		if noun == "" {
			return ""
		}
		did := cmp.Or(counted(c, n), x.done(c, n), situated(c, n))
		if did == "" && len(n.Words) > 0 {
			did = " were there"
		}
		if did == "" {
			return "" // how many there were of what, where and when, nobody could tell
		}
		return "How many " + strings.Join(append(slices.Clone(n.Words), plural(noun)), " ") + did + "?"
	case "s":
		if n.Lasts && noun != "" && strings.Contains(n.Text(c.Text), "-") {
			return "How long did the " + noun + " last?"
		}
		if strings.HasPrefix(n.Text(c.Text), "within ") {
			return x.askAround("within how long", c, n.Start, n.End)
		}
		if before == "after" || before == "in" {
			return x.askAround("after how long", c, n.Start, n.End)
		}
		if after := wordAfter(c.Text, n.End); after == "after" || after == "before" {
			return x.howLongAfter(c, n)
		}
		return x.askAround("how long", c, n.Start, n.End)
	case "%", "pp", "ratio":
		if wordAfter(c.Text, n.End) == "of" {
			return "What share " + strings.Trim(restOf(c.Text[n.End:]), " ") + "?"
		}
		if from, to := claims.Clause(c.Text, n.Start, n.End); !changing.MatchString(c.Text[from:to]) {
			return ""
		}
		return x.askAround("by how much", c, n.Start, n.End)
	case "m":
		if strings.HasPrefix(anchor(c, n), "from ") {
			return x.askAround("how far away", c, n.Start, n.End)
		}
		return x.askAround("how far", c, n.Start, n.End)
	case "m/s":
		return x.askAround("how fast", c, n.Start, n.End)
	case "magnitude":
		return "What was the magnitude?"
	case "C":
		return "What was the temperature?"
	}
	if noun != "" && (n.Unit == "kg" || n.Unit == "l" || n.Unit == "m3") {
		return "How much " + noun + cmp.Or(x.done(c, n), " was there") + "?"
	}
	if did := counted(c, n); did != "" {
		return "How much" + did + "?"
	}
	return x.askAround("how much", c, n.Start, n.End)
}

// measured asks for what a number is named as the measure of: "a height of 300
// metres".
func (x *comparer) measured(c claims.Claim, n claims.Number) string {
	if at := putAt.FindStringSubmatch(c.Text[:n.Start]); at != nil {
		return "What was the " + strings.ToLower(at[1]+at[2]) + "?"
	}
	at := measureOf.FindStringSubmatchIndex(c.Text[:n.Start])
	if at == nil {
		return ""
	}
	of := c.Text[at[2]:at[3]]
	if s, ok := x.parse(c, n.Start, n.End); ok && s.start <= at[0] && strings.TrimSpace(c.Text[s.start:at[0]]) == "" {
		return ask("what "+of, s.aux, s.subject, s.verb)
	}
	return ""
}

// putAt is a measure that somebody gives a figure for: "estimated the area burnt
// at", "the loss stood at".
var putAt = regexp.MustCompile(`(?i)(?:\b(?:put|puts|estimated?|estimates|set|sets|reckon(?:s|ed)?|placed?|places|value[sd]?|calculated?|gave|gives) (?:the|its|their|his|her) ((?:[a-z-]+ ){0,2}?` + measures + `(?: of [a-z]+(?: [a-z]+)?| [a-z]+(?:ed|nt|en))?) (?:at|as|to)` +
	`|(?:^|[.“", ]|that )the ((?:[a-z-]+ ){0,2}?` + measures + `) (?:stood at|stands at|came to|amounted to|totalled)) $`)

// changing is the words by which something is more or less than it was.
var changing = regexp.MustCompile(`(?i)\b(?:ris\w+|rose|fall\w*|fell|gr[eo]w\w*|increas\w+|decreas\w+|dropp?\w*|climb\w*|shr[aiu]nk\w*|cut\w*|rais\w+|gone|went|up|down|gain\w*|lost|los[ei]\w*|declin\w+|jump\w*|slipp?\w*|s[aiu]nk\w*|surg\w+|plung\w+|lower\w*|more|less|fewer|higher|cheaper|dearer)\b`)

const measures = `(?:altitude|area|bill|budget|capacity|cost|damage|depth|distance|height|length|loss|losses|magnitude|majority|number|price|rate|share|size|speed|temperature|turnout|value|volume|weight|width)`

var measureOf = regexp.MustCompile(`(?: an?| the)? (altitude|area|cost|depth|distance|height|length|majority|price|rate|speed|temperature|value|weight|width) of $`)

// counted is what is said of the counted, where they are the subject: " were
// unable to reach the hall".
func counted(c claims.Claim, n claims.Number) string {
	from, _ := claims.Clause(c.Text, n.Start, n.End)
	if before := strings.Trim(c.Text[from:n.Start], " \"“"); before != "" && !strings.HasSuffix(before, " that") {
		return ""
	}
	rest := shorten(restOf(c.Text[n.End:]))
	tokens := text.Tokens(rest)
	if len(tokens) < 2 || len(tokens) > mostRest || dangling(rest) || pointing(rest) || strings.ContainsAny(rest, "\"“”0123456789") {
		return ""
	}
	if _, past := claims.BaseVerb(tokens[0].Norm); !past && !auxiliaries[tokens[0].Norm] && tokens[0].Norm != "had" {
		return ""
	}
	return " " + rest
}

// situated is where the counted are, where a place follows them that is known:
// "46 people on the coach".
func situated(c claims.Claim, n claims.Number) string {
	at := placeBehind.FindStringSubmatch(c.Text[n.End:])
	if at == nil || pointing(at[1]) || dangling(at[1]) {
		return ""
	}
	return " were " + at[1]
}

var placeBehind = regexp.MustCompile(`^ ((?:on|in|at|aboard|inside|on board) the [a-z]+(?: [a-z]+)?)[,.;:”"]`)

// howLongAfter asks for a time that passed between two things: "two minutes
// after the alarm".
func (x *comparer) howLongAfter(c claims.Claim, n claims.Number) string {
	since := restOf(c.Text[n.End:])
	if len(strings.Fields(since)) > mostSubject || pointing(since) || dangling(since) {
		return ""
	}
	return x.askAround("how long "+since, c, n.Start, n.End)
}

// lastQuestion asks how long the event lasted that a story is about.
func (x *comparer) lastQuestion(c claims.Claim, n claims.Number) string {
	if n.Unit != "s" || !n.Lasts {
		return ""
	}
	if e := x.eventBut(instant, c); e != "" {
		return "How long did the " + e + " last?"
	}
	return ""
}

// instant are events that do not last.
var instant = map[string]bool{"accident": true, "blast": true, "collapse": true, "collision": true, "crash": true, "death": true, "deaths": true, "defeat": true, "derailment": true, "explosion": true, "fall": true, "fault": true, "illness": true, "killing": true, "killings": true, "tear": true, "theft": true}

// done is what was done to the counted, or what they did: " were searched",
// " did the union count".
func (x *comparer) done(c claims.Claim, n claims.Number) string {
	if p := passive(c.Text[n.End:]); p != "" {
		return p
	}
	s, ok := x.parse(c, n.Start, n.End)
	if !ok || n.Start < s.start || len(strings.Fields(c.Text[s.start:n.Start])) > 2 || hasMark(c.Text[s.start:n.Start]) {
		return ""
	}
	if s.verb == "" {
		return ""
	}
	return " " + strings.Join(slices.DeleteFunc([]string{s.aux, s.subject, s.verb}, func(p string) bool { return p == "" }), " ")
}

// numberQuestion asks for one number.
func (x *comparer) numberQuestion(c claims.Claim, n claims.Number) string {
	return cmp.Or(x.tollQuestion(c, n), x.measured(c, n), x.countQuestion(c, n), x.lastQuestion(c, n))
}

// passive is what was done to the counted, where it follows the number:
// " were injured".
func passive(rest string) string {
	tokens := text.Tokens(rest)
	for i := 0; i+1 < len(tokens) && i < 2; i++ {
		switch tokens[i].Norm {
		case "were", "was", "are", "is":
			if next := tokens[i+1].Norm; strings.HasSuffix(next, "ed") || strings.HasSuffix(next, "en") || next == "hurt" {
				return " " + plural2(tokens[i].Norm) + " " + next
			}
		case "died", "killed":
			return " died"
		}
	}
	return ""
}

func plural2(verb string) string {
	switch verb {
	case "was":
		return "were"
	case "is":
		return "are"
	}
	return verb
}

func plural(noun string) string {
	switch noun {
	case "person":
		return "people"
	case "man":
		return "men"
	case "woman":
		return "women"
	case "child":
		return "children"
	case "aircraft", "people", "personnel", "staff", "crew", "police", "series", "species", "sheep", "salmon", "fish", "troops", "women", "men", "children":
		return noun
	}
	switch {
	case ves[noun]:
		return strings.TrimRight(noun, "fe") + "ves"
	case strings.HasSuffix(noun, "s"), strings.HasSuffix(noun, "sh"), strings.HasSuffix(noun, "ch"), strings.HasSuffix(noun, "x"):
		return noun + "es"
	case strings.HasSuffix(noun, "y") && len(noun) > 2 && !strings.ContainsRune("aeiou", rune(noun[len(noun)-2])):
		return noun[:len(noun)-1] + "ies"
	}
	return noun + "s"
}

// ves are nouns in f that change it in the plural.
var ves = map[string]bool{"calf": true, "half": true, "knife": true, "leaf": true, "life": true, "loaf": true, "shelf": true, "thief": true, "wife": true, "wolf": true}
