package cluster

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/news"
)

// Invented reports. An event's are told in words of their own.
var (
	ferryA = report("Ferry aground", "SELMOUTH (Tidal Press) - The ferry Corran Star ran aground on the Hask sandbank outside Selmouth harbour on Tuesday with 214 passengers on board, the coastguard said. Nobody was hurt. Two lifeboats took the passengers ashore by noon. The owner, Corran Lines, said that a rudder had jammed. The ship is to be pulled free at high water on Wednesday, harbour master Edda Voss said. It was on its way from Port Nairn with a load of cars and cattle.")
	ferryB = report("Corran Star stuck on Hask bank", "More than two hundred people had to be taken off the Corran Star by lifeboat after the ferry hit the Hask bank near Selmouth. Passengers told of a jolt at breakfast. \"My tea was in my lap,\" said teacher Ian Dree. Edda Voss, the harbour master, wants tugs to try on Wednesday's tide. Corran Lines blamed the rudder, which was mended in spring.")
	ferryC = report("Freed from the sand: Corran Star is afloat", "The ferry Corran Star, aground on the Hask bank since Tuesday, floated again at ten past four on Wednesday with the help of two tugs. Harbour master Edda Voss said that divers had found no hole. Corran Lines hopes to sail to Port Nairn on Friday, once the rudder has been seen to in Selmouth.")

	ferryOther = report("Yacht sinks off Selmouth", "A yacht sank off Selmouth on Saturday after hitting a buoy. Its crew of three were picked up by a fishing boat, the Merrow, whose skipper Col Brand heard their call. The yacht, the Whimbrel, had been racing in the Tern Cup. It lies in thirty metres and will not be raised, the coastguard said.")

	warehouseFire = report("Warehouse burns in Aldham", "A tyre warehouse in Canal Street, Aldham, burned down on Monday night. Twelve engines were sent. Nobody was hurt, fire chief Nora Pell said. The owner, Grip & Sons, had moved in last year. Smoke closed the ring road for six hours. The cause is not known.")
	schoolFire    = report("School roof on fire in Aldham", "Pupils were sent home from Priory Lane school in Aldham on Friday when the roof of the gym caught fire. Roofers had been at work with a burner. Four engines came and the fire was out in an hour, fire chief Nora Pell said. Head teacher Luis Arno hopes to open again next week.")

	warehouseLater = report("Aldham tyre fire may have been arson", "Police believe that the fire which destroyed a tyre warehouse in Canal Street, Aldham, on Monday was set. A can was found behind the store of Grip & Sons, inspector Mona Reeve said. Smoke had shut the ring road for hours. The owners have put up a reward.")
	schoolLater    = report("Priory Lane pupils move to town hall after roof fire", "The 240 pupils of Priory Lane school in Aldham will have lessons in the town hall until Easter. The gym lost its roof on Friday, when the burner of some roofers set felt alight. Head teacher Luis Arno thanked the parents. The gym will be pulled down.")

	talksOne = report("First round of Orrel talks ends without result", "Negotiators of Tavia and Morland left the first round of talks in Orrel on Thursday without an agreement on the Senne dam. Tavian delegate Rhea Kost spoke of a frank exchange. A second round is planned for April. The two could not even agree on an agenda, diplomats said.")
	talksTwo = report("Orrel talks: deal on water in second round", "In their second round of talks in Orrel, Tavia and Morland have signed a paper on the water of the Senne. Minister Jon Abel called it a beginning. Morland will get a third of the flow in summer, and Tavia a loan of 90 million for turbines. Fishermen from Lake Imma protested outside.")
)

func report(title, body string) news.Article { return news.Article{Title: title, Body: body} }

// stream gives reports ids, outlets and times an hour apart.
func stream(reports ...news.Article) []news.Article {
	start := time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)
	out := slices.Clone(reports)
	for i := range out {
		out[i].ID = fmt.Sprintf("a%d", i+1)
		out[i].Outlet = fmt.Sprintf("Paper %d", i+1)
		out[i].Published = start.Add(time.Duration(i) * time.Hour)
	}
	return out
}

func grouped(articles []news.Article) []string {
	var out []string
	for _, s := range Stories(articles) {
		var ids []string
		for _, a := range s.Articles {
			ids = append(ids, a.ID)
		}
		out = append(out, strings.Join(ids, " "))
	}
	return out
}

func TestOneEventIsOneStory(t *testing.T) {
	if d := cmp.Diff([]string{"a1 a2 a3"}, grouped(stream(ferryA, ferryB, ferryC))); d != "" {
		t.Error(d)
	}
}

func TestLookAlikeEventsStayApart(t *testing.T) {
	for name, row := range map[string]struct {
		in   []news.Article
		want []string
	}{
		"two accidents off one harbour": {stream(ferryA, ferryB, ferryC, ferryOther), []string{"a1 a2 a3", "a4"}},
		"two fires in one town":         {stream(warehouseFire, warehouseLater, schoolFire, schoolLater), []string{"a1 a2", "a3 a4"}},
		"two rounds of the same talks":  {stream(talksOne, talksTwo), []string{"a1", "a2"}},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(row.want, grouped(row.in)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestOrderDoesNotMatter(t *testing.T) {
	in := append(generate(300), stream(ferryA, ferryB, ferryC, warehouseFire)...)
	want := Stories(in)
	for seed := range uint64(3) {
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(in), func(i, j int) { in[i], in[j] = in[j], in[i] })
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS([]int{1, 3, 8}[seed]))
		if d := cmp.Diff(want, Stories(in)); d != "" {
			t.Fatalf("shuffle %d: %s", seed, d[:min(len(d), 2000)])
		}
	}
}

func TestLaws(t *testing.T) {
	in := append(generate(200), copies(ferryA.Body, 12)...)
	seen := map[string]int{}
	for _, s := range Stories(in) {
		if len(s.Lineage) != len(s.Articles) || s.ID == "" || s.ID != storyID(s.Articles[0]) {
			t.Fatalf("story %q has %d articles and %d lineages", s.ID, len(s.Articles), len(s.Lineage))
		}
		origin := map[string]string{}
		for i, a := range s.Articles {
			seen[a.ID]++
			origin[a.ID] = s.Lineage[i].Origin
		}
		for i, l := range s.Lineage {
			if l.CopyOf != "" && origin[l.CopyOf] != l.Origin {
				t.Errorf("%s repeats %s and has another origin or story", s.Articles[i].ID, l.CopyOf)
			}
		}
		if s.Lineage[0].Origin != "o1" || s.Lineage[0].CopyOf != "" {
			t.Errorf("the first article has the lineage %+v", s.Lineage[0])
		}
	}
	for _, a := range in {
		if seen[a.ID] != 1 {
			t.Errorf("%s is in %d stories", a.ID, seen[a.ID])
		}
	}
}

// copies makes n texts of one, each with some words changed and some cut.
func copies(body string, n int) []news.Article {
	rng := rand.New(rand.NewPCG(3, 3))
	var out []news.Article
	for i := range n {
		words := strings.Fields(body)
		for range 3 {
			words[rng.IntN(len(words))] = "instead"
		}
		out = append(out, news.Article{
			ID: fmt.Sprintf("copy%02d", i), Outlet: fmt.Sprintf("Copy Paper %d", i), Title: "The ferry",
			Body: strings.Join(words[:len(words)-rng.IntN(20)], " "), Published: time.Date(2026, 3, 3, 9, i, 0, 0, time.UTC),
		})
	}
	return out
}

func TestCopiesAreOneVoice(t *testing.T) {
	in := copies(ferryA.Body, 40)
	s := Stories(in)
	if len(s) != 1 || s[0].Origins() != 1 {
		t.Fatalf("%d stories, first with %d origins, want one of each", len(s), s[0].Origins())
	}
	for i, l := range s[0].Lineage[1:] {
		if l.CopyOf != "copy00" {
			t.Errorf("copy %d repeats %q, want the earliest", i+1, l.CopyOf)
		}
	}
	s = Stories(append(in, stream(ferryB)...))
	if len(s) != 1 || s[0].Origins() != 2 {
		t.Errorf("with an own report: %d stories, %d origins, want 1 and 2", len(s), s[0].Origins())
	}
}

// bigEvent is a stream of which 150 reports tell one event.
func bigEvent() []news.Article {
	in := generate(1200)
	rng := rand.New(rand.NewPCG(5, 5))
	core := []string{"Senne", "Orrel", "Tavia", "Kost", "dam", "flood", "turbine", "breach", "valley"}
	for i := range 150 {
		a := in[rng.IntN(1200)]
		a.ID = fmt.Sprintf("big%03d", i)
		a.Title = "Senne dam breaks above Orrel"
		var words []string // of as many articles
		for len(words) < 300 {
			other := strings.Fields(in[rng.IntN(1200)].Body)
			if w := other[rng.IntN(len(other))]; w == strings.ToLower(w) {
				words = append(words, w)
			}
		}
		for k := 3; k < len(words); k += 6 {
			words[k] = core[rng.IntN(len(core))]
		}
		a.Body = strings.ReplaceAll(strings.Join(words, " "), ".", "")
		in = append(in, a)
	}
	return in
}

// An event of more reports than each is compared with is one story still.
func TestManyReportsStayTogether(t *testing.T) {
	most := 0
	for _, s := range Stories(bigEvent()) {
		n := 0
		for _, a := range s.Articles {
			if strings.HasPrefix(a.ID, "big") {
				n++
			}
		}
		most = max(most, n)
	}
	if most < 140 {
		t.Errorf("the largest part of an event of 150 reports has %d", most)
	}
}
