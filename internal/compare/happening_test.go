package compare

import (
	"testing"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

// Two hours of one happening are rivals, however little else the sentences share;
// of other happenings they are not.
func TestHoursOfOneHappening(t *testing.T) {
	for _, tt := range []struct {
		name, a, b string
		want       bool
	}{
		{"a call and an alarm", "The harbour office had the first call at 4.20 a.m.", "The owners say that the alarm was raised at 3.35 a.m.", true},
		{"a wall", "The north wall gave way at 9.15 p.m., the builder said.", "The collapse came at 7.40 p.m., says a neighbour.", true},
		{"a time that begins the sentence", "At 6.05 on Friday the mill exploded.", "The blast was felt at 7.30 on Friday.", true},
		{"an aside between", "The barge struck the weir, a mile below the last lock, at 6.50 p.m.", "The crash happened at 5.15 p.m.", true},
		{"who arrived first", "The first ambulance drove up at ten past nine.", "A nurse says the first crew stood in the yard at half past eight.", true},
		{"what was found must be the same", "The safe was found at 6.10 a.m. by a porter.", "The safe was discovered at 8.20 a.m. by a guard.", true},
		{"another thing found", "A red kayak was found at 6.10 a.m. in the reeds.", "The leak was discovered at 8.20 a.m. by a diver.", false},
		{"another happening", "The harbour office had the first call at 4.20 a.m.", "The tug left port at 3.35 a.m.", false},
		{"a second call", "The harbour office had the first call at 4.20 a.m.", "Another emergency call came at 5.35 a.m.", false},
		{"a plan", "The mill exploded at 6.05 a.m.", "The old chimney was due to be detonated at 7.30 a.m.", false},
		{"another clause", "The mill exploded at 6.05 a.m.", "He heard the blast when he sat down to eat at 7.30 a.m.", false},
		{"a time between", "The mill exploded at 6.05 a.m.", "He heard the blast at 6.05 a.m. and went home at 7.30 a.m.", false},
		{"a part of the day is no hour", "The mill exploded at 6.05 a.m.", "The mill exploded in the evening.", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := voices(tt.a, tt.b)
			x := loadGate().comparer(s, claims.Read(s), new([]Features))
			v := newValues(x.index)
			got := false
			for i := range v.all {
				for j := range i {
					a, b := &v.all[j], &v.all[i]
					got = got || a.sort == Times && b.sort == Times && a.claim != b.claim && a.excludes(b) && v.sameHappening(a, b)
				}
			}
			if got != tt.want {
				t.Errorf("one happening: %v, want %v", got, tt.want)
			}
		})
	}
}

// A happening put in two places is a rival; one place inside another is none.
func TestPlacesOfOneHappening(t *testing.T) {
	for _, tt := range []struct {
		name, a, b string
		want       bool
	}{
		{"a release", "The two lynxes were released in the forest of Orvo, a ranger said.", "The lynxes were set free at the old quarry of Kallen, a farmer says.", true},
		{"a sale", "The painting was sold at the market in Brune.", "The buyer says he bought it in a garage near the station.", true},
		{"a name may hold the other", "The two lynxes were released in Orvo.", "The lynxes were set free at the old quarry of Kallen.", false},
		{"two names", "The two lynxes were released in Orvo by the forest.", "The lynxes were set free in Kallen by the lake.", false},
		{"an area may hold a spot", "The two lynxes were released in the forest of Orvo.", "The lynxes were set free behind the barn of a farmer.", false},
		{"the yard of a farm is a yard", "The bell was sold in the yard of a farm.", "The buyer says he bought it in the nave of the church.", true},
		{"one names the other's", "The lynxes were released in the forest of Orvo.", "The lynxes were set free at the quarry behind the forest.", false},
		{"no place", "The two lynxes were released in a hurry on Monday.", "The lynxes were set free at the old quarry of Kallen.", false},
		{"another happening", "The lynxes were released in the forest of Orvo.", "The painting was sold at the market.", false},
		{"what somebody denies", "The two lynxes were released in the forest of Orvo.", "The ministry denies that they were set free at the old quarry of Kallen.", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := voices(tt.a, tt.b)
			x := loadGate().comparer(s, claims.Read(s), new([]Features))
			p := x.pairOf(0, 1)
			p.conflict = 0 // how the sentences sound is for the gate to say
			if got := x.apart(p); got != tt.want {
				t.Errorf("apart: %v, want %v", got, tt.want)
			}
		})
	}
}

// The question of an hour or a place names what happened, and the answers are of
// its type.
func TestQuestionsOfHappenings(t *testing.T) {
	for _, tt := range []struct {
		name, a, b string
		kind       news.Kind
		want       string
		answers    [2]string
	}{
		{"a call", "The harbour office had the first call at 4.20 a.m.", "The owners say that the alarm was raised at 3.35 a.m.", news.Time, "When was the alarm raised?", [2]string{"4.20 a.m", "3.35 a.m"}},
		{"asked with the words of a clause", "The north wall gave way at 9.15 p.m., the builder said.", "The collapse came at 7.40 p.m., says a neighbour.", news.Time, "When did the north wall give way?", [2]string{"9.15 p.m", "7.40 p.m"}},
		{"a release", "The two lynxes were released in the forest of Orvo, a ranger said.", "The lynxes were set free here, he says, at the old quarry of Kallen.", news.Place, "Where were the two lynxes released?", [2]string{"in the forest of Orvo", "at the old quarry of Kallen"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := voices(tt.a, tt.b)
			x := loadGate().comparer(s, claims.Read(s), new([]Features))
			c := contest{kind: tt.kind, sort: Words, sides: []side{{[]int{0}, []int{0}}, {[]int{1}, []int{0}}}}
			if tt.kind == news.Time {
				c.sort = Times
			}
			if got := x.question(c); got != tt.want {
				t.Errorf("question %q, want %q", got, tt.want)
			}
			for i, want := range tt.answers {
				if got := x.answer(c, i, true); got != want && got != want+"." {
					t.Errorf("answer %d %q, want %q", i, got, want)
				}
			}
		})
	}
}

// Two hours of one happening are told as disputed, whatever the forest of times
// makes of their words.
func TestHoursOfOneHappeningAreDisputed(t *testing.T) {
	s := voices(
		"The fire brigade of Orvo was called to the mill at 4.52 a.m., its chief said. The mill burnt to the ground.",
		"A baker in Orvo says he dialled for the fire brigade at ten past four when he saw the mill burn. The mill burnt to the ground.")
	x := loadGate().comparer(s, claims.Read(s), new([]Features))
	found := false
	for _, v := range x.contenders() {
		if v.one {
			found = true
			if c := x.open(v); v.score < 0 || !c.sure || c.kind != news.Time {
				t.Errorf("score %d, sure %v, kind %v", v.score, c.sure, c.kind)
			}
		}
	}
	if !found {
		t.Error("the two hours are no contenders")
	}
}

// Only places answer a question of place.
func TestWhatIsNoPlaceAnswersNoWhere(t *testing.T) {
	for _, tt := range []struct {
		name, a, b string
		one, typed bool
	}{
		{"places", "The clerk stamped the form in the cellar.", "The clerk stamped the form on the quay.", false, true},
		{"manners", "The clerk stamped the form in haste.", "The clerk stamped the form on the quiet.", false, false},
		{"one place and one manner", "The clerk stamped the form in the cellar.", "The clerk stamped the form on the quiet.", false, false},
		{"one happening in two places", "The clerk stamped the form.", "The clerk stamped the form.", true, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := voices(tt.a, tt.b)
			x := loadGate().comparer(s, claims.Read(s), new([]Features))
			f := RivalFeatures{}
			f[PlaceDiffers] = 1
			if kind, typed := x.kindOf(Rival{Sort: Words, A: 0, B: 1, f: &f, one: tt.one}); kind != news.Place || typed != tt.typed {
				t.Errorf("%v, typed %v, want typed %v", kind, typed, tt.typed)
			}
		})
	}
}
