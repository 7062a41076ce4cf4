package cluster

import (
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"counterpoint/internal/news"
	"counterpoint/internal/text"
)

// reading is what the package keeps of an article's text.
type reading struct {
	terms    []rawTerm // by key
	shingles []uint32  // hashes of its word 4-grams, as they stand
	days     []uint16  // the days that it tells of, in order
	leadDays []uint16  // those of its first sentences
	words    int

	sentences uint32   // those of its body
	recalls   uint32   // those that tell of earlier times
	ranks     []ranked // the places in series that its title and first sentence name
}

// rawTerm is a stem, name or number with how much the article says of it.
type rawTerm struct {
	key   uint64
	tf    float32
	share float32 // of news articles that hold it
	where uint32  // the sentences with it, the title's bit first
	kind  kind
}

// kind tells words, names and numbers apart.
type kind uint8

const (
	aWord kind = iota
	aNumber
	aName
	aPair // a name of two words
	kinds
)

// Sets of sentences: the title's bit, and those of the title and two sentences.
const (
	inTitle      = 1
	inLead       = 1<<3 - 1
	lastSentence = 31
)

// sentence is the bit of the k-th sentence of a body; the last stands for all
// that come after it.
func sentence(k int) uint32 { return 1 << min(k+1, lastSentence) }

// sentencesOf returns the bit of each token's sentence.
func sentencesOf(s string, toks []text.Token) []uint32 {
	out := make([]uint32, len(toks))
	k := 0
	for i, t := range toks {
		if i > 0 && strings.ContainsAny(s[toks[i-1].End:t.Start], ".!?\n") {
			k++
		}
		out[i] = sentence(k)
	}
	return out
}

// word is what a reader knows of a lower-cased word.
type word struct {
	key   uint64
	hash  uint32
	share float32
	skip  bool // too common to tell anything, or a single letter
}

// A reader reads articles and remembers words. It is for one goroutine.
type reader struct {
	st     *text.Stemmer
	shares map[string]float64
	known  map[string]word
	cfg    config
	tf     map[uint64]*rawTerm
}

func newReader(cfg config) *reader {
	return &reader{st: text.NewStemmer(), shares: background(), known: map[string]word{}, cfg: cfg}
}

func hash64(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

// look returns what is known of a token's word.
func (r *reader) look(t text.Token) word {
	if w, ok := r.known[t.Norm]; ok {
		return w
	}
	w := word{hash: uint32(hash64(t.Norm) >> 16)}
	if t.Digit {
		plain := strings.ReplaceAll(t.Norm, ",", "")
		w.key, w.share = hash64("#"+plain), float32(numberShare(plain))
	} else {
		stem := r.st.Stem(t.Norm)
		share, ok := r.shares[stem]
		if !ok {
			share = unknownShare
		}
		w.key, w.share = hash64(stem), float32(share)
		w.skip = utf8.RuneCountInString(t.Norm) < 2
	}
	w.skip = w.skip || w.share > 0.35
	r.known[strings.Clone(t.Norm)] = w
	return w
}

// read takes in one article. Title and lead say what an article is about; what
// stands far down is background more often than not.
func (r *reader) read(a news.Article) reading {
	r.tf = map[uint64]*rawTerm{}
	title := text.Repair(a.Title)
	body := text.Repair(a.Body)
	heading, toks := text.Tokens(title), text.Tokens(body)
	own := ownName(a.Outlet)
	where := sentencesOf(body, toks)
	r.field(title, heading, own, func(int) (float64, uint32) { return r.cfg.title, inTitle })
	r.field(body, toks, own, func(i int) (float64, uint32) { return r.place(i), where[i] })
	lead := slices.IndexFunc(where, func(w uint32) bool { return w&inLead == 0 })
	if lead < 0 {
		lead = len(where)
	}
	out := reading{
		words: len(toks), days: days(toks, a.Published), leadDays: days(toks[:lead], a.Published), recalls: recalls(toks, where),
		ranks: append(ranks(title, heading), ranks(body, toks)...),
	}
	hashes := make([]uint32, len(toks))
	for i, t := range toks {
		hashes[i] = r.look(t).hash
	}
	out.shingles = shingle(hashes)
	for _, w := range where {
		out.sentences |= w
	}
	for _, t := range r.tf {
		t.tf = float32(1 + math.Log(1+float64(t.tf)))
		out.terms = append(out.terms, *t)
	}
	slices.SortFunc(out.terms, func(a, b rawTerm) int {
		if a.key < b.key {
			return -1
		}
		return 1
	})
	return out
}

// place weighs the i-th word of a body.
func (r *reader) place(i int) float64 {
	switch {
	case i < r.cfg.leadWords:
		return r.cfg.lead
	case i < 3*r.cfg.leadWords:
		return 1
	}
	return r.cfg.tail
}

// field adds the terms of one field.
func (r *reader) field(s string, toks []text.Token, own []string, weight func(int) (float64, uint32)) {
	var before word
	beforeProper := false
	skip := 0
	for i, t := range toks {
		if skip == 0 {
			skip = startsWith(toks[i:], own)
		}
		if skip > 0 {
			skip--
			before, beforeProper = word{}, false
			continue
		}
		w := r.look(t)
		proper := t.Upper && i > 0 && !opens(s[toks[i-1].End:t.Start])
		if !w.skip {
			boost := 1.0
			if proper {
				boost = r.cfg.proper
			}
			k := aWord
			if t.Digit {
				k = aNumber
			} else if proper {
				k = aName
			}
			tf, in := weight(i)
			r.add(w.key, tf*boost, w.share, in, k)
			if proper && beforeProper && s[toks[i-1].End:t.Start] == " " {
				r.add(before.key*31+w.key, tf*r.cfg.pair, min(before.share, w.share)*0.3, in, aPair)
			}
		}
		before, beforeProper = w, proper && !w.skip || t.Upper && !w.skip && w.share <= unknownShare
	}
}

func (r *reader) add(key uint64, tf float64, share float32, in uint32, k kind) {
	if tf == 0 {
		return
	}
	if t, ok := r.tf[key]; ok {
		t.tf += float32(tf)
		t.where |= in
		t.kind = max(t.kind, k)
		return
	}
	r.tf[key] = &rawTerm{key, float32(tf), share, in, k}
}

// opens reports whether a sentence or a quotation begins after the gap, so
// that a capital there says nothing.
func opens(gap string) bool {
	return strings.IndexFunc(gap, func(c rune) bool {
		return strings.ContainsRune(".!?:\n\"“‘`", c) || unicode.In(c, unicode.Zl, unicode.Zp)
	}) >= 0
}

// ownName returns the words of an outlet's name. An outlet that names itself
// in every report would make all of them alike.
func ownName(outlet string) []string {
	var out []string
	for _, t := range text.Tokens(outlet) {
		out = append(out, t.Norm)
	}
	if len(out) > 1 && out[0] == "the" {
		out = out[1:]
	}
	return out
}

// startsWith returns the number of tokens with which the words begin toks, or 0.
func startsWith(toks []text.Token, words []string) int {
	if len(words) == 0 || len(toks) < len(words) {
		return 0
	}
	for i, w := range words {
		if toks[i].Norm != w {
			return 0
		}
	}
	return len(words)
}
