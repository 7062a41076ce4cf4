package integration_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
)

// newsOfADay has each feed tell its new articles of a day, one an answer, beside
// those of the day before that are still listed: what is written once in a while
// is counted so.
func (w *world) newsOfADay(ch news.Channel) phase {
	w.t.Helper()
	began := time.Now()
	before := w.articles(ch, began)
	listed := make([][]item, papers)
	for i := range papers {
		for n := range perDay {
			listed[i] = append(listed[i], w.paper(i, 0, began, n))
		}
	}
	p := w.count("fetch", papers*perDay, func() {
		for n := range perDay {
			for i := range papers {
				fresh := w.paper(i, 0, began, 100+n)
				fresh.at = time.Now()
				listed[i] = append([]item{fresh}, listed[i][:perDay-1]...)
				w.feeds.print(host(i), listed[i]...)
			}
			w.ask(ch)
		}
	})
	if n := w.articles(ch, began) - before; n != papers*perDay {
		w.t.Fatalf("%d articles are new, want %d a feed", n, perDay)
	}
	kept, sum := w.bytesSince(ch, began)
	if kept != papers*perDay {
		w.t.Fatalf("%d articles are weighed, want %d a feed", kept, perDay)
	}
	p.Kept = sum
	return p
}

// bytesSince is what is kept of articles from a second on, and their number.
func (w *world) bytesSince(ch news.Channel, from time.Time) (n, sum int) {
	w.t.Helper()
	for _, s := range ch.Sources {
		items, err := w.driver.Query(w.t.Context(), "feed#"+s.ID(), "at#"+from.UTC().Format("2006-01-02T15:04:05"), "at$", 0)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, i := range items {
			at := strings.LastIndexByte(i.SK, '#')
			places, err := w.driver.Get(w.t.Context(), []store.Key{{PK: "article#" + i.SK[at+1:], SK: "head"}})
			if err != nil || len(places) != 1 {
				w.t.Fatalf("%d places of an article, %v", len(places), err)
			}
			n, sum = n+1, sum+bytesOf(i)+bytesOf(places[0])
		}
	}
	return n, sum
}

// bytesOf is what DynamoDB counts of an item: with the names of attributes, and
// what it adds.
func bytesOf(i store.Item) int { return len(i.PK) + len(i.SK) + len(i.Data) + 100 + 40 }

// paper is an article of a paper: five of them cover each event, in half of
// their sentences. Compressed it is half as large as the aims have it to half as
// much again, and as large on average: what is written is paid by the whole KB.
func (w *world) paper(i, day int, at time.Time, n int) item {
	w.t.Helper()
	event := fmt.Sprint(day, " ", n, " ", i/5)
	r, own := rand.New(rand.NewPCG(hash(event), 1)), rand.New(rand.NewPCG(hash(event), uint64(i+2)))
	names := []string{word(r, true), word(r, true), word(r, true)}
	title := fmt.Sprintf("%s %s in %s, says %s", names[0], word(r, false), names[1], names[2])
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault))
	if err != nil {
		w.t.Fatal(err)
	}
	var b strings.Builder
	size := articleSize/2 + own.IntN(articleSize) - 200 // of the text
	for len(enc.EncodeAll([]byte(b.String()), nil)) < size {
		b.WriteString(sentence(r, names) + " " + sentence(own, names[:1]) + " ")
	}
	return item{title: title + fmt.Sprintf(" (%d)", i), text: b.String(), at: at.Add(-time.Duration(n) * 2 * time.Hour)}
}

func sentence(r *rand.Rand, names []string) string {
	words := []string{"The"}
	for range 14 {
		words = append(words, word(r, false))
	}
	words = append(words, "in", names[r.IntN(len(names))], fmt.Sprintf("with %d", 2+r.IntN(900)), word(r, false), "said", names[0]+".")
	return strings.Join(words, " ")
}

func word(r *rand.Rand, name bool) string {
	s := ""
	for range 2 + r.IntN(2) {
		s += string("bdfgklmnprstvz"[r.IntN(14)]) + string("aeiou"[r.IntN(5)])
	}
	if name {
		return strings.ToUpper(s[:1]) + s[1:]
	}
	return s
}

func hash(s string) uint64 {
	var h uint64 = 14695981039346656037
	for _, c := range []byte(s) {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}
