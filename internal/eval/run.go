package eval

import (
	"fmt"
	"maps"
	"slices"

	"counterpoint/internal/news"
)

// Maker makes a digest of articles. It is given anew what each run may see.
type Maker func(articles []Article) (news.Digest, error)

// calmPairs is how many pairs of articles without a dispute are tried of each
// case.
const calmPairs = 4

// Result is what a run over cases yields.
type Result struct {
	Total    Tally    // over all cases
	Mixed    BCubed   // the events, all cases in one stream
	Each     []Tally  // of each case
	Names    []string // of each case
	Articles int      // their number
}

// Run has digests made of each case, of some of its pairs of articles that
// dispute nothing, and of all cases in one stream, and scores them.
func Run(cases []Case, digest Maker) (Result, error) {
	var res Result
	names := map[string]bool{}
	for _, c := range cases {
		if names[c.Name] {
			return res, fmt.Errorf("two cases have the name %s", c.Name)
		}
		names[c.Name] = true
		t, err := runCase(c, digest)
		if err != nil {
			return res, fmt.Errorf("case %s: %w", c.Name, err)
		}
		res.Each, res.Names = append(res.Each, t), append(res.Names, c.Name)
		res.Total.Add(t)
	}
	stream, gold := mix(cases)
	d, err := digest(stream)
	if err != nil {
		return res, fmt.Errorf("all cases in one stream: %w", err)
	}
	res.Articles, res.Mixed = len(stream), bcubed(gold, toldGroups(gold, d))
	return res, nil
}

func runCase(c Case, digest Maker) (Tally, error) {
	d, err := digest(c.Articles)
	if err != nil {
		return Tally{}, err
	}
	t := Score(c, d)
	for _, pair := range Calm(c) {
		d, err := digest(slices.DeleteFunc(slices.Clone(c.Articles), func(a Article) bool { return a.ID != pair[0] && a.ID != pair[1] }))
		if err != nil {
			return t, fmt.Errorf("articles %s and %s: %w", pair[0], pair[1], err)
		}
		t.Calm(pair, d)
	}
	return t, nil
}

// Calm judges a digest of two articles between which nothing is disputed.
func (t *Tally) Calm(pair [2]string, d news.Digest) {
	var all []news.Dispute
	for _, s := range d.Stories {
		all = append(all, s.Disputed...)
	}
	t.CalmFalse.count(len(all) > 0)
	if len(all) > 0 {
		t.note("dispute between %s and %s, which have none: %s: %s", pair[0], pair[1], all[0].Question, answers(all[0]))
	}
}

// Calm is the first pairs of articles of one event between which, and in
// which, nothing is disputed or overtaken.
func Calm(c Case) [][2]string {
	var out [][2]string
	for _, e := range c.Events {
		for i, a := range e.Articles {
			for _, b := range e.Articles[i+1:] {
				if !stirred(c, a, b) {
					out = append(out, [2]string{a, b})
				}
			}
		}
	}
	return out[:min(len(out), calmPairs)]
}

// stirred reports whether two sides of a dispute, or of an update, are found
// in two articles.
func stirred(c Case, a, b string) bool {
	in := func(gold []Gold) bool {
		return slices.ContainsFunc(gold, func(g Gold) bool { return g.Article == a || g.Article == b })
	}
	for _, d := range c.Disputes {
		sides := 0
		for _, p := range d.Positions {
			if in(p.Evidence) {
				sides++
			}
		}
		if sides > 1 {
			return true
		}
	}
	return slices.ContainsFunc(c.Superseded, func(g Overtaken) bool { return in(g.Earlier) && in(g.Later) })
}

// mix puts the articles of all cases into one stream, in order of publication,
// with their events.
func mix(cases []Case) ([]Article, grouping) {
	var stream []Article
	gold := grouping{}
	for _, c := range cases {
		prefix := c.Name + "/"
		maps.Copy(gold, goldGroups(c, prefix))
		for _, a := range c.Articles {
			a.ID = prefix + a.ID
			stream = append(stream, a)
		}
	}
	slices.SortStableFunc(stream, func(a, b Article) int { return a.Published.Compare(b.Published) })
	return stream, gold
}
