package parse

import (
	"fmt"
	"strings"
	"testing"
)

// The feeds of the benchmarks: 20 whole items, 80 to 90 KB.
func bigRSS() string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>The Harbour Post</title><link>https://post.example/</link>`)
	for i := range 20 {
		fmt.Fprintf(&b, `<item><title>Item %d</title><link>https://post.example/%d</link><guid>g%d</guid><dc:creator>Jo Marrin</dc:creator><pubDate>Mon, 02 Mar 2026 12:00:00 GMT</pubDate><media:content url="https://post.example/x.jpg" medium="image"/><description>&lt;p&gt;Summary&lt;/p&gt;</description><content:encoded><![CDATA[%s]]></content:encoded></item>`, i, i, i, prose("<p>", "</p>"))
	}
	return b.String() + `</channel></rss>`
}

func bigAtom() string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Harbour Post</title><link href="https://post.example/"/>`)
	for i := range 20 {
		fmt.Fprintf(&b, `<entry><title>Item %d</title><link href="https://post.example/%d"/><id>g%d</id><author><name>Jo Marrin</name></author><updated>2026-03-02T12:00:00Z</updated><content type="html">%s</content></entry>`, i, i, i, prose("&lt;p&gt;", "&lt;/p&gt;"))
	}
	return b.String() + `</feed>`
}

func bigJSON() string {
	var b strings.Builder
	b.WriteString(`{"version":"https://jsonfeed.org/version/1.1","title":"The Harbour Post","home_page_url":"https://post.example/","items":[`)
	for i := range 20 {
		fmt.Fprintf(&b, `{"id":"g%d","url":"https://post.example/%d","title":"Item %d","date_published":"2026-03-02T12:00:00Z","authors":[{"name":"Jo Marrin"}],"content_html":"%s"},`, i, i, i, strings.ReplaceAll(prose("<p>", "</p>"), "\n", `\n`))
	}
	return strings.TrimSuffix(b.String(), ",") + `]}`
}

func prose(before, after string) string {
	return strings.Repeat(before+"The council of the town said on Monday that the bridge would be closed."+after+"\n", 50)
}

func BenchmarkParse(b *testing.B) {
	for name, feed := range map[string]string{
		"rss": bigRSS(), "atom": bigAtom(), "json": bigJSON(),
		"mended": strings.Replace(bigRSS(), "</title><link>https://post.example/3<", "<link>https://post.example/3<", 1),
	} {
		b.Run(name, func(b *testing.B) {
			raw := []byte(feed)
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				if f, err := Parse(raw, "", "https://post.example/feed"); err != nil || len(f.Entries) != 20 {
					b.Fatal(err, len(f.Entries))
				}
			}
		})
	}
}
