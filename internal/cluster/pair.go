package cluster

import (
	"math"
	"math/bits"
	"time"
)

// Features describe two articles to the gate, each from 0 to 127. They are the
// same whichever of the two is named first.
type Features [len(FeatureNames)]uint8

// The features.
const (
	fCosine     = iota // of the texts
	fLeads             // of the titles and first sentences
	fLeadMost          // how much of one's lead the other text shares, the greater
	fLeadLeast         // and the lesser of the two
	fNameCosine        // of names alone
	fNames             // names shared
	fPairs             // names of two words shared
	fNumbers           // numbers shared
	fWords             // other words shared
	fSpreadMost        // share of one's sentences with something of the other, the greater
	fSpreadLeast
	fRecallMost // share of those sentences that tell of earlier times, the greater
	fRecallLeast
	fLeadDays // of the days in the leads: none in common, one told elsewhere, unknown, one in common
	fDays     // of the days in the texts: none in common, unknown, one in common
	fLeadGap  // between the days in the leads, 0 where unknown
	fGap      // between the publications, 0 where unknown
	fLengthLeast
	fLengthMost
	fLeadNames   // names that stand in both leads
	fTitles      // cosine, of what stands in a title
	fTop         // what the weightiest word adds to the cosine
	fNamedLeast  // sentences with a name or number that is shared, the lesser
	fNamedMost   // and the greater
	fFirstLate   // the first of them, in the text where it comes later
	fFirstEarly  // and in the other
	fAfter       // whether all days of the later text come after the earlier one: no, unknown, yes
	fLeadAfter   // the same of its lead
	fOwnSentence // as fNamedLeast, without sentences that tell of earlier times
	fRest        // the cosine without the one sentence far down that adds most to it: the recall of another event
	fNameRest    // the same of names
	fSeldom      // the cosine, of what does not stand often in the stream
	fSeldomNames // names and numbers shared that do not
	features
)

// FeatureNames are the features' names, in order: a gate says which it was
// fitted to.
var FeatureNames = [features]string{
	"cosine", "leads", "lead most", "lead least", "name cosine", "names", "pairs", "numbers", "words", "spread most",
	"spread least", "recall most", "recall least", "lead days", "days", "lead gap", "gap", "length least", "length most",
	"lead names", "titles", "top", "named least", "named most", "first late", "first early", "after", "lead after",
	"own sentences", "rest", "name rest", "seldom",
	"seldom names",
}

const (
	telling = 0.03  // weight in both texts from which a word counts as shared
	scale   = 127.0 // the greatest value of a feature
)

// shared is what two vectors have in common, summed in one walk.
type shared struct {
	cosine, leads, names, titles, top float64
	leadA, leadB                      float64 // of the cosine, what stands in the lead of each
	kinds                             [kinds]int
	leadNames                         int
	inA, inB                          uint32 // the sentences with something shared
	namedA, namedB                    uint32 // those with a name or number
	onceA, onceB                      byPlace
	seldom                            float64 // of the cosine, what does not stand often in the stream
	seldomNames                       int
}

// byPlace adds up what terms that stand in one sentence alone, far down, add to
// the cosine: of all terms, and of names.
type byPlace [lastSentence + 1][2]float64

func (b *byPlace) add(where uint32, p float64, name bool) {
	if where&inLead != 0 || where&(where-1) != 0 {
		return
	}
	at := &b[bits.TrailingZeros32(where)]
	at[0] += p
	if name {
		at[1] += p
	}
}

func (b *byPlace) most() (all, names float64) {
	for _, at := range b {
		all, names = max(all, at[0]), max(names, at[1])
	}
	return all, names
}

func share(a, b vector) shared {
	var s shared
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i].term < b[j].term:
			i++
		case a[i].term > b[j].term:
			j++
		default:
			s.add(&a[i], &b[j])
			i++
			j++
		}
	}
	return s
}

func (s *shared) add(x, y *mark) {
	p := float64(x.w) * float64(y.w)
	k := max(x.kind, y.kind)
	s.cosine += p
	s.top = max(s.top, p)
	if !x.often {
		s.seldom += p
	}
	s.onceA.add(x.where, p, k >= aName)
	s.onceB.add(y.where, p, k >= aName)
	if k >= aName {
		s.names += p
	}
	if x.where&inLead != 0 {
		s.leadA += p
	}
	if y.where&inLead != 0 {
		s.leadB += p
	}
	if x.where&inLead != 0 && y.where&inLead != 0 {
		s.leads += p
		if k >= aName {
			s.leadNames++
		}
	}
	if (x.where|y.where)&inTitle != 0 {
		s.titles += p
	}
	if min(x.w, y.w) <= telling {
		return
	}
	s.kinds[k]++
	s.inA |= x.where
	s.inB |= y.where
	if k != aWord && !x.often {
		s.seldomNames++
	}
	if k != aWord {
		s.namedA |= x.where
		s.namedB |= y.where
	}
}

// side is an article as one of a pair.
type side struct {
	vector
	*reading
	published time.Time
	lead      float64 // length of the part of the vector that stands in the lead
}

// describe describes two articles, and returns the cosine of their texts.
func describe(a, b *side) (f Features, cosine float64) {
	s := share(a.vector, b.vector)
	f[fCosine], f[fNameCosine], f[fTitles], f[fTop] = root(s.cosine), root(s.names), root(s.titles), root(s.top)
	if a.lead > 0 && b.lead > 0 {
		f[fLeads] = root(s.leads / (a.lead * b.lead))
	}
	f[fLeadLeast], f[fLeadMost] = both(root(s.leadA/max(a.lead, tiny)), root(s.leadB/max(b.lead, tiny)))
	f[fWords], f[fNumbers], f[fNames], f[fPairs] = count(s.kinds[aWord]), count(s.kinds[aNumber]), count(s.kinds[aName]), count(s.kinds[aPair])
	f[fLeadNames], f[fSeldomNames], f[fSeldom] = count(s.leadNames), count(s.seldomNames), root(s.seldom)
	f[fSpreadLeast], f[fSpreadMost] = both(part(s.inA, a.sentences|inTitle), part(s.inB, b.sentences|inTitle))
	f[fRecallLeast], f[fRecallMost] = both(part(a.recalls, s.inA&^inTitle), part(b.recalls, s.inB&^inTitle))
	f[fNamedLeast], f[fNamedMost] = both(size(s.namedA), size(s.namedB))
	f[fFirstEarly], f[fFirstLate] = both(count(bits.TrailingZeros32(s.namedA)), count(bits.TrailingZeros32(s.namedB)))
	f[fOwnSentence], _ = both(size(s.namedA&^a.recalls), size(s.namedB&^b.recalls))
	f[fLengthLeast], f[fLengthMost] = both(logs(float64(len(a.terms))), logs(float64(len(b.terms))))
	allA, namesA := s.onceA.most()
	allB, namesB := s.onceB.most()
	f[fRest], f[fNameRest] = root(s.cosine-max(allA, allB)), root(s.names-max(namesA, namesB))
	f.times(a, b)
	return f, s.cosine
}

// times describes when two articles were published and of what days they tell.
func (f *Features) times(a, b *side) {
	f[fLeadDays], f[fDays] = leadDays(a.reading, b.reading), 1
	if len(a.days) > 0 && len(b.days) > 0 {
		f[fDays] = 2
		if disjoint(a.days, b.days) {
			f[fDays] = 0
		}
	}
	if gap, ok := nearest(a.leadDays, b.leadDays); ok {
		f[fLeadGap] = count(1 + gap)
	}
	f[fAfter], f[fLeadAfter] = 1, 1
	if a.published.IsZero() || b.published.IsZero() {
		return
	}
	hours := math.Abs(b.published.Sub(a.published).Hours())
	f[fGap] = 1 + logs(hours)
	if b.published.Before(a.published) {
		a, b = b, a
	}
	f[fAfter], f[fLeadAfter] = after(a.published, b.days), after(a.published, b.leadDays)
}

// leadDays compares the days in the leads of two articles.
func leadDays(a, b *reading) uint8 {
	switch {
	case len(a.leadDays) == 0 || len(b.leadDays) == 0:
		return 2
	case !disjoint(a.leadDays, b.leadDays):
		return 3
	case !disjoint(a.leadDays, b.days) || !disjoint(a.days, b.leadDays):
		return 1
	}
	return 0
}

const tiny = 1e-9

// root tells a share from 0 to 1; the small ones need telling apart more.
func root(x float64) uint8 { return uint8(scale * math.Sqrt(min(max(x, 0), 1))) }

// logs tells a number of hours or of words.
func logs(x float64) uint8 { return uint8(min(12*math.Log2(1+x), scale-1)) }

func count(n int) uint8 { return uint8(min(n, scale)) }

func size(sentences uint32) uint8 { return count(bits.OnesCount32(sentences)) }

// part is the share of the sentences that are among some.
func part(some, of uint32) uint8 {
	if of == 0 {
		return 0
	}
	return uint8(100 * bits.OnesCount32(some&of) / bits.OnesCount32(of))
}

func both(x, y uint8) (least, most uint8) { return min(x, y), max(x, y) }
