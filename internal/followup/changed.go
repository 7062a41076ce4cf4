package followup

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"counterpoint/internal/claims"
	"counterpoint/internal/compare"
	"counterpoint/internal/news"
	"counterpoint/internal/text"
)

// changed tells which told statements untold ones have overtaken: tolls that
// rose, states that ended, and denials that did not hold.
func (f *finder) changed() []news.Update {
	out := f.tolls()
	out = append(out, f.overtaken(mostChanged-len(out))...)
	return append(out, f.denials(mostChanged-len(out))...)
}

// tolls are counts that top what was told last.
func (f *finder) tolls() []news.Update {
	type rise struct {
		value   float64
		claims  []int
		against int // the told claim with the count
	}
	rises := map[int]*rise{}
	var order []int
	for _, i := range f.untold {
		for _, n := range f.claim(i).Numbers {
			if !f.human(n) || !f.grows(i) || f.Reading.Claims[i].Recalls() {
				continue
			}
			against, told := f.lastToll(n)
			v := stated(n)
			if against < 0 || v <= told || v > mostRise*(told+1) || f.gives(i, n, told) {
				continue
			}
			r := rises[n.Toll]
			if r == nil {
				r = &rise{}
				rises[n.Toll] = r
				order = append(order, n.Toll)
			}
			if v > r.value {
				*r = rise{value: v, against: against}
			}
			if v == r.value {
				r.claims = append(r.claims, i)
			}
		}
	}
	var out []news.Update
	for _, toll := range order {
		r := rises[toll]
		slices.SortStableFunc(r.claims, func(a, b int) int { return cmp.Compare(f.unclear(a), f.unclear(b)) })
		out = append(out, f.update(f.across.Question(r.against, r.claims[0]), r.against, r.claims))
	}
	return out
}

// human tells whether a number is a toll of people. What is charged, of which
// there are tolls too, is folded with what is paid.
func (f *finder) human(n claims.Number) bool {
	return n.Toll >= 0 && !n.Part && f.Reading.Vocabulary[n.Toll] != "price"
}

// A toll that rises more than so many times over is one of something else.
const mostRise = 20

// gives tells whether a claim gives a toll as it was told: then a higher number
// beside it counts something else.
func (f *finder) gives(i int, n claims.Number, value float64) bool {
	return slices.ContainsFunc(f.claim(i).Numbers, func(m claims.Number) bool { return m.Toll == n.Toll && stated(m) == value })
}

// grows tells whether an untold claim overtakes any told one by the gate.
func (f *finder) grows(i int) bool {
	return slices.ContainsFunc(f.turns[i], func(t compare.Turn) bool { return t.Overtakes && t.Update >= 0 })
}

// lastToll is the told claim with the count of a toll that a reader knows: the
// highest of those that the last told article gives, or two told articles do.
// A slip of one early report is none, nor is the toll of another year.
func (f *finder) lastToll(n claims.Number) (at int, value float64) {
	given := map[float64]map[int]bool{} // value -> the told articles that give it
	first := map[float64]int{}
	last := -1
	for i, c := range f.Reading.Claims {
		if !f.told(i) || c.Recalls() {
			continue
		}
		for _, m := range c.Numbers {
			if m.Toll != n.Toll || m.Part || !m.Comparable(n.Quantity) {
				continue
			}
			v := stated(m)
			if given[v] == nil {
				given[v], first[v] = map[int]bool{}, i
			}
			given[v][c.Article] = true
			if f.unclear(i) < f.unclear(first[v]) {
				first[v] = i
			}
			last = max(last, c.Article) // articles are in order of publication
		}
	}
	at = -1
	for v, articles := range given {
		if (articles[last] || len(articles) > 1) && (at < 0 || v > value) {
			at, value = first[v], v
		}
	}
	return at, value
}

// stated is the figure that a quantity names, without its hedge.
func stated(n claims.Number) float64 {
	switch {
	case math.IsInf(n.High, 1):
		return n.Low
	case n.Low == 0:
		return n.High
	}
	return (n.Low + n.High) / 2
}

func (f *finder) unclear(i int) int {
	c := f.claim(i)
	score := c.Index
	if !clear(c) {
		score += 20
	}
	return score
}

// From here the gate is sure enough of a change to tell it as one.
const surely = 600

// Of the told claims that an untold one overtakes about as surely as the
// likeliest, by so much less, the latest is what the reader knows.
const latestSlack = 1500

// overtaken are the pairs that the gate takes for a state and what became of
// it, the surest first, each claim once.
func (f *finder) overtaken(most int) []news.Update {
	best := map[int]compare.Turn{}
	for _, t := range f.across.Turns {
		if !f.turnsOn(t) {
			continue
		}
		if b, ok := best[t.New]; !ok || t.Update > b.Update {
			best[t.New] = t
		}
	}
	turns := make([]compare.Turn, 0, len(best))
	for _, t := range best {
		turns = append(turns, t)
	}
	slices.SortFunc(turns, func(a, b compare.Turn) int { return cmp.Or(cmp.Compare(b.Update, a.Update), cmp.Compare(a.New, b.New)) })
	var out []news.Update
	for _, t := range turns {
		if len(out) >= most {
			break
		}
		if f.used[t.New] || f.contra[t.Told] {
			continue
		}
		t = f.latest(t)
		out = append(out, f.update(f.across.Question(t.Told, t.New), t.Told, append([]int{t.New}, f.others(t.New)...)))
	}
	return out
}

// latest is the pair with the told claim that was published last, of those
// that are about as sure.
func (f *finder) latest(best compare.Turn) compare.Turn {
	out := best
	for _, t := range f.turns[best.New] {
		if f.turnsOn(t) && t.Update >= best.Update-latestSlack && f.claim(t.Told).Published.After(f.claim(out.Told).Published) {
			out = t
		}
	}
	return out
}

// turnsOn tells whether a pair can be told as a change: both sides state
// something, and the later one neither repeats nor leaves open what was open.
// Tolls have rules of their own.
func (f *finder) turnsOn(t compare.Turn) bool {
	if !t.Overtakes || t.Update < surely || !f.news(t.New) || f.used[t.New] || f.contra[t.Told] || f.again[t.New] {
		return false
	}
	a, b := f.claim(t.Told), f.claim(t.New)
	tolls := func(c claims.Claim) bool {
		return slices.ContainsFunc(c.Numbers, func(n claims.Number) bool { return n.Toll >= 0 && !n.Part })
	}
	if p, q := periods(a), periods(b); p != q && p != "" && q != "" {
		return false // so much a day, so much a year
	}
	return !b.Cues.Has(claims.Unknown) && !subhead(b) && !a.Asks && !f.comment[a.Evidence.Article] && !tolls(a) && !tolls(b)
}

// periods is the span that a claim's sums are for: "day", "year".
func periods(c claims.Claim) string {
	for _, t := range text.Tokens(c.Text) {
		switch t.Norm {
		case "daily":
			return "day"
		case "weekly":
			return "week"
		case "monthly":
			return "month"
		case "annual", "annually", "yearly":
			return "year"
		}
	}
	for _, p := range []string{"day", "week", "month", "year"} {
		for _, before := range []string{"a ", "per ", "each ", "every "} {
			if strings.Contains(strings.ToLower(c.Text)+" ", before+p+" ") {
				return p
			}
		}
	}
	return ""
}

// denials are told statements that an untold claim shows not to hold any more:
// the two exclude each other, and the later says that the question is answered,
// or the earlier is what an outlet saw at its time and nobody's position.
func (f *finder) denials(most int) []news.Update {
	var out []news.Update
	for _, q := range f.across.Quarrels {
		if len(out) < most && f.gaveWay(q) {
			out = append(out, f.update(q.Dispute.Question, q.A, []int{q.B}))
		}
	}
	return out
}

func (f *finder) gaveWay(q compare.Quarrel) bool {
	if !f.told(q.A) || !f.news(q.B) || f.used[q.B] || f.contra[q.A] || f.again[q.B] || q.Dispute.Kind != news.Polarity || f.comment[f.claim(q.A).Evidence.Article] {
		return false
	}
	a := f.claim(q.A)
	if a.Cues.Has(claims.Negation|claims.Denial) && f.settles[q.B] {
		return true
	}
	for _, t := range f.turns[q.B] {
		if t.Agree >= 0 && t.Agree > t.Conflict && t.Told != q.A && f.claim(t.Told).Published.After(a.Published) {
			return false // a later report told it already
		}
	}
	return f.passing(q)
}

// passing tells whether a quarrel is between two states of one thing at two
// times and nobody's position. The hour at which something happened does not pass.
func (f *finder) passing(q compare.Quarrel) bool {
	a, b := f.claim(q.A), f.claim(q.B)
	return q.Dispute.Kind != news.Time && f.told(q.A) && !f.told(q.B) && a.Holder.Name == "" && !a.Quoted && !b.Quoted && isNow.in(wordsOf(a.Text)) &&
		!b.Cues.Has(claims.Denial|claims.Insist) && b.Published.Sub(a.Published) >= stateHolds
}

// What an outlet says to be so holds for its day: another state so much later
// contradicts nothing.
const stateHolds = 8 * time.Hour

var isNow = phrases{{"is"}, {"are"}, {"has"}, {"have"}}

func (f *finder) update(question string, told int, later []int) news.Update {
	f.contra[told] = true
	for _, i := range later {
		f.used[i] = true
	}
	return news.Update{
		Question: question, By: news.ByEngine,
		Earlier: news.Said{Text: f.claim(told).Text, Evidence: f.evidence([]int{told})},
		Later:   news.Said{Text: f.claim(later[0]).Text, Evidence: f.evidence(later)},
	}
}
