package page_test

import (
	"html"
	"path/filepath"
	"strings"
	"testing"

	"counterpoint/internal/news"

	xhtml "golang.org/x/net/html"
)

// evidence is every passage that a digest cites.
func evidence(d news.Digest) []news.Evidence {
	var all []news.Evidence
	for _, b := range d.Stories {
		for _, list := range [][]news.Statement{b.Summary, b.Agreed, b.OneSource} {
			for _, s := range list {
				all = append(all, s.Support...)
			}
		}
		for _, list := range [][]news.Dispute{b.Disputed, b.Differ} {
			for _, q := range list {
				for _, p := range q.Positions {
					all = append(all, p.Evidence...)
				}
			}
		}
		for _, u := range b.Superseded {
			all = append(append(all, u.Earlier.Evidence...), u.Later.Evidence...)
		}
	}
	return all
}

// quotations are the texts of the page's blockquote elements.
func quotations(t *testing.T, page string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for n := range parse(t, page).Descendants() {
		if n.Type == xhtml.ElementNode && n.Data == "blockquote" {
			found[text(n)] = true
		}
	}
	return found
}

func parse(t *testing.T, page string) *xhtml.Node {
	t.Helper()
	root, err := xhtml.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func text(n *xhtml.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == xhtml.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

func TestEveryQuotationIsOnThePage(t *testing.T) {
	for _, file := range digests(t) {
		d := readDigest(t, file)
		found := quotations(t, render(t, d))
		for _, e := range evidence(d) {
			if !found[e.Quote] {
				t.Errorf("%s: no quotation of the page is %q", file, e.Quote)
			}
		}
	}
}

func TestEveryWordOfTheDigestIsOnThePage(t *testing.T) {
	for _, file := range digests(t) {
		d := readDigest(t, file)
		got := html.UnescapeString(render(t, d))
		want := []string{d.Title, d.Channel, d.Engine.Name, d.Engine.Note}
		for _, f := range d.Coverage.FeedsFailed {
			want = append(want, f.Feed, f.Reason)
		}
		for _, l := range d.Coverage.LeftOut {
			want = append(want, l.ID, l.Reason)
		}
		for _, b := range d.Stories {
			want = append(append(want, b.Headline), b.Because...)
			if b.Since != nil {
				for _, n := range b.Since.New {
					want = append(want, n.Text)
				}
				for _, u := range b.Since.Changed {
					want = append(want, u.Question, u.Earlier.Text, u.Later.Text)
				}
				for _, q := range b.Since.Opened {
					want = append(want, q.Question)
				}
				for _, e := range b.Since.Settled {
					want = append(want, e.Question, e.Outcome.Text)
				}
			}
			for _, a := range b.Articles {
				want = append(want, a.Outlet, a.Title, a.TextSHA256)
			}
			for _, list := range [][]news.Statement{b.Summary, b.Agreed, b.OneSource} {
				for _, s := range list {
					want = append(want, s.Text)
				}
			}
			for _, list := range [][]news.Dispute{b.Disputed, b.Differ} {
				for _, q := range list {
					want = append(want, q.Question, q.Note)
					for _, p := range q.Positions {
						want = append(want, p.Answer, p.Holder)
					}
				}
			}
			for _, u := range b.Superseded {
				want = append(want, u.Question, u.Earlier.Text, u.Later.Text)
			}
		}
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: the page lacks %q", file, w)
			}
		}
	}
}

// TestThePageAsksNobody: no script, no frame, no form, nothing that loads,
// links to http and https and to anchors that exist.
func TestThePageAsksNobody(t *testing.T) {
	forbidden := map[string]bool{
		"script": true, "img": true, "iframe": true, "object": true, "embed": true, "link": true,
		"form": true, "input": true, "base": true, "video": true, "audio": true, "image": true, "use": true,
	}
	for _, file := range digests(t) {
		page := render(t, readDigest(t, file))
		for _, s := range []string{"<script", "@import", "url(", "http-equiv=\"refresh"} {
			if strings.Contains(strings.ToLower(page), s) {
				t.Errorf("%s: the page holds %q", file, s)
			}
		}
		ids, anchors := map[string]bool{}, []string{}
		for n := range parse(t, page).Descendants() {
			if n.Type != xhtml.ElementNode {
				continue
			}
			if forbidden[n.Data] {
				t.Errorf("%s: the page holds a %s element", file, n.Data)
			}
			for _, a := range n.Attr {
				switch {
				case a.Key == "id" && ids[a.Val]:
					t.Errorf("%s: two elements have the id %q", file, a.Val)
				case a.Key == "id":
					ids[a.Val] = true
				case a.Key == "href" && n.Data == "a" && strings.HasPrefix(a.Val, "#"):
					anchors = append(anchors, a.Val[1:])
				case a.Key == "href" && n.Data == "a" && (strings.HasPrefix(a.Val, "https://") || strings.HasPrefix(a.Val, "http://")):
				case a.Key == "href", a.Key == "src", a.Key == "srcset", a.Key == "style", a.Key == "action", strings.HasPrefix(a.Key, "on"):
					t.Errorf("%s: <%s %s=%q>", file, n.Data, a.Key, a.Val)
				}
			}
		}
		for _, a := range anchors {
			if !ids[a] {
				t.Errorf("%s: a link leads to #%s, which is not there", file, a)
			}
		}
	}
}

// TestHeadingsAreInOrder: one h1, and no level is left out on the way down.
func TestHeadingsAreInOrder(t *testing.T) {
	for _, file := range digests(t) {
		last, first := 0, 0
		for n := range parse(t, render(t, readDigest(t, file))).Descendants() {
			if n.Type != xhtml.ElementNode || len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' {
				continue
			}
			level := int(n.Data[1] - '0')
			if level > last+1 {
				t.Errorf("%s: %q is an h%d below an h%d", file, text(n), level, last)
			}
			if level == 1 {
				first++
			}
			last = level
		}
		if first != 1 {
			t.Errorf("%s: %d headings of the first level, want one", file, first)
		}
	}
}

func TestSameDigestSameBytes(t *testing.T) {
	d := readDigest(t, filepath.Join("testdata", "day.json"))
	if a, b := render(t, d), render(t, d); a != b {
		t.Error("two pages of one digest differ")
	}
}
