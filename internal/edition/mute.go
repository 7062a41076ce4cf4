package edition

import (
	"net/url"
	"slices"
	"strings"

	"counterpoint/internal/news"
	"counterpoint/internal/text"
)

// hear leaves out the articles of muted hosts before they are grouped: a
// source that a reader hides is neither quoted nor counted, and a story that
// rests on hidden sources alone is not there. The breakout rule is for words.
func hear(articles []news.Article, mute news.Mute) (heard []news.Article, hidden []news.LeftOut) {
	if len(mute.Hosts) == 0 {
		return articles, nil
	}
	for _, a := range articles {
		if hostMuted(a.URL, mute.Hosts) {
			hidden = append(hidden, news.LeftOut{ID: a.ID, Reason: "from a muted source"})
			continue
		}
		heard = append(heard, a)
	}
	return heard, hidden
}

// hostMuted tells whether an address is of one of the hosts or below it.
func hostMuted(address string, hosts []string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return false
	}
	host := strings.ToLower(u.Hostname())
	for _, h := range hosts {
		h = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(h)), "www.")
		if h != "" && (host == h || strings.HasSuffix(host, "."+h)) {
			return true
		}
	}
	return false
}

// muted is why a story is muted, empty where it is not: it is named, or it is
// about a muted word, which stands in the headline or in most titles, and too
// few independent voices tell it to break out.
func muted(b news.Brief, mute news.Mute) (reason string) {
	if slices.Contains(mute.Stories, b.ID) {
		return "its story is muted"
	}
	if mute.Breakout > 0 && b.Counts.Origins >= mute.Breakout {
		return ""
	}
	for _, phrase := range mute.Words {
		words := fold(phrase)
		if strings.TrimSpace(words) == "" {
			continue
		}
		titles := 0
		for _, a := range b.Articles {
			if strings.Contains(fold(a.Title), words) {
				titles++
			}
		}
		if strings.Contains(fold(b.Headline), words) || 2*titles > len(b.Articles) {
			return "about a muted word"
		}
	}
	return ""
}

// fold is the words of a line in lower case, with a space around each.
func fold(s string) string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, t := range text.Tokens(s) {
		b.WriteString(t.Norm)
		b.WriteByte(' ')
	}
	return b.String()
}
