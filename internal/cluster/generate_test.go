package cluster

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"counterpoint/internal/news"
)

// generate makes n articles of some 300 words: events of one to nine reports
// each, which share names and a subject, among words of everyday frequency.
func generate(n int) []news.Article {
	rng := rand.New(rand.NewPCG(7, uint64(n)))
	coin := func() string { return coined(rng) }
	var everyday []string
	for w := range background() {
		everyday = append(everyday, w)
	}
	slices.Sort(everyday)
	rng.Shuffle(len(everyday), func(i, j int) { everyday[i], everyday[j] = everyday[j], everyday[i] })
	pick := func() string { // Zipf's law
		u := rng.Float64()
		return everyday[int(float64(len(everyday)-1)*u*u*u*u)]
	}
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	var out []news.Article
	for event := 0; len(out) < n; event++ {
		subject := []string{coin(), coin(), coin(), coin(), pick(), pick(), pick()}
		at := start.Add(time.Duration(rng.IntN(72*60)) * time.Minute)
		for range 1 + rng.IntN(9) {
			if len(out) == n {
				break
			}
			var b strings.Builder
			for s := range 15 {
				words := make([]string, 20)
				for i := range words {
					words[i] = pick()
				}
				words[5], words[12] = subject[(s+rng.IntN(2))%4], subject[4+rng.IntN(3)]
				b.WriteString(strings.ToUpper(words[0][:1]) + words[0][1:] + " " + strings.Join(words[1:], " ") + ". ")
			}
			out = append(out, news.Article{
				ID: fmt.Sprintf("a%06d", len(out)), Outlet: fmt.Sprintf("Outlet %d", rng.IntN(40)),
				Title: subject[0] + " " + subject[1] + " " + subject[4] + " " + pick(), Body: b.String(),
				Published: at.Add(time.Duration(rng.IntN(24*60)) * time.Minute),
			})
		}
	}
	return out
}

// coined makes up a name.
func coined(rng *rand.Rand) string {
	syllables := []string{"ba", "lor", "ne", "tik", "sun", "mar", "vel", "gro", "hin", "das", "pel", "ru", "con", "fi", "zem", "ta"}
	var b strings.Builder
	for range 3 + rng.IntN(2) {
		b.WriteString(syllables[rng.IntN(len(syllables))])
	}
	s := b.String()
	return strings.ToUpper(s[:1]) + s[1:]
}
