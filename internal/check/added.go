package check

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"counterpoint/internal/claims"
	"counterpoint/internal/text"
)

//go:embed words.txt
var wordsText string

// loaded words by section.
var lexicon = sync.OnceValue(func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	var open map[string]bool
	for line := range strings.Lines(wordsText) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			open = map[string]bool{}
			out[strings.Trim(line, "[]")] = open
		default:
			for w := range strings.FieldsSeq(line) {
				open[w] = true
			}
		}
	}
	return out
})

// At most so many of a hundred content words may be the writer's own, and one
// always: other words for the same are what a rewording is made of.
const ownWords = 34

// added checks that a sentence brings nothing that no passage has.
func (c cited) added(l *claims.Line) []string {
	var out []string
	forms, ids := map[string]bool{}, map[int]bool{}
	cause := false
	for _, s := range c.sources {
		for i, t := range s.Forms {
			forms[t.Norm] = true
			cause = cause || lexicon()["cause"][t.Norm] || s.Cues[i].Has(claims.Cause)
			if s.IDs[i] >= 0 {
				ids[s.IDs[i]] = true
			}
		}
	}
	own := make([]bool, len(l.Forms))
	for i, t := range l.Forms {
		switch {
		case forms[t.Norm]:
		case lexicon()["superlative"][t.Norm]:
			out = append(out, fmt.Sprintf("the superlative %q", t.Word))
		case lexicon()["judgement"][t.Norm]:
			out = append(out, fmt.Sprintf("the judgement %q", t.Word))
		case lexicon()["cause"][t.Norm] && !cause:
			out = append(out, fmt.Sprintf("the cause %q", t.Word))
		default:
			own[i] = l.IDs[i] >= 0 && !ids[l.IDs[i]]
		}
	}
	out = append(out, c.misplaced(l)...)
	return append(out, tooMany(l, own)...)
}

// tooMany checks how many words are the writer's own: few of all, and at most
// half of what is told of those who are named.
func tooMany(l *claims.Line, own []bool) []string {
	var all, ofAll, told, ofTold int
	apart := titled(l)
	for i := range l.Forms {
		if l.IDs[i] < 0 {
			continue
		}
		all++
		if !apart[i] {
			told++
		}
		if own[i] {
			ofAll++
			if !apart[i] {
				ofTold++
			}
		}
	}
	switch {
	case ofAll > 1 && 100*ofAll > ownWords*all:
		return []string{fmt.Sprintf("%d of its %d words", ofAll, all)}
	case 2*ofTold > told:
		return []string{"told in other words alone"}
	}
	return nil
}

// titled marks the names of a line and the words right before them, which say
// who somebody is: the rest is what is told of them.
func titled(l *claims.Line) []bool {
	out := make([]bool, len(l.Forms))
	for _, r := range runs(l) {
		for i := r.from; i < r.to; i++ {
			out[i] = true
		}
		for i := r.from - 1; i >= 0 && l.IDs[i] >= 0 && adjoins(l, i+1); i-- {
			out[i] = true
		}
	}
	return out
}

// exact checks a sentence against the one source that it rewords: nobody in
// another's place and, where it follows the source word for word, nothing that
// stands there put out by something else.
func exact(l *claims.Line, s source) []string {
	var out []string
	if a, b, ok := swapped(l, s.Line); ok {
		out = append(out, fmt.Sprintf("%q and %q in each other's place", a, b))
	}
	from, to, ok := followed(l, s.Line)
	if !ok {
		if denials(l.Forms) > denials(s.Forms) {
			out = append(out, "more denials")
		}
		return out
	}
	if denials(l.Forms) != denials(s.Forms[from:to]) {
		out = append(out, "another number of denials")
	}
	return append(out, putOut(l, s, from, to)...)
}

func denials(forms []text.Token) int {
	n := 0
	for _, t := range forms {
		switch t.Norm {
		case "not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot":
			n++
		default:
			if strings.HasSuffix(t.Norm, "n't") {
				n++
			}
		}
	}
	return n
}

// swapped finds two names that stand round a shared word in the other order,
// both sentences being active or both passive.
func swapped(l, s *claims.Line) (a, b string, ok bool) {
	order := func(x *claims.Line) (names []int, at map[int]int) {
		at = map[int]int{}
		for i, id := range x.IDs {
			if id < 0 {
				continue
			}
			if _, ok := at[id]; ok {
				continue
			}
			at[id] = i
			if w, ok := x.Word(id); ok && w.Name {
				names = append(names, id)
			}
		}
		return names, at
	}
	here, at := order(l)
	_, there := order(s)
	if passive(l) != passive(s) {
		return "", "", false
	}
	for i, x := range here {
		for _, y := range here[i+1:] {
			px, okx := there[x]
			py, oky := there[y]
			if !okx || !oky || px < py {
				continue
			}
			for id, j := range at {
				if k, ok := there[id]; ok && at[x] < j && j < at[y] && py < k && k < px && !slices.Contains(here, id) {
					return l.Forms[at[x]].Word, l.Forms[at[y]].Word, true
				}
			}
		}
	}
	return "", "", false
}

func passive(l *claims.Line) bool { return formed(l, "by") }
