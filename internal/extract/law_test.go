package extract

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/news"
)

// checkLaws holds an article against the text that it was read from: every
// line of the body and every caption stands there, up to white space and
// characters without width; there is no more text than there; and the text has
// the form that evidence counts on.
func checkLaws(t *testing.T, a news.Article, source string) {
	t.Helper()
	plain := unspaced(source)
	size := 0
	for i, l := range append(strings.Split(a.Body, "\n"), a.Captions...) {
		if l == "" || strings.TrimSpace(l) != l {
			t.Errorf("line %d is %q, want text without space around it", i, l)
		}
		if !strings.Contains(plain, unspaced(l)) {
			t.Errorf("line %q does not stand in the source", l)
		}
		if at := strings.IndexFunc(l, invisible); at >= 0 {
			t.Errorf("line %q has an invisible character at %d", l, at)
		}
		size += len(unspaced(l))
	}
	if size > len(plain) {
		t.Errorf("%d bytes of text from %d", size, len(plain))
	}
	if !utf8.ValidString(a.Text()) || !utf8.ValidString(a.Title) {
		t.Errorf("article is not UTF-8: %q", a.Text())
	}
	if strings.Contains(a.Text(), "\n\n\n") || strings.Contains(a.Body, "\n\n") {
		t.Errorf("body has an empty line: %q", a.Body)
	}
	if strings.ContainsFunc(a.Title+a.Byline+a.Outlet+a.OriginHint, unicode.IsControl) {
		t.Errorf("a field has control characters: %q", []string{a.Title, a.Byline, a.Outlet, a.OriginHint})
	}
	if a.URL != "" && !strings.HasPrefix(a.URL, "http://") && !strings.HasPrefix(a.URL, "https://") {
		t.Errorf("URL = %q, want http or https", a.URL)
	}
}

// visible gives a page's text without what is hidden.
func visible(t *testing.T, raw []byte) string {
	t.Helper()
	text, err := decode(raw)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := parse(text)
	if err != nil {
		t.Fatal(err)
	}
	prune(doc)
	return textOf(doc)
}

func FuzzPage(f *testing.F) {
	seed(f, "page", func(b []byte) { f.Add(b) })
	f.Add([]byte("<table><p>a<td>b <b>c</table>d<br><br>e<select><option>f"))
	f.Add([]byte("\xff\xfe<\x00p\x00>\x00a\x00"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, err := Page(raw, "https://example.org/x")
		if err != nil {
			if a.Body != "" {
				t.Errorf("Page gave text along with the error %v", err)
			}
			return
		}
		checkLaws(t, a, visible(t, raw))
		if again, _ := Page(raw, "https://example.org/x"); !cmp.Equal(a, again) {
			t.Errorf("Page gave something else the second time: %s", cmp.Diff(a, again))
		}
	})
}

func FuzzScraped(f *testing.F) {
	seed(f, "scraped", func(b []byte) { f.Add(string(b)) })
	f.Add("© A / B\r\n\r\nHeadline\u200b here\n\nBy X in Y\nText of nine words and a full stop. (AP)")
	f.Fuzz(func(t *testing.T, raw string) {
		a, err := Scraped(raw)
		if err != nil {
			if a.Body != "" {
				t.Errorf("Scraped gave text along with the error %v", err)
			}
			return
		}
		checkLaws(t, a, strings.ToValidUTF8(raw, "\uFFFD"))
		if again, _ := Scraped(raw); !cmp.Equal(a, again) {
			t.Errorf("Scraped gave something else the second time: %s", cmp.Diff(a, again))
		}
	})
}

func seed(f testing.TB, dir string, add func([]byte)) {
	f.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", dir, "*.[ht]*"))
	if err != nil || len(files) == 0 {
		f.Fatalf("Glob(%s) = %v, %v, want files", dir, files, err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		add(raw)
	}
}

// unspaced drops all white space, for comparing texts up to it.
func unspaced(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || invisible(r) {
			return -1
		}
		return r
	}, s)
}
