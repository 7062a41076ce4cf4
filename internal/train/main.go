// Train fits the gate of package compare to annotated cases and writes its
// weights.
//
// First pairs of claims are learned, then the lines that the pairs suggest. A
// line is learned from the scores of a gate that has not seen its case: the
// scores of one that has would look surer than they ever will again (Wolpert
// 1992, "Stacked generalization"). Six folds of cases tell how well it does on
// cases that it has not seen: of pairs and lines above the floors, and of the
// digests that come of them. The weights that are written are then fitted to all
// cases given. Published figures are measured on other cases (make eval).
//
// With -agreed it leaves the weights of pairs and rivals as they are.
// With -updates it fits what package compare tells updates by, alone; without,
// both, for the report.
//
// With -events it fits the gate of package cluster, by which articles become
// stories, to the cases' events.
//
//	go run ./internal/train corpus/*
//	go run ./internal/train -agreed corpus/*
//	go run ./internal/train -updates -o internal/compare/overtaking.json corpus/*
//	go run ./internal/train -events -o internal/cluster/gate.json corpus/*
package main

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"counterpoint/internal/boosted"
	"counterpoint/internal/compare"
	"counterpoint/internal/eval"
	"counterpoint/internal/extract"
	"counterpoint/internal/news"
	"counterpoint/internal/summarize"
)

const folds = 6

// bags is how many forests are fitted to lines and rivals, of which there are few.
const bags = 4

// Streams of random choices, one a forest.
const (
	streamTells = 3 + iota // those of pairs are their outputs
	streamJoins
	_
	streamRivals // and one each
	streamAlike  = streamRivals + uint64(compare.Sorts)

	streamPassings = 20
	streamUpdates  = 21
)

func main() {
	out := flag.String("o", "internal/compare/gate.json", "file of weights to write")
	events := flag.Bool("events", false, "fit the gate of package cluster, which weighs articles")
	agreed := flag.Bool("agreed", false, "fit only what weighs agreed lines, and keep the other weights of the file")
	updates := flag.Bool("updates", false, "fit what tells updates")
	flag.Parse()
	job := func(dirs []string, out string) error { return run(dirs, out, *agreed) }
	switch {
	case *events:
		job = runEvents
	case *updates:
		job = runUpdates
	}
	if err := job(flag.Args(), *out); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(dirs []string, out string, agreed bool) error {
	cases, stories, err := load(dirs)
	if err != nil {
		return err
	}
	gates := fit(cases, stories)
	reportBorne(stories, gates)
	if err := digests(cases, stories, gates); err != nil {
		return err
	}
	g := &gates[folds]
	if agreed {
		if g, err = withAgreed(out, g); err != nil {
			return err
		}
	}
	raw, err := json.Marshal(g)
	if err != nil {
		return err
	}
	return os.WriteFile(out, append(raw, '\n'), 0o644)
}

// withAgreed is the gate of a file with what weighs agreed lines from another.
func withAgreed(file string, of *compare.Gate) (*compare.Gate, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	g := &compare.Gate{}
	if err := json.Unmarshal(raw, g); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	g.Floors, g.AlikeFeatures, g.Alike, g.Tells, g.Joins = of.Floors, of.AlikeFeatures, of.Alike, of.Tells, of.Joins
	return g, nil
}

// load reads the cases and their stories; every sixth case is of one fold.
func load(dirs []string) (cases []eval.Case, stories []told, err error) {
	for _, dir := range dirs {
		if _, err := os.Stat(filepath.Join(dir, "case.json")); err != nil {
			continue
		}
		c, err := eval.Load(dir)
		if err != nil {
			return nil, nil, err
		}
		of, err := storiesOf(c)
		if err != nil {
			return nil, nil, err
		}
		said, err := readVerdicts(dir)
		if err != nil {
			return nil, nil, err
		}
		for _, s := range of {
			t := readStory(c, s, len(cases)%folds, len(cases))
			t.said = said
			stories = append(stories, t)
		}
		cases = append(cases, c)
	}
	slices.SortStableFunc(stories, func(a, b told) int { return cmp.Compare(a.fold, b.fold) })
	if len(cases) < folds {
		return nil, nil, fmt.Errorf("%d cases given, at least %d are needed", len(cases), folds)
	}
	return cases, stories, nil
}

// fit returns for each fold the gate that has not seen it, and last the one of
// all cases. It reports what the forests make of the folds held out.
func fit(cases []eval.Case, stories []told) []compare.Gate {
	gates := make([]compare.Gate, folds+1)
	each(len(gates), func(f int) { gates[f].Lexis = lexis(stories, f, shared) })
	pairs := pairsOf(stories, gates)
	each(len(gates), func(f int) {
		g := &gates[f]
		g.Features, g.RivalFeatures, g.AlikeFeatures, g.Floors = compare.FeatureNames[:], compare.RivalFeatureNames[:], compare.AlikeFeatureNames[:], chosen()
		for k := range g.Outputs {
			g.Outputs[k] = pairs.fit(k, f, uint64(k), 1)
		}
		g.Prepare()
	})
	overtaking := fitOvertaking(stories)
	for f := range gates {
		gates[f].Overtaking = &overtaking[f]
	}
	alikes := alikesOf(stories, gates)
	each(len(gates), func(f int) {
		gates[f].Alike = alikes.fit(0, f, streamAlike, bags)
		gates[f].Prepare()
	})
	agreed := linesOf(stories, gates)
	rivals := rivalsOf(cases, stories, gates)
	each(len(gates), func(f int) {
		g := &gates[f]
		for s := range rivals {
			g.Rival[s] = rivals[s].fit(0, f, streamRivals+uint64(s), bags)
		}
		g.Tells, g.Joins = agreed.fit(0, f, streamTells, bags), agreed.fit(1, f, streamJoins, bags)
		g.Prepare()
	})
	floors := chosen()
	fmt.Printf("%d pairs, %d agreed lines, six folds\n", len(pairs.rows), len(agreed.rows))
	of := func(k int) func(f int) boosted.Forest {
		return func(f int) boosted.Forest { return gates[f].Outputs[k] }
	}
	agree, conflict := pairs.heldOut(0, of(0)), pairs.heldOut(1, of(1))
	reportRow("agree", agree, floors.Agree)
	reportRow("sure", agree, floors.AgreeSure)
	reportRow("conflict", conflict, floors.Dispute)
	reportRow("suspect", conflict, floors.Suspect)
	reportRow("update", pairs.heldOut(2, of(2)), floors.Update)
	reportRow("alike", alikes.heldOut(0, func(f int) boosted.Forest { return gates[f].Alike }), floors.Alike)
	reportRow("tells", agreed.heldOut(0, func(f int) boosted.Forest { return gates[f].Tells }), floors.Tells)
	reportRow("joins", agreed.heldOut(1, func(f int) boosted.Forest { return gates[f].Joins }), floors.Joins)
	for s, name := range [compare.Sorts]string{"figures", "times", "words"} {
		rows := rivals[s].heldOut(0, func(f int) boosted.Forest { return gates[f].Rival[s] })
		reportRow(name, rows, floors.RivalDispute[s])
		reportRow("differ", rows, floors.RivalDiffer[s])
	}
	return gates
}

// each does a job for each number on all cores.
func each(n int, do func(i int)) {
	next := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

// digests reports the figures of digests made of each case by the gate that has
// not seen it, its events given.
func digests(cases []eval.Case, stories []told, gates []compare.Gate) error {
	var sum eval.Tally
	for n, c := range cases {
		var d news.Digest
		for _, t := range stories {
			if t.of == n {
				d.Stories = append(d.Stories, t.brief(gates))
			}
		}
		sc := eval.Score(c, d)
		for _, pair := range eval.Calm(c) {
			for _, t := range stories {
				if t.of == n && t.has(pair[0]) && t.has(pair[1]) {
					sc.Calm(pair, news.Digest{Stories: []news.Brief{t.only(c, pair[:]...).brief(gates)}})
				}
			}
		}
		sum.Add(sc)
	}
	return sum.Figures().Print(os.Stdout)
}

// brief tells a story by the gate that has not seen it.
func (t told) brief(gates []compare.Gate) news.Brief {
	return summarize.Brief(t.story, t.reading, gates[t.fold].Findings(t.story, t.reading))
}

// storiesOf makes the annotated events of a case into stories: the gate is
// fitted to what stories should be, not to faults of grouping.
func storiesOf(c eval.Case) ([]news.Story, error) {
	copyOf := map[string]string{}
	for _, p := range c.Syndicated {
		copyOf[p[1]] = p[0]
	}
	var out []news.Story
	for _, ev := range c.Events {
		s := news.Story{ID: ev.ID}
		for _, in := range c.Articles {
			if !contains(ev.Articles, in.ID) {
				continue
			}
			a, err := read(in)
			if err != nil {
				return nil, fmt.Errorf("case %s: %w", c.Name, err)
			}
			origin := in.ID
			for copyOf[origin] != "" {
				origin = copyOf[origin]
			}
			s.Articles = append(s.Articles, a)
			s.Lineage = append(s.Lineage, news.Lineage{Origin: origin, CopyOf: copyOf[in.ID]})
		}
		out = append(out, s)
	}
	return out, nil
}

// read is an article as a digest would have it.
func read(in eval.Article) (a news.Article, err error) {
	if in.HTML() {
		a, err = extract.Page([]byte(in.Raw), in.URL)
	} else {
		a, err = extract.Scraped(in.Raw)
	}
	if err != nil {
		return a, fmt.Errorf("article %s: %w", in.ID, err)
	}
	a.ID, a.Outlet, a.Title, a.Published = in.ID, in.Outlet, in.Title, in.Published
	return a, nil
}

func contains(ids []string, id string) bool {
	return slices.Contains(ids, id)
}
