package edition

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"counterpoint/internal/news"
)

// Told is what an earlier digest told its reader.
type Told struct {
	Digest   string // its ID
	At       time.Time
	Articles []string     // IDs of all articles that it accounted for, see Record
	Stories  []news.Brief // as it told them
}

// Why an article that was told, that is older than the first digest of a reader
// or --since goes back, or that adds nothing to what was told, is left out.
const (
	ReasonTold    = "told before, nothing new since"
	ReasonOlder   = "older than this digest looks back"
	ReasonNothing = "adding nothing to what was told before"
)

// Record is what a digest tells its reader, for the digests after it: the
// articles of its stories, and those that it left out as context or because
// they add nothing. What it left out for another reason may still become news.
func Record(d news.Digest) Told {
	t := Told{Digest: d.ID, Stories: d.Stories}
	if d.GeneratedAt != nil {
		t.At = *d.GeneratedAt
	}
	for _, b := range d.Stories {
		for _, a := range b.Articles {
			t.Articles = append(t.Articles, a.ID)
		}
	}
	for _, l := range d.Coverage.LeftOut {
		if l.Reason == ReasonTold || l.Reason == ReasonOlder || l.Reason == ReasonNothing {
			t.Articles = append(t.Articles, l.ID)
		}
	}
	slices.Sort(t.Articles)
	return t
}

// memory is what was told, by article.
type memory struct {
	digests []Told
	by      map[string][]int // article -> the digests that told it, oldest first
	since   time.Time
	from    time.Time         // what is stamped before is context
	ids     map[string]string // today's story -> its ID
}

// past is what was told of one story.
type past struct {
	id     string          // the story's
	digest string          // that told it last, empty where none did
	at     *time.Time      // when
	told   map[string]bool // its articles that are context
	untold map[string]bool // its articles that may be news
	briefs []news.Brief    // as it was told, oldest first
}

func remember(stories []news.Story, opts Options) memory {
	m := memory{digests: opts.Told, by: map[string][]int{}, since: opts.Since, from: opts.From}
	for i, t := range opts.Told {
		for _, id := range t.Articles {
			m.by[id] = append(m.by[id], i)
		}
	}
	m.ids = inherit(stories, opts.Told)
	return m
}

// stamp is the time that windows go by: that of publication, else of the fetch.
func stamp(a news.Article) time.Time {
	if a.Published.IsZero() {
		return a.Fetched
	}
	return a.Published
}

// of gathers what was told of a story.
func (m memory) of(s news.Story) past {
	p := past{id: m.ids[s.ID], told: map[string]bool{}, untold: map[string]bool{}}
	last := -1
	for _, a := range s.Articles {
		tellings := m.by[a.ID]
		context := len(tellings) > 0 || stamp(a).Before(m.from)
		if !m.since.IsZero() {
			context = stamp(a).Before(m.since)
		}
		if !context {
			p.untold[a.ID] = true
			continue
		}
		p.told[a.ID] = true
		if len(tellings) > 0 {
			last = max(last, tellings[len(tellings)-1])
		}
	}
	if last < 0 {
		return p
	}
	p.digest = m.digests[last].Digest
	if at := m.digests[last].At; !at.IsZero() {
		p.at = &at
	}
	for _, t := range m.digests {
		for _, b := range t.Stories {
			if slices.ContainsFunc(b.Articles, func(a news.BriefArticle) bool { return p.told[a.ID] }) {
				p.briefs = append(p.briefs, b)
			}
		}
	}
	return p
}

// inherit gives each story its ID: that of the story told before of which it
// has most articles, of several the one told first, else its own.
func inherit(stories []news.Story, told []Told) map[string]string {
	at := map[string]int{} // article -> its story today
	for i, s := range stories {
		for _, a := range s.Articles {
			at[a.ID] = i
		}
	}
	var order []string // told stories, the oldest first
	shared := map[string]map[int]map[string]bool{}
	for _, t := range told {
		for _, b := range t.Stories {
			if shared[b.ID] == nil {
				shared[b.ID] = map[int]map[string]bool{}
				order = append(order, b.ID)
			}
			for _, a := range b.Articles {
				if i, ok := at[a.ID]; ok {
					if shared[b.ID][i] == nil {
						shared[b.ID][i] = map[string]bool{}
					}
					shared[b.ID][i][a.ID] = true
				}
			}
		}
	}
	ids, taken := map[string]string{}, map[string]bool{}
	for _, id := range order {
		heirs := make([]int, 0, len(shared[id]))
		for i := range shared[id] {
			heirs = append(heirs, i)
		}
		if len(heirs) == 0 {
			continue
		}
		slices.SortFunc(heirs, func(a, b int) int {
			return cmp.Or(cmp.Compare(len(shared[id][b]), len(shared[id][a])), cmp.Compare(a, b))
		})
		if heir := stories[heirs[0]].ID; ids[heir] == "" {
			ids[heir], taken[id] = id, true
		}
	}
	for _, s := range stories {
		if ids[s.ID] != "" {
			continue
		}
		id := s.ID
		for taken[id] { // the larger part of the story that began with this article has it
			sum := sha256.Sum256([]byte("split from\n" + id))
			id = "s" + hex.EncodeToString(sum[:8])
		}
		ids[s.ID], taken[id] = id, true
	}
	return ids
}

// unchanged is the line for a story whose new articles add nothing.
func unchanged(b news.Brief, p past) *news.Unchanged {
	headline := b.Headline
	if n := len(p.briefs); n > 0 {
		headline = p.briefs[n-1].Headline // what the reader knows it by
	}
	return &news.Unchanged{ID: b.ID, Headline: headline, Told: p.digest}
}
