package claims

import (
	"strings"

	"counterpoint/internal/names"
	"counterpoint/internal/text"
)

// speech remembers within an article who spoke, for pronouns and quotations that
// lead back to them.
type speech struct {
	last   Holder   // who spoke last
	at     int      // in which sentence
	people []Holder // who were named and can be "he" or "she", the last first
	named  int      // in which sentence the last of them was
	body   Holder   // what was last named and can be "it"
	open   bool     // a quotation goes on from the sentence before
	from   int      // the claim that it began with
}

// A pronoun leads back to one of so many that were named last.
const speechReach = 4

// attribute finds who holds the last of an article's claims. A pronoun, and a
// quotation that goes on from the sentence before, are led back to who spoke; of
// a quotation whose speaker comes only behind it, the sentences before are his
// too.
// paragraph tells that the sentence begins one: a quotation that goes on is marked
// there.
func (p *speech) attribute(all []Claim, tokens []text.Token, paragraph bool) {
	c := &all[len(all)-1]
	running := p.open && !startsQuote(c.Text) && !paragraph
	p.open = p.open && (running || startsQuote(c.Text))
	h, pronoun := speaker(c.Text, tokens, running)
	switch {
	case pronoun != "":
		h = p.whoIs(pronoun, c, tokens)
	case h.Key != "" || !c.Quoted && !running:
	case len(p.people) > 0 && p.named > p.at && p.named == c.Index-1:
		h = p.people[0]
	case c.Index <= p.at+2:
		h = p.last
	}
	c.Holder = h
	if h.Key != "" && running {
		for i := p.from; i < len(all)-1; i++ {
			all[i].Holder = h
		}
	}
	if h.Key != "" {
		p.last, p.at = h, c.Index
	}
	p.name(h, c.Index)
	if subject := subjectOf(c, tokens); h.Key == "" && !c.Quoted {
		p.name(subject, c.Index)
	}
	was := p.open
	p.open = opened(c.Text, p.open)
	if p.open && (!was || startsQuote(c.Text)) {
		p.from = len(all) - 1
	}
	if p.open {
		c.Quoted = c.Quoted || !strings.ContainsAny(c.Text, "\"“")
	}
}

// whoIs leads a pronoun that speaks back: "he" and "she" to a person, first one
// that the sentence itself began with; "it" to a body.
func (p *speech) whoIs(pronoun string, c *Claim, tokens []text.Token) Holder {
	subject := subjectOf(c, tokens)
	switch pronoun {
	case "he", "she":
		if subject.Key != "" && subject.person() && !subject.otherThan(pronoun) {
			return subject
		}
		for _, h := range p.people {
			if !h.otherThan(pronoun) {
				return h
			}
		}
		return Holder{}
	case "it":
		if subject.Key != "" && !subject.person() {
			return subject
		}
		return p.body
	}
	return p.last
}

// name notes who was named, and in which sentence.
func (p *speech) name(h Holder, at int) {
	switch {
	case h.Key == "":
	case h.person():
		p.people = append([]Holder{h}, p.people[:min(len(p.people), speechReach-1)]...)
		p.named = at
	default:
		p.body = h
	}
}

// person tells whether a holder can be "he" or "she".
func (h Holder) person() bool { return names.Person(h.Name) }

// otherThan tells whether a holder's title or office shows that a pronoun is not
// him or her.
func (h Holder) otherThan(pronoun string) bool {
	for _, t := range text.Tokens(h.Name) {
		if g := sexes[t.Norm]; g != "" {
			return g != pronoun
		}
	}
	return false
}

var sexes = map[string]string{
	"mr": "he", "sir": "he", "lord": "he", "king": "he", "prince": "he", "spokesman": "he", "chairman": "he", "father": "he", "husband": "he", "son": "he", "brother": "he", "widower": "he",
	"mrs": "she", "ms": "she", "miss": "she", "lady": "she", "dame": "she", "queen": "she", "princess": "she", "spokeswoman": "she", "chairwoman": "she", "mother": "she", "wife": "she", "daughter": "she", "sister": "she", "widow": "she",
}

// subjectOf is who a sentence begins with; empty where it begins otherwise.
func subjectOf(c *Claim, tokens []text.Token) Holder {
	s := c.Text
	if len(tokens) < 2 || len(c.Tokens) == 0 || c.Tokens[0].Start != tokens[0].Start && !article(tokens[0].Norm) || strings.ContainsAny(s[:tokens[0].Start], "\"“‘") {
		return Holder{}
	}
	end := -1
	for i, t := range tokens[:min(len(tokens), 8)] {
		if i > 0 && hasMark(s[tokens[i-1].End:t.Start]) || i > 0 && (clauseWord(t.Norm) || says(t.Norm) || !t.Upper && end >= 0) {
			break
		}
		if t.Upper && (i > 0 || tokens[1].Upper) {
			end = i
		}
	}
	if end < 1 {
		return Holder{}
	}
	return holder(s[tokens[0].Start:tokens[end].End])
}

// startsQuote tells whether a sentence opens a quotation of its own, which its
// outlet begins anew at each paragraph.
func startsQuote(s string) bool { return strings.HasPrefix(s, "“") || strings.HasPrefix(s, "\"") }

// opened tells whether a quotation is open after s.
func opened(s string, open bool) bool {
	for i, r := range s {
		switch r {
		case '“':
			open = true
		case '”':
			open = false
		case '"':
			open = !open || i == 0
		}
	}
	return open
}
