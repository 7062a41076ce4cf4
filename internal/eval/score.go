package eval

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"counterpoint/internal/news"
)

// told is what counts of a digest.
type told struct {
	disputed, differ []news.Dispute
	agreed           []news.Statement
	superseded       []news.Update
}

func toldIn(d news.Digest) told {
	var t told
	for _, s := range d.Stories {
		t.disputed = append(t.disputed, s.Disputed[:min(len(s.Disputed), mostDisputed)]...)
		t.differ = append(t.differ, s.Differ...)
		t.agreed = append(t.agreed, s.Agreed[:min(len(s.Agreed), mostAgreed)]...)
		t.superseded = append(t.superseded, s.Superseded[:min(len(s.Superseded), mostSuperseded)]...)
	}
	return t
}

// Score counts what is right and wrong in a digest of a case's articles alone.
func Score(c Case, d news.Digest) Tally {
	t := Tally{KindsR: map[news.Kind]Share{}}
	gold := goldGroups(c, "")
	t.Events = bcubed(gold, toldGroups(gold, d))
	t.quotes(c, d)
	said := toldIn(d)
	t.disputes(c, said)
	t.traps(c, said)
	t.superseded(c, said)
	t.facts(c, said)
	t.agreed(c, said)
	t.copies(c, d)
	return t
}

var tag = regexp.MustCompile(`<[^>]+>`)

// plain is an article's words, to look a quotation up in.
func plain(a Article) string {
	return words(html.UnescapeString(tag.ReplaceAllString(a.Raw, " ")))
}

func words(s string) string { return strings.Join(squash(s), " ") }

// quotes looks each quotation up in its article.
func (t *Tally) quotes(c Case, d news.Digest) {
	text := map[string]string{}
	for _, a := range c.Articles {
		text[a.ID] = plain(a)
	}
	for _, s := range d.Stories {
		for _, e := range evidenceIn(s) {
			in := strings.Contains(text[e.Article], words(e.Quote))
			t.NotVerbatim.count(!in)
			if !in {
				t.note("quotation not in %s: %q", e.Article, cut(e.Quote, 100))
			}
		}
		for _, x := range s.Summary {
			t.SummaryUnsupported.count(len(read(x.Support)) == 0)
		}
	}
}

func evidenceIn(s news.Brief) []news.Evidence {
	var out []news.Evidence
	for _, x := range slices.Concat(s.Summary, s.Agreed, s.OneSource) {
		out = append(out, read(x.Support)...)
	}
	for _, d := range s.Disputed {
		for _, p := range d.Positions {
			out = append(out, p.Evidence...)
		}
	}
	for _, u := range s.Superseded {
		out = append(out, u.Earlier.Evidence...)
		out = append(out, u.Later.Evidence...)
	}
	return out
}

// traps counts the pairs of passages that look contradictory and are not, and
// stand on two sides of a dispute.
func (t *Tally) traps(c Case, said told) {
	for _, trap := range c.Traps {
		sprung := slices.ContainsFunc(said.disputed, func(d news.Dispute) bool { return opposed(d, trap.A, trap.B) })
		t.TrapsSprung.count(sprung)
		if sprung {
			t.note("trap sprung: %s", trap.Why)
		}
	}
}

// superseded counts the statements that are rightly told as overtaken.
func (t *Tally) superseded(c Case, said told) {
	overtaken := func(u news.Update, g Overtaken) bool {
		return Hits(read(u.Earlier.Evidence), g.Earlier) && Hits(read(u.Later.Evidence), g.Later)
	}
	for _, u := range said.superseded {
		right := slices.ContainsFunc(c.Superseded, func(g Overtaken) bool { return overtaken(u, g) })
		t.SupersededP.count(right)
		if !right {
			t.note("not overtaken, but told so: %s", u.Question)
		}
	}
	for _, g := range c.Superseded {
		found := slices.ContainsFunc(said.superseded, func(u news.Update) bool { return overtaken(u, g) })
		t.SupersededR.count(found)
		if !found {
			t.note("overtaken, not told: %s", g.Question)
		}
		disputed := slices.ContainsFunc(said.disputed, func(d news.Dispute) bool { return opposedAny(d, g.Earlier, g.Later) })
		t.SupersededAsD.count(disputed)
		if disputed {
			t.note("overtaken, told as a dispute: %s", g.Question)
		}
	}
}

// copies compares the pairs of an article and its copy.
func (t *Tally) copies(c Case, d news.Digest) {
	type pair [2]string
	of := func(a, b string) pair { return pair{min(a, b), max(a, b)} }
	want, got := map[pair]bool{}, map[pair]bool{}
	for _, p := range c.Syndicated {
		want[of(p[0], p[1])] = true
	}
	for _, s := range d.Stories {
		for _, a := range s.Articles {
			if a.CopyOf == "" || got[of(a.ID, a.CopyOf)] {
				continue
			}
			p := of(a.ID, a.CopyOf)
			got[p] = true
			t.CopiesP.count(want[p])
			if !want[p] {
				t.note("no copy, but told so: %s of %s", a.ID, a.CopyOf)
			}
		}
	}
	for _, p := range c.Syndicated {
		p := of(p[0], p[1])
		if !want[p] {
			continue // listed twice
		}
		want[p] = false
		t.CopiesR.count(got[p])
		if !got[p] {
			t.note("copy not seen: %s and %s", p[0], p[1])
		}
	}
}

func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
