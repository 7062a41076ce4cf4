package measure_test

import (
	"math"
	"testing"

	"counterpoint/internal/measure"
)

func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"At least 12 people were killed, including three children.",
		"a fine of $3.4 million, €4-5m, Rs 4 crore", "an hour and a half",
		"two hundred and twelve men, two-thirds of the 1,200 homes",
		"minus 5 degrees Celsius (23F)", "1½ miles", "No. 10, 9/11, Terrasight-2",
		"hundreds of thousands of people, 2-1, by 77 votes to 70",
		"9.30 a.m. on May 21, 2026", "half a million a quarter of an hour",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		found := measure.Find(s)
		end := 0
		for _, q := range found {
			if q.Start < end || q.End <= q.Start || q.End > len(s) {
				t.Fatalf("Find(%q): span %d-%d after %d", s, q.Start, q.End, end)
			}
			end = q.End
			if !(q.Low <= q.High) || math.IsInf(q.Low, 1) {
				t.Fatalf("Find(%q): interval [%v, %v]", s, q.Low, q.High)
			}
			if q.Disjoint(q) {
				t.Fatalf("Find(%q): %+v is disjoint from itself", s, q)
			}
		}
		for i := 1; i < len(found) && i < 20; i++ {
			if found[0].Disjoint(found[i]) != found[i].Disjoint(found[0]) {
				t.Fatalf("Find(%q): Disjoint is not symmetric for 0 and %d", s, i)
			}
		}
	})
}

// TestUnitRoundTrips holds pairs that print one value in two units.
func TestUnitRoundTrips(t *testing.T) {
	for _, pair := range [][2]string{
		{"150 mph", "240 km/h"},
		{"9 miles", "14 kilometres"},
		{"820 feet", "250 metres"},
		{"70F", "21C"},
		{"90 minutes", "an hour and a half"},
		{"48 hours", "two days"},
		{"1,200 million euros", "1.2bn euros"},
		{"50 basis points", "half a percentage point"},
		{"a third of voters", "33 percent of voters"},
		{"half of voters", "49.5% of voters"},
		{"3,000 acres", "1,200 hectares"},
		{"two tonnes", "2,000 kilograms"},
		{"five dozen eggs", "60 eggs"},
		{"20 knots", "23 mph"},
		{"12 members", "a 12-member jury"},
		{"half an hour", "30 minutes"},
		{"two and a half million people", "2.5m people"},
		{"$20m", "20 million dollars"},
		{"Rs 4 crore", "40 million rupees"},
	} {
		t.Run(pair[0], func(t *testing.T) {
			a, b := single(t, pair[0]), single(t, pair[1])
			if !a.Comparable(b) || a.Disjoint(b) {
				t.Errorf("%q %+v and %q %+v are not one value", pair[0], a, pair[1], b)
			}
		})
	}
}

func TestDisjoint(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"50 minutes", "about 30 minutes", true},
		{"12 people", "25 people", true},
		{"at least 40 people", "31 people", true},
		{"at least 40 people", "52 people", false},
		{"roughly 300 homes", "287 homes", false},
		{"50-minute", "an hour-long", false},
		{"three hours", "nearly six hours", true},
		{"dozens of people", "40 people", false},
		{"dozens of people", "140 people", true},
		{"1,000 people", "1,012 people", false},
		{"nine people", "ten people", true},
		{"$3.4 million", "€9 million", false},
		{"3 percent", "3 percentage points", false},
		{"40 crowns a day", "90 crowns a week", false},
		{"magnitude 6.8", "7.4-magnitude", true},
		{"251-200", "260-200", true},
		{"251 votes to 200", "260-200", true},
		{"251 votes to 200", "251-200", false},
		{"flight 212", "flight 215", false},
		{"no civilians", "three civilians", true},
	}
	for _, tt := range tests {
		t.Run(tt.a+" and "+tt.b, func(t *testing.T) {
			a, b := single(t, tt.a), single(t, tt.b)
			if got := a.Disjoint(b); got != tt.want {
				t.Errorf("%q Disjoint %q = %v, want %v (%+v, %+v)", tt.a, tt.b, got, tt.want, a, b)
			}
		})
	}
}

func single(t *testing.T, in string) measure.Quantity {
	t.Helper()
	got := measure.Find(in)
	if len(got) != 1 {
		t.Fatalf("Find(%q) = %+v, want one quantity", in, got)
	}
	return got[0]
}
