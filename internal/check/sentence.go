// Package check holds a printed sentence against the passages that it cites.
// Every sentence of a digest passes it, whoever worded it.
//
// A sentence passes when each number, date, quantity, name and quotation in it
// stands in a cited passage, as the same kind and value and of the same thing;
// when what is denied, planned or supposed there is so here; when a speaker's
// claim is told as that speaker's; and when it adds no cause, superlative,
// judgement or other words of its own. What stands whole in a passage passes.
// Where one passage was reworded, it bears out everything; where several were put
// together, each name stands beside a word that it stands beside in one of them.
//
// The package refuses to understand: it compares words, figures, the scope of
// negations (NegEx, Chapman 2001) and who stands beside a verb of saying, and
// where it cannot tell it turns down. That is the wrong way round for a
// translator and the right one for a printer: what is turned down is replaced
// by a source's own sentence.
package check

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"counterpoint/internal/claims"
	"counterpoint/internal/text"
)

// Passage is a cited passage. Holder is who says so, where that stands in a
// sentence before it; empty where the passage alone tells. Published is when it
// was written, by which "yesterday" is a day; zero where that is not known.
type Passage struct {
	Text      string
	Holder    string
	Published time.Time
}

// Passages are passages that tell by themselves who says so.
func Passages(texts ...string) []Passage {
	out := make([]Passage, len(texts))
	for i, s := range texts {
		out[i].Text = s
	}
	return out
}

// Sentence returns what in a sentence the cited passages do not bear out, each
// as a few words for an operator; empty where all is borne out. A sentence
// without a passage never is.
func Sentence(sentence string, passages []Passage) []string {
	return borneOut(sentence, passages, func(*claims.Line) {})
}

// Answer is Sentence for the answer of a position: who gives it is told beside
// it, not in it.
func Answer(answer, holder string, passages []Passage) []string {
	return borneOut(answer, passages, func(l *claims.Line) { l.Holder = claims.NewHolder(holder) })
}

// Question is Sentence for the question of a dispute, which is in words of its
// own: only its numbers, figures and names must stand in a passage, and it must
// be about one.
func Question(question string, passages []Passage) []string {
	src := newCited(question, passages)
	var faults []string
	for i := range src.lines.Texts[0] {
		l := &src.lines.Texts[0][i]
		faults = append(faults, numbers(l, src.sources)...)
		faults = append(faults, words(l, src.sources)...)
		if !src.about(l) {
			faults = append(faults, "about nothing in the passages")
		}
	}
	return faults
}

// about tells whether a source has a content word of the line.
func (c cited) about(l *claims.Line) bool {
	for _, s := range c.sources {
		for _, w := range l.Words {
			if _, ok := s.Word(w.ID); ok {
				return true
			}
		}
	}
	return false
}

func borneOut(sentence string, passages []Passage, told func(*claims.Line)) []string {
	if len(passages) == 0 {
		return []string{"nothing is cited"}
	}
	for _, p := range passages {
		if plain(p.Text) == plain(sentence) && marks(p.Text) == marks(sentence) {
			return nil
		}
	}
	src := newCited(sentence, passages)
	faults := src.quotations(sentence)
	for i := range src.lines.Texts[0] {
		told(&src.lines.Texts[0][i])
		faults = append(faults, src.line(&src.lines.Texts[0][i])...)
	}
	return faults
}

// cited is what the passages hold.
type cited struct {
	lines   claims.Lines
	said    string // the passages in which somebody speaks
	sources []source
}

func newCited(sentence string, passages []Passage) cited {
	texts := []string{parted(sentence)}
	for _, p := range passages {
		texts = append(texts, p.Text)
	}
	lines := claims.ReadLines(texts...)
	src := cited{lines: lines}
	for i, p := range passages {
		if p.Holder != "" || marks(p.Text) > 0 {
			src.said += " " + fold(p.Text)
		}
		for j := range lines.Texts[i+1] {
			src.sources = append(src.sources, source{Line: &lines.Texts[i+1][j], given: p.Holder, published: p.Published})
		}
	}
	return src
}

// parted ends a sentence at each semicolon outside of quotation marks: what
// stands on either side is told by itself.
func parted(s string) string {
	if strings.ContainsAny(s, "\"“”") {
		return s
	}
	parts := strings.Split(s, "; ")
	for i, p := range parts[1:] {
		r, n := utf8.DecodeRuneInString(p)
		parts[i+1] = string(unicode.ToUpper(r)) + p[n:]
	}
	return strings.Join(parts, ". ")
}

// source is a sentence of a passage.
type source struct {
	*claims.Line
	given     string    // the passage's holder
	published time.Time // the passage's
	share     int       // how many of a hundred words of the checked sentence stand in it, names apart
}

const (
	close   = 80 // a source with this share of the words is the one that was reworded
	related = 25 // one with less is about something else
)

// line checks one sentence. Where one source was reworded it must bear out
// everything by itself; where several were put together, each thing is borne
// out by one that is about it.
func (c cited) line(l *claims.Line) []string {
	var near, after []source
	for i, s := range c.sources {
		if s.partly(l) {
			return nil
		}
		s.share = share(l, s.Line)
		c.sources[i].share = s.share
		if _, _, ok := followed(l, s.Line); ok {
			after = append(after, s)
		}
		if s.share >= close {
			near = append(near, s)
		}
	}
	if len(after) > 0 {
		near = after // what follows a source word for word rewords that one
	}
	var least []string
	var follows *source
	for i, s := range near {
		if faults := slices.Concat(c.items(l, []source{s}), repeated(l, s), exact(l, s)); i == 0 || len(faults) < len(least) {
			least, follows = faults, &near[i]
		}
	}
	if len(least) > 0 || len(near) == 0 {
		if faults := c.together(l, follows); len(near) == 0 || len(faults) < len(least) {
			least = faults
		}
	}
	return append(least, c.added(l)...)
}

// items checks what a sentence says against sources.
func (c cited) items(l *claims.Line, sources []source) []string {
	faults := numbers(l, sources)
	faults = append(faults, words(l, sources)...)
	faults = append(faults, c.polarity(l, sources)...)
	faults = append(faults, modality(l, sources)...)
	return append(faults, holder(l, sources)...)
}

// share counts how many of a hundred content words of a line stand in another,
// names apart: a name is a thing to be checked, not what a sentence is about.
func share(l, in *claims.Line) int {
	all, both, opening := 0, 0, -1
	if firstName(l) {
		opening = l.IDs[0]
	}
	for _, w := range l.Words {
		if w.Name || w.ID == opening {
			continue
		}
		all++
		if _, ok := in.Word(w.ID); ok {
			both++
		}
	}
	if all == 0 {
		return related // an answer of a number or a name alone
	}
	return 100 * both / all
}

// partly tells whether a line stands in a source word by word, and what was
// left out of the source does not turn it round: no denial, plan, doubt or
// speaker.
func (s source) partly(l *claims.Line) bool {
	whole, part := plain(s.Text), plain(l.Text)
	at := strings.Index(" "+whole+" ", " "+part+" ")
	if part == "" || at < 0 {
		return false
	}
	if whole == part {
		return true
	}
	if s.Holder.Key != l.Holder.Key || s.given != "" || s.Quoted != l.Quoted {
		return false
	}
	turning := claims.Negation | claims.Denial | claims.Plan | claims.Hypothetical
	return count(s.Cues, turning) == count(l.Cues, turning)
}

func count(cues []claims.Cues, of claims.Cues) int {
	n := 0
	for _, c := range cues {
		if c.Has(of) {
			n++
		}
	}
	return n
}

// plain is a text by its words alone.
func plain(s string) string {
	var out []string
	for _, t := range text.Tokens(text.Repair(s)) {
		out = append(out, t.Norm)
	}
	return strings.Join(out, " ")
}

// marks counts the quotation marks of a text.
func marks(s string) int { return strings.Count(plainMarks.Replace(s), `"`) }

// fold is a text without regard to case, the form of quotation marks and
// dashes, and white space.
func fold(s string) string {
	return strings.Join(strings.Fields(plainMarks.Replace(strings.ToLower(text.Repair(s)))), " ")
}

var plainMarks = strings.NewReplacer("“", `"`, "”", `"`, "‘", "'", "’", "'", "–", "-", "—", "-")
