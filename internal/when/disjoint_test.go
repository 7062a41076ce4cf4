package when_test

import (
	"testing"
	"time"

	"counterpoint/internal/when"
)

func TestDisjoint(t *testing.T) {
	tests := []struct {
		name, a, b string
		want       bool
	}{
		{"days", "on Thursday", "on Wednesday", true},
		{"a day and its date", "on Thursday", "on 21 May", false},
		{"a day in its month", "on 21 May", "in May", false},
		{"clocks", "at 9.14am", "at 10.30am", true},
		{"rounding", "at 9.14am", "at 9.15am", false},
		{"odd minutes", "at 9.14am", "at 9.16am", true},
		{"half days unsaid", "at half past seven", "at 7.30pm", false},
		{"shortly before", "shortly before six in the evening", "at 5.40pm", false},
		{"part of the day", "on Thursday evening", "at 7pm on Thursday", false},
		{"wrong part of the day", "on Thursday morning", "at 7pm on Thursday", true},
		{"zones that convert", "at 0447 GMT", "at 5.47 am BST", false},
		{"zones unknown", "at 4.47 am ET", "at 9.47 am", false},
		{"midnight of either day", "at midnight on Thursday", "at midnight on Friday", false},
		{"past midnight", "last night", "at 1am on Friday", false},
		{"start and end", "since Monday", "until Thursday", false},
		{"repeating", "on Mondays", "on Thursday", false},
		{"two years", "in 2019", "in 2021", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := one(t, tt.a), one(t, tt.b)
			if got := a.Disjoint(b); got != tt.want {
				t.Errorf("%q Disjoint %q = %v, want %v (%+v, %+v)", tt.a, tt.b, got, tt.want, a, b)
			}
			if a.Disjoint(b) != b.Disjoint(a) {
				t.Errorf("Disjoint of %q and %q is not symmetric", tt.a, tt.b)
			}
		})
	}
}

func TestDisjointWithoutReference(t *testing.T) {
	find := func(s string) when.Moment {
		t.Helper()
		got := when.Find(s, time.Time{})
		if len(got) != 1 {
			t.Fatalf("Find(%q) = %+v, want one", s, got)
		}
		return got[0]
	}
	if a, b := find("begins on Monday"), find("starts on Thursday"); !a.Disjoint(b) {
		t.Error("two weekdays without a reference are not disjoint")
	}
	if a, b := find("on 3 May"), find("on 4 May"); !a.Disjoint(b) {
		t.Error("two dates without a reference are not disjoint")
	}
}

func TestPast(t *testing.T) {
	tests := []struct {
		in   string
		want bool
	}{
		{"on Thursday", false},
		{"three weeks ago", true},
		{"in 2019", true},
		{"in May", false},
		{"on 18 May", true},
		{"on 19 May", false},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			if got := one(t, tt.in).Past(friday()); got != tt.want {
				t.Errorf("%q Past = %v, want %v", tt.in, got, tt.want)
			}
		})
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"at six on Saturday evening", "Thursday, May 21, 2026 at 9:30 p.m. GMT",
		"11.50 The ministry", "between midnight and five", "on Friday the 31st",
		"in February 29", "“noon”—midnight", "late on Monday, early hours of the night",
	} {
		f.Add(s, int64(1779462000))
		f.Add(s, int64(0))
	}
	f.Fuzz(func(t *testing.T, s string, unix int64) {
		var ref time.Time
		if unix != 0 {
			ref = time.Unix(unix%(1<<33), 0).UTC()
		}
		found := when.Find(s, ref)
		end := 0
		for _, m := range found {
			if m.Start < end || m.End <= m.Start || m.End > len(s) {
				t.Fatalf("Find(%q): span %d-%d after %d", s, m.Start, m.End, end)
			}
			end = m.End
			if m.FromDay > m.ToDay || m.FromMinute > m.ToMinute || m.FromMinute < 0 || m.FromMinute >= 2*24*60 {
				t.Fatalf("Find(%q): %+v out of order", s, m)
			}
			if m.Disjoint(m) {
				t.Fatalf("Find(%q): %+v is disjoint from itself", s, m)
			}
		}
		for i := 1; i < len(found) && i < 20; i++ {
			if found[0].Disjoint(found[i]) != found[i].Disjoint(found[0]) {
				t.Fatalf("Find(%q): Disjoint is not symmetric for 0 and %d", s, i)
			}
		}
	})
}
