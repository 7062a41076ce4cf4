package extract

import (
	"time"

	"counterpoint/internal/news"
)

// Fragment reads the text that a feed carries of an article: HTML, or plain
// text, without a page around it. All of it is taken but what is hidden and
// what stands around articles: captions apart, share lines, prompts. Partial
// says that it ends before the article does.
//
// It fails with ErrTooLarge, ErrTooComplex or ErrNoArticle.
func Fragment(content string) (news.Article, error) {
	if len(content) > MaxBytes {
		return news.Article{}, ErrTooLarge
	}
	doc, err := parse(content)
	if err != nil {
		return news.Article{}, err
	}
	prune(doc)
	p := cut(doc)
	chosen := make([]int, 0, len(p.lines))
	for i, l := range p.lines {
		if p.usable(l) {
			chosen = append(chosen, i)
		}
	}
	if len(chosen) == 0 {
		return news.Article{}, ErrNoArticle
	}
	return p.article(meta{of: map[string]string{}}, declared{}, chosen, time.Time{}, "")
}
