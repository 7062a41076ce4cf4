package blocks_test

import (
	"fmt"

	"counterpoint/internal/blocks"
	"counterpoint/internal/news"
)

func ExampleRender() {
	d := news.Digest{Title: "Counterpoint", Stories: []news.Brief{{
		ID: "st-1", Headline: "Ferry aground off Varn",
		Counts:   news.Counts{Articles: 3, Outlets: 3, Origins: 2},
		Findings: news.Findings{Disputed: []news.Dispute{{Question: "How many were aboard?"}}},
	}}}
	fmt.Println(blocks.Render(d, blocks.Options{})[0].Text)
	// Output:
	// Counterpoint. 1 story, 1 dispute.
	// Ferry aground off Varn (2 origins, 3 articles). Disputed: How many were aboard?
}
