package blocks_test

import (
	"fmt"

	"counterpoint/internal/blocks"
	"counterpoint/internal/news"
)

func ExampleRender() {
	d := news.Digest{
		Title: "Counterpoint", Engine: news.Engine{Name: "extractive"}, Coverage: news.Coverage{Articles: 3, Feeds: 2},
		Stories: []news.Brief{{
			ID: "st-1", Headline: "Ferry aground off Varn",
			Counts:  news.Counts{Articles: 3, Outlets: 3, Origins: 2},
			Summary: []news.Statement{{Text: "A ferry ran aground off Varn on Monday."}},
			Findings: news.Findings{Disputed: []news.Dispute{{
				Question:  "How many were aboard?",
				Positions: []news.Position{{Answer: "214", Holder: "the harbour master"}, {Answer: "about 200", Holder: "the owner"}},
			}}},
		}},
	}
	for i, m := range blocks.Render(d, blocks.Options{}) {
		fmt.Printf("message %d tells %v\n%s\n", i, m.Tells, m.Text)
	}
	// Output:
	// message 0 tells [{st-1 2}]
	// Counterpoint. 1 story, 1 dispute.
	// 1. Ferry aground off Varn (2 origins, 3 articles). A ferry ran aground off Varn on Monday. Disputed: How many were aboard? 214 (the harbour master); about 200 (the owner).
	// 3 articles from 2 feeds · engine: extractive, at no cost
	// message 1 tells [{st-1 0}]
	// 1. Ferry aground off Varn (2 origins, 3 articles). A ferry ran aground off Varn on Monday. Disputed: How many were aboard? 214 (the harbour master); about 200 (the owner).
}
