package opml_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"counterpoint/internal/news"
	"counterpoint/internal/opml"
)

// Files as feed readers write them; what each has of its own is told in it.
func TestReaders(t *testing.T) {
	echo := news.Source{URL: "https://echo.example/rss.xml", Outlet: "The Echo"}
	beacon := news.Source{URL: "https://beacon.example/feed?a=1&b=2", Outlet: "Beacon & Sons"}
	hafen := news.Source{URL: "http://hafen.example/atom", Outlet: "Häfen und Märkte"}
	for name, want := range map[string][]news.Source{
		"feedly":      {echo, beacon, hafen},
		"inoreader":   {echo, beacon, hafen},
		"netnewswire": {hafen, beacon, echo},
		"miniflux":    {beacon, echo, hafen},
		"by-hand":     {echo, beacon, hafen, {URL: "https://nameless.example/rss"}},
	} {
		t.Run(name, func(t *testing.T) {
			raw, err := os.ReadFile(filepath.Join("testdata", name+".opml"))
			if err != nil {
				t.Fatal(err)
			}
			got, err := opml.Read(raw)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func file(outlines string) string {
	return `<?xml version="1.0"?><opml version="1.0"><body>` + outlines + `</body></opml>`
}

// Each row is what some list has that the specification does not foresee.
func TestMended(t *testing.T) {
	const u = "https://a.example/rss"
	nested := func(n int) string {
		return strings.Repeat(`<outline text="folder">`, n) + `<outline text="A" xmlUrl="` + u + `"/>` + strings.Repeat(`</outline>`, n)
	}
	rows := []struct {
		name, raw string
		want      news.Source
	}{
		{"text before title", file(`<outline title="own" text="A" xmlUrl="` + u + `"/>`), news.Source{URL: u, Outlet: "A"}},
		{"title alone", file(`<outline title="A" xmlUrl="` + u + `"/>`), news.Source{URL: u, Outlet: "A"}},
		{"address as text", file(`<outline text="` + u + `" title="A" xmlUrl="` + u + `"/>`), news.Source{URL: u, Outlet: "A"}},
		{"address as name", file(`<outline text="` + u + `" title="` + u + `" xmlUrl="` + u + `"/>`), news.Source{URL: u}},
		{"no type", file(`<outline text="A" xmlUrl="` + u + `"/>`), news.Source{URL: u, Outlet: "A"}},
		{"another type", file(`<outline type="atom" text="A" xmlUrl="` + u + `"/>`), news.Source{URL: u, Outlet: "A"}},
		{"xmlurl", file(`<outline text="A" xmlurl="` + u + `"/>`), news.Source{URL: u, Outlet: "A"}},
		{"XMLURL", file(`<OUTLINE TEXT="A" XMLURL="` + u + `"></OUTLINE>`), news.Source{URL: u, Outlet: "A"}},
		{"spaces round the address", file(`<outline text="A" xmlUrl="  ` + u + "\n" + `"/>`), news.Source{URL: u, Outlet: "A"}},
		{"feed://", file(`<outline text="A" xmlUrl="feed://a.example/rss"/>`), news.Source{URL: "http://a.example/rss", Outlet: "A"}},
		{"feed:https://", file(`<outline text="A" xmlUrl="Feed:` + u + `"/>`), news.Source{URL: u, Outlet: "A"}},
		{"bare ampersand", file(`<outline text="A & B" xmlUrl="` + u + `?a=1&b=2"/>`), news.Source{URL: u + "?a=1&b=2", Outlet: "A & B"}},
		{"entity of HTML", file(`<outline text="Caf&eacute;&nbsp;News" xmlUrl="` + u + `"/>`), news.Source{URL: u, Outlet: "Café News"}},
		{"no quotes", file(`<outline text=A xmlUrl="` + u + `"/>`), news.Source{URL: u, Outlet: "A"}},
		{"control character", file("<outline text=\"A\x0bB\" xmlUrl=\"" + u + "\"/>"), news.Source{URL: u, Outlet: "A B"}},
		{"turned letters", file("<outline text=\"A\u202eB\" xmlUrl=\"" + u + "\"/>"), news.Source{URL: u, Outlet: "AB"}},
		{"long name", file(`<outline text="` + strings.Repeat("é", 300) + `" xmlUrl="` + u + `"/>`), news.Source{URL: u, Outlet: strings.Repeat("é", 200)}},
		{"folders in folders", file(nested(60)), news.Source{URL: u, Outlet: "A"}},
		{"feed with feeds below it", file(`<outline text="A" xmlUrl="` + u + `"><outline text="no feed"/></outline>`), news.Source{URL: u, Outlet: "A"}},
		{"no address", file(`<outline text="x" xmlUrl=""/><outline text="x" xmlUrl="not one"/><outline text="A" xmlUrl="` + u + `"/>`), news.Source{URL: u, Outlet: "A"}},
		{"the same in two folders", file(`<outline text="1"><outline text="A" xmlUrl="` + u + `"/></outline><outline text="2"><outline text="B" xmlUrl="` + u + `"/></outline>`), news.Source{URL: u, Outlet: "A"}},
		{"end tag of another", file(`<outline text="1"><outline text="A" xmlUrl="` + u + `"></outlin></outline>`), news.Source{URL: u, Outlet: "A"}},
		{"byte order mark", "\ufeff" + file(`<outline text="é" xmlUrl="`+u+`"/>`), news.Source{URL: u, Outlet: "é"}},
		{"comment and doctype", "<!DOCTYPE opml SYSTEM \"opml.dtd\"><!-- <opml> -->" + file(`<outline text="A" xmlUrl="` + u + `"/>`)[21:], news.Source{URL: u, Outlet: "A"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			got, err := opml.Read([]byte(row.raw))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([]news.Source{row.want}, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// The bytes are read as what they are, whatever they declare to be.
func TestCharsets(t *testing.T) {
	const u = "https://a.example/rss"
	of := func(declared, name string) string {
		return `<?xml version="1.0" encoding="` + declared + `"?><opml><body><outline text="` + name + `" xmlUrl="` + u + `"/></body></opml>`
	}
	encode := func(s string, e interface{ String(string) (string, error) }) string {
		out, err := e.String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	rows := []struct{ name, raw, want string }{
		{"ISO-8859-1", encode(of("ISO-8859-1", "Märkte"), charmap.ISO8859_1.NewEncoder()), "Märkte"},
		{"windows-1251", encode(of("windows-1251", "Новости"), charmap.Windows1251.NewEncoder()), "Новости"},
		{"Shift_JIS", encode(of("Shift_JIS", "新聞"), japanese.ShiftJIS.NewEncoder()), "新聞"},
		{"UTF-16 with mark", encode(of("UTF-16", "Märkte"), unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()), "Märkte"},
		{"big endian UTF-16", encode(of("UTF-16", "Märkte"), unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder()), "Märkte"},
		{"UTF-8 said to be ISO-8859-1", of("ISO-8859-1", "Märkte"), "Märkte"},
		{"UTF-8 said to be UTF-16", of("UTF-16", "Märkte"), "Märkte"},
		{"UTF-8 said to be what nobody knows", of("x-own", "Märkte"), "Märkte"},
		{"windows-1252 said to be UTF-8", encode(of("UTF-8", "“Märkte”"), charmap.Windows1252.NewEncoder()), "“Märkte”"},
		{"windows-1252 said to be UTF-16", encode(of("UTF-16", "Märkte"), charmap.Windows1252.NewEncoder()), "Märkte"},
		{"windows-1252 without a word", encode(file(`<outline text="Märkte" xmlUrl="`+u+`"/>`), charmap.Windows1252.NewEncoder()), "Märkte"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			got, err := opml.Read([]byte(row.raw))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([]news.Source{{URL: u, Outlet: row.want}}, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// Each row names the guard that refuses it.
func TestRefused(t *testing.T) {
	feed := func(i int) string { return fmt.Sprintf("<outline xmlUrl='https://a.example/%d'/>", i) }
	var many strings.Builder
	for i := range opml.MaxFeeds + 1 {
		many.WriteString(feed(i))
	}
	bomb := `<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>` + file(feed(1))[21:]
	rows := []struct{ guard, raw, want string }{
		{"size", file(feed(1)) + strings.Repeat(" ", opml.MaxSize), "larger than 5 MB"},
		{"count", file(many.String()), "more than 20000 feeds"},
		{"depth", file(strings.Repeat("<outline>", 100_000)), "nested more than 64 deep"},
		{"entities", bomb, "declares entities of its own"},
		{"root: a feed", `<rss version="2.0"><channel><outline xmlUrl="https://a.example/"/></channel></rss>`, "this is no OPML file"},
		{"root: a page", `<!DOCTYPE html><html><body>Sign in</body></html>`, "this is no OPML file"},
		{"root: none", `{"feeds": []}`, "this is no OPML file"},
		{"root: nothing", ``, "this is no OPML file"},
		{"end", strings.TrimSuffix(file(feed(1)), "</body></opml>"), "ends early"},
		{"end within a tag", file(feed(1))[:90], "broken"},
		{"no feed", file(`<outline text="folder"/>`), "lists no feed"},
		{"charset", "<?xml version='1.0' encoding='x-own'?><opml>\xff</opml>", "charset x-own is unknown"},
	}
	for _, row := range rows {
		t.Run(row.guard, func(t *testing.T) {
			got, err := opml.Read([]byte(row.raw))
			if err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("%d sources, error %.300v, want %q", len(got), err, row.want)
			}
		})
	}
}

func TestFaultHasItsLine(t *testing.T) {
	_, err := opml.Read([]byte("<opml>\n<body>\n<outline <\n</body></opml>"))
	if err == nil || !strings.HasPrefix(err.Error(), "line 3: the XML is broken: ") {
		t.Errorf("error is %v", err)
	}
}

// What is written is read again as it was.
func TestRoundTrip(t *testing.T) {
	want := []news.Source{
		{URL: "https://a.example/rss?a=1&b=<2>", Outlet: `"A" & <B>'s`},
		{URL: "https://b.example/"},
		{URL: "http://c.example/ä", Outlet: "&amp; 新聞 😀"},
	}
	var b bytes.Buffer
	if err := opml.Write(&b, "News & more", want); err != nil {
		t.Fatal(err)
	}
	got, err := opml.Read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if !strings.Contains(b.String(), "<title>News &amp; more</title>") {
		t.Errorf("no title in\n%s", b.String())
	}
}

// Whatever is read can be written, and is then the same.
func FuzzRead(f *testing.F) {
	names, _ := filepath.Glob("testdata/*.opml")
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte("<opml><outline xmlUrl='feed:feed:x' text='\u202e\ufffd'/></opml>"))
	f.Add([]byte("\xff\xfe<\x00o\x00p\x00m\x00l\x00>\x00"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		want, err := opml.Read(raw)
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := opml.Write(&b, "fuzz", want); err != nil {
			t.Fatal(err)
		}
		got, err := opml.Read(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
	})
}
