package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"counterpoint/internal/text"
)

// Name is one mention. Text is s[Start:End] of the string that was searched.
type Name struct {
	Start, End int
	Text       string
	Words      []string // lower-cased, without titles and possessives
	Title      bool     // a person's title or role stood before it
	Acronym    bool     // written in capitals like initials
	Expands    []string // of an acronym in brackets after a name: the words that it stands for
}

// token is a text.Token with what its place in the sentence says.
type token struct {
	text.Token
	initial  bool // begins a sentence or a quotation
	headline bool // stands in a sentence in which most words have a capital
	joined   bool // only a space, a hyphen or the point of an initial parts it from the one before
}

// Find returns the names of s in order, without overlap.
func Find(s string) []Name {
	f := finder{s: s, lex: words(), inside: map[string]bool{}, lower: map[string]bool{}}
	f.read()
	var out []Name
	for i := 0; i < len(f.toks); {
		if !f.capital(i) {
			i++
			continue
		}
		j := f.runEnd(i)
		out = append(out, f.names(i, j)...)
		i = j
	}
	f.expand(out)
	return out
}

type finder struct {
	s      string
	lex    *lexicon
	toks   []token
	inside map[string]bool // words seen with a capital within a sentence
	lower  map[string]bool // words seen without one
}

func (f *finder) read() {
	f.toks = make([]token, 0, len(f.s)/6+1)
	for _, sp := range text.Sentences(f.s) {
		sentence := f.s[sp.Start:sp.End]
		first := len(f.toks)
		for _, t := range text.Tokens(sentence) {
			t.Start += sp.Start
			t.End += sp.Start
			f.toks = append(f.toks, token{Token: t})
		}
		f.mark(first, headlineLike(sentence))
	}
}

// headlineLike reports whether a sentence goes without a full stop, as a
// headline does: only there does a capital on every word mean nothing.
func headlineLike(sentence string) bool {
	last, _ := utf8.DecodeLastRuneInString(sentence)
	return !strings.ContainsRune(".!?…\"”’)", last)
}

// mark tells of the tokens of one sentence, from first on, where they stand.
func (f *finder) mark(first int, open bool) {
	toks := f.toks[first:]
	long, upper := 0, 0
	for _, t := range toks {
		if utf8.RuneCountInString(t.Word) > 3 && !t.Digit {
			long++
			if t.Upper {
				upper++
			}
		}
	}
	headline := open && long >= 3 && upper*4 > long*3
	for i := range toks {
		t := &toks[i]
		t.headline = headline
		if i == 0 {
			t.initial = true
		} else {
			gap := f.s[toks[i-1].End:t.Start]
			t.initial = strings.ContainsAny(gap, "\"“‘«:*•") || strings.Contains(gap, "``")
			t.joined = f.joins(toks[i-1], gap)
		}
		if !t.Upper {
			f.lower[t.Norm] = true
		} else if !t.initial && !headline {
			f.inside[t.Norm] = true
		}
	}
}

func (f *finder) joins(before token, gap string) bool {
	switch gap {
	case " ", "\u00a0", "-", " & ", "’", "'":
		return !possessive(before.Word)
	case ". ", ".\u00a0", ".":
		return utf8.RuneCountInString(before.Word) == 1 || len(before.Norm) <= 5 && f.lex.title[before.Norm] || before.Norm == "st"
	}
	return false
}

func possessive(word string) bool {
	return strings.HasSuffix(word, "'s") || strings.HasSuffix(word, "’s")
}

// capital reports whether token i can be part of a name.
func (f *finder) capital(i int) bool {
	t := f.toks[i]
	if !t.Upper || f.lex.never[t.Norm] && !f.lex.monthName[t.Norm] {
		return false
	}
	switch {
	case f.lex.monthName[t.Norm]:
		return f.monthAsName(i)
	case t.initial:
		return !f.lex.function[t.Norm] && f.initialName(i)
	case t.headline:
		return f.inside[t.Norm] || !f.lex.ordinary(t.Norm) && !f.lower[t.Norm]
	}
	return !f.lex.function[t.Norm] || acronym(t.Word) && utf8.RuneCountInString(t.Word) > 1
}

// initialName decides about a capital that begins a sentence: titles count, and
// a word that is known as a name, or is not known as an ordinary one.
func (f *finder) initialName(i int) bool {
	t := f.toks[i]
	if f.inside[t.Norm] {
		return true
	}
	next := i+1 < len(f.toks) && f.toks[i+1].joined && f.toks[i+1].Upper
	if next && (f.lex.title[t.Norm] || f.lex.body[t.Norm] && !f.lower[t.Norm]) {
		return true
	}
	return !f.lex.ordinary(t.Norm) && !f.lower[t.Norm] && utf8.RuneCountInString(t.Word) > 1 || next && initialLetter(t.Word)
}

func initialLetter(w string) bool { return utf8.RuneCountInString(w) == 1 && w != "A" && w != "I" }

// monthAsName keeps "Theresa May" and "June Orr" from the months.
func (f *finder) monthAsName(i int) bool {
	if i+1 < len(f.toks) && f.toks[i+1].Digit {
		return false
	}
	other := func(k int) bool {
		return f.toks[k].Upper && !f.lex.never[f.toks[k].Norm] && !f.lex.function[f.toks[k].Norm] && !f.toks[k].headline
	}
	if f.toks[i].joined && other(i-1) && !f.toks[i-1].initial {
		return true
	}
	return f.inside[f.toks[i].Norm] && (f.toks[i].joined && other(i-1) || i+1 < len(f.toks) && f.toks[i+1].joined && other(i+1))
}

// runEnd returns the end of the run of tokens that begins with capital i.
func (f *finder) runEnd(i int) int {
	j := i + 1
	for j < len(f.toks) && f.toks[j].joined {
		if f.capital(j) {
			j++
			continue
		}
		k := j
		if f.toks[j].Norm == "of" && f.lex.body[f.toks[j-1].Norm] {
			if k++; k < len(f.toks) && f.toks[k].joined && f.toks[k].Norm == "the" {
				k++
			}
		} else {
			for k < len(f.toks) && k < j+2 && f.toks[k].joined && f.lex.particle[f.toks[k].Norm] {
				k++
			}
		}
		if k == j || k >= len(f.toks) || !f.toks[k].joined || !f.capital(k) {
			break
		}
		j = k + 1
	}
	return j
}

// names cuts the run of tokens [i, j) at the titles inside it.
func (f *finder) names(i, j int) []Name {
	var out []Name
	titled := i > 0 && f.lex.role[f.toks[i-1].Norm] && f.gapIsSpace(i)
	start := i
	for k := i; k < j; k++ {
		n := f.titleAt(k, j)
		if n == 0 {
			continue
		}
		if k > start {
			out = append(out, f.name(start, k, titled))
		}
		titled, start = true, k+n
		k += n - 1
	}
	if start < j {
		out = append(out, f.name(start, j, titled))
	}
	return out
}

func (f *finder) gapIsSpace(i int) bool { return f.s[f.toks[i-1].End:f.toks[i].Start] == " " }

// titleAt returns the number of tokens of a title at k that is followed by a
// name within the run that ends at j, or 0.
func (f *finder) titleAt(k, j int) int {
	phrase, best := "", 0
	for n := 1; n <= 3 && k+n <= j; n++ {
		phrase = strings.TrimSpace(phrase + " " + f.toks[k+n-1].Norm)
		if f.lex.title[phrase] {
			best = n
		}
	}
	if best == 0 || k+best >= j {
		return 0
	}
	if f.toks[k+best].Norm == "of" {
		return 0
	}
	for m := k + best; m < j; m++ {
		// "Justice Department", "King Street": the title is part of the name.
		if best == 1 && f.lex.body[f.toks[m].Norm] {
			return 0
		}
	}
	return best
}

// name makes a Name of the tokens [i, j).
func (f *finder) name(i, j int, titled bool) Name {
	n := Name{Start: f.toks[i].Start, End: f.toks[j-1].End, Title: titled}
	if w := f.toks[j-1].Word; possessive(w) {
		n.End -= len(w) - strings.LastIndexAny(w, "'’")
	}
	n.Text = f.s[n.Start:n.End]
	for _, t := range f.toks[i:j] {
		n.Words = append(n.Words, t.Norm)
	}
	n.Acronym = j == i+1 && acronym(n.Text) && !titled
	return n
}

// acronym reports whether a word is written like initials: two to six capitals.
func acronym(w string) bool {
	count := 0
	for _, r := range w {
		switch {
		case unicode.IsUpper(r) || unicode.IsDigit(r) && count > 0:
			count++
		case r != '.':
			return false
		}
	}
	return count >= 2 && count <= 6
}

// expand finds acronyms in brackets after the name that they abbreviate.
func (f *finder) expand(found []Name) {
	for i := 1; i < len(found); i++ {
		n := &found[i]
		if !n.Acronym || found[i-1].Acronym || strings.TrimSpace(f.s[found[i-1].End:n.Start]) != "(" {
			continue
		}
		n.Expands = expansion(strings.ReplaceAll(n.Words[0], ".", ""), found[i-1].Words)
	}
}

// expansion returns the last words whose initials spell the acronym, small
// words passed over, or nil.
func expansion(short string, words []string) []string {
	letters := []rune(short)
	k := len(letters)
	for i := len(words) - 1; i >= 0 && k > 0; i-- {
		first, _ := utf8.DecodeRuneInString(words[i])
		switch {
		case first == letters[k-1]:
			if k--; k == 0 {
				return words[i:]
			}
		case words[i] == "of" || words[i] == "the" || words[i] == "and" || words[i] == "for":
		default:
			return nil
		}
	}
	return nil
}
