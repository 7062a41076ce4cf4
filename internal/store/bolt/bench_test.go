package bolt_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
	"counterpoint/internal/store/bolt"
)

// BenchmarkSaveFeed saves a thousand feeds of twenty new articles of 3 KB from
// 64 goroutines, each feed taken and saved, into a file on the disk.
func BenchmarkSaveFeed(b *testing.B) {
	const feeds, each, atOnce = 1000, 20, 64
	now := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	sources := make([]news.Source, feeds)
	articles := make([][]news.Stamped, feeds)
	words := rand.New(rand.NewPCG(1, 2))
	for f := range feeds {
		sources[f] = news.Source{URL: fmt.Sprintf("https://outlet%d.example/feed", f)}
		for a := range each {
			articles[f] = append(articles[f], news.Stamped{Stamp: now.Add(-time.Duration(a) * time.Hour), Article: news.Article{
				ID: fmt.Sprintf("%08x%08x", words.Uint32(), f*each+a), URL: fmt.Sprintf("https://outlet%d.example/%d", f, a), Title: prose(words, 60), Body: prose(words, 3000),
			}})
		}
	}
	for b.Loop() {
		b.StopTimer()
		db, err := bolt.Open(filepath.Join(b.TempDir(), "counterpoint.db"), "the benchmark")
		if err != nil {
			b.Fatal(err)
		}
		s := store.New(db)
		if err := s.Follow(b.Context(), now, sources); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		began := time.Now()
		next := make(chan int)
		var group sync.WaitGroup
		for range atOnce {
			group.Go(func() {
				for f := range next {
					taken, err := s.Take(b.Context(), now, sources[f].ID(), time.Minute)
					if err != nil {
						b.Error(err)
						continue
					}
					feed := taken.Feed
					feed.Next = now.Add(time.Hour)
					for _, a := range articles[f] {
						feed.Seen = append(feed.Seen, news.Seen{Key: a.ID, Fingerprint: a.ID, First: now, Article: a.ID})
					}
					saved, err := s.SaveFeed(b.Context(), now, taken, feed, articles[f])
					if err != nil || saved.New != each {
						b.Error(saved, err)
					}
				}
			})
		}
		for f := range feeds {
			next <- f
		}
		close(next)
		group.Wait()
		b.ReportMetric(float64(feeds*each)/time.Since(began).Seconds(), "articles/s")
		b.StopTimer()
		_ = db.Close()
		b.StartTimer()
	}
}

// prose is about n bytes that compress as English does.
func prose(r *rand.Rand, n int) string {
	var out strings.Builder
	for out.Len() < n {
		fmt.Fprintf(&out, "%s%s ", syllables[r.IntN(len(syllables))], syllables[r.IntN(len(syllables))])
	}
	return out.String()
}

var syllables = strings.Fields(`the of and to in er on re an ed at en es or te ing is as it ar al st nd ti nt le he ve co me de
	se ri li ic ne ea ra ce ho ent th ma si ll om ur ca el ta la ns di fo pe ec pr no ct us ac ot il tr ly nc et ut ss so rs
	minister council harbour flood report said people water district officials region market election school`)
