package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

// Token is a word or a number. Hyphens part words; an apostrophe and the
// points and commas inside a number do not.
type Token struct {
	Span
	Word  string // as it stands
	Norm  string // lower case, plain apostrophe, possessive taken off
	Upper bool   // begins with a capital
	Digit bool   // begins with a digit
}

// Tokens returns the words and numbers of s in order.
func Tokens(s string) []Token {
	out := make([]Token, 0, len(s)/6+1)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !wordRune(r) {
			i += n
			continue
		}
		j := i + n
		for j < len(s) {
			q, m := utf8.DecodeRuneInString(s[j:])
			if wordRune(q) || joins(s, j, q, m) {
				j += m
				continue
			}
			break
		}
		out = append(out, newToken(s, i, j, r))
		i = j
	}
	return out
}

func newToken(s string, i, j int, first rune) Token {
	word := s[i:j]
	norm := strings.ToLower(word)
	if strings.Contains(norm, "’") {
		norm = strings.ReplaceAll(norm, "’", "'")
	}
	norm = strings.TrimSuffix(norm, "'s")
	return Token{Span{i, j}, word, norm, unicode.IsUpper(first), unicode.IsDigit(first)}
}

func wordRune(r rune) bool {
	if r < utf8.RuneSelf { // nearly all are, and need no table
		return r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// joins tells whether the mark r at byte j of s stands inside a word: an
// apostrophe between letters, a point or comma between digits, the points of
// "U.S.".
func joins(s string, j int, r rune, n int) bool {
	if r != '\'' && r != '’' && r != '.' && r != ',' {
		return false
	}
	next, _ := utf8.DecodeRuneInString(s[j+n:])
	prev, _ := utf8.DecodeLastRuneInString(s[:j])
	switch r {
	case '\'', '’':
		return unicode.IsLetter(next) && unicode.IsLetter(prev)
	case '.', ',':
		if unicode.IsDigit(prev) && unicode.IsDigit(next) {
			return true
		}
		return r == '.' && unicode.IsUpper(prev) && unicode.IsUpper(next)
	}
	return false
}

// Stemmer finds stems and remembers them. It is not safe for use by several
// goroutines; make one for each.
type Stemmer struct{ known map[string]string }

// NewStemmer returns an empty Stemmer.
func NewStemmer() *Stemmer { return &Stemmer{known: map[string]string{}} }

// Stem returns the stem of a lower-cased word: Porter's English stemmer
// (Snowball), after irregular forms are led back to their base ("fell" and
// "fallen" to "fall").
func (st *Stemmer) Stem(norm string) string {
	if s, ok := st.known[norm]; ok {
		return s
	}
	word := norm
	if base, ok := irregular[norm]; ok {
		word = base
	}
	env := snowballstem.NewEnv(word)
	english.Stem(env)
	stem := env.Current()
	st.known[norm] = stem
	return stem
}
