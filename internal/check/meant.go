package check

import (
	"fmt"
	"strings"

	"counterpoint/internal/claims"
)

// polarity checks that the sentence denies what a source denies, and nothing
// else. What a negation denies is the content word that follows it.
func (c cited) polarity(l *claims.Line, sources []source) []string {
	var out []string
	for _, i := range denied(l) {
		if !c.deniedIn(l.IDs[i], sources) {
			out = append(out, fmt.Sprintf("the denial of %q", l.Forms[i].Word))
		}
	}
	for _, s := range sources {
		for _, i := range denied(s.Line) {
			if w, ok := l.Word(s.IDs[i]); ok && !w.Negated && !toldPlainly(s, s.IDs[i], sources) {
				out = append(out, fmt.Sprintf("%q, which is denied", s.Forms[i].Word))
			}
		}
	}
	if denies(sources) && count(l.Cues, claims.Negation|claims.Denial) == 0 {
		out = append(out, "told as a fact what is denied")
	}
	return out
}

// denies tells whether each source has a word of denial.
func denies(sources []source) bool {
	for _, s := range sources {
		if count(s.Cues, claims.Denial) == 0 {
			return false
		}
	}
	return len(sources) > 0
}

// denied returns the forms that a negation of the line denies.
func denied(l *claims.Line) []int {
	var out []int
	for i, c := range l.Cues {
		if !c.Has(claims.Negation) {
			continue
		}
		for j := i + 1; j < len(l.Forms) && l.Under[j]; j++ {
			if l.IDs[j] >= 0 {
				out = append(out, j)
				break
			}
		}
	}
	return out
}

// deniedIn tells whether a source denies a word, or says its opposite.
func (c cited) deniedIn(id int, sources []source) bool {
	for _, s := range sources {
		if w, ok := s.Word(id); ok && w.Negated {
			return true
		}
		for _, w := range s.Words {
			if !w.Negated && c.lines.Opposed(id, w.ID) {
				return true
			}
		}
	}
	return false
}

// toldPlainly tells whether a source that is at least as close as the one that
// denies a word tells it.
func toldPlainly(denies source, id int, sources []source) bool {
	for _, s := range sources {
		if w, ok := s.Word(id); ok && !w.Negated && s.share >= denies.share {
			return true
		}
	}
	return false
}

// modality checks that a plan is not told as done, nor a guess as known, nor
// the other way round.
func modality(l *claims.Line, sources []source) []string {
	here := open(l) > 0
	for _, s := range sources {
		if supposed(l, s.Line) == here || open(s.Line) > 0 == here {
			return nil
		}
	}
	switch {
	case len(sources) == 0:
		return nil
	case here:
		return []string{"a plan or guess that none makes"}
	}
	return []string{"a plan or guess told as done"}
}

// open counts the words by which a line leaves open whether something is so.
func open(l *claims.Line) int {
	n := count(l.Cues, claims.Plan|claims.Hypothetical)
	for _, t := range l.Forms {
		if lexicon()["open"][t.Norm] {
			n++
		}
	}
	return n
}

// supposed tells whether a source plans or guesses what the line says: the
// content word after the cue stands in the line.
func supposed(l, s *claims.Line) bool {
	for i, c := range s.Cues {
		if !c.Has(claims.Plan|claims.Hypothetical) || c.Has(claims.Cause) {
			continue
		}
		for j := i + 1; j < len(s.Forms) && j <= i+4; j++ {
			if s.IDs[j] < 0 {
				continue
			}
			if _, ok := l.Word(s.IDs[j]); ok {
				return true
			}
			break
		}
	}
	return false
}

// holder checks that what somebody says is told as theirs.
func holder(l *claims.Line, sources []source) []string {
	if len(sources) == 0 {
		return nil
	}
	fault, most := "", 0 // the share of the closest source that somebody holds
	for _, s := range sources {
		if len(s.holders()) > 0 {
			most = max(most, s.share)
		}
	}
	for _, s := range sources {
		held := s.holders()
		switch {
		case l.Holder.Key == "" && (len(held) == 0 || named(l, held)):
			return nil
		case l.Holder.Key == "":
			fault = fmt.Sprintf("told as a fact what %s says", held[0].Name)
		case len(held) == 0 && s.share > most && mentions(s.Line, l.Holder):
			return nil
		default:
			for _, h := range held {
				if sameHolder(l.Holder, h) || within(h.Key, l.Holder.Key) && mentions(s.Line, l.Holder) {
					return nil
				}
			}
			fault = fmt.Sprintf("the speaker %q", l.Holder.Name)
		}
	}
	return []string{fault}
}

// holders are who a source's words may be held by.
func (s source) holders() []claims.Holder {
	var out []claims.Holder
	if s.Holder.Key != "" {
		out = append(out, s.Holder)
	}
	if h := claims.NewHolder(s.given); h.Key != "" {
		out = append(out, h)
	}
	return out
}

// sameHolder tells whether a sentence's holder is the source's: by name, or
// each word of it stands in the source's ("the mayor", "mayor Odile Frank").
func sameHolder(l, s claims.Holder) bool { return l.Same(s) || within(l.Key, s.Key) }

func within(a, b string) bool {
	for w := range strings.FieldsSeq(a) {
		if !strings.Contains(" "+b+" ", " "+w+" ") {
			return false
		}
	}
	return a != ""
}

// named tells whether a line names one of the holders, so that a reader knows
// whose words they are although no verb of saying was found.
func named(l *claims.Line, held []claims.Holder) bool {
	for _, h := range held {
		words := strings.Fields(h.Key)
		if len(words) > 0 && formed(l, words[len(words)-1]) {
			return true
		}
	}
	return false
}

// mentions tells whether a line has each word of a holder.
func mentions(l *claims.Line, h claims.Holder) bool {
	for w := range strings.FieldsSeq(h.Key) {
		if !formed(l, w) {
			return false
		}
	}
	return true
}

func formed(l *claims.Line, norm string) bool {
	for _, t := range l.Forms {
		if t.Norm == norm {
			return true
		}
	}
	return false
}
