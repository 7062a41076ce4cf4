package compare

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

// voices is a story of one event, told by as many outlets an hour apart.
func voices(texts ...string) news.Story {
	at := time.Date(2026, 5, 21, 8, 0, 0, 0, time.UTC)
	s := news.Story{}
	for i, body := range texts {
		id := string(rune('a' + i))
		s.Articles = append(s.Articles, news.Article{ID: id, Outlet: id, Body: body, Published: at.Add(time.Duration(i) * time.Hour)})
		s.Lineage = append(s.Lineage, news.Lineage{Origin: id})
	}
	return s
}

// two is the first values of two texts, with what the forests would weigh; a
// nil rival means that they do not exclude each other.
func two(t *testing.T, a, b string) (*comparer, *Rival) {
	t.Helper()
	s := voices(a, b)
	x := loadGate().comparer(s, claims.Read(s), new([]Features))
	v := newValues(x.index)
	for i := range v.all {
		for j := range v.all {
			p, q := &v.all[i], &v.all[j]
			if p.sort != q.sort || v.r.Claims[p.claim].Article != 0 || v.r.Claims[q.claim].Article != 1 {
				continue
			}
			if p.excludes(q) != q.excludes(p) || p.alike(q) != q.alike(p) || p.excludes(q) && p.alike(q) {
				t.Errorf("%q and %q: what excludes is not the same from both sides, or alike", a, b)
			}
			if p.excludes(q) {
				f := RivalFeatures{}
				pair := x.pairOf(p.claim, q.claim)
				copy(f[:], pair.f[:])
				x.company(&f, pair)
				v.surroundings(&f, p, q)
				return x, &Rival{Sort: p.sort, A: p.claim, B: q.claim, P: p.at, Q: q.at, f: &f}
			}
		}
	}
	return x, nil
}

// What looks like a dispute of values, and is none.
func TestTrapsOfValues(t *testing.T) {
	for _, tt := range []struct {
		name, a, b string
		exclude    bool // they are rivals, and something keeps them from being a dispute
		bound      bool
	}{
		{"a plain dispute", "The fire injured 12 people at the depot.", "The fire injured 30 people at the depot.", true, true},
		{"the dead and the hurt", "The fire killed 12 people at the depot.", "The fire injured 30 people at the depot.", false, false},
		{"last year's event recalled", "The fire injured 12 people at the depot.", "A fire at the depot injured 30 people on 4 March 2019.", true, false},
		{"a part and the whole", "The fire injured 12 people at the depot.", "Among the people whom the fire at the depot injured, 3 of them were hurt badly.", true, false},
		{"a rule", "Crews took 50 minutes to reach the depot.", "Crews should reach the depot within 20 minutes.", true, false},
		{"a vague number", "The fire injured 12 people at the depot.", "The fire injured hundreds of people at the depot.", true, false},
		{"a headline that rounds", "The fire injured 48 people at the depot.", "The fire injured nearly 50 people at the depot.", false, false},
		{"miles and kilometres", "The depot lies 10 miles from the town.", "The depot lies 16 kilometres from the town.", false, false},
		{"a demand", "The owner offered 3 percent.", "The crew demanded 9 percent of the owner.", true, false},
		{"one who corrects himself", "The fire burnt 12 barns, mayor Ada Holm said.", "The fire burnt 30 barns, mayor Ada Holm said.", true, false},
		{"how far, and a mark", "The horse had run 12 kilometres.", "The horse fell at the 40 kilometre mark.", true, false},
		{"another kind of people", "The fire injured 12 firefighters at the depot.", "The fire destroyed 30 lorries at the depot.", false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x, v := two(t, tt.a, tt.b)
			if (v != nil) != tt.exclude {
				t.Fatalf("rivals %v, want %v", v != nil, tt.exclude)
			}
			if v != nil && x.bound(*v) != tt.bound {
				t.Errorf("bound %v, want %v", x.bound(*v), tt.bound)
			}
		})
	}
}

// A number that one article gives of two things is none of its own disputes.
func TestOneArticleDisputesNothing(t *testing.T) {
	x, v := two(t, "The fire injured 12 people at the depot.", "The fire injured 30 people at the depot.")
	v.f[SameArticle] = 1
	if x.bound(*v) {
		t.Error("two values of one article are bound")
	}
}

// How long a call with somebody else lasted is no answer.
func TestTwoCallsOnOneDay(t *testing.T) {
	x, v := two(t, "The president spoke with Ada Holm for 50 minutes.", "The president spoke with Tomas Brandt for 20 minutes.")
	if v == nil || x.bound(*v) {
		t.Error("calls with two people are bound to one")
	}
	_, v = two(t, "The president spoke with Ada Holm for 50 minutes.", "The president spoke with Ada Holm for 20 minutes.")
	if v == nil || !x.bound(*v) {
		t.Error("one call is not bound")
	}
}

// A toll that only grows is an update.
func TestACumulativeTollIsNoDispute(t *testing.T) {
	x, v := two(t, "The flood killed 12 people in the valley.", "The flood killed 30 people in the valley.")
	if v == nil || !x.grew(*v) {
		t.Error("a toll that grew in an hour is taken for a dispute")
	}
	x, v = two(t, "The flood killed 30 people in the valley.", "The flood killed 12 people in the valley.")
	if v == nil || x.grew(*v) {
		t.Error("a toll that shrank is taken for one that grew")
	}
}

// An opinion in quotation marks denies no fact.
func TestAQuotedOpinionIsNoSide(t *testing.T) {
	s := voices("The mayor closed the bridge on Monday.", "“I think, frankly, that nobody closed the bridge properly and that it is a disgrace,” she said.")
	r := claims.Read(s)
	f := RivalFeatures{}
	f[NegatedVerb] = 1
	x := loadGate().comparer(s, r, new([]Features))
	if !denies(r.Claims[1]) || denies(r.Claims[0]) {
		t.Fatal("the second does not deny: the test shows nothing")
	}
	if kind, typed := x.kindOf(Rival{Sort: Words, A: 0, B: 1, f: &f}); kind != news.Polarity || typed {
		t.Errorf("%v, typed %v, want a polarity that is not typed", kind, typed)
	}
}

// described are the rivals of a story, without places in lists.
func described(s news.Story) (out []string) {
	r := claims.Read(s)
	for _, v := range loadGate().Rivals(s, r) {
		out = append(out, fmt.Sprint(v.Sort, r.Claims[v.A].Text, v.P, r.Claims[v.B].Text, v.Q, v.Features()))
	}
	slices.Sort(out)
	return out
}

var threeReports = []string{
	"The fire at the Marsh Lane depot injured 12 people on Monday. The mayor closed the depot at 6 p.m. after the fire. It was not known what caused the fire at the depot.",
	"The fire at the Marsh Lane depot injured 30 people, police said. The depot was not closed after the fire, the operator said. A faulty heater caused the fire at the depot.",
	"Twelve people were injured in the fire at the Marsh Lane depot. The depot was closed at 8 p.m. on Monday. The fire at the depot was caused by fireworks, a witness said.",
}

func TestRivalsDoNotDependOnTheOrder(t *testing.T) {
	s := voices(threeReports...)
	want := described(s)
	if len(want) < 5 {
		t.Fatalf("%d rivals, too few to show anything", len(want))
	}
	slices.Reverse(s.Articles)
	slices.Reverse(s.Lineage)
	if got := described(s); !slices.Equal(got, want) {
		t.Errorf("reversed:\n%v\nwant\n%v", got, want)
	}
}

// A paragraph about something else makes no rivals and changes none.
func TestNoiseMakesNoRivals(t *testing.T) {
	want := described(voices(threeReports...))
	noisy := slices.Clone(threeReports)
	noisy[1] += "\n\nElsewhere, a chess festival drew 450 people by 9 p.m. and nobody lost."
	if got := described(voices(noisy...)); !slices.Equal(got, want) {
		t.Errorf("with noise:\n%v\nwant\n%v", got, want)
	}
}

// Rivals planted score as they do tree by tree.
func TestRivalsScoreAsTheirForests(t *testing.T) {
	g := loadGate()
	s := voices(threeReports...)
	for _, v := range g.Rivals(s, claims.Read(s)) {
		if g.rivals[v.Sort] == nil {
			t.Fatalf("the forest of sort %d is not planted", v.Sort)
		}
		if got, want := g.weigh(v), g.Rival[v.Sort].Score(v.Features()); got != want {
			t.Errorf("%d, want %d", got, want)
		}
	}
}

// Who gives a number in place of another's disputes it, also without its unit or
// noun.
func TestANumberInPlaceOfAnother(t *testing.T) {
	for _, tt := range []struct {
		name, a, b string
		want       bool
	}{
		{"without the noun", "Four ponies escaped from the paddock.", "The neighbours counted eleven ponies on the road, not the four of the stable's notice.", true},
		{"without the unit", "The mill buys about 40 litres of milk a day.", "It takes 90 litres of milk, and not the 40 of its brochure, to run the mill for a day.", true},
		{"another noun", "The choir sang twelve songs.", "It was seven pieces and not twelve, said the organist.", true},
		{"of something else", "Four ponies escaped from the paddock.", "The neighbours counted eleven ponies on the road, not the six of last year.", false},
		{"of another unit", "The film runs for 80 minutes.", "The cinema is 3 kilometres from the station, not the 80 metres of the poster.", false},
		{"instead of, as it was", "The discount is 10 percent.", "Members get a discount of 15 percent instead of 10.", false},
		{"a correction", "Some 60 trees fell in the park.", "The gardeners corrected the number of trees: it was 75, not 60.", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := voices(tt.a, tt.b)
			v := newValues(loadGate().comparer(s, claims.Read(s), new([]Features)).index)
			got := false
			for i := range v.all {
				for j := range v.all {
					got = got || v.all[i].claim != v.all[j].claim && v.rejects(&v.all[i], &v.all[j])
				}
			}
			if got != tt.want {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
}

// A figure of another round is no third answer.
func TestAnotherRoundIsASibling(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"The first season drew 300 visitors a day.", "The garden drew 480 visitors a day.", true},
		{"The first season drew 300 visitors a day.", "In the first season 350 visitors came a day.", false},
		{"It was the first concert of its kind and lasted 90 minutes.", "The concert lasted three hours.", false},
	} {
		x, r := read(t, tt.a, tt.b)
		if got := x.sibling(Rival{A: claimOf(t, r, opening(tt.a)), B: claimOf(t, r, opening(tt.b))}); got != tt.want {
			t.Errorf("%q and %q: %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}

// The sides of a dispute, and what somebody denies, are not agreed.
func TestWhatIsDisputedIsNotAgreed(t *testing.T) {
	s := voices(
		"The call between Ada Holm and Tomas Brandt lasted 30 minutes on Monday, and they spoke of the harbour.",
		"Ada Holm and Tomas Brandt spoke of the harbour during the 50-minute call on Monday.",
		"During the 30-minute call on Monday Ada Holm and Tomas Brandt spoke of the harbour.",
		"Ada Holm denied that the harbour would close after the call on Monday.")
	r := claims.Read(s)
	x := loadGate().comparer(s, r, new([]Features))
	x.contest(contest{sort: Figures, sides: []side{{[]int{0, 2}, []int{0, 0}}, {[]int{1}, []int{0}}}})
	for i, c := range r.Claims {
		if x.printable(i) {
			t.Errorf("%q may be printed as agreed", c.Text)
		}
	}
}
