package compare

import (
	"math"
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/measure"
)

// Features describes a pair of claims: small whole numbers, most of them from
// 0 to 100, so that a weighted sum is the same on every machine.
type Features [NumFeatures]int

// The features. A is the earlier claim, B the later one.
const (
	Cosine = iota
	Contained
	SharedWords
	SharedNames
	SharedBest
	SharedWeight
	NearOverlap
	CrossNear
	RankA
	RankB
	BestForBoth
	LengthMin
	LengthMax
	LeadBoth
	LeadAny
	HeadlineAny
	CaptionAny

	SharedBigrams
	BesideDiffers
	CentralA
	CentralB
	CentralShared
	HolderInOther

	NumbersBoth
	NumbersOne
	EqualHead
	EqualUnit
	DisjointHead
	DisjointUnit
	DisjointContext
	DisjointBound
	DisjointForeign
	DisjointRatio
	DisjointHedged
	DisjointPart
	DisjointOnly
	DisjointSmall
	OneZero
	Grows
	Shrinks

	ClockDisjoint
	ClockEqual
	DayDisjoint
	DayEqual
	PastAny

	NegationOne
	NegationBoth
	NegatedShared
	DenialOne
	DenialBoth
	DenialNear
	Opposites
	OppositeClose

	HolderAny
	HolderBoth
	HolderSame
	HolderDiffers
	QuotedAny
	QuotedBoth
	InsistAny
	InsistBoth
	ContrastAny
	Asking
	ExactAny

	HypotheticalAny
	PlanAny
	PlanOne
	UnknownFirst
	UnknownSecond
	OngoingFirst
	OngoingSecond
	LateSecond
	UnknownThenKnown
	OngoingThenLate
	SilenceBroken
	StateOvertaken
	StateReturns
	GrowsToll
	FewerToll
	CorrectionSecond
	HoursApart
	BackgroundAny
	OpinionAny

	CauseAny
	CauseBoth
	PlaceShared
	PlaceDiffers
	AgentDiffers
	CauseDiffers
	NamesApart
	NamesOne

	SideA
	SideB
	SideLess
	FactLess

	NumFeatures
)

// FeatureNames names the features, for the file of weights.
var FeatureNames = [NumFeatures]string{
	"cosine", "contained", "shared words", "shared names", "shared best", "shared weight", "near overlap", "cross near", "rank a", "rank b", "best for both",
	"length min", "length max", "lead both", "lead any", "headline any", "caption any",
	"shared bigrams", "beside differs", "central a", "central b", "central shared", "holder in other",
	"numbers both", "numbers one", "equal head", "equal unit", "disjoint head", "disjoint unit", "disjoint context",
	"disjoint bound", "disjoint foreign", "disjoint ratio", "disjoint hedged", "disjoint part", "disjoint only", "disjoint small", "one zero", "grows", "shrinks",
	"clock disjoint", "clock equal", "day disjoint", "day equal", "past any",
	"negation one", "negation both", "negated shared", "denial one", "denial both", "denial near", "opposites", "opposite close",
	"holder any", "holder both", "holder same", "holder differs", "quoted any", "quoted both", "insist any", "insist both",
	"contrast any", "asking", "exact any",
	"hypothetical any", "plan any", "plan one", "unknown first", "unknown second", "ongoing first", "ongoing second", "late second", "unknown then known", "ongoing then late", "silence broken", "state overtaken", "state returns", "grows toll", "fewer toll",
	"correction second", "hours apart", "background any", "opinion any",
	"cause any", "cause both", "place shared", "place differs", "agent differs", "cause differs", "names apart", "names one",
	"side a", "side b", "side less", "fact less",
}

func (x *index) features(ia, ib int) Features {
	a, b := x.r.Claims[ia], x.r.Claims[ib]
	var f Features
	x.similarity(&f, ia, ib)
	compareNumbers(x, &f, a, b)
	compareMoments(&f, a, b)
	x.polarity(&f, ia, ib)
	attribution(&f, a, b)
	modality(&f, a, b)
	la, lb := x.lexis[ia], x.lexis[ib]
	f[SideA], f[SideB] = step(la[takingSide]), step(lb[takingSide])
	f[SideLess], f[FactLess] = min(f[SideA], f[SideB]), step(min(la[tellingFact], lb[tellingFact]))
	f[SilenceBroken] = flag(a.Cues.Has(claims.Silence) && !b.Cues.Has(claims.Silence) && (b.Holder.Key != "" || f[HolderInOther] > 0) && f[SharedNames] > 0)
	f[StateOvertaken], f[StateReturns] = min(x.r.Overtaken(a, b), 3), min(x.r.Overtaken(b, a), 3)
	return f
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// similarity walks the two sorted word lists together.
func (x *index) similarity(f *Features, ia, ib int) {
	a, b := x.r.Claims[ia], x.r.Claims[ib]
	shared, shared2, best := 0, 0, 0
	namesA, namesB, central := 0, 0, 0
	var place, agent, cause slot
	i, j := 0, 0
	for i < len(a.Words) || j < len(b.Words) {
		switch {
		case j == len(b.Words) || i < len(a.Words) && a.Words[i].ID < b.Words[j].ID:
			namesA += flag(a.Words[i].Name)
			place.onlyA(a.Words[i], claims.AtPlace)
			agent.onlyA(a.Words[i], claims.ByAgent)
			cause.onlyA(a.Words[i], claims.OfCause)
			i++
		case i == len(a.Words) || b.Words[j].ID < a.Words[i].ID:
			namesB += flag(b.Words[j].Name)
			place.onlyB(b.Words[j], claims.AtPlace)
			agent.onlyB(b.Words[j], claims.ByAgent)
			cause.onlyB(b.Words[j], claims.OfCause)
			j++
		default:
			w := x.r.Weight[a.Words[i].ID]
			shared, shared2, best = shared+w, shared2+w*w, max(best, w)
			f[SharedWords]++
			f[SharedNames] += flag(a.Words[i].Name || b.Words[j].Name)
			beside(f, a.Words[i], b.Words[j])
			central += 10 * x.r.Spread[a.Words[i].ID]
			place.both += flag(a.Words[i].Role == claims.AtPlace && b.Words[j].Role == claims.AtPlace)
			if a.Words[i].Negated != b.Words[j].Negated {
				f[NegatedShared] += w
			}
			i++
			j++
		}
	}
	least := max(1, min(x.total[ia], x.total[ib]))
	f[Cosine] = x.cosine(shared2, ia, ib)
	f[Contained] = 100 * shared / least
	f[NegatedShared] = min(100, 100*f[NegatedShared]/least)
	f[SharedWords], f[SharedNames] = min(f[SharedWords], 10), min(f[SharedNames], 5)
	f[SharedBigrams], f[BesideDiffers] = min(f[SharedBigrams], 5), min(f[BesideDiffers], 5)
	f[CentralA], f[CentralB] = x.central(a), x.central(b)
	f[CentralShared] = min(central/max(1, f[SharedWords]), 100)
	f[HolderInOther] = flag(x.names(a.Holder, b) || x.names(b.Holder, a))
	f[SharedBest] = min(best/10, 100)
	f[SharedWeight] = min(shared/50, 100)
	f[NearOverlap] = x.overlap(x.near[ia], x.near[ib])
	f[CrossNear] = max(x.overlap(x.words[ia], x.near[ib]), x.overlap(x.near[ia], x.words[ib]))
	f[LengthMin], f[LengthMax] = min(min(len(a.Words), len(b.Words)), 30), min(max(len(a.Words), len(b.Words)), 30)
	f[LeadBoth], f[LeadAny] = flag(a.Index < 2 && b.Index < 2), flag(a.Index < 2 || b.Index < 2)
	f[HeadlineAny], f[CaptionAny] = flag(a.Headline || b.Headline), flag(a.Caption || b.Caption)
	f[PlaceShared], f[PlaceDiffers] = min(place.both, 3), flag(place.both == 0 && place.a > 0 && place.b > 0)
	f[AgentDiffers], f[CauseDiffers] = flag(agent.a > 0 && agent.b > 0), flag(cause.a > 0 && cause.b > 0)
	f[NamesApart], f[NamesOne] = min(namesA, namesB, 3), flag(namesA > 0 != (namesB > 0))
}

// slot counts the words of one role that stand in one claim only, or in both.
type slot struct{ a, b, both int }

func (s *slot) onlyA(w claims.Word, r claims.Role) { s.a += flag(w.Role == r) }
func (s *slot) onlyB(w claims.Word, r claims.Role) { s.b += flag(w.Role == r) }

func compareNumbers(x *index, f *Features, a, b claims.Claim) {
	f[NumbersBoth] = flag(len(a.Numbers) > 0 && len(b.Numbers) > 0)
	f[NumbersOne] = flag(len(a.Numbers) > 0 != (len(b.Numbers) > 0))
	best := -1
	for _, p := range a.Numbers {
		for _, q := range b.Numbers {
			if !p.Comparable(q.Quantity) {
				continue
			}
			if p.Toll >= 0 && p.Toll == q.Toll {
				f[GrowsToll] |= flag(stated(q.Quantity) > stated(p.Quantity))
				f[FewerToll] |= flag(stated(q.Quantity) < stated(p.Quantity))
			}
			if !p.Disjoint(q.Quantity) {
				f[EqualHead] |= flag(p.SameCount(q))
				f[EqualUnit] |= flag(p.Unit != "")
				continue
			}
			if p.Unit == "" && !p.SameCount(q) {
				continue
			}
			ctx := x.overlap(p.Context, q.Context)
			half := x.r.Origins / 2
			foreign := foreign(x.r, p, a, b, half) + foreign(x.r, q, b, a, half)
			if ctx-10*foreign <= best {
				continue
			}
			best = max(ctx-10*foreign, 0)
			f[DisjointForeign] = min(foreign, 5)
			f[DisjointBound] = flag(foreign == 0)
			f[DisjointHead], f[DisjointUnit] = flag(p.Unit == ""), flag(p.Unit != "")
			f[DisjointContext] = ctx
			f[DisjointRatio] = ratio(p.Quantity, q.Quantity)
			f[DisjointHedged] = flag(p.Hedge != measure.Exact || q.Hedge != measure.Exact)
			f[DisjointPart] = flag(p.Part || q.Part)
			f[DisjointSmall] = flag(p.High < 20 && q.High < 20)
			f[OneZero] = flag(p.High == 0 || q.High == 0)
			f[Grows], f[Shrinks] = flag(q.Low > p.High), flag(q.High < p.Low)
		}
	}
	f[DisjointOnly] = flag(best >= 0 && f[EqualHead] == 0 && f[EqualUnit] == 0)
}

// foreign counts the names in a number's clause that the other claim does not
// use and at most so many origins do: the number is somebody else's.
func foreign(r claims.Reading, n claims.Number, in, other claims.Claim, origins int) int {
	count := 0
	for _, id := range n.Context {
		w, ok := in.Word(id)
		if !ok || !w.Name || r.Spread[id] > origins {
			continue
		}
		if _, there := other.Word(id); !there && !in.Holder.Has(r.Vocabulary[id]) {
			count++
		}
	}
	return count
}

// stated is the figure that a quantity names, without its hedge: "at least six"
// is six, and eight tops it.
func stated(q measure.Quantity) float64 {
	switch {
	case math.IsInf(q.High, 1):
		return q.Low
	case q.Low == 0:
		return q.High
	}
	return (q.Low + q.High) / 2
}

// ratio is how far apart two quantities are: 0 equal, 100 a hundredfold.
func ratio(p, q measure.Quantity) int {
	lo, hi := math.Max(p.Low, q.Low), math.Min(p.High, q.High)
	if hi <= 0 || math.IsInf(lo, 0) {
		return 100
	}
	return int(math.Min(100, 50*math.Log10(lo/hi)))
}

func compareMoments(f *Features, a, b claims.Claim) {
	for _, m := range a.Moments {
		f[PastAny] |= flag(m.Past(a.Published))
		for _, n := range b.Moments {
			clocks, days := m.HasClock && n.HasClock && !m.Vague && !n.Vague, m.HasDay && n.HasDay
			dayApart := days && (m.ToDay < n.FromDay || n.ToDay < m.FromDay)
			f[DayDisjoint] |= flag(dayApart)
			f[DayEqual] |= flag(days && !dayApart)
			if clocks && !dayApart {
				f[ClockDisjoint] |= flag(m.Disjoint(n))
				f[ClockEqual] |= flag(!m.Disjoint(n))
			}
		}
	}
	for _, n := range b.Moments {
		f[PastAny] |= flag(n.Past(b.Published))
	}
}

func (x *index) polarity(f *Features, ia, ib int) {
	a, b := x.r.Claims[ia], x.r.Claims[ib]
	f[NegationOne] = flag(a.Cues.Has(claims.Negation) != b.Cues.Has(claims.Negation))
	f[NegationBoth] = flag(a.Cues.Has(claims.Negation) && b.Cues.Has(claims.Negation))
	f[DenialOne] = flag(a.Cues.Has(claims.Denial) != b.Cues.Has(claims.Denial))
	f[DenialBoth] = flag(a.Cues.Has(claims.Denial) && b.Cues.Has(claims.Denial))
	f[DenialNear] = flag(x.nearCues(ia).Has(claims.Denial) || x.nearCues(ib).Has(claims.Denial))
	f[Opposites] = min(x.r.Opposites(a, b), 3)
	f[OppositeClose] = min(f[Opposites], 1) * f[Contained]
}

// nearCues are the cues of the sentence before.
func (x *index) nearCues(i int) claims.Cues {
	if i > 0 && x.r.Claims[i-1].Article == x.r.Claims[i].Article {
		return x.r.Claims[i-1].Cues
	}
	return 0
}

func attribution(f *Features, a, b claims.Claim) {
	ha, hb := a.Holder.Key != "", b.Holder.Key != ""
	f[HolderAny], f[HolderBoth] = flag(ha || hb), flag(ha && hb)
	f[HolderSame], f[HolderDiffers] = flag(ha && hb && a.Holder.Same(b.Holder)), flag(ha && hb && !a.Holder.Same(b.Holder))
	f[QuotedAny], f[QuotedBoth] = flag(a.Quoted || b.Quoted), flag(a.Quoted && b.Quoted)
	either, both := a.Cues|b.Cues, a.Cues&b.Cues
	f[InsistAny], f[InsistBoth] = flag(either.Has(claims.Insist)), flag(both.Has(claims.Insist))
	f[ContrastAny], f[ExactAny] = flag(either.Has(claims.Contrast)), flag(either.Has(claims.Exact))
	f[Asking] = flag(a.Asks || b.Asks)
	f[CauseAny], f[CauseBoth] = flag(either.Has(claims.Cause)), flag(both.Has(claims.Cause))
}

func modality(f *Features, a, b claims.Claim) {
	either := a.Cues | b.Cues
	f[HypotheticalAny], f[PlanAny] = flag(either.Has(claims.Hypothetical)), flag(either.Has(claims.Plan))
	f[PlanOne] = flag(a.Cues.Has(claims.Plan) != b.Cues.Has(claims.Plan))
	f[UnknownFirst], f[UnknownSecond] = flag(a.Cues.Has(claims.Unknown)), flag(b.Cues.Has(claims.Unknown))
	f[OngoingFirst], f[OngoingSecond] = flag(a.Cues.Has(claims.Ongoing)), flag(b.Cues.Has(claims.Ongoing))
	f[LateSecond] = flag(b.Cues.Has(claims.Late))
	f[UnknownThenKnown] = flag(a.Cues.Has(claims.Unknown) && !b.Cues.Has(claims.Unknown))
	f[OngoingThenLate] = flag(a.Cues.Has(claims.Ongoing) && b.Cues.Has(claims.Late))
	f[CorrectionSecond] = flag(b.Cues.Has(claims.Correction))
	f[BackgroundAny], f[OpinionAny] = flag(either.Has(claims.Background)), flag(either.Has(claims.Opinion))
	if !a.Published.IsZero() && !b.Published.IsZero() {
		f[HoursApart] = min(int(b.Published.Sub(a.Published).Hours()), 48)
	}
}

// beside compares what stands next to a word that both claims use: the same
// (they share a phrase), or something else ("Gate C", "Gate G").
func beside(f *Features, a, b claims.Word) {
	switch {
	case a.After >= 0 && a.After == b.After:
		f[SharedBigrams]++
	case a.After >= 0 && b.After >= 0 && (a.Before < 0 || a.Before != b.Before):
		f[BesideDiffers]++
	}
}

// central is how much of the story a claim is about: the mean number of
// origins that use its words, in tenths.
func (x *index) central(c claims.Claim) int {
	sum := 0
	for _, w := range c.Words {
		sum += 10 * x.r.Spread[w.ID]
	}
	return min(sum/max(1, len(c.Words)), 100)
}

// names tells whether a claim names the holder of another.
func (x *index) names(h claims.Holder, c claims.Claim) bool {
	return h.Name != "" && strings.Contains(c.Text, h.Surname())
}
