package terminal_test

import (
	"os"

	"counterpoint/internal/news"
	"counterpoint/internal/terminal"
)

func ExampleRender() {
	d := news.Digest{Engine: news.Engine{Name: "extractive"}, Stories: []news.Brief{{
		Headline: "Seeds to borrow",
		Counts:   news.Counts{Articles: 1, Outlets: 1, Origins: 1},
		Articles: []news.BriefArticle{{ID: "a", Outlet: "Herald", Title: "Seeds", URL: "https://herald.example/seeds"}},
		Summary:  []news.Statement{{Text: "The library lends out seeds.", Support: []news.Evidence{{Article: "a"}}}},
	}}}
	if err := terminal.Render(os.Stdout, d, terminal.Options{Width: 80}); err != nil {
		panic(err)
	}
	// Output:
	// COUNTERPOINT · 1 story from 1 article, 1 outlet, 1 origin
	//
	// Seeds to borrow                                                        1 article
	// ────────────────────────────────────────────────────────────────────────────────
	// The library lends out seeds [1].
	//
	// SOURCES
	//   [1]  Herald  Seeds                                              herald.example
	//
	// ────────────────────────────────────────────────────────────────────────────────
	// left out: 0
	// copies folded: 0
	// engine: extractive · times: UTC
}
