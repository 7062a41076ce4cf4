// Package mutate changes one thing in a sentence, so that it says what its
// sources do not: a number, a name, a denial or who says it. It is for tests,
// of how much of that a check turns down.
package mutate

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"counterpoint/internal/check"
	"counterpoint/internal/claims"
	"counterpoint/internal/measure"
	"counterpoint/internal/text"
)

// Sentence is what is changed, with the passages that it cites, and other names
// and speakers of its story to put in the place of its own.
type Sentence struct {
	Text           string
	Passages       []check.Passage
	Names, Holders []string
}

// Trial is what became of sentences in which one thing of a kind was changed.
type Trial struct {
	Kind      string   // number, name, negation or holder
	Made      int      // changed sentences
	Survivors []string // those that passed all the same, with what was changed
}

// Try changes one thing of each kind in each sentence, three times over and alike
// in every run, and holds what comes of it against the passages.
func Try(sentences []Sentence) []Trial {
	var out []Trial
	for _, kind := range []string{"number", "name", "negation", "holder"} {
		trial := Trial{Kind: kind}
		rnd := rand.New(rand.NewPCG(7, uint64(len(kind))))
		for _, s := range sentences {
			for range 3 {
				changed, ok := s.change(kind, rnd)
				if !ok {
					continue
				}
				trial.Made++
				if len(check.Sentence(changed, s.Passages)) == 0 {
					trial.Survivors = append(trial.Survivors, fmt.Sprintf("%q for %q", changed, s.Text))
				}
			}
		}
		out = append(out, trial)
	}
	return out
}

// Down is how many were turned down.
func (t Trial) Down() int { return t.Made - len(t.Survivors) }

func (t Trial) String() string {
	return fmt.Sprintf("%s: %d of %d turned down", t.Kind, t.Down(), t.Made)
}

// change changes one thing of a kind. It reports false where the sentence has
// nothing of the kind, or where chance leaves it as it is.
func (s Sentence) change(kind string, rnd *rand.Rand) (string, bool) {
	var out string
	ok := false
	switch kind {
	case "number":
		out, ok = s.number(rnd)
	case "name":
		out, ok = s.name(rnd)
	case "negation":
		out, ok = s.negation(rnd)
	case "holder":
		out, ok = s.holder(rnd)
	}
	return out, ok && out != s.Text
}

// Story returns the names and speakers in the passages of a story, sorted. A word
// that also stands without a capital is none: "The" is not put for a town.
func Story(passages []string) (names, holders []string) {
	seen, common := [2]map[string]bool{{}, {}}, map[string]bool{}
	for _, t := range claims.ReadLines(passages...).Texts {
		for _, l := range t {
			for i, tok := range l.Forms {
				if i > 0 && tok.Upper && len(tok.Word) > shortName {
					seen[0][tok.Word] = true
				}
				if !tok.Upper {
					common[tok.Norm] = true
				}
			}
			if l.Holder.Name != "" {
				seen[1][l.Holder.Name] = true
			}
		}
	}
	maps.DeleteFunc(seen[0], func(name string, _ bool) bool { return common[strings.ToLower(name)] })
	return slices.Sorted(maps.Keys(seen[0])), slices.Sorted(maps.Keys(seen[1]))
}

// Initials and the like are no names to put or to replace.
const shortName = 2

func (s Sentence) number(rnd *rand.Rand) (string, bool) {
	var spans []text.Span
	for _, q := range measure.Find(s.Text) {
		spans = append(spans, text.Span{Start: q.Start, End: q.End})
	}
	for _, t := range text.Tokens(s.Text) {
		if t.Digit && !slices.ContainsFunc(spans, func(sp text.Span) bool { return sp.Start <= t.Start && t.End <= sp.End }) {
			spans = append(spans, t.Span)
		}
	}
	if len(spans) == 0 {
		return "", false
	}
	at := spans[rnd.IntN(len(spans))]
	for _, t := range text.Tokens(s.Text[at.Start:at.End]) {
		other := ""
		if t.Digit {
			other = moved(t.Word, rnd)
		} else if i := slices.Index(numberWords, t.Norm); i >= 0 {
			other = numberWords[(i+1+rnd.IntN(len(numberWords)-1))%len(numberWords)]
		}
		if other != "" {
			return s.Text[:at.Start+t.Start] + other + s.Text[at.Start+t.End:], true
		}
	}
	return "", false
}

var numberWords = strings.Fields("two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty ninety")

// moved changes one digit of a figure.
func moved(figure string, rnd *rand.Rand) string {
	b := []byte(figure)
	for {
		i := rnd.IntN(len(b))
		if b[i] < '0' || b[i] > '9' {
			continue
		}
		b[i] = '1' + (b[i]-'0'+byte(rnd.IntN(8)))%9
		if string(b) != figure {
			return string(b)
		}
	}
}

func (s Sentence) name(rnd *rand.Rand) (string, bool) {
	var at []text.Token
	for i, t := range text.Tokens(s.Text) {
		if t.Upper && i > 0 && len(t.Word) > shortName {
			at = append(at, t)
		}
	}
	if len(at) == 0 || len(s.Names) < 2 {
		return "", false
	}
	t := at[rnd.IntN(len(at))]
	other := "Wexcombe"
	if rnd.IntN(4) > 0 {
		other = s.Names[rnd.IntN(len(s.Names))]
	}
	if strings.EqualFold(text.Tokens(other)[0].Norm, t.Norm) {
		return "", false
	}
	return s.Text[:t.Start] + other + s.Text[t.End:], true
}

// auxiliaries after which "not" denies what follows.
var auxiliaries = strings.Fields("is are was were has had have will would can could should did does do")

func (s Sentence) negation(rnd *rand.Rand) (string, bool) {
	tokens := text.Tokens(s.Text)
	var drop, put []text.Token
	for _, t := range tokens {
		switch {
		case t.Norm == "not" || t.Norm == "never" || t.Norm == "no":
			drop = append(drop, t)
		case slices.Contains(auxiliaries, t.Norm):
			put = append(put, t)
		}
	}
	switch {
	case len(drop) > 0 && (len(put) == 0 || rnd.IntN(2) == 0):
		t := drop[rnd.IntN(len(drop))]
		return strings.Join(strings.Fields(s.Text[:t.Start]+s.Text[t.End:]), " "), true
	case len(put) > 0:
		t := put[rnd.IntN(len(put))]
		return s.Text[:t.End] + " not" + s.Text[t.End:], true
	}
	return "", false
}

func (s Sentence) holder(rnd *rand.Rand) (string, bool) {
	lines := claims.ReadLines(s.Text).Texts[0]
	for _, l := range lines {
		h := l.Holder.Name
		if h == "" || strings.Count(s.Text, h) != 1 {
			continue
		}
		other := "the ferry company"
		if len(s.Holders) > 1 && rnd.IntN(4) > 0 {
			other = s.Holders[rnd.IntN(len(s.Holders))]
		}
		if o := claims.NewHolder(other); o.Same(l.Holder) || strings.Contains(o.Key, l.Holder.Key) || strings.Contains(l.Holder.Key, o.Key) {
			return "", false
		}
		return strings.Replace(s.Text, h, other, 1), true
	}
	return "", false
}
