package compare

import (
	"testing"
	"time"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

// told at eight, and again so many hours later by another.
func hoursApart(hours int, first, second string) (news.Story, claims.Reading) {
	at := time.Date(2026, 3, 4, 8, 0, 0, 0, time.UTC)
	s := news.Story{}
	for i, body := range []string{first, second} {
		id := string(rune('a' + i))
		s.Articles = append(s.Articles, news.Article{ID: id, Outlet: id, Body: body, Published: at.Add(time.Duration(hours*i) * time.Hour)})
		s.Lineage = append(s.Lineage, news.Lineage{Origin: id})
	}
	return s, claims.Read(s)
}

func TestGrownTolls(t *testing.T) {
	const early = "Four people were killed when the cable of the Hartau ski lift snapped on Wednesday, the rescue service said."
	for _, row := range []struct {
		name  string
		hours int
		late  string
		want  string
	}{
		{"grew", 9, "Six people were killed when the cable of the Hartau ski lift snapped, the rescue service said.", "How many people died?"},
		{"at the same hour", 0, "Six people were killed when the cable of the Hartau ski lift snapped, the rescue service said.", ""},
		{"fell", 9, "Three people were killed when the cable of the Hartau ski lift snapped, the rescue service said.", ""},
		{"other people", 9, "Six people were hurt when the cable of the Hartau ski lift snapped, the rescue service said.", ""},
		{"looks back", 9, "Six people were killed when the cable of the Hartau ski lift snapped in 1988.", ""},
	} {
		s, r := hoursApart(row.hours, early, row.late)
		g := *loadGate()
		x := g.comparer(s, r, new([]Features))
		got := ""
		for _, l := range x.tollLines() {
			got = x.updateQuestion(l.Members[0], l.Later[0])
		}
		if got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

// A toll that was overtaken is in no dispute, whoever else gives its figures.
func TestOvertakenTollIsNotDisputed(t *testing.T) {
	s, r := hoursApart(9, "Four people were killed when the lift fell. Those four dead were skiers.", "Six people were killed when the lift fell. All six dead were skiers.")
	x := loadGate().comparer(s, r, new([]Features))
	x.overtakeToll(r.Claims[0], r.Claims[2])
	for _, p := range [][2]int{{0, 2}, {1, 3}} {
		if !x.opposed[key(p[0], p[1])] {
			t.Errorf("%q and %q may be disputed", r.Claims[p[0]].Text, r.Claims[p[1]].Text)
		}
	}
	if x.opposed[key(0, 1)] {
		t.Error("two sentences that give the same figure are opposed")
	}
}

func TestLikenessUpdatesNothing(t *testing.T) {
	for _, row := range []struct {
		name, earlier, later string
		want                 bool
	}{
		{"alike", "The harbour of Linde lies north of the old fort.", "The harbour of Linde lies beside the old fort.", false},
		{"unknown", "It is not known who owns the barge.", "The barge is owned by a grain merchant.", true},
		{"a plan", "The bridge will open in May.", "The bridge opened in June.", true},
		{"a state and its end", "The tunnel is blocked by a rock fall.", "The tunnel reopened at noon.", true},
		{"a number changed", "The hall has room for 400 guests.", "The hall has room for 250 guests.", true},
		{"the same number", "The hall has room for 400 guests.", "The new hall has room for 400 guests.", false},
	} {
		s, r := hoursApart(5, row.earlier, row.later)
		x := loadGate().comparer(s, r, new([]Features))
		if got := x.passes(r.Claims[0], r.Claims[1]); got != row.want {
			t.Errorf("%s: %v, want %v", row.name, got, row.want)
		}
	}
}

func TestPassingsGoForward(t *testing.T) {
	r := claims.Read(threeVoices())
	o := loadOvertaking()
	found := o.Passings(r)
	if len(found) == 0 {
		t.Fatal("nothing may have passed")
	}
	wide := len(found[0].Features())
	for _, p := range found {
		a, b := r.Claims[p.A], r.Claims[p.B]
		if !a.Published.Before(b.Published) || a.Article != b.Article && a.Origin == b.Origin || len(p.Features()) != wide {
			t.Errorf("%q to %q, %d features", a.Text, b.Text, len(p.Features()))
		}
		for i, f := range p.Features() {
			if f < 0 || f > 127 {
				t.Errorf("feature %d is %d, not of 0 to 127", i, f)
			}
		}
	}
	for _, l := range o.Updates(r) {
		if len(l.Members) > mostJoin+1 || len(l.Later) > mostJoin+1 {
			t.Errorf("%d and %d claims on the sides of a line", len(l.Members), len(l.Later))
		}
	}
}
