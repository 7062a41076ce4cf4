package model

import (
	"slices"
	"strings"

	"counterpoint/internal/check"
	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

// What a reader can take in of one story.
const (
	mostSummary  = 4
	mostAgreed   = 12
	mostDisputed = 8
	mostUpdates  = 6
	mostQuotes   = 8
)

// judge checks a reply against the packet that it answers.
type judge struct {
	packet
	all   []check.Passage        // every sentence that was shown
	avoid map[news.Evidence]bool // passages that no line is put in the words of: they take sides
	fates []fate                 // of the reply's texts, in its order
}

func newJudge(p packet) *judge {
	j := &judge{packet: p}
	for i := range p.draft.Reading.Claims {
		if _, ok := p.ids[i]; ok {
			j.all = append(j.all, j.passages([]int{i})...)
		}
	}
	return j
}

// cite returns the claims that ids name, each once, in the packet's order. It
// reports false where one is unknown: then none is to be believed.
func (j *judge) cite(ids []string) ([]int, bool) {
	var out []int
	for _, id := range ids {
		i, ok := j.claims[strings.Trim(id, "[] ")]
		if !ok {
			return nil, false
		}
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out, len(out) > 0
}

func (j *judge) claim(i int) claims.Claim { return j.draft.Reading.Claims[i] }

// passages are the cited sentences with who says them.
func (j *judge) passages(cited []int) []check.Passage {
	out := make([]check.Passage, len(cited))
	for n, i := range cited {
		c := j.claim(i)
		out[n] = check.Passage{Text: c.Text, Holder: c.Holder.Name, Published: c.Published}
	}
	return out
}

func (j *judge) origins(cited []int) int {
	seen := map[string]bool{}
	for _, i := range cited {
		seen[j.claim(i).Origin] = true
	}
	return len(seen)
}

// evidence are the passages of claims, one of each origin first.
func (j *judge) evidence(cited []int) []news.Evidence {
	var first, rest []news.Evidence
	seen := map[string]bool{}
	for _, i := range cited {
		if c := j.claim(i); seen[c.Origin] {
			rest = append(rest, c.Evidence)
		} else {
			seen[c.Origin] = true
			first = append(first, c.Evidence)
		}
	}
	all := append(first, rest...)
	return all[:min(len(all), mostQuotes)]
}
