package edition_test

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"counterpoint/internal/ingest"
	"counterpoint/sample"
)

// generate makes n articles of some 250 words as outlets would publish them:
// events of one to nine reports each, with names, numbers, times, quotations,
// denials and updates, and with a copy now and then.
func generate(t testing.TB, n int) []ingest.Row {
	t.Helper()
	g := generator{rand.New(rand.NewPCG(11, uint64(n))), vocabulary(t)}
	start := time.Date(2026, time.March, 1, 6, 0, 0, 0, time.UTC)
	rows := make([]ingest.Row, 0, n)
	for len(rows) < n {
		e := g.event()
		at := start.Add(time.Duration(g.IntN(72*60)) * time.Minute)
		first := len(rows)
		for range 1 + g.IntN(9) {
			if len(rows) == n {
				break
			}
			at = at.Add(time.Duration(g.IntN(180)) * time.Minute)
			r := ingest.Row{ID: fmt.Sprintf("a%06d", len(rows)), Outlet: fmt.Sprintf("Outlet %d", g.IntN(60)), Published: at.Format(time.RFC3339)}
			if len(rows) > first && g.IntN(6) == 0 {
				r.Title, r.Text = rows[first].Title, rows[first].Text
			} else {
				r.Title, r.Text = g.report(e)
			}
			r.URL = "https://" + r.ID + ".example/"
			rows = append(rows, r)
		}
	}
	return rows
}

type generator struct {
	*rand.Rand
	words []string
}

// vocabulary is the words of the bundled day, the most frequent first.
func vocabulary(t testing.TB) []string {
	t.Helper()
	count := map[string]int{}
	for _, a := range day(t, sample.One()).articles {
		for _, w := range strings.FieldsFunc(a.Body, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if w == strings.ToLower(w) && len(w) > 3 {
				count[w]++
			}
		}
	}
	return slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
}

// word is one of the vocabulary, frequent ones more often.
func (g generator) word() string {
	u := g.Float64()
	return g.words[int(u*u*float64(len(g.words)))]
}

// coin makes a name.
func (g generator) coin() string {
	syllables := []string{"ba", "lor", "ne", "tik", "sun", "mar", "vel", "gro", "hin", "das", "pel", "ru", "con", "fi", "zem", "ta"}
	var b strings.Builder
	for range 2 + g.IntN(2) {
		b.WriteString(syllables[g.IntN(len(syllables))])
	}
	s := b.String()
	return strings.ToUpper(s[:1]) + s[1:]
}

func (g generator) pick(from string) string {
	words := strings.Fields(from)
	return words[g.IntN(len(words))]
}

// event is what the reports on it have in common: the words for its slots.
func (g generator) event() map[string]string {
	person := func() string { return g.coin() + " " + g.coin() }
	return map[string]string{
		"place": g.coin(), "river": g.coin(), "speaker": person(), "witness": person(), "critic": person(), "body": g.coin() + " Council",
		"thing": g.pick("bridge warehouse ferry tunnel school hospital refinery dam stadium tower market station chapel crane depot"),
		"what":  g.pick("collapsed burned flooded closed exploded derailed sank reopened failed"),
		"who":   g.pick("workers passengers residents pupils patients farmers sailors visitors"),
		"day":   g.pick("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
		"n":     strconv.Itoa(2 + g.IntN(90)), "m": strconv.Itoa(100 + g.IntN(900)), "year": strconv.Itoa(1900 + g.IntN(120)),
		"hour": strconv.Itoa(1 + g.IntN(11)), "money": strconv.Itoa(1 + g.IntN(80)),
	}
}

// sentences of a report; each _ is a word of the newsroom's own.
var sentences = []string{
	"The {thing} _ at {place} {what} _ on {day} evening, the police said.",
	"{n} {who} _ were hurt when _ the {thing} {what}, according to the _ fire brigade.",
	"At least _ {n} {who} were _ taken to hospital, said {speaker}, who _ leads the {body}.",
	"It happened _ at about {hour}.30 _ p.m., when {m} _ people were near _ the {river}.",
	"The {thing} _ was built in _ {year} and repaired _ at a cost _ of {money} million crowns.",
	"“We had _ asked for an _ inspection for months,” said {witness}, who _ lives beside the {thing}.",
	"The {body} _ denied that it _ had been warned.",
	"{speaker} said _ the {body} had _ been warned twice _ since {year}.",
	"The cause _ is not yet known.",
	"A fault _ in the cables _ was the cause, {critic} said on {day}.",
	"The road _ to {place} will _ stay closed until {day}.",
	"Nobody is _ missing, said {speaker}.",
	"Two {who} _ are still missing, the police said.",
	"{critic} called _ on {speaker} to _ resign and said _ that {money} million _ crowns had been wasted.",
	"The {thing} _ lies {m} metres _ above the {river}, on the edge _ of {place}.",
	"About {m} _ {who} had to _ spend the night _ in a sports _ hall, which the _ parish had opened _ at {hour} o'clock.",
	"An inquiry _ is to report _ before the end _ of the year, the {body} said.",
	"Last year _ a smaller {thing} _ in the same _ region {what} as _ well; {n} people _ were hurt then.",
	"{witness} told _ reporters that there _ had been a _ loud noise and _ then silence.",
	"The union _ of the {who} _ wants {money} per _ cent more for _ its members and _ a rest of _ {hour} hours.",
}

// report words an event as one newsroom would.
func (g generator) report(e map[string]string) (title, text string) {
	own := maps.Clone(e)
	if g.IntN(3) == 0 {
		own["n"] = strconv.Itoa(2 + g.IntN(90))
	}
	pairs := make([]string, 0, 2*len(own))
	for k, v := range own {
		pairs = append(pairs, "{"+k+"}", v)
	}
	fill := strings.NewReplacer(pairs...)
	var b strings.Builder
	for i, at := range g.Perm(len(sentences))[:16] {
		for w := range strings.FieldsSeq(fill.Replace(sentences[at])) {
			if w == "_" {
				w = g.word()
			}
			b.WriteString(w + " ")
		}
		if i%2 == 1 {
			b.WriteString("\n\n")
		}
	}
	return fill.Replace("{place} {thing} {what}: {n} " + g.word()), b.String()
}
