package names

import (
	"slices"
	"strings"
)

// Mention is a name with the one that it means. ID is empty where it may mean
// several.
type Mention struct {
	Name
	ID string
}

// Resolver knows who is meant by the names of a story's articles.
type Resolver struct {
	docs  []document
	story index
	full  map[string]string // a full name -> its fullest form in the story
}

type document struct {
	names []Name
	index index
}

// index leads from one word to the full names that end, and that begin, with it.
type index struct {
	last, first map[string][]string
	short       map[string][]string // acronym -> expansions
}

// Resolve reads the texts of one story.
func Resolve(texts []string) *Resolver {
	r := &Resolver{full: map[string]string{}, story: newIndex()}
	for _, s := range texts {
		d := document{names: Find(s), index: newIndex()}
		for _, n := range d.names {
			d.index.add(n)
			r.story.add(n)
		}
		r.docs = append(r.docs, d)
	}
	for _, forms := range r.story.last {
		for _, f := range forms {
			r.full[f] = fullest(f, forms)
		}
	}
	return r
}

func newIndex() index {
	return index{last: map[string][]string{}, first: map[string][]string{}, short: map[string][]string{}}
}

func (x index) add(n Name) {
	if n.Expands != nil {
		put(x.short, key(n.Words), key(n.Expands))
		// The expansion may be the end of a longer run.
		x.add(Name{Words: n.Expands})
	}
	if len(n.Words) > 1 {
		put(x.last, n.Words[len(n.Words)-1], key(n.Words))
		put(x.first, n.Words[0], key(n.Words))
	}
}

func put(m map[string][]string, k, v string) {
	if i, ok := slices.BinarySearch(m[k], v); !ok {
		m[k] = slices.Insert(m[k], i, v)
	}
}

func key(words []string) string {
	if len(words) == 1 {
		return strings.ReplaceAll(words[0], ".", "")
	}
	return strings.Join(words, " ")
}

// fullest returns the longest of forms that is f with more words in it, where
// all such forms agree; else f.
func fullest(f string, forms []string) string {
	best := f
	var above []string
	for _, g := range forms {
		if g != f && within(strings.Fields(f), strings.Fields(g)) {
			above = append(above, g)
			if len(g) > len(best) {
				best = g
			}
		}
	}
	for _, g := range above {
		if g != best && !within(strings.Fields(g), strings.Fields(best)) {
			return f // "J Shaw" where John Shaw and Jane Shaw are about
		}
	}
	return best
}

// within reports whether the words of a occur in b in order, the last with the
// last; an initial stands for a word.
func within(a, b []string) bool {
	if len(a) > len(b) || a[len(a)-1] != b[len(b)-1] {
		return false
	}
	i := 0
	for _, w := range b {
		if i < len(a) && (a[i] == w || len(a[i]) == 1 && strings.HasPrefix(w, a[i]) && i < len(a)-1) {
			i++
		}
	}
	return i == len(a)
}

// Mentions returns the names of text doc in order.
func (r *Resolver) Mentions(doc int) []Mention {
	out := make([]Mention, 0, len(r.docs[doc].names))
	for _, n := range r.docs[doc].names {
		id, _ := r.ID(doc, n)
		out = append(out, Mention{n, id})
	}
	return out
}

// ID returns whom a name of text doc means: the words of the fullest form, with
// a space between them. It reports false where two bearers are possible.
func (r *Resolver) ID(doc int, n Name) (string, bool) {
	if len(n.Words) == 0 {
		return "", false
	}
	k := key(n.Words)
	if len(n.Words) > 1 {
		if f, ok := r.full[k]; ok {
			return f, true
		}
		return k, true
	}
	for _, x := range []index{r.docs[doc].index, r.story} {
		if forms := x.short[k]; len(forms) > 0 {
			return r.only(forms)
		}
	}
	for _, x := range []index{r.docs[doc].index, r.story} {
		if forms := x.last[n.Words[0]]; len(forms) > 0 {
			return r.only(forms)
		}
	}
	for _, x := range []index{r.docs[doc].index, r.story} {
		if forms := x.first[n.Words[0]]; len(forms) > 0 && !n.Title {
			// "Halloway" for Halloway Coatings; but Brennick Infirmary and
			// Brennick Council do not share what "Brennick" means.
			if id, ok := r.only(forms); ok && !place(forms) {
				return id, true
			}
			return k, true
		}
	}
	return k, true
}

// place reports whether the forms are of a body named after a place: its first
// word alone means the place.
func place(forms []string) bool {
	for _, f := range forms {
		w := strings.Fields(f)
		if words().body[w[len(w)-1]] {
			return true
		}
	}
	return false
}

// only returns the one bearer that all forms lead to.
func (r *Resolver) only(forms []string) (string, bool) {
	id := ""
	for _, f := range forms {
		g := f
		if h, ok := r.full[f]; ok {
			g = h
		}
		if id != "" && g != id {
			return "", false
		}
		id = g
	}
	return id, true
}
