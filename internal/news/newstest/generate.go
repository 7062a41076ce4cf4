package newstest

import (
	_ "embed" // the sentences
	"fmt"
	"maps"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"counterpoint/internal/news"
)

//go:embed frames.txt
var frameText string

// Generate makes n articles of 200 to 400 words as outlets would publish them,
// the same for the same n: events of one to thirty reports, four in the mean,
// on the beats of frames.txt, whose reports share names, numbers and a subject,
// word them in their own way, differ in a number now and then, and copy one
// another. everyday is the words of the language, the most frequent first.
func Generate(n int, everyday []string) []news.Article {
	g := press{rand.New(rand.NewPCG(17, uint64(n))), everyday, beats()}
	start := time.Date(2026, time.March, 1, 6, 0, 0, 0, time.UTC)
	out := make([]news.Article, 0, n)
	for len(out) < n {
		e := g.event()
		at := start.Add(time.Duration(g.IntN(72*60)) * time.Minute)
		first := len(out)
		for range min(g.size(), n-first) {
			at = at.Add(time.Duration(g.IntN(180)) * time.Minute)
			a := news.Article{ID: fmt.Sprintf("a%06d", len(out)), Outlet: fmt.Sprintf("Outlet %d", g.IntN(80)), Published: at, Lang: "en"}
			a.URL = "https://" + a.ID + ".example/"
			if of := len(out) - first; of > 0 && g.IntN(6) == 0 {
				from := out[first+g.IntN(of)]
				a.Title, a.Body = from.Title, g.shorten(from.Body)
			} else {
				a.Title, a.Body = g.report(e)
			}
			out = append(out, a)
		}
	}
	return out
}

type press struct {
	*rand.Rand
	everyday []string
	beats    map[string][]string
}

// beats is the sentences of frames.txt by their heading.
func beats() map[string][]string {
	out := map[string][]string{}
	var beat string
	for row := range strings.Lines(frameText) {
		switch row = strings.TrimSpace(row); {
		case row == "" || row[0] == '#':
		case row[0] == '[':
			beat = row
		default:
			out[beat] = append(out[beat], row)
		}
	}
	return out
}

// event is what the reports on it have in common.
type event struct {
	frames  []string
	slots   map[string]string
	subject []string // words that its reports use again and again
}

// size is the number of an event's reports: most events have one or two, a few
// are everywhere.
func (g press) size() int {
	size := int(1.25 / (0.04 + g.Float64()))
	return min(max(size, 1+g.IntN(3)), 30)
}

func (g press) event() event {
	names := []string{"[fire]", "[court]", "[politics]", "[business]", "[sport]", "[health]", "[weather]"}
	e := event{slots: g.slots()}
	e.frames = append(e.frames, g.beats[names[g.IntN(len(names))]]...)
	e.frames = append(e.frames, g.beats["[any]"]...)
	for range 12 + g.IntN(12) {
		e.subject = append(e.subject, g.rare())
	}
	return e
}

func (g press) slots() map[string]string {
	out := map[string]string{}
	for _, k := range []string{"1", "2", "3", "4"} {
		surname := g.coin()
		out["p"+k], out["s"+k] = g.pick("Ana Tom Ivo Mira Lena Oskar Petra Samuel Ruth Jonas Clara Hugo Edith Karl Nina Paul Olga Ian")+" "+surname, surname
	}
	for _, k := range []string{"place", "place2", "river"} {
		out[k] = g.coin()
	}
	number := func(keys string, from, to int) {
		for k := range strings.FieldsSeq(keys) {
			out[k] = strconv.Itoa(from + g.IntN(to-from))
		}
	}
	number("n1 small min", 3, 20)
	number("n3 n4 pct age", 21, 95)
	number("n2 n5", 120, 4000)
	number("money dist", 2, 90)
	number("hour", 2, 12)
	number("tiny", 0, 3)
	number("dom", 1, 29)
	number("speed", 80, 220)
	number("year", 1950, 2025)
	out["Num1"] = g.pick("Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve")
	out["clock"] = out["hour"] + "." + strconv.Itoa(10+g.IntN(50)) + g.pick("am pm")
	out["day"], out["day2"] = g.pick(weekdays), g.pick(weekdays)
	out["month"] = g.pick("January February March September October November December")
	out["thing"] = g.pick("bridge warehouse ferry tunnel school refinery dam stadium tower market station chapel crane depot factory archive laboratory harbour mill library")
	out["burned"] = g.pick("collapsed burned flooded exploded")
	out["firm"] = g.coin() + " " + g.pick("Works Foods Motors Energy Textiles Lines Media")
	out["body"], out["body2"] = g.coin()+" "+g.pick("Council Institute Ministry Board"), g.pick("National Regional Federal")+" "+g.pick("Transport Health Water Sports Election Safety")+" "+g.pick("Agency Office Board Authority")
	return out
}

const weekdays = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"

// report words an event as one newsroom would, with a number of its own at times.
func (g press) report(e event) (title, body string) {
	own := maps.Clone(e.slots)
	for _, k := range []string{"n1", "n3", "money", "small"} {
		if g.IntN(5) == 0 {
			own[k] = strconv.Itoa(2 + g.IntN(90))
		}
	}
	pairs := make([]string, 0, 2*len(own))
	for k, v := range own {
		pairs = append(pairs, "{"+k+"}", v)
	}
	fill := strings.NewReplacer(pairs...)
	var b strings.Builder
	for i, at := range g.Perm(len(e.frames))[:12+g.IntN(10)] {
		if i > 0 {
			b.WriteString([]string{" ", "\n\n"}[min(1, g.IntN(3))])
		}
		b.WriteString(g.sentence(fill.Replace(e.frames[at]), e))
	}
	return g.sentence(fill.Replace("{place} {thing}: _ {s1} _ {n3} _"), e), b.String()
}

// sentence draws the open words of a frame, two where one would do at times.
func (g press) sentence(frame string, e event) string {
	parts := strings.Split(frame, "_")
	var b strings.Builder
	for i, p := range parts {
		b.WriteString(p)
		if i == len(parts)-1 {
			break
		}
		b.WriteString(g.word(e))
		if g.IntN(3) == 0 {
			b.WriteString(" " + g.word(e))
		}
	}
	return b.String()
}

// word is one of the language by Zipf's law, one of the event's subject, or a
// rare one.
func (g press) word(e event) string {
	switch g.IntN(5) {
	case 0:
		return e.subject[g.IntN(len(e.subject))]
	case 1:
		return g.rare()
	}
	u := g.Float64()
	return g.everyday[int(float64(len(g.everyday)-1)*u*u*u)]
}

// rare is a word from far down the list, or one that is not on it: with an
// ending, as a vocabulary of some ten thousand words has them.
func (g press) rare() string {
	w := g.everyday[len(g.everyday)/4+g.IntN(len(g.everyday)*3/4)]
	if g.IntN(4) == 0 {
		return g.pick("un re over under out mis fore inter") + w
	}
	return w
}

// shorten is a text as another desk prints it: without its last paragraph.
func (g press) shorten(body string) string {
	if i := strings.LastIndex(body, "\n\n"); i > 0 && g.IntN(2) == 0 {
		return body[:i]
	}
	return body
}

// coin makes a name.
func (g press) coin() string {
	syllables := strings.Fields("ba lor ne tik sun mar vel gro hin das pel ru con fi zem ta kol bri thal os wen dur ash ley mond ster")
	var b strings.Builder
	for range 2 + g.IntN(2) {
		b.WriteString(syllables[g.IntN(len(syllables))])
	}
	s := b.String()
	return strings.ToUpper(s[:1]) + s[1:]
}

func (g press) pick(from string) string {
	words := strings.Fields(from)
	return words[g.IntN(len(words))]
}
