package model

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
	"counterpoint/internal/summarize"
)

// DefaultTokens is the size of a packet where none is set.
const DefaultTokens = 24000

// bytesToken is how many bytes a token of English text has at the least, in
// the tokenisers of the models in question.
const bytesToken = 4

// packet is what a model is shown of a story, and what its ids mean.
type packet struct {
	draft      summarize.Draft
	claims     map[string]int   // sentence id -> index into Reading.Claims
	ids        map[int]string   // the other way
	sentences  string           // the articles and their numbered sentences
	candidates string           // the engine's findings
	disputes   map[string]place // candidate id -> the engine's finding
}

// place says where a candidate stands in the brief.
type place struct {
	differ bool
	index  int
}

// newPacket numbers a story's sentences. A story that is longer than the
// tokens leaves out sentences of its longest articles, those first that share
// least with the others.
func newPacket(d summarize.Draft, tokens int) packet {
	p := packet{draft: d, claims: map[string]int{}, ids: map[int]string{}, disputes: map[string]place{}}
	kept := fitting(d.Reading, bytesToken*tokens)
	var b strings.Builder
	b.WriteString("ARTICLES\n")
	for i, a := range d.Story.Articles {
		if shownOf(d.Reading, kept, i) {
			fmt.Fprintf(&b, "a%d | %s | %s | origin %s | %s\n", i+1, shown(a.Outlet), stamp(a.Published), d.Story.Lineage[i].Origin, shown(a.Title))
		}
	}
	b.WriteString("SENTENCES\n")
	for i, c := range d.Reading.Claims {
		if !kept[i] {
			continue
		}
		id := fmt.Sprintf("a%d.%d", c.Article+1, c.Index+1)
		p.claims[id], p.ids[i] = i, id
		mark := ""
		if addressesMachines(c.Text) {
			mark = "(!) "
		}
		fmt.Fprintf(&b, "[%s] %s%s\n", id, mark, shown(c.Text))
	}
	p.sentences = b.String()
	p.candidates = p.listCandidates()
	return p
}

// shownOf tells whether a sentence of an article is shown: of a copy only what it
// adds is.
func shownOf(r claims.Reading, kept []bool, article int) bool {
	for i, c := range r.Claims {
		if kept[i] && c.Article == article {
			return true
		}
	}
	return false
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return "time unknown"
	}
	return t.UTC().Format("2006-01-02 15:04 UTC")
}

// hash names a packet by its sentences: the engine's candidates are hints, and
// a reply to the same sentences holds where they change.
func (p packet) hash() string {
	sum := sha256.Sum256([]byte(p.sentences))
	return hex.EncodeToString(sum[:10])
}

// short names a candidate by its sides: a verdict on it is for no other.
func short(sides string) string {
	sum := sha256.Sum256([]byte(sides))
	return hex.EncodeToString(sum[:3])
}

func (p packet) text() string { return p.sentences + p.candidates }

// fitting marks the claims that a packet of so many bytes has room for: those
// that are worth most, at most a quarter of the packet from one article.
func fitting(r claims.Reading, room int) []bool {
	order := make([]int, len(r.Claims))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(worth(r, b), worth(r, a)) })
	kept, used, spent := make([]bool, len(r.Claims)), 0, map[int]int{}
	for _, i := range order {
		size, a := len(r.Claims[i].Text)+len("[a12.345] \n"), r.Claims[i].Article
		if used+size > room || spent[a]+size > room/4 {
			continue
		}
		kept[i], used, spent[a] = true, used+size, spent[a]+size
	}
	return kept
}

// worth is how much of a sentence others write about too, its opening first.
func worth(r claims.Reading, i int) int {
	c, n := r.Claims[i], 0
	for _, w := range c.Words {
		n += r.Spread[w.ID] - 1
	}
	return 100*n/(4+len(c.Words)) + max(0, 20-5*c.Index) + 5*len(c.Numbers)
}

// listCandidates shows the engine's disputes, each by its sentences.
func (p packet) listCandidates() string {
	var b strings.Builder
	add := func(ds []news.Dispute, differ bool) {
		for i, d := range ds {
			var sides []string
			for _, pos := range d.Positions {
				sides = append(sides, strings.Join(p.idsOf(pos.Evidence), " "))
			}
			all := strings.Join(sides, " | ")
			id := "c" + short(all)
			p.disputes[id] = place{differ, i}
			fmt.Fprintf(&b, "%s (%s) | %s\n", id, d.Kind, all)
		}
	}
	add(p.draft.Brief.Disputed, false)
	add(p.draft.Brief.Differ, true)
	if b.Len() == 0 {
		return "CANDIDATES\nnone\n"
	}
	return "CANDIDATES: the engine takes these for disputes; sentences of each side\n" + b.String()
}

// idsOf are the ids of passages, as far as they are shown.
func (p packet) idsOf(evidence []news.Evidence) []string {
	var out []string
	for _, e := range evidence {
		for i, c := range p.draft.Reading.Claims {
			if id, ok := p.ids[i]; ok && c.Evidence == e {
				out = append(out, id)
			}
		}
	}
	return out
}

// shown is a text on one line, without what a reader does not see: zero-width
// and bidirectional marks, control characters.
func shown(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), r >= 0xE0000:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// addressesMachines tells whether a sentence speaks to a program that reads
// it. It stays in the packet, marked: it may be what the story is about.
func addressesMachines(s string) bool { return machines.MatchString(shown(s)) }

var machines = regexp.MustCompile(`(?i)\b(ignore|disregard|forget|override)\b.{0,40}\b(instructions?|prompts?|rules|above|previous)\b|` +
	`\b(system|developer) (prompt|message)\b|\bas an? (ai|language model|llm|assistant)\b|\byou are (an? |now )?(ai|assistant|language model|chatgpt|claude|gemini|llm|bot)\b|` +
	`\b(ai|llm|language model|chatbot)s?\b.{0,40}\b(must|should|please|summari[sz]e|say|write|answer|reading this)\b|<\|?(im_start|system|assistant)|\[/?inst\]`)
