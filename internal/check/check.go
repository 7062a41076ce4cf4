// Package check holds a printed sentence against the passages that it cites.
// Every sentence of a digest passes it, whoever worded it.
//
// A sentence passes when each number, each name and each quotation in it
// stands in a cited passage, and it does not deny what none of them denies.
// The package refuses to judge meaning beyond that: what it lets through is
// covered by its sources word by word, not proved to be true.
package check

import (
	"fmt"
	"strings"

	"counterpoint/internal/measure"
	"counterpoint/internal/text"
)

// Sentence returns what in a sentence the cited passages do not cover, empty
// where all is covered. A sentence without a passage is never covered.
func Sentence(sentence string, passages []string) []string {
	if len(passages) == 0 {
		return []string{"nothing is cited"}
	}
	src := cited{words: map[string]bool{}}
	for _, p := range passages {
		src.joined += " " + fold(p)
	}
	if strings.Contains(src.joined, fold(sentence)) {
		return nil // a passage itself
	}
	for _, p := range passages {
		p = text.Repair(p)
		src.numbers = append(src.numbers, measure.Find(p)...)
		for _, t := range text.Tokens(p) {
			src.words[t.Norm] = true
			src.denies = src.denies || negates(t.Norm)
		}
	}
	var missing []string
	missing = append(missing, src.uncoveredNumbers(sentence)...)
	missing = append(missing, src.uncoveredWords(sentence)...)
	return append(missing, src.uncoveredQuotes(sentence)...)
}

// cited is what the passages hold.
type cited struct {
	joined  string
	words   map[string]bool
	numbers []measure.Quantity
	denies  bool
}

func (c cited) uncoveredNumbers(sentence string) []string {
	var out []string
	for _, q := range measure.Find(sentence) {
		found := false
		for _, p := range c.numbers {
			if p.Unit == q.Unit && p.Low == q.Low && p.High == q.High {
				found = true
				break
			}
		}
		if !found {
			out = append(out, fmt.Sprintf("the number %q", q.Text(sentence)))
		}
	}
	return out
}

func (c cited) uncoveredWords(sentence string) []string {
	var out []string
	for i, t := range text.Tokens(sentence) {
		switch {
		case t.Digit && !c.words[t.Norm]:
			out = append(out, fmt.Sprintf("the figure %q", t.Word))
		case t.Upper && i > 0 && !c.words[t.Norm]:
			out = append(out, fmt.Sprintf("the name %q", t.Word))
		case negates(t.Norm) && !c.denies:
			out = append(out, fmt.Sprintf("the denial %q", t.Word))
		}
	}
	return out
}

func (c cited) uncoveredQuotes(sentence string) []string {
	var out []string
	for rest := sentence; ; {
		_, after, ok := strings.Cut(rest, "“")
		if !ok {
			return out
		}
		quote, tail, ok := strings.Cut(after, "”")
		if !ok {
			return append(out, "a quotation that is not closed")
		}
		if !strings.Contains(c.joined, strings.TrimRight(fold(quote), ".,!?… ")) {
			out = append(out, fmt.Sprintf("the quotation “%s”", quote))
		}
		rest = tail
	}
}

func negates(norm string) bool {
	switch norm {
	case "not", "no", "never", "nobody", "none", "neither", "nor", "without", "denied", "denies":
		return true
	}
	return strings.HasSuffix(norm, "n't")
}

// fold is a text without regard to case, the form of quotation marks and
// dashes, and white space.
func fold(s string) string {
	return strings.Join(strings.Fields(plainMarks.Replace(strings.ToLower(text.Repair(s)))), " ")
}

var plainMarks = strings.NewReplacer("“", `"`, "”", `"`, "‘", "'", "’", "'", "–", "-", "—", "-")
