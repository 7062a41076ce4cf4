package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"counterpoint/internal/boosted"
	"counterpoint/internal/cluster"
	"counterpoint/internal/eval"
	"counterpoint/internal/news"
)

// The gate of events is learned from streams of several cases, so that the
// words' rarity is that of a stream.
const (
	smallStream = 8 // cases of one, beside streams of a whole fold and of one case
	oneTown     = 8 // cases that are made to happen in one
	streamGroup = 8 // number of the random choices, after those of the other forests

	// A pair of articles on two annotated events of a case counts so often: there
	// are few, and doubles are poor substitutes.
	lookAlikes = 10
)

// groups are cases of a fold, as articles with the event of each.
type groups struct {
	articles []news.Article
	event    map[string]string // article -> event
}

// add takes in the articles of a case.
func (g *groups) add(articles []news.Article, event map[string]string) {
	g.articles = append(g.articles, articles...)
	maps.Copy(g.event, event)
}

// groupsOf reads the articles and events of a case.
func groupsOf(c eval.Case) (groups, error) {
	g := groups{event: map[string]string{}}
	for _, in := range c.Articles {
		a, err := read(in)
		if err != nil {
			return g, fmt.Errorf("case %s: %w", c.Name, err)
		}
		a.ID = c.Name + "/" + a.ID
		g.articles = append(g.articles, a)
	}
	for _, e := range c.Events {
		for _, id := range e.Articles {
			g.event[c.Name+"/"+id] = c.Name + "/" + e.ID
		}
	}
	return g, nil
}

// bare is the same articles without titles and dates: many feeds lack them.
func (g groups) bare() groups {
	out := groups{slices.Clone(g.articles), g.event}
	for i := range out.articles {
		out.articles[i].Title, out.articles[i].Published = "", time.Time{}
	}
	return out
}

// learn adds the pairs of a stream to the examples: whether they tell one event.
func (e *examples) learn(g groups, fold int) {
	for _, p := range cluster.Pairs(g.articles) {
		row := make([]int, len(p.Features))
		for i, v := range p.Features {
			row[i] = int(v)
		}
		a, b := g.articles[p.A].ID, g.articles[p.B].ID
		times := 1
		if g.lookAlike(a, b) {
			times = lookAlikes
		}
		for range times {
			e.add(row, fold, g.event[a] == g.event[b])
		}
	}
}

// lookAlike reports whether two articles tell two events of one case, which no
// double made.
func (g groups) lookAlike(a, b string) bool {
	of := func(id string) string { name, _, _ := strings.Cut(id, "/"); return name }
	x, y := g.event[a], g.event[b]
	return of(a) == of(b) && x != y && !strings.HasSuffix(x, doubled) && !strings.HasSuffix(y, doubled)
}

// streams are what is learned of the cases of one fold: all of them and few at a
// time, as they are, with doubles and in one town, with titles and dates and without.
func streams(cases []groups) []groups {
	rnd := rand.New(rand.NewPCG(seed, streamGroup))
	twice := make([]groups, len(cases))
	for i, c := range cases {
		twice[i] = double(c, cases[(i+1)%len(cases)], rnd)
	}
	var out []groups
	for _, of := range [][]groups{cases, twice} {
		for _, n := range []int{len(of), smallStream, 1} {
			for part := range slices.Chunk(of, n) {
				g := all(part)
				out = append(out, g, g.bare())
			}
		}
	}
	for part := range slices.Chunk(cases, oneTown) {
		g := neighbours(part, rnd)
		out = append(out, g, g.bare())
	}
	return out
}

// runEvents fits the gate of package cluster, tells how well the gates of six
// folds group the cases that they have not seen, and writes the gate of all.
func runEvents(dirs []string, out string) error {
	var of [folds][]eval.Case
	n := 0
	for _, dir := range dirs {
		if _, err := os.Stat(filepath.Join(dir, "case.json")); err != nil {
			continue
		}
		c, err := eval.Load(dir)
		if err != nil {
			return err
		}
		of[n%folds] = append(of[n%folds], c)
		n++
	}
	if n < folds {
		return fmt.Errorf("%d cases given, at least %d are needed", n, folds)
	}
	var e examples
	var read [folds][]groups
	for f, cases := range of {
		for _, c := range cases {
			g, err := groupsOf(c)
			if err != nil {
				return err
			}
			read[f] = append(read[f], g)
		}
		for _, g := range streams(read[f]) {
			e.learn(g, f)
		}
	}
	var gates [folds + 1]cluster.Gate
	each(len(gates), func(f int) { gates[f] = gateOf(e.fit(0, f, streamGroup, 1)) })
	if err := reportEvents(of, read, &gates); err != nil {
		return err
	}
	raw, err := json.Marshal(gates[folds])
	if err != nil {
		return err
	}
	return os.WriteFile(out, append(raw, '\n'), 0o644)
}

func gateOf(f boosted.Forest) cluster.Gate {
	return cluster.Gate{Features: cluster.FeatureNames[:], Forest: f}
}

// reportEvents prints how the cases of each fold are grouped in one stream by
// the gate that has not seen them: as they are, without titles and dates, and as
// if all were of one town.
func reportEvents(of [folds][]eval.Case, read [folds][]groups, gates *[folds + 1]cluster.Gate) error {
	for _, row := range []struct {
		name string
		view func(cases []groups) groups
	}{{"events", all}, {"bare", func(c []groups) groups { return all(c).bare() }}, {"town", town}} {
		var sum eval.BCubed
		for f, cases := range of {
			got, err := grouped(cases, &gates[f], row.view(read[f]))
			if err != nil {
				return err
			}
			sum.P, sum.R, sum.Articles = sum.P+got.P, sum.R+got.R, sum.Articles+got.Articles
		}
		p, r, f1 := sum.Values()
		fmt.Printf("%-6s %d articles  P %.3f  R %.3f  F1 %.3f\n", row.name, sum.Articles, p, r, f1)
	}
	return nil
}

// all puts cases into one stream.
func all(cases []groups) groups {
	g := groups{event: map[string]string{}}
	for _, c := range cases {
		g.add(c.articles, c.event)
	}
	return g
}

// town puts cases into one stream, some at a time as of one town.
func town(cases []groups) groups {
	rnd := rand.New(rand.NewPCG(seed, streamGroup+1))
	var of []groups
	for part := range slices.Chunk(cases, oneTown) {
		of = append(of, neighbours(part, rnd))
	}
	return all(of)
}

// grouped measures the stories that a gate makes of cases in one stream, as
// they are seen in a view.
func grouped(cases []eval.Case, gate *cluster.Gate, view groups) (eval.BCubed, error) {
	seen := map[string]news.Article{}
	for _, a := range view.articles {
		seen[a.ID] = a
	}
	res, err := eval.Run(cases, func(in []eval.Article) (d news.Digest, err error) {
		var articles []news.Article
		for _, a := range in {
			one, ok := seen[a.ID]
			if !ok {
				continue // the single cases are not asked about
			}
			articles = append(articles, one)
		}
		for _, s := range gate.Stories(articles) {
			b := news.Brief{ID: s.ID}
			for _, a := range s.Articles {
				b.Articles = append(b.Articles, news.BriefArticle{ID: a.ID})
			}
			d.Stories = append(d.Stories, b)
		}
		return d, nil
	})
	return res.Mixed, err
}
