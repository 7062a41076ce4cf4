package blocks_test

import (
	"fmt"
	"strings"
	"testing"

	"counterpoint/internal/blocks"
	"counterpoint/internal/news"
)

// TestTheLongestStoryFits fills every place with as much as it may show: the
// first story goes to the channel whatever its size, so that its longest form
// has to fit beside everything else there.
func TestTheLongestStoryFits(t *testing.T) {
	long := strings.Repeat("abcdefg ", 100)
	solid := strings.Repeat("x", 700)
	for _, text := range []string{long, solid, strings.Repeat("語", 700), strings.Repeat("<&>", 250)} {
		d := told(text, "https://a.example/")
		b := &d.Stories[0]
		b.ID = strings.Repeat("i", 150)
		b.Articles = nil
		var evidence []news.Evidence
		for i := range 12 {
			id := fmt.Sprint("a", i)
			address := "https://a.example/" + strings.Repeat("p", 180)
			b.Articles = append(b.Articles, news.BriefArticle{ID: id, Outlet: fmt.Sprint(i, text), Title: text, URL: address, Origin: id})
			evidence = append(evidence, news.Evidence{Article: id, Quote: text})
		}
		b.Counts = news.Counts{Articles: 12, Outlets: 12, Origins: 12}
		dispute := b.Disputed[0]
		dispute.Positions = nil
		for range 6 {
			dispute.Positions = append(dispute.Positions, news.Position{Answer: text, Holder: text, Evidence: evidence})
		}
		b.Disputed = repeat(6, dispute)
		b.Summary = repeat(6, news.Statement{Text: text, By: news.ByModel, Support: evidence})
		b.Superseded = repeat(12, b.Superseded[0])
		d.Stories = repeat(3, *b)
		d.Coverage.FeedsFailed = repeat(30, news.FeedFailed{Feed: text, Reason: text})
		opts := options()
		opts.Evidence = "https://digests.example/" + strings.Repeat("s", 400)
		if err := blocks.Validate(blocks.Render(d, opts)); err != nil {
			t.Errorf("with %.8q: %.400s", text, err)
		}
	}
}

// small is a digest of many stories of one article each.
func small(stories int, summary string) news.Digest {
	var d news.Digest
	for i := range stories {
		text := fmt.Sprint(i, " ", summary)
		said := []news.Evidence{{Article: "a", Quote: text}}
		d.Stories = append(d.Stories, news.Brief{
			ID: fmt.Sprint("st-", i), Headline: fmt.Sprint("H", i), Counts: news.Counts{Articles: 1, Outlets: 1, Origins: 1},
			Articles: []news.BriefArticle{{ID: "a", Outlet: "A", Title: "T", Origin: "o1"}},
			Summary:  []news.Statement{{Text: text, By: news.ByEngine, Support: said}},
		})
	}
	return d
}

func TestManyBlocksAreParted(t *testing.T) {
	messages := blocks.Render(small(300, "S."), blocks.Options{Buttons: true})
	if err := blocks.Validate(messages); err != nil {
		t.Error(err)
	}
	for i, m := range messages[1:] {
		if n := len(m.Blocks); n < 20 && i+2 < len(messages) {
			t.Errorf("reply %d has %d blocks only: every reply costs a second to post", i+1, n)
		}
	}
}
