package cluster

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"counterpoint/internal/names"
	"counterpoint/internal/news"
	"counterpoint/internal/text"
)

const (
	reasonNames = 3   // so many names make a reason
	reasonBytes = 900 // title and lead: what the article is about
)

// because gives a reader the reasons why the articles of a story are together.
func because(articles []news.Article, kin []news.Lineage) []string {
	if len(articles) < 2 {
		return nil
	}
	var out []string
	copies := 0
	for _, l := range kin {
		if l.CopyOf != "" {
			copies++
		}
	}
	if copies > 0 {
		out = append(out, fmt.Sprintf("%d of %d repeat another's text", copies, len(articles)))
	}
	shared, all := sharedNames(articles)
	switch {
	case len(shared) == 0:
	case all == len(articles):
		out = append(out, "share the "+plural(len(shared), "name")+" "+list(shared))
	default:
		out = append(out, fmt.Sprintf("%d of %d tell of %s", all, len(articles), list(shared[:1])))
	}
	if span, ok := published(articles); ok {
		out = append(out, "published within "+span)
	}
	return out
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

func list(parts []string) string {
	if len(parts) == 1 {
		return parts[0]
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " and " + parts[len(parts)-1]
}

// sharedNames returns the names that most articles tell of, as the first of
// them writes it, and in how many articles the first of the names stands.
// Where all articles share some, only those are returned.
func sharedNames(articles []news.Article) (shared []string, in int) {
	type tally struct {
		text  string
		in    int
		words int
		last  int
	}
	found := map[string]*tally{}
	for i, a := range articles {
		for _, n := range names.Find(opening(a)) {
			k := strings.Join(n.Words, " ")
			t := found[k]
			if t == nil {
				t = &tally{text: n.Text, words: len(n.Words), last: -1}
				found[k] = t
			}
			if t.last < i && !outletName(articles, k) {
				t.in++
				t.last = i
			}
		}
	}
	var order []*tally
	for _, t := range found {
		if t.in > 1 {
			order = append(order, t)
		}
	}
	slices.SortFunc(order, func(a, b *tally) int {
		return cmp.Or(b.in-a.in, b.words-a.words, strings.Compare(a.text, b.text))
	})
	for _, t := range order {
		if len(shared) == reasonNames || t.in < order[0].in {
			break
		}
		if !slices.ContainsFunc(shared, func(s string) bool { return strings.Contains(s, t.text) }) {
			shared = append(shared, t.text)
		}
	}
	if len(order) > 0 {
		in = order[0].in
	}
	return shared, in
}

// outletName keeps the outlets' own names out of the reasons.
func outletName(articles []news.Article, k string) bool {
	return slices.ContainsFunc(articles, func(a news.Article) bool { return strings.Contains(strings.ToLower(a.Outlet), k) })
}

// opening is the title and lead, the lead cut at a character's beginning.
func opening(a news.Article) string {
	body := a.Body
	if len(body) > reasonBytes {
		body = strings.ToValidUTF8(body[:reasonBytes], "")
	}
	return text.Repair(a.Title + "\n" + body)
}

// published tells within what time the articles came out, where all say.
func published(articles []news.Article) (string, bool) {
	first, last := articles[0].Published, articles[0].Published
	for _, a := range articles {
		if a.Published.IsZero() {
			return "", false
		}
		if a.Published.Before(first) {
			first = a.Published
		}
		if a.Published.After(last) {
			last = a.Published
		}
	}
	return span(last.Sub(first)), true
}

func span(d time.Duration) string {
	hours := int(math.Ceil(d.Hours()))
	switch {
	case hours <= 1:
		return "an hour"
	case hours <= 48:
		return fmt.Sprintf("%d hours", hours)
	}
	return fmt.Sprintf("%d days", (hours+23)/24)
}
