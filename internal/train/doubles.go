package main

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf8"

	"counterpoint/internal/names"
	"counterpoint/internal/news"
	"counterpoint/internal/text"
)

// Few annotated events have a look-alike. So half of a case's articles are made
// to tell another event: other names, other numbers, some weeks later. What is
// left is reports of two events of one kind, in the words of different reporters.
const (
	keptNames  = 2   // at most so many of a case's commonest names stay: the same town
	recallRate = 0.8 // of the doubles have a sentence that tells of the first event
	mostWeeks  = 5   // between the two

	lentNames = 3 // at most so many names do the events of one town share

	doubled = " again" // what is added to an event to name its double
)

// double is a case of which half of the articles tell another event. The other
// case lends its names.
func double(c, lender groups, rnd *rand.Rand) groups {
	out := groups{slices.Clone(c.articles), map[string]string{}}
	r := renamer{names: map[string]string{}, numbers: map[string]string{}, rnd: rnd}
	lent := namesOf(lender.articles)
	own := namesOf(c.articles)
	for i, n := range own[min(rnd.IntN(keptNames+1), len(own)):] {
		if len(lent) > 0 {
			r.names[n] = capital(lent[i%len(lent)])
		}
	}
	days := 7 * rnd.IntN(mostWeeks+1)
	order := rnd.Perm(len(out.articles))
	for k, i := range order {
		a := &out.articles[i]
		out.event[a.ID] = c.event[a.ID]
		if k < len(order)/2 {
			a.Title, a.Body = r.rename(a.Title), r.body(a.Body)
			a.Published = a.Published.AddDate(0, 0, days)
			out.event[a.ID] += doubled
		}
	}
	return out
}

// neighbours makes cases happen in one town and one week, as the reports of a
// newspaper do: the commonest names of each become those of the first.
func neighbours(cases []groups, rnd *rand.Rand) groups {
	out := groups{event: map[string]string{}}
	lent := namesOf(cases[0].articles)
	for _, c := range cases {
		r := renamer{names: map[string]string{}, rnd: rnd}
		own := namesOf(c.articles)
		for i := range min(1+rnd.IntN(lentNames), len(lent), len(own)) {
			r.names[own[i]] = capital(lent[i])
		}
		weeks := math.Round(cases[0].articles[0].Published.Sub(c.articles[0].Published).Hours() / 24 / 7)
		moved := slices.Clone(c.articles)
		for i := range moved {
			a := &moved[i]
			a.Title, a.Body = r.rename(a.Title), r.rename(a.Body)
			a.Published = a.Published.AddDate(0, 0, 7*int(weeks))
		}
		out.add(moved, c.event)
	}
	return out
}

// namesOf returns the words of the articles' names, those of most articles first.
func namesOf(articles []news.Article) []string {
	in := map[string]int{}
	for _, a := range articles {
		seen := map[string]bool{}
		for _, n := range names.Find(a.Body) {
			for _, w := range n.Words {
				if !seen[w] {
					seen[w] = true
					in[w]++
				}
			}
		}
	}
	var out []string
	for w := range in {
		out = append(out, w)
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(in[b]-in[a], strings.Compare(a, b)) })
	return out
}

func capital(w string) string {
	_, n := utf8.DecodeRuneInString(w)
	return strings.ToUpper(w[:n]) + w[n:]
}

// renamer gives names and numbers others, the same ones each time. Without a
// table of numbers they stay.
type renamer struct {
	names, numbers map[string]string
	rnd            *rand.Rand
}

// body renames in all sentences, or in all but one of the later half.
func (r *renamer) body(s string) string {
	spans := text.Sentences(s)
	kept := -1
	if len(spans) > 2 && r.rnd.Float64() < recallRate {
		kept = len(spans)/2 + r.rnd.IntN(len(spans)-len(spans)/2)
	}
	var b strings.Builder
	at := 0
	for k, sp := range spans {
		b.WriteString(s[at:sp.Start])
		at = sp.End
		if k == kept {
			b.WriteString(s[sp.Start:sp.End])
		} else {
			b.WriteString(r.rename(s[sp.Start:sp.End]))
		}
	}
	return b.String() + s[at:]
}

func (r *renamer) rename(s string) string {
	var b strings.Builder
	at := 0
	for _, t := range text.Tokens(s) {
		b.WriteString(s[at:t.Start])
		at = t.End
		switch name, ok := r.names[t.Norm]; {
		case ok && t.Upper:
			b.WriteString(name)
		case t.Digit && r.numbers != nil:
			b.WriteString(r.number(t.Norm))
		default:
			b.WriteString(s[t.Start:t.End])
		}
	}
	return b.String() + s[at:]
}

// number is another number of as many digits. Years, and numbers of one digit,
// which all texts have, stay.
func (r *renamer) number(n string) string {
	if len(n) < 2 || len(n) == 4 && (n[:2] == "19" || n[:2] == "20") {
		return n
	}
	if out, ok := r.numbers[n]; ok {
		return out
	}
	raw := []byte(n)
	for i, c := range raw {
		if c >= '0' && c <= '9' {
			raw[i] = byte('1' + r.rnd.IntN(9))
		}
	}
	if len(raw) == 2 {
		raw[0] = byte('1' + r.rnd.IntN(2)) // a day stays a day
	}
	r.numbers[n] = string(raw)
	return string(raw)
}
