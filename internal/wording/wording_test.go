package wording_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/news"
	"counterpoint/internal/wording"
)

// Each row names the guard of Clean that it tests.
func TestClean(t *testing.T) {
	for _, tt := range []struct{ guard, in, want string }{
		{"white space is one space", " a\tb\r\n\u2028c\u00a0 ", "a b c"},
		{"escape sequences show", "\x1b[31mred", "\ufffd[31mred"},
		{"C1 controls show", "\u009b2J", "\ufffd2J"},
		{"delete shows", "a\x7fb", "a\ufffdb"},
		{"bytes that are no UTF-8 show", "a\xffb", "a\ufffdb"},
		{"direction marks go", "exe.\u202egnp", "exe.gnp"},
		{"zero-width spaces go", "a\u200bb\ufeff", "ab"},
		{"joiners stay", "👩\u200d👧 می\u200cشود", "👩\u200d👧 می\u200cشود"},
	} {
		if got := wording.Clean(tt.in); got != tt.want {
			t.Errorf("%s: Clean(%q) = %q, want %q", tt.guard, tt.in, got, tt.want)
		}
	}
}

func TestShorten(t *testing.T) {
	for _, tt := range []struct {
		in    string
		limit int
		want  string
	}{
		{"the ferry", 9, "the ferry"},
		{"the ferry ran", 12, "the ferry…"},
		{"the ferry, ran", 12, "the ferry…"},
		{"座礁した船", 4, "座礁し…"},
		{"abcdefghij", 5, "abcd…"},
		{"ab", 0, ""},
	} {
		if got := wording.Shorten(tt.in, tt.limit); got != tt.want {
			t.Errorf("Shorten(%q, %d) = %q, want %q", tt.in, tt.limit, got, tt.want)
		}
	}
}

func TestExcerptKeepsTheAnswer(t *testing.T) {
	quote := "On a calm spring evening, with the restaurant closed and the drivers asleep, some 180 passengers were aboard the ship."
	for _, tt := range []struct{ answer, keeps string }{
		{"about 180", "some 180"},
		{"passengers", "passengers"},
		{"no such word", "On a calm"},
		{"", "On a calm"},
	} {
		got := wording.Excerpt(quote, tt.answer, 60)
		if !strings.Contains(got, tt.keeps) || len([]rune(got)) > 60 {
			t.Errorf("Excerpt(…, %q, 60) = %q, want it to keep %q", tt.answer, got, tt.keeps)
		}
	}
	if got := wording.Excerpt("short", "180", 60); got != "short" {
		t.Errorf("Excerpt of a short quotation = %q", got)
	}
}

// Each row names the guard of Link that it tests.
func TestLink(t *testing.T) {
	for _, tt := range []struct{ guard, in, want string }{
		{"as it is", "https://a.example/b?c=d&e=f#g", "https://a.example/b?c=d&e=f#g"},
		{"scheme", "javascript:alert(1)", ""},
		{"scheme with a host", "ftp://a.example/b", ""},
		{"host", "https:///b", ""},
		{"user", "https://bank.example@evil.example/", ""},
		{"no URL at all", "https://a.example/%zz", ""},
		{"path", "https://a.example/b c|d>e", "https://a.example/b%20c%7Cd%3Ee"},
		{"query", "https://a.example/?q=<@U1>|x y", "https://a.example/?q=%3C@U1%3E%7Cx%20y"},
		{"other scripts", "https://a.example/é", "https://a.example/%C3%A9"},
	} {
		if got := wording.Link(tt.in); got != tt.want {
			t.Errorf("%s: Link(%q) = %q, want %q", tt.guard, tt.in, got, tt.want)
		}
	}
}

func story() news.Brief {
	return news.Brief{Articles: []news.BriefArticle{
		{ID: "a", Outlet: "Gazette", Origin: "o1"},
		{ID: "b", Outlet: "Wire", Origin: "o2"},
		{ID: "c", Outlet: "Echo", Origin: "o2", CopyOf: "b"},
		{ID: "d", Outlet: "Star", Origin: "o2", CopyOf: "c"},
		{ID: "e", URL: "https://www.e.example/", Origin: "o3", CopyOf: "not here"},
		{ID: "f", Outlet: "Round", Origin: "o4", CopyOf: "g"},
		{ID: "g", Outlet: "Robin", Origin: "o4", CopyOf: "f"},
	}}
}

func from(ids ...string) []news.Evidence {
	var out []news.Evidence
	for _, id := range ids {
		out = append(out, news.Evidence{Article: id})
	}
	return out
}

func TestRefs(t *testing.T) {
	x := wording.NewIndex(story())
	for _, tt := range []struct {
		evidence []news.Evidence
		want     string
	}{
		{from(), ""},
		{from("not here"), ""},
		{from("b", "a", "b"), "[1 2]"},
		{from("d", "c", "b", "a", "f"), "[1–4 6]"},
	} {
		if got := x.Refs(tt.evidence); got != tt.want {
			t.Errorf("Refs(%v) = %q, want %q", tt.evidence, got, tt.want)
		}
	}
}

func TestSourcesFoldCopies(t *testing.T) {
	var got []string
	for _, s := range wording.NewIndex(story()).Sources() {
		line := wording.Outlet(s.Article)
		for _, c := range s.Copies {
			line += " < " + wording.Outlet(c.Article)
		}
		got = append(got, line)
	}
	want := []string{"Gazette", "Wire < Echo < Star", "e.example", "Round", "Robin"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Sources (-want +got):\n%s", diff)
	}
}

func TestVoices(t *testing.T) {
	own, copies := wording.NewIndex(story()).Voices(from("c", "b", "a", "d"))
	if diff := cmp.Diff(from("b", "a"), own); diff != "" {
		t.Errorf("own (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(from("c", "d"), copies); diff != "" {
		t.Errorf("copies (-want +got):\n%s", diff)
	}
	// A copy whose original is not cited is the only witness, and named.
	if own, _ := wording.NewIndex(story()).Voices(from("d")); len(own) != 1 {
		t.Errorf("Voices of a copy alone = %v, want the copy", own)
	}
}

func TestDate(t *testing.T) {
	slot := time.Date(2031, 3, 10, 23, 30, 0, 0, time.UTC)
	zone := time.FixedZone("", 3600)
	ahead := slot.In(zone)
	for _, tt := range []struct {
		d    news.Digest
		zone *time.Location
		want string
	}{
		{news.Digest{}, nil, ""},
		{news.Digest{Slot: &slot}, nil, "Monday 10 March 2031"},
		{news.Digest{Slot: &slot}, zone, "Tuesday 11 March 2031"},
		{news.Digest{Slot: &ahead}, nil, "Tuesday 11 March 2031"},
		{news.Digest{GeneratedAt: &slot}, nil, "Monday 10 March 2031"},
		{news.Digest{Window: &news.Window{To: slot}}, nil, "Monday 10 March 2031"},
	} {
		if got := wording.Date(tt.d, tt.zone); got != tt.want {
			t.Errorf("Date(%+v) = %q, want %q", tt.d, got, tt.want)
		}
	}
}

func TestNextNamesTheZone(t *testing.T) {
	next := time.Date(2031, 7, 10, 7, 0, 0, 0, time.UTC)
	ahead := next.In(time.FixedZone("", 2*3600))
	for _, tt := range []struct {
		d    news.Digest
		zone *time.Location
		want string
	}{
		{news.Digest{}, nil, ""},
		{news.Digest{Next: &next}, nil, "Thu 10 Jul 07:00 UTC"},
		{news.Digest{Next: &next, Slot: &ahead}, nil, "Thu 10 Jul 09:00 UTC+02:00"},
		{news.Digest{Next: &next}, time.FixedZone("Varn", 3600), "Thu 10 Jul 08:00 Varn"},
	} {
		if got := wording.Next(tt.d, tt.zone); got != tt.want {
			t.Errorf("Next(%+v) = %q, want %q", tt.d, got, tt.want)
		}
	}
}

func TestAnchor(t *testing.T) {
	if got, want := wording.Anchor("st-5f.2_c <é\"#"), "story-st-5f.2_c-----"; got != want {
		t.Errorf("Anchor = %q, want %q", got, want)
	}
}

func TestCount(t *testing.T) {
	for want, got := range map[string]string{
		"1 story": wording.Count(1, "story"), "2 stories": wording.Count(2, "story"), "0 origins": wording.Count(0, "origin"),
		"a":            wording.List([]string{"a"}),
		"a, b and c":   wording.List([]string{"a", "b", "c"}),
		"a and 2 more": wording.AtMost([]string{"a", "b", "c"}, 1),
		"3 more":       wording.AtMost([]string{"a", "b", "c"}, 0),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
