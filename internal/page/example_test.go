package page_test

import (
	"fmt"
	"strings"

	"counterpoint/internal/news"
	"counterpoint/internal/page"
)

func ExampleRender() {
	var b strings.Builder
	err := page.Render(&b, news.Digest{
		Title: "Monday",
		Stories: []news.Brief{{
			ID:       "ferry",
			Headline: "Ferry <Marit Oda> hits the pier",
			Articles: []news.BriefArticle{{ID: "a", Outlet: "The Tide", URL: "javascript:alert(1)"}},
		}},
	})
	fmt.Println(err, strings.Contains(b.String(), "Ferry &lt;Marit Oda&gt; hits the pier"), strings.Contains(b.String(), `href="javascript`))
	// Output: <nil> true false
}
