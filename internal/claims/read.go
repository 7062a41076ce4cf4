package claims

import (
	"math"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"counterpoint/internal/measure"
	"counterpoint/internal/news"
	"counterpoint/internal/text"
	"counterpoint/internal/when"
)

// Shorter sentences claim nothing; longer ones are lists or broken pages.
const (
	minWords = 3
	maxWords = 120
)

// Read reads the sentences of all articles of a story that are no copies. A
// copy's own extra sentences are read too; those that it repeats are not.
func Read(s news.Story) Reading {
	r := newReader()
	said := map[string]map[string]bool{} // origin -> sentences already read
	for i, a := range s.Articles {
		origin := s.Lineage[i].Origin
		if said[origin] == nil {
			said[origin] = map[string]bool{}
		}
		r.article(i, a, origin, said[origin])
	}
	spread := r.spread()
	return Reading{Claims: r.out, Vocabulary: r.words, Weight: r.weights(spread), opposite: r.related(r.lex.opposites), overtaken: r.related(r.lex.overtaken), Spread: spread, Origins: s.Origins()}
}

type reader struct {
	lex   *lexicon
	stem  *text.Stemmer
	ids   map[string]int // of words by their stems
	forms map[string]int // the same by the forms that were met
	words []string
	out   []Claim
}

func newReader() *reader {
	return &reader{lex: loadLexicon(), stem: text.NewStemmer(), ids: map[string]int{}, forms: map[string]int{}}
}

func (r *reader) article(i int, a news.Article, origin string, said map[string]bool) {
	kept := a.Text()
	begin := len(r.out)
	speech, end := speech{}, 0
	for n, sp := range text.Sentences(kept) {
		quote := kept[sp.Start:sp.End]
		key := squash(quote)
		if said[key] {
			continue
		}
		said[key] = true
		c := Claim{
			Evidence:  news.Evidence{Article: a.ID, Quote: quote, Start: sp.Start, End: sp.End},
			Text:      text.Repair(quote),
			Article:   i,
			Origin:    origin,
			Published: a.Published,
			Index:     n,
			Caption:   a.InCaptions(sp.Start),
		}
		c.Headline = n == 0 && !strings.ContainsAny(lastRune(c.Text), ".!?…\"”’'")
		c.Asks = strings.HasSuffix(strings.TrimRight(c.Text, "\"”’' "), "?")
		if tokens := text.Tokens(c.Text); len(tokens) >= minWords && len(tokens) <= maxWords {
			r.sentence(&c, tokens)
			r.out = append(r.out, c)
			speech.attribute(r.out[begin:], tokens, strings.Contains(kept[end:sp.Start], "\n"))
			end = sp.End
		}
	}
	stampEntries(r.out[begin:])
}

func lastRune(s string) string {
	_, n := utf8.DecodeLastRuneInString(s)
	return s[len(s)-n:]
}

// squash is a sentence without regard to case and marks.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// sentence fills in what a claim's sentence says.
func (r *reader) sentence(c *Claim, tokens []text.Token) {
	cues := r.lex.cuesAt(tokens)
	negated := negatedTokens(c.Text, tokens, cues)
	ids := make([]int, len(tokens))
	at := map[int]int{}
	for i, t := range tokens {
		c.Cues |= cues[i]
		if marks(tokens, i, cues[i]) {
			c.Marks = append(c.Marks, Mark{t.Span, cues[i]})
		}
		ids[i] = -1
		if !r.content(t) {
			continue
		}
		id := r.id(t)
		ids[i] = id
		c.Tokens = append(c.Tokens, Token{t.Span, id})
		w := Word{ID: id, Name: t.Upper && (i > 0 || len(tokens) > 1 && tokens[1].Upper), Negated: negated[i], Role: roleAt(tokens, i), Before: -1, After: -1}
		if j, ok := at[id]; ok {
			old := &c.Words[j]
			old.Name, old.Negated = old.Name || w.Name, old.Negated && w.Negated
			if old.Role == NoRole {
				old.Role = w.Role
			}
			continue
		}
		at[id] = len(c.Words)
		c.Words = append(c.Words, w)
	}
	beside(c.Words, ids)
	sort.Slice(c.Words, func(i, j int) bool { return c.Words[i].ID < c.Words[j].ID })
	for _, q := range measure.Find(c.Text) {
		c.Numbers = append(c.Numbers, r.number(c.Text, q, tokens, ids))
	}
	c.Moments = when.Find(c.Text, c.Published)
	c.Quoted = quotedShare(c.Text) > 0.5
}

func (r *reader) content(t text.Token) bool {
	return !t.Digit && utf8.RuneCountInString(t.Norm) > 1 && (!r.lex.stop[t.Norm] || t.Norm == "may" && t.Upper)
}

func (r *reader) id(t text.Token) int {
	if id, ok := r.forms[t.Norm]; ok {
		return id
	}
	stem := r.lex.fold(r.stem.Stem(t.Norm))
	id, ok := r.ids[stem]
	if !ok {
		id = len(r.words)
		r.ids[stem] = id
		r.words = append(r.words, stem)
	}
	r.forms[t.Norm] = id
	return id
}

// number binds a quantity to the words of its clause.
func (r *reader) number(s string, q measure.Quantity, tokens []text.Token, ids []int) Number {
	n := Number{Quantity: q, Head: -1, Toll: r.toll(s, q, tokens, ids)}
	if n.Toll >= 0 && q.Unit == "ordinal" {
		n.Unit = "" // "a sixth person has died": six
	}
	from, to := Clause(s, q.Start, q.End)
	for i, t := range tokens {
		if t.Start >= from && t.End <= to && ids[i] >= 0 && !(t.Start >= q.Start && t.End <= q.End && t.Norm != q.Noun) {
			n.Context = append(n.Context, ids[i])
		}
	}
	sort.Ints(n.Context)
	n.Lasts = q.Unit == "s" && (q.Noun != "" || strings.Contains(q.Text(s), "-") || lasting(s[from:to]))
	if q.Noun != "" {
		stem := r.lex.fold(r.stem.Stem(q.Noun))
		if id, ok := r.ids[stem]; ok {
			n.Head = id
		}
	}
	return n
}

// Clause returns the bounds of the clause around s[start:end].
func Clause(s string, start, end int) (from, to int) {
	for i := range len(s) {
		n := clauseMark(s, i)
		switch {
		case n == 0:
		case i+n <= start:
			from = i + n
		case i >= end:
			return from, i
		}
	}
	return from, len(s)
}

// clauseMark is the length of the mark or conjunction at s[i] that parts two
// clauses; 0 where none begins there.
func clauseMark(s string, i int) int {
	switch s[i] {
	case ';', ':', ',', ' ':
		for _, mark := range clauseMarks[s[i]] {
			if strings.HasPrefix(s[i:], mark) {
				return len(mark)
			}
		}
	}
	return 0
}

// clauseMarks are what parts two clauses, by the first byte.
var clauseMarks = [...][]string{
	';': {"; "}, ':': {": "}, ',': {", and ", ", who ", ", which "},
	' ': {" - ", " – ", " — ", " but ", " while ", " whereas ", " although ", " though "},
}

// weights gives each word its inverse document frequency over the sentences
// that tell the story, in hundredths of a bit, so that sums are exact on any
// machine. A sentence tells the story if it shares words with other origins: a
// paragraph about something else must not change what a word weighs.
func (r *reader) weights(spread []int) []int {
	df := make([]int, len(r.words))
	size := 0
	for _, c := range r.out {
		shared := 0
		for _, w := range c.Words {
			if spread[w.ID] > 1 {
				shared++
			}
		}
		if shared < 2 {
			continue
		}
		size++
		for _, w := range c.Words {
			df[w.ID]++
		}
	}
	out := make([]int, len(df))
	for i, n := range df {
		out[i] = max(25, int(math.Round(100*math.Log2(float64(size+2)/float64(n+1)))))
	}
	return out
}

// related gives each word the words of the story that a lexicon relates it to.
func (r *reader) related(to map[string][]string) [][]int {
	out := make([][]int, len(r.words))
	for id, w := range r.words {
		for _, o := range to[w] {
			if other, ok := r.ids[o]; ok && other != id {
				out[id] = append(out[id], other)
			}
		}
	}
	return out
}

// beside notes which content words stand next to one another, with at most a
// function word between.
func beside(words []Word, ids []int) {
	at := make(map[int]*Word, len(words))
	for i := range words {
		at[words[i].ID] = &words[i]
	}
	last, gap := -1, 0
	for _, id := range ids {
		if id < 0 {
			gap++
			continue
		}
		if last >= 0 && gap < 2 && last != id {
			if w := at[last]; w.After < 0 {
				w.After = id
			}
			if w := at[id]; w.Before < 0 {
				w.Before = last
			}
		}
		last, gap = id, 0
	}
}

// spread counts the origins that use each word.
func (r *reader) spread() []int {
	byOrigin := make([]*Claim, len(r.out))
	for i := range r.out {
		byOrigin[i] = &r.out[i]
	}
	slices.SortFunc(byOrigin, func(a, b *Claim) int { return strings.Compare(a.Origin, b.Origin) })
	out := make([]int, len(r.words))
	last := make([]string, len(r.words)) // the origin that a word was counted for
	for _, c := range byOrigin {
		for _, w := range c.Words {
			if out[w.ID] == 0 || last[w.ID] != c.Origin {
				out[w.ID]++
				last[w.ID] = c.Origin
			}
		}
	}
	return out
}

// A toll stands at most so many tokens from its number.
const tollReach = 7

// toll finds the word nearest to a count, in its clause, that says what
// happened to the counted.
func (r *reader) toll(s string, q measure.Quantity, tokens []text.Token, ids []int) int {
	if q.Unit != "" && q.Unit != "ordinal" || q.Identifier && q.Unit != "ordinal" {
		return -1
	}
	from, to := Clause(s, q.Start, q.End)
	at := sort.Search(len(tokens), func(i int) bool { return tokens[i].Start >= q.Start })
	best, found := tollReach+1, -1
	for i, t := range tokens {
		if ids[i] < 0 || t.Start < from || t.End > to || !r.lex.tolls[r.words[ids[i]]] {
			continue
		}
		d := i - at
		if d < 0 {
			d = 1 - d // "twelve were hurt": what happened mostly follows the number
		}
		if d < best {
			best, found = d, ids[i]
		}
	}
	return found
}

// lasting tells whether a clause says how long something went on.
func lasting(clause string) bool {
	for _, t := range text.Tokens(clause) {
		switch t.Norm {
		case "last", "lasts", "lasted", "lasting", "spoke", "talked", "ran", "continued", "took", "went":
			return true
		}
	}
	return false
}
