package page

import (
	"strings"
	"testing"
	"time"

	"counterpoint/internal/news"
)

func TestFigure(t *testing.T) {
	for _, tt := range []struct {
		text string
		want float64
		ok   bool
	}{
		{"12 people died", 12, true},
		{"at least 1,240 homes", 1240, true},
		{"seven people died", 7, true},
		{"$4.5 million", 4.5e6, true},
		{"a 50-minute call", 50, true},
		{"9% of voters", 9, true},
		{"By 14:30 on 4 May 2026, 19 were dead", 19, true},
		{"The 3rd storm since 2019 killed 8", 8, true},
		{"A 19-year-old was among the 6 hurt", 6, true},
		{"no number at all", 0, false},
		{"12 dead, 40 hurt", 0, false},
		{"between 40 and 50", 0, false},
		{"40-50 people", 0, false},
		{"-5 degrees", 0, false},
		{"$4.5m", 0, false},
		{"12 of the A380's doors", 0, false},
	} {
		got, ok := figure(tt.text)
		if ok != tt.ok || ok && got != tt.want {
			t.Errorf("figure(%q) = %v, %v, want %v, %v", tt.text, got, ok, tt.want, tt.ok)
		}
	}
}

func TestSafeURL(t *testing.T) {
	for raw, want := range map[string]string{
		"https://a.example/x?y=1#z":     "https://a.example/x?y=1#z",
		"http://a.example":              "http://a.example",
		"javascript:alert(1)":           "",
		"JaVaScRiPt:alert(1)":           "",
		"//a.example/x":                 "",
		"data:text/html,x":              "",
		"https://user:pass@a.example/":  "",
		"https:///nohost":               "",
		" https://a.example":            "",
		"https://a.example/\"><script>": "https://a.example/%22%3E%3Cscript%3E",
		"":                              "",
	} {
		if got := safeURL(raw); got != want {
			t.Errorf("safeURL(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestQuoteURL(t *testing.T) {
	for _, tt := range []struct{ url, quote, want string }{
		{"https://a.example/x", "Nobody died.", "https://a.example/x#:~:text=Nobody%20died."},
		{"https://a.example/x", "a-b, c & d", "https://a.example/x#:~:text=a%2Db%2C%20c%20%26%20d"},
		{"https://a.example/x", "1 2 3 4 5 6 7 8 9 10 11", "https://a.example/x#:~:text=1%202%203%204%205,7%208%209%2010%2011"},
		{"https://a.example/x#top", "Nobody died.", "https://a.example/x#top"},
		{"https://a.example/x", " \n", "https://a.example/x"},
		{"javascript:x", "Nobody died.", ""},
	} {
		if got := quoteURL(tt.url, tt.quote); got != tt.want {
			t.Errorf("quoteURL(%q, %q) = %q, want %q", tt.url, tt.quote, got, tt.want)
		}
	}
}

func TestClock(t *testing.T) {
	at := time.Date(2026, 9, 14, 16, 0, 0, 0, time.UTC)
	berlin := at.In(time.FixedZone("somewhere", 2*3600))
	newfoundland := at.In(time.FixedZone("", -(3*3600 + 1800)))
	for _, tt := range []struct {
		name string
		d    news.Digest
		want string
	}{
		{"slot before making", news.Digest{Slot: &berlin, GeneratedAt: &at}, "14 Sep, 18:00 UTC+2:00"},
		{"making", news.Digest{GeneratedAt: &newfoundland}, "14 Sep, 12:30 UTC−3:30"},
		{"neither: the year is told", news.Digest{}, "14 Sep 2026, 16:00 UTC"},
		{"zero", news.Digest{Slot: new(time.Time), GeneratedAt: &at}, "14 Sep, 16:00 UTC"},
	} {
		c := newClock(tt.d)
		if got := c.short(&at).Text + " " + c.zone.String(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// chained is a story in which each text overtakes the one before it, told at
// the given hours; below zero the time is unknown.
func chained(texts []string, hours []int) news.Brief {
	b := news.Brief{}
	for i, text := range texts {
		id := strings.Repeat("a", i+1)
		at := time.Date(2026, 9, 14, max(hours[i], 0), 0, 0, 0, time.UTC)
		a := news.BriefArticle{ID: id, Published: &at}
		if hours[i] < 0 {
			a.Published = nil
		}
		b.Articles = append(b.Articles, a)
		said := news.Said{Text: text, Evidence: []news.Evidence{{Article: id, Quote: text}}}
		if i > 0 {
			b.Superseded[i-1].Later = said
		}
		if i < len(texts)-1 {
			b.Superseded = append(b.Superseded, news.Update{Question: "How many?", Earlier: said})
		}
	}
	return b
}

// TestChart: a chart is drawn where every side is one figure at its own time,
// and never else.
func TestChart(t *testing.T) {
	for _, tt := range []struct {
		name   string
		texts  []string
		hours  []int
		values string
	}{
		{"a toll that rises", []string{"4 dead", "7 dead", "12 dead"}, []int{6, 12, 18}, "4 7 12"},
		{"two sides", []string{"4 dead", "7 dead"}, []int{6, 7}, "4 7"},
		{"one side in words", []string{"dozens dead", "7 dead"}, []int{6, 7}, ""},
		{"an unknown time", []string{"4 dead", "7 dead"}, []int{6, -1}, ""},
		{"one time", []string{"4 dead", "7 dead"}, []int{6, 6}, ""},
		{"only zero", []string{"0 dead", "0 people hurt"}, []int{6, 7}, ""},
		{"crowded: the latest label wins", []string{"1000 ill", "1001 ill", "1002 ill", "1100 ill"}, []int{0, 21, 22, 23}, "1,000 1,100"},
	} {
		b := chained(tt.texts, tt.hours)
		views := newDesk(clock{zone: time.UTC, year: 2026}, "story-x", b).updates(b.Superseded, 0)
		if len(views) != 1 || len(views[0].Steps) != len(tt.texts) {
			t.Errorf("%s: %d chains, want one of %d steps", tt.name, len(views), len(tt.texts))
			continue
		}
		var labels []string
		if c := views[0].Chart; c != nil {
			for _, p := range c.Points {
				if p.Value != "" {
					labels = append(labels, p.Value)
				}
			}
		}
		if got := strings.Join(labels, " "); got != tt.values {
			t.Errorf("%s: labels %q, want %q", tt.name, got, tt.values)
		}
	}
}
