package parse

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/news"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"
)

// gofeed and this package read the same items out of well-formed feeds.
func TestAgreesWithGofeed(t *testing.T) {
	compared := 0
	for _, f := range fixtures(t) {
		kind, _, _ := strings.Cut(f.name, "-")
		if kind != "rss" && kind != "atom" || strings.HasPrefix(f.name, "rss-20-uppercase") {
			continue // its items are unknown to gofeed
		}
		t.Run(f.name, func(t *testing.T) {
			raw := f.read(t)
			theirs, err := gofeed.NewParser().ParseString(string(raw))
			if err != nil {
				t.Fatal(err)
			}
			ours, err := Parse(raw, "", testAddress)
			if err != nil {
				t.Fatal(err)
			}
			byTitle := map[string]news.Entry{}
			for _, e := range ours.Entries {
				byTitle[e.Title] = e
			}
			if line(theirs.Title) != ours.Title {
				t.Errorf("title is %q, gofeed's %q", ours.Title, theirs.Title)
			}
			for _, item := range theirs.Items {
				e, ok := byTitle[line(item.Title)]
				if !ok {
					if item.Title != "" && item.Title != "Second" { // the second of one key
						t.Errorf("no entry %q", item.Title)
					}
					continue
				}
				compared++
				if p := item.PublishedParsed; p != nil && !p.Equal(e.Published) {
					t.Errorf("%q is of %v, gofeed says %v", e.Title, e.Published, p)
				}
				if item.GUID != "" && !strings.HasSuffix(item.GUID, e.ID) {
					t.Errorf("%q has ID %q, gofeed's %q", e.Title, e.ID, item.GUID)
				}
				if item.Description != "" && item.Description != e.Summary || item.Content != "" && !sameText(item.Content, e.Content) {
					t.Errorf("%q says %q and %q, gofeed's %q and %q", e.Title, e.Summary, e.Content, item.Description, item.Content)
				}
			}
		})
	}
	if compared < 40 {
		t.Errorf("only %d items compared", compared)
	}
}

// sameText leaves out how plain text and base64 are turned into HTML.
func sameText(theirs, ours string) bool {
	return strings.EqualFold(theirs, ours) || !strings.Contains(theirs, "<p>")
}

// A feed that is cut off anywhere gives the entries that stand whole before
// the cut, and those as the whole feed gives them.
func TestTruncated(t *testing.T) {
	for name, end := range map[string]string{"rss-20.xml": "</item>", "atom-10.xml": "</entry>", "rss-10.xml": "</item>", "sitemap.xml": "</url>", "json-11.json": "\n  },"} {
		raw := fixture{name: name}.read(t)
		whole, err := Parse(raw, "", testAddress)
		if err != nil {
			t.Fatal(err)
		}
		text := string(raw)
		for cut := range len(text) {
			want := strings.Count(text[:cut], end)
			if name == "sitemap.xml" {
				want = min(want, len(whole.Entries))
			}
			feed, err := Parse(raw[:cut], "", testAddress)
			if err != nil && want > 0 {
				t.Fatalf("%s cut at %d: %v", name, cut, err)
			}
			if n := len(feed.Entries); n < want || n > want+1 {
				t.Fatalf("%s cut at %d: %d entries, want %d", name, cut, n, want)
			}
			for i, e := range feed.Entries {
				e.Byline = whole.Entries[i].Byline // the feed's authors may come last
				if diff := cmp.Diff(whole.Entries[i], e); diff != "" {
					t.Fatalf("%s cut at %d: (-whole +cut)\n%s", name, cut, diff)
				}
			}
		}
	}
}

// A feed that is read without mending gives the same entries when it is
// wrapped in junk, and when the ends of its root are lost.
func TestJunkAround(t *testing.T) {
	for _, f := range fixtures(t) {
		raw := f.read(t)
		feed, err := Parse(raw, f.contentType, testAddress)
		if err != nil || len(feed.Mended) > 0 || !strings.HasSuffix(f.name, ".xml") || strings.HasPrefix(f.name, "charset-") {
			continue
		}
		text := strings.TrimSpace(string(raw))
		for _, junk := range []string{
			"<br />\n<b>Notice</b>: x in <b>y.php</b><br />\n" + text,
			text + "\n<!-- served in 3 ms --><script>1 < 2</script>",
			strings.ReplaceAll(text, "\n", "\r\n"),
			text[:strings.LastIndex(text, "</")],
		} {
			got, err := Parse([]byte(junk), f.contentType, testAddress)
			if err != nil {
				t.Errorf("%s: %v", f.name, err)
				continue
			}
			for i := range got.Entries {
				got.Entries[i].Content = strings.ReplaceAll(got.Entries[i].Content, "\r\n", "\n")
			}
			if diff := cmp.Diff(feed.Entries, got.Entries); diff != "" {
				t.Errorf("%s: (-alone +in junk)\n%s", f.name, diff)
			}
		}
	}
}

// sound holds what Parse promises of any feed.
func sound(t *testing.T, feed Feed) {
	t.Helper()
	bounded(t, feed)
	keys := map[string]bool{}
	addresses := []string{feed.Link}
	for _, e := range feed.Entries {
		if key := e.Key(); key == "" || keys[key] {
			t.Errorf("key %q of %v is empty or taken", key, e)
		} else {
			keys[key] = true
		}
		addresses = append(addresses, e.URL)
		for _, d := range []time.Time{e.Published, e.Updated} {
			if d.Location() != time.UTC {
				t.Errorf("%v is not in UTC", d)
			}
		}
		if strings.ContainsAny(e.Title+e.Byline+e.OriginHint, "\n\r\t\x00") || len(e.Lang) != 0 && len(e.Lang) != 2 {
			t.Errorf("not plain: %q by %q of %q, in %q", e.Title, e.Byline, e.OriginHint, e.Lang)
		}
	}
	for _, a := range addresses {
		isAddress(t, a)
	}
}

func isAddress(t *testing.T, address string) {
	t.Helper()
	if address == "" {
		return
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		t.Errorf("%q is no address: %v", address, err)
	}
	if again := absolute(address); again != address {
		t.Errorf("%q becomes %q", address, again)
	}
}
