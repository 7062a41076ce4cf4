package extract

import (
	"slices"
	"strings"

	"counterpoint/internal/news"
)

// Scraped reads the text of an article that was scraped off a page: its
// paragraphs among menus, captions, share lines, comments and notes. The title
// is the line that reads like a headline, where there is one; it stays the
// first line of the body, for it stands in the text.
//
// It fails with ErrTooLarge or ErrNoArticle.
func Scraped(raw string) (news.Article, error) {
	if len(raw) > MaxBytes {
		return news.Article{}, ErrTooLarge
	}
	lines := scrapedLines(raw)
	captions, lines := repeatedCaptions(lines)
	s := sift(lines)
	first := firstParagraph(s.lines)
	h := readHead(s.lines[:first], "", "")
	var kept []line
	live := liveBlog(s.lines)
	for i, l := range s.lines {
		if i >= first || h.keep[i] || live && timeOnly(l) {
			kept = append(kept, l)
		}
	}
	kept = dropSignature(kept, h.byline, h.outlet)
	body := join(kept)
	if body == "" {
		return news.Article{}, ErrNoArticle
	}
	for _, c := range s.captions {
		captions = appendNew(captions, c)
	}
	return news.Article{
		Title: h.title, Byline: h.byline, Outlet: h.outlet, Published: h.published,
		Lang: language(body, ""), Body: body, Captions: captions,
		Partial:    s.partial || cutShort(body),
		OriginHint: firstNonEmpty(s.origin, h.origin),
	}, nil
}

func scrapedLines(raw string) []line {
	raw = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(strings.ToValidUTF8(raw, "\uFFFD"))
	var out []line
	gap := false
	for _, row := range unwrap(strings.Split(raw, "\n")) {
		text := clean(row)
		if bare(text) {
			gap = true
			continue
		}
		l := newLine(text)
		l.gap = gap && len(out) > 0
		out = append(out, l)
		gap = false
	}
	return out
}

// repeatedCaptions takes out the captions that a page has twice over a photo:
// lines before the article that stand there again next to themselves, alone or
// glued to the photo's credit. A headline is not repeated so.
func repeatedCaptions(lines []line) (captions []string, rest []line) {
	gone := map[int]bool{}
	for i := 0; i+1 < min(len(lines), 12); i++ {
		a, b := lines[i].text, lines[i+1].text
		credit, glued := strings.CutSuffix(b, a)
		switch {
		case lines[i].words < 4 || len(a) > longLine:
		case a == b && (ended(a) || i > 0), glued && (rights(credit) || creditsPhoto(credit)):
			gone[i], gone[i+1] = true, true
			if c := captionOf(a); c != "" {
				captions = appendNew(captions, c)
			}
		}
	}
	for i, l := range lines {
		if !gone[i] {
			rest = append(rest, l)
		}
	}
	return captions, rest
}

// firstParagraph gives the index of the first line of running text: the first
// that reads like prose, or like an entry of a live report.
func firstParagraph(lines []line) int {
	for i, l := range lines {
		if !l.prose() {
			continue
		}
		if m := readMetaLine(l, false); m.is {
			continue
		}
		if i == 0 && l.words <= 18 && sentences(l.text) == 1 && len(lines) > 1 && !strings.HasSuffix(l.text, ".") {
			continue // a headline that asks or exclaims
		}
		return i
	}
	return min(1, len(lines))
}

// liveBlog reports whether entries stand under times of their own.
func liveBlog(lines []line) bool {
	n := 0
	for _, l := range lines {
		if timeOnly(l) {
			n++
		}
	}
	return n >= 3
}

func timeOnly(l line) bool {
	text := l.text
	return l.words <= 3 && clockTime.MatchString(text) && !dayFirst.MatchString(text) && !monthFirst.MatchString(text) &&
		len(words(clockTime.ReplaceAllString(text, " "))) == 0
}

func join(lines []line) string {
	texts := make([]string, len(lines))
	for i, l := range lines {
		texts[i] = l.text
	}
	return strings.Join(texts, "\n")
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

func firstNonEmpty(all ...string) string {
	for _, s := range all {
		if s != "" {
			return s
		}
	}
	return ""
}
