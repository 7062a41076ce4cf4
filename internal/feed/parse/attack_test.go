package parse

import (
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The bounds that no feed of 1 MB may pass, with room for a slow machine under
// the race detector. What is read in the square of its size takes minutes.
const (
	mostTime  = 2 * time.Second
	mostBytes = 30 << 20
)

func inItem(s string) string {
	return `<rss><channel><title>P</title><item><title>A</title>` + s + `</item></channel></rss>`
}

// fill repeats s up to n bytes.
func fill(s string, n int) string { return strings.Repeat(s, n/len(s)) }

// numbered repeats a format with growing numbers up to n bytes.
func numbered(format string, n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		b.WriteString(strings.ReplaceAll(format, "%d", strconv.Itoa(i)))
	}
	return b.String()
}

func TestAttacks(t *testing.T) {
	const most = 1 << 20
	laughs := `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">`
	for i := range 30 {
		laughs += fmt.Sprintf(`<!ENTITY l%d "&l%d;&l%d;">`, i+1, i, i)
	}
	laughs += `]>` + inItem("<description>&l30;</description>")
	tests := []struct {
		name, guard string
		feed        string
		want        error
		entries     int
	}{
		{"billion laughs", "nestedEntities", laughs, ErrTooComplex, 0},
		{"200,000 nested tags", "maxDepth", inItem(fill("<a>", 600_000) + fill("</a>", 800_000)), ErrTooComplex, 0},
		{"200,000 tags never closed", "maxDepth", inItem(fill("<a>", 600_000)), ErrTooComplex, 0},
		{"200,000 nested before the items", "maxDepth", `<rss><channel>` + fill("<a>", 600_000) + "<item><title>A</title></item>", ErrTooComplex, 0},
		{"very many items", "blocks: MaxEntries", `<rss><channel>` + numbered("<item><guid>%d</guid>", most), nil, MaxEntries},
		{"very many empty items", "blocks: MaxEntries", `<rss><channel>` + fill("<item>", most), nil, 0},
		{"very many entries", "blocks: MaxEntries", `<feed>` + numbered("<entry><id>%d</id></entry>", most) + `</feed>`, nil, MaxEntries},
		{"very many addresses", "blocks: MaxEntries", `<urlset>` + numbered("<url><loc>https://a.example/%d</loc><news:news/></url>", most), nil, MaxEntries},
		{"very many items in JSON", "readItems: MaxEntries", `{"items":[` + strings.TrimSuffix(numbered(`{"id":%d},`, most), ",") + `]}`, nil, MaxEntries},
		{"very many empty items in JSON", "readItems: MaxEntries", `{"title":"P","items":[` + fill(`{},`, most) + `{}]}`, nil, 0},
		{"very many broken items in JSON", "readItems: MaxEntries", `{"items":[` + numbered(`{"id":%d,},`, most) + `]}`, nil, MaxEntries},
		{"deep JSON", "mendJSON: maxDepth", `{"title":"P","items":[{"id":"1","x":` + fill("[", 200_000), ErrTooComplex, 0},
		{"a JSON comment without end", "jsonMender.comment", `{"title":"P","items":[],` + fill("/* ", most), nil, 0},
		{"JSON of fields", "jsonDoc: maxFields", `{"title":"P","items":[{"id":"1"}],` + strings.TrimSuffix(numbered(`"k%d":%d,`, most), ",") + `}`, ErrTooComplex, 0},
		{"JSON of authors", "jsonNames: maxNames", `{"title":"P","items":[{"id":"1","authors":[` + strings.TrimSuffix(numbered(`"A%d %d",`, most), ",") + `]}]}`, nil, 1},
		{"an attribute of 1 MB", "scanner.tag", inItem(`<link href="https://a.example/` + fill("x", most-200) + `"/>`), nil, 1},
		{"very many attributes", "attributes: 64", inItem(`<link ` + numbered(`a%d="%d" `, most-200) + `/>`), nil, 1},
		{"quotation marks never closed", "scanner.tag ends at <", inItem(fill(`<a b="`, most)), nil, 1},
		{"tags never ended", "scanner.tag ends at <", inItem(fill(`<br `, most)), nil, 1},
		{"CDATA never closed", "scanner.find looks once", inItem(fill(cdataMark, most)), nil, 1},
		{"CDATA in CDATA", "scanner.section", inItem(fill(cdataMark, most/2) + fill("]]>", most/2)), nil, 1},
		{"comments never closed", "scanner.find looks once", inItem(fill("<!--", most)), nil, 1},
		{"comments", "scanner", inItem("<dc:source>" + fill("a<!---->", most-100) + "</dc:source>"), nil, 1},
		{"instructions never closed", "scanner.find looks once", inItem(fill("<?", most)), nil, 1},
		{"doctypes never closed", "scanner.doctypes", fill("<!DOCTYPE[>", most-100) + inItem(""), nil, 1},
		{"doctype of brackets", "scanner.doctypeEnd", "<!DOCTYPE [" + fill("]", most-200) + ">" + inItem(""), nil, 1},
		{"fields never closed", "fields: missing", inItem(fill("<link>", most)), ErrTooComplex, 0},
		{"fields never closed, in lines", "fields: missing", inItem(fill("<link></x>", most-100)), nil, 1},
		{"names never closed", "maxMissing", inItem(numbered("<a%d></b%d>", most-100)), nil, 1},
		{"all fields never closed", "maxMissing", inItem("<" + strings.Join(strings.Fields(fieldNames), "></x><") + ">" + fill("<a></a>", most-2000)), nil, 1},
		{"very many fields", "maxFields", inItem(fill("<title/>", most-100)), nil, 1},
		{"very many fields in the head", "maxFields", `<rss><channel>` + fill("<link/>", most-100) + `<item><title>A</title></item></channel></rss>`, nil, 1},
		{"very many people", "people: maxNames", `<feed><entry><id>1</id>` + numbered("<author><name>A%d %d</name></author>", most-100) + `</entry></feed>`, nil, 1},
		{"nested people", "maxDepth", `<feed><entry><id>1</id>` + fill("<author><name>", 1<<20), ErrTooComplex, 0},
		{"namespaces", "namesOf: attributes 64", `<rss ` + numbered(`xmlns:p%d="http://purl.org/dc/elements/%d" `, most/2) + `>` + fill("<p1:creator/>", most/2) + inItem(""), nil, 1},
		{"ampersands", "unescape", inItem("<description>" + fill("&", most-200) + "</description>"), nil, 1},
		{"ampersands with an end", "unescape: longest", inItem("<description>" + fill("&a", most-200) + ";</description>"), nil, 1},
		{"less-than signs", "scanner.next", inItem("<description>" + fill("<", most-200) + "</description>"), nil, 1},
		{"a title of 1 MB", "line: cut", `<rss><channel><item><title>` + fill("&amp;lt;b", most-200) + `</title></item></channel></rss>`, nil, 1},
		{"a text of 1 MB", "maxHTML", inItem("<description>" + fill("word ", most-200) + "</description>"), nil, 1},
		{"plain text of quotation marks", "paragraphs: cut", `{"items":[{"id":"1","content_text":"` + fill(`'`, most-200) + `"}]}`, nil, 1},
		{"a date of 1 MB", "parseDate: cut", inItem("<pubDate>" + fill("1 ", most-200) + "</pubDate>"), nil, 1},
		{"an ID of 1 MB", "tidy: maxAddress", inItem("<guid>" + fill("x", most-200) + "</guid>"), nil, 1},
		{"an address of 1 MB", "absolute: maxAddress", inItem("<link>https://a.example/" + fill("x", most-200) + "</link>"), nil, 1},
		{"nothing but zeros", "clean", fill("\x00", most), ErrEmpty, 0},
		{"nothing but controls", "clean", fill("\x01", most), ErrEmpty, 0},
		{"UTF-16 of 1 MB", "decode", "\xFF\xFE" + fill("<\x00i\x00t\x00e\x00m\x00>\x00", most-2), nil, 0},
		{"bytes of no charset", "decode", "<rss>" + fill("\x81\x8D\xFF\xC3", most), nil, 0},
		{"a page of 1 MB", "pageWords", "<html><body>" + fill("<p>captch", most), ErrHTML, 0},
		{"longer than 5 MB", "MaxBytes", inItem("")[:60] + "</item>" + fill(" ", MaxBytes) + "<item><title>B</title></item>", nil, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var before, after runtime.MemStats
			raw := []byte(tt.feed)
			runtime.ReadMemStats(&before)
			begun := time.Now()
			feed, err := Parse(raw, "", testAddress)
			took := time.Since(begun)
			runtime.ReadMemStats(&after)
			if !errors.Is(err, tt.want) || len(feed.Entries) != tt.entries {
				t.Errorf("%s: %d entries, %v; want %d, %v", tt.guard, len(feed.Entries), err, tt.entries, tt.want)
			}
			if used := after.TotalAlloc - before.TotalAlloc; took > mostTime || used > mostBytes {
				t.Errorf("%s: took %v and %d MB", tt.guard, took, used>>20)
			}
			bounded(t, feed)
		})
	}
}

// bounded holds what Feed promises of sizes.
func bounded(t *testing.T, f Feed) {
	t.Helper()
	if len(f.Entries) > MaxEntries || len(f.Title) > maxLine || len(f.Link) > maxAddress || f.TTL < 0 || f.TTL > maxTTL {
		t.Errorf("out of bounds: %d entries, title of %d bytes, link of %d, %v", len(f.Entries), len(f.Title), len(f.Link), f.TTL)
	}
	for _, e := range f.Entries {
		if len(e.ID) > maxAddress || len(e.URL) > maxAddress || len(e.Title) > maxLine || len(e.Byline) > maxLine || len(e.OriginHint) > maxLine ||
			len(e.Summary) > maxHTML || len(e.Content) > maxHTML {
			t.Errorf("an entry out of bounds: ID %d, URL %d, title %d, byline %d, texts %d and %d bytes",
				len(e.ID), len(e.URL), len(e.Title), len(e.Byline), len(e.Summary), len(e.Content))
		}
	}
}

// Of many authors the first are named.
func TestManyAuthors(t *testing.T) {
	for _, feed := range []string{
		`<feed><entry><id>1</id>` + numbered("<author><name>A%d</name></author>", 3000) + `</entry></feed>`,
		`{"items":[{"id":"1","authors":[` + strings.TrimSuffix(numbered(`"A%d",`, 3000), ",") + `]}]}`,
	} {
		f, err := Parse([]byte(feed), "", testAddress)
		if err != nil || len(f.Entries) != 1 || strings.Count(f.Entries[0].Byline, ",") != 19 {
			t.Errorf("got %v, %v", f.Entries, err)
		}
	}
}

// No entity that a document declares is resolved, be it in the document or
// outside of it.
func TestEntitiesAreNotResolved(t *testing.T) {
	feed, err := Parse([]byte(`<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY harbour "resolved"><!ENTITY out SYSTEM "file:///etc/hostname">]>`+
		`<rss><channel><item><title>&harbour; &out;</title></item></channel></rss>`), "", testAddress)
	if err != nil || len(feed.Entries) != 1 || feed.Entries[0].Title != "&harbour; &out;" {
		t.Errorf("got %v, %v", feed.Entries, err)
	}
}
