package compare

import (
	"testing"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

// Figures that their own words tell apart; beside each, the same figures with
// nothing between them.
func TestFiguresOfTwoThings(t *testing.T) {
	for _, tt := range []struct {
		name, a, b string
		want       bool
	}{
		{"the whole", "The choir had sung six songs when the roof leaked.", "It was the third song out of nine, the organist says.", true},
		{"the whole, with its article", "Two of the crates were wet.", "They opened four out of the 30 crates.", true},
		{"a part like the other", "The choir had sung six songs when the roof leaked.", "The choir had sung nine songs, the organist says.", false},
		{"the minute of a match", "Storr scored on 22 minutes.", "The second half was delayed for 34 minutes.", true},
		{"since it began", "About ten minutes in, the lamp went out.", "The lamp was out for 34 minutes.", true},
		{"into a play", "The lamp went out ten minutes into the play.", "The lamp was out for 34 minutes.", true},
		{"a mark", "The horse fell at the 40 kilometre mark.", "The horse had run 12 kilometres.", true},
		{"no mark", "The horse had run 40 kilometres.", "The horse had run 12 kilometres.", false},
		{"weights of two things", "They threw out 40 kilos of rye.", "They threw out 90 kilos of plums.", true},
		{"weights of one", "They threw out 40 kilos of rye.", "They threw out 90 kilos of rye.", false},
		{"minutes that it lasted", "Play stopped for 22 minutes.", "Play stopped for 34 minutes.", false},
		{"still growing", "The crack is five metres long and growing.", "The crack reached eleven metres.", true},
		{"so far", "We have counted 300 geese so far.", "The wardens counted 420 geese.", true},
		{"at its end", "The crack is five metres long.", "The crack is eleven metres long.", false},
		{"shares of two things", "The mill grinds 40 percent of the rye in town.", "The baker has 60 percent of all ovens.", true},
		{"shares of one", "The mill grinds 40 percent of the rye in town.", "The baker says that it is 60 percent of the rye.", false},
		{"what a figure is for", "The crew brought 16 tents.", "The leader said that the figure for broken skis was 23.", true},
		{"the figure for the same", "The crew brought 16 tents.", "The leader said that the number of winter tents was 23.", false},
		{"a sum", "The raft had 29 people on board.", "There were 26 scouts and a crew of three on the raft.", true},
		{"a sum that comes to less", "The raft had 35 people on board.", "There were 26 scouts and a crew of three on the raft.", false},
		{"two dimensions", "The wreck lies 30 metres from the pier.", "The wreck lies at a depth of 12 metres.", true},
		{"one dimension", "The wreck lies at a depth of 30 metres.", "The wreck lies 12 metres deep.", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, r := read(t, tt.a, tt.b)
			got, seen := false, false
			for i := range r.Claims[0].Numbers {
				for j := range r.Claims[1].Numbers {
					p, q := &r.Claims[0].Numbers[i], &r.Claims[1].Numbers[j]
					if p.Unit == "ordinal" || q.Unit == "ordinal" || !p.Disjoint(q.Quantity) {
						continue
					}
					one := unlike(&r.Claims[0], &r.Claims[1], p, q)
					if one != unlike(&r.Claims[1], &r.Claims[0], q, p) {
						t.Error("it is not the same from both sides")
					}
					got, seen = got || one, true
				}
			}
			if !seen || got != tt.want {
				t.Errorf("unlike %v, want %v (rivals %v)", got, tt.want, seen)
			}
		})
	}
}

// What is no whole number counts nobody.
func TestABrokenNumberCountsNothing(t *testing.T) {
	if _, v := two(t, "The choir has nine people in Orvo.", "The choir has asked Orvo to print edition 4.2."); v != nil {
		t.Error("an edition is taken for a count")
	}
	if _, v := two(t, "The choir has nine people in Orvo.", "The choir has 70 in Orvo."); v == nil {
		t.Error("a whole number is no rival of a count")
	}
}

// How a figure is asked for; each row is a form of English.
func TestAskedFigures(t *testing.T) {
	for _, tt := range []struct{ name, a, b, want string }{
		{"a second verb", "The raft broke loose at noon and drifted four miles before the tide turned.", "Nine miles, it was, by the pilot's map.", "How far did the raft drift?"},
		{"a second verb of a passive", "The clock was stopped on Sunday and lost 20 minutes.", "It was 50 minutes, the verger says.", "How long did the clock lose?"},
		{"a leading time", "By noon on Friday the raffle had reached 7,400 euros.", "It had reached 5,100 euros, says the treasurer.", "How much had the raffle reached?"},
		{"a participle before the verb", "The sum promised is 4 million euros.", "It was 6 million euros, says the mayor.", "What is the sum promised?"},
		{"money that came in", "Mrs Dahl said that 5,100 euros had come in from the parish.", "It was 7,400 euros.", "How much had come in from the parish?"},
		{"worth", "The clerk says that the clock was worth 2.4 million.", "It was 5.9 million.", "How much was the clock worth?"},
		{"a weight", "They weighed it on the quay: 240 kilos.", "It came to 170 kilos.", "What was the weight?"},
		{"a depth", "The bell lies at a depth of 40 metres.", "The bell lies in 65 metres of water.", "What was the depth?"},
		{"a speed", "Her speed was nine knots.", "He puts it at fourteen knots.", "What was the speed?"},
		{"after how long", "The ferry sailed after 40 minutes.", "It was 90 minutes.", "After how long did the ferry sail?"},
		{"within how long", "The walkers were off the ice within 40 minutes, the guide said.", "It was three hours.", "Within how long were the walkers off the ice?"},
		{"how far away", "The meeting took place 12 miles west of Orvo.", "It was 30 miles from the coast.", "How far away did the meeting take place?"},
		{"a possessive is no time", "Friday's play was held up for 45 minutes.", "It was 20 minutes.", "How long was Friday's play held up?"},
		{"a plural in f", "Some 40 loaves were stolen.", "It was 90 loaves.", "How many loaves were stolen?"},
		{"more than so many", "More than 20 tramps spent three hours on the ice.", "It was nine hours.", "How long did more than 20 tramps spend?"},
		{"what a thing weighs, in passing", "The hikers ran behind a 14-kilo dog.", "It was 30 kilos.", ""},
		{"a distance of a clause", "The explosion was heard two miles from the mill.", "It was five miles from the mill.", "How far away was the explosion heard?"},
		{"distances of a crash", "She saw the crash, 18 miles from the pass.", "He puts the crash 30 miles north of the pass.", "How far from the pass was the crash?"},
		{"distances from two points", "She saw the crash, 18 miles from the pass.", "He puts the crash 30 miles north of the lake.", ""},
		{"what nothing says", "He puts it at 94 metres.", "It is 130 metres.", ""},
		{"a thing is no number", "Orvo was three miles on, across the moor.", "Orvo was seven miles on.", "How far was Orvo?"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x, r := read(t, tt.a, tt.b)
			last := func(c claims.Claim) int {
				n := 0
				for i := range c.Numbers {
					if c.Numbers[i].Unit != "ordinal" {
						n = i
					}
				}
				return n
			}
			c := contest{kind: news.Quantity, sort: Figures, sides: []side{{[]int{0}, []int{last(r.Claims[0])}}, {[]int{1}, []int{last(r.Claims[1])}}}}
			if got := x.question(c); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// What does not last is not asked how long it lasted.
func TestAnInstantDoesNotLast(t *testing.T) {
	for text, want := range map[string]string{
		"The explosion was followed by an outage that lasted 40 minutes.": "How long did the outage last?",
		"After the death of the abbot silence lasted 40 minutes.":         "",
	} {
		x, r := read(t, text, text)
		for _, n := range r.Claims[0].Numbers {
			if got := x.lastQuestion(r.Claims[0], n); got != want {
				t.Errorf("%q: %q, want %q", text, got, want)
			}
		}
	}
}

// What was done within an hour took so long; what is to be within one is a limit.
func TestWithin(t *testing.T) {
	for text, want := range map[string]bool{
		"The walkers were off the ice within 40 minutes.":  false,
		"A doctor reached the camp within 40 minutes.":     false,
		"The siren announced a wave within 40 minutes.":    true,
		"Walkers must leave the ice within 40 minutes.":    true,
		"No boat was within 40 miles of the ice that day.": true,
	} {
		s := voices(text, text)
		v := newValues(loadGate().comparer(s, claims.Read(s), new([]Features)).index)
		for i := range v.all {
			if a := &v.all[i]; a.sort == Figures && (a.num.Unit == "s" || a.num.Unit == "m") && a.ruled != want {
				t.Errorf("%q: a limit %v, want %v", text, a.ruled, want)
			}
		}
		if len(v.all) == 0 {
			t.Errorf("%q has no value", text)
		}
	}
}

// Of two lengths the forest may be less sure than of two counts, and of what two
// people say less than of what nobody does.
func TestSlackOfFigures(t *testing.T) {
	for _, tt := range []struct {
		name, a, b string
		want       int
	}{
		{"lengths", "The slick is 4 miles long.", "The slick is 11 miles long.", measureSlack},
		{"speeds", "The tram was doing 20 mph.", "The tram was doing 45 mph.", measureSlack},
		{"counts", "The choir sang 12 songs.", "The choir sang 30 songs.", 0},
		{"hours", "The speech lasted two hours.", "The speech lasted five hours.", 0},
		{"counts of two people", "The choir sang 12 songs, Ada Holm said.", "The choir sang 30 songs, Tomas Brandt said.", heldSlack},
	} {
		x, v := two(t, tt.a, tt.b)
		if v == nil || x.slack(*v) != tt.want {
			t.Errorf("%s: not %d", tt.name, tt.want)
		}
	}
}
