package errand_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/errand"
	"counterpoint/internal/news"
)

// sources are feeds of hosts: so many of each.
func sources(counts ...int) (out []news.Source, hosts map[string]int) {
	hosts = map[string]int{}
	for h, n := range counts {
		for i := range n {
			s := news.Source{URL: fmt.Sprintf("https://%sh%d.example/%d", []string{"", "www.", "WWW."}[i%3], h, i)}
			out, hosts[s.ID()] = append(out, s), h
		}
	}
	return out, hosts
}

// minutes are full errands, a minute apart.
func minutes(n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprint("10 ", time.Duration(i)*time.Minute))
	}
	return out
}

func TestPacking(t *testing.T) {
	for _, c := range []struct {
		name   string
		counts []int
		want   []string // feeds and delay of each errand
	}{
		{"none", nil, nil},
		{"one", []int{1}, []string{"1 0s"}},
		{"ten of one host", []int{10}, []string{"10 0s"}},
		{"a host with many waits for itself", []int{25}, []string{"10 0s", "10 1m0s", "5 2m0s"}},
		{"what waits takes nobody else along", []int{12, 1}, []string{"10 0s", "2 1m0s", "1 0s"}},
		{"what no queue would wait for is left", []int{175}, minutes(16)},
		{"a host is not torn", []int{6, 6}, []string{"6 0s", "6 0s"}},
		{"small ones fill the room", []int{3, 6, 1, 4, 6}, []string{"10 0s", "10 0s"}},
		{"hosts of one feed", []int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, []string{"10 0s", "2 0s"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			due, _ := sources(c.counts...)
			var got []string
			for _, w := range errand.ForFeeds(due, time.Hour) {
				got = append(got, fmt.Sprint(len(w.Feeds), " ", w.Delay))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Every feed is in one errand; no errand has more than ten; at one time a
// host is in one errand.
func TestPackingHolds(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		counts := make([]int, r.IntN(60))
		for i := range counts {
			counts[i] = 1 + int(r.ExpFloat64()*3)
		}
		due, hosts := sources(counts...)
		r.Shuffle(len(due), func(i, j int) { due[i], due[j] = due[j], due[i] })
		times := map[string]int{}
		at := map[string]int{} // host and delay: the errand
		for n, w := range errand.ForFeeds(append(due, due...), time.Hour) {
			if len(w.Feeds) > 10 || len(w.Feeds) == 0 {
				t.Fatalf("seed %d: an errand of %d feeds", seed, len(w.Feeds))
			}
			for _, id := range w.Feeds {
				times[id]++
				key := fmt.Sprint(hosts[id], w.Delay)
				if i, ok := at[key]; ok && i != n {
					t.Fatalf("seed %d: host %d is in two errands at %v", seed, hosts[id], w.Delay)
				}
				at[key] = n
			}
		}
		for _, s := range due {
			if times[s.ID()] != 1 {
				t.Fatalf("seed %d: a feed is planned %d times", seed, times[s.ID()])
			}
		}
	}
}

// Feeds of a host for which no queue would wait are for another plan, which is
// told so.
func TestAtOnce(t *testing.T) {
	due, hosts := sources(170, 3)
	got := errand.AtOnce(due)
	of := map[int]int{}
	for _, s := range got {
		of[hosts[s.ID()]]++
	}
	if len(got) != 163 || of[hosts[due[0].ID()]] != 160 {
		t.Errorf("of 170 feeds of a host and 3 of another there are errands for %v", of)
	}
	var sent int
	for _, e := range errand.ForFeeds(got, 0) {
		sent += len(e.Feeds)
	}
	if sent != len(got) {
		t.Errorf("%d of %d are sent", sent, len(got))
	}
}
