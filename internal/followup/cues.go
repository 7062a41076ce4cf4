package followup

import (
	_ "embed" // the phrases
	"strings"
	"sync"

	"counterpoint/internal/claims"
	"counterpoint/internal/text"
)

//go:embed cues.txt
var cueText string

// phrases are those of one class.
type phrases []phrase

// phrase is words in a row; "*" stands for any.
type phrase []string

var loadCues = sync.OnceValue(func() map[string]phrases {
	out := map[string]phrases{}
	for row := range strings.Lines(cueText) {
		class, list, ok := strings.Cut(strings.TrimSpace(row), ":")
		if !ok || strings.HasPrefix(row, "#") {
			continue
		}
		for phrase := range strings.SplitSeq(list, "|") {
			out[class] = append(out[class], strings.Fields(phrase))
		}
	}
	return out
})

// in tells whether any of the phrases stands among the words.
func (ps phrases) in(words []string) bool {
	for _, p := range ps {
		for i := 0; i+len(p) <= len(words); i++ {
			if p.at(words[i:]) {
				return true
			}
		}
	}
	return false
}

func (p phrase) at(words []string) bool {
	for i, w := range p {
		if w != "*" && w != words[i] {
			return false
		}
	}
	return true
}

func wordsOf(s string) []string {
	var out []string
	for _, t := range text.Tokens(s) {
		out = append(out, t.Norm)
	}
	return out
}

// narrates tells whether a sentence speaks of its own writer, outside of what
// it quotes: then its article is a comment and not a report.
func narrates(c claims.Claim) bool {
	if c.Quoted || c.Holder.Name != "" || c.Caption {
		return false
	}
	own, depth, straight := strings.Builder{}, 0, false
	for _, r := range c.Text {
		switch r {
		case '“', '”':
			depth = max(0, depth+map[rune]int{'“': 1, '”': -1}[r])
		case '"':
			straight = !straight
		}
		if depth == 0 && !straight {
			own.WriteRune(r)
		}
	}
	for _, t := range text.Tokens(own.String()) {
		if t.Word == "I" || t.Word == "I'm" || t.Word == "I’m" || t.Word == "I've" || t.Word == "I’ve" {
			return true
		}
	}
	return false
}
