package wording

import (
	"strconv"
	"strings"

	"counterpoint/internal/news"
)

// Index finds the articles of one story by their IDs.
type Index struct {
	articles []news.BriefArticle
	at       map[string]int
}

// NewIndex indexes the articles of a story. Reference numbers follow the
// story's order and count copies, so that a quotation from a copy has one too.
func NewIndex(b news.Brief) Index {
	x := Index{articles: b.Articles, at: make(map[string]int, len(b.Articles))}
	for i, a := range b.Articles {
		if _, twice := x.at[a.ID]; !twice {
			x.at[a.ID] = i
		}
	}
	return x
}

// Article finds an article by its ID.
func (x Index) Article(id string) (news.BriefArticle, bool) {
	i, ok := x.at[id]
	if !ok {
		return news.BriefArticle{}, false
	}
	return x.articles[i], true
}

// Outlet names who published an article, for a reader: the outlet, else the
// host of its address, else its ID.
func (x Index) Outlet(id string) string {
	a, ok := x.Article(id)
	if !ok {
		return "unknown source"
	}
	return Outlet(a)
}

// Outlet names who published an article.
func Outlet(a news.BriefArticle) string {
	for _, name := range []string{a.Outlet, Host(a.URL), a.ID} {
		if name = Clean(name); name != "" {
			return name
		}
	}
	return "unknown source"
}

// Voices parts evidence into what speaks for itself and the copies of an
// article that is among the evidence too: these add no voice.
func (x Index) Voices(evidence []news.Evidence) (own, copies []news.Evidence) {
	cited := map[int]bool{}
	for _, e := range evidence {
		if i, ok := x.at[e.Article]; ok {
			cited[i] = true
		}
	}
	for _, e := range evidence {
		i, ok := x.at[e.Article]
		if o := x.original(i); ok && o != i && cited[o] {
			copies = append(copies, e)
			continue
		}
		own = append(own, e)
	}
	return own, copies
}

// Outlets names the publishers of evidence, each once, in order.
func (x Index) Outlets(evidence []news.Evidence) []string {
	var names []string
	seen := map[string]bool{}
	for _, e := range evidence {
		if name := x.Outlet(e.Article); !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}

// IsCopy reports whether an article repeats another of the story.
func (x Index) IsCopy(id string) bool {
	i, ok := x.at[id]
	return ok && x.original(i) != i
}

// Origins is how many independent voices evidence comes from.
func (x Index) Origins(evidence []news.Evidence) int {
	seen := map[string]bool{}
	for _, e := range evidence {
		if a, ok := x.Article(e.Article); ok {
			seen[a.Origin] = true
		}
	}
	return len(seen)
}

// Numbers are the reference numbers of evidence, ascending, each once.
func (x Index) Numbers(evidence []news.Evidence) []int {
	cited := make([]bool, len(x.articles))
	for _, e := range evidence {
		if i, ok := x.at[e.Article]; ok {
			cited[i] = true
		}
	}
	var numbers []int
	for i, c := range cited {
		if c {
			numbers = append(numbers, i+1)
		}
	}
	return numbers
}

// Refs writes reference numbers, three and more in a row as a span: "[1–4 7]".
// It is empty where there are none.
func (x Index) Refs(evidence []news.Evidence) string {
	numbers := x.Numbers(evidence)
	if len(numbers) == 0 {
		return ""
	}
	var parts []string
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		if j-i >= 2 {
			parts = append(parts, strconv.Itoa(numbers[i])+"–"+strconv.Itoa(numbers[j]))
			i = j + 1
			continue
		}
		parts = append(parts, strconv.Itoa(numbers[i]))
		i++
	}
	return "[" + strings.Join(parts, " ") + "]"
}

// Source is an article with the copies of it that the story folds.
type Source struct {
	Number  int
	Article news.BriefArticle
	Copies  []Source
}

// Sources lists a story's articles in order, each copy under the article that
// it repeats. A copy of something that is not in the story stands for itself.
func (x Index) Sources() []Source {
	var out []Source
	place := make(map[int]int, len(x.articles))
	for i, a := range x.articles {
		if x.original(i) == i {
			place[i] = len(out)
			out = append(out, Source{Number: i + 1, Article: a})
		}
	}
	for i, a := range x.articles {
		if o := x.original(i); o != i {
			at := place[o]
			out[at].Copies = append(out[at].Copies, Source{Number: i + 1, Article: a})
		}
	}
	return out
}

// original follows copies to the article that they repeat, and stops where
// they go in a circle.
func (x Index) original(i int) int {
	if i >= len(x.articles) {
		return i
	}
	at := i
	for range x.articles {
		of, ok := x.at[x.articles[at].CopyOf]
		if !ok || x.articles[at].CopyOf == "" || of == at {
			return at
		}
		at = of
	}
	return i
}
