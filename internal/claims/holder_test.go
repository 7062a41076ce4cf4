package claims_test

import "testing"

// Two outlets that quote the Kremlin and Moscow quote one holder. Somebody from
// Russia is another.
func TestMoscowTheKremlinAndRussiaAreOneHolder(t *testing.T) {
	for _, row := range []struct {
		guard, one, other string
		same              bool
	}{
		{"a seat is its country", "The talks had ended, the Kremlin said.", "Moscow said the talks had ended.", true},
		{"a country is itself", "The talks had ended, the Kremlin said.", "According to Russia the talks had ended.", true},
		{"two countries are two", "According to North Korea the talks had ended.", "According to South Korea the talks had ended.", false},
		{"its people are not the country", "Moscow said the talks had ended.", "The talks had ended, a Russian said.", false},
		{"who is from it is not it", "According to Russia the talks had ended.", "The talks had ended, a driver from Russia said.", false},
		{"who is of it is not it", "According to Russia the talks had ended.", "The talks had ended, Ilya Orlov of Russia said.", false},
		{"who is in it is not it", "Moscow said the talks had ended.", "The talks had ended, a witness in Moscow said.", false},
		{"a surname still joins", "The talks had ended, chief officer Ilya Orlov said.", "The talks had ended, Mr Orlov said.", true},
	} {
		t.Run(row.guard, func(t *testing.T) {
			r := read(t, row.one, row.other)
			a, b := r.Claims[0].Holder, r.Claims[1].Holder
			if a.Key == "" || b.Key == "" {
				t.Fatalf("holders %q and %q: one is not found", a, b)
			}
			if a.Same(b) != row.same || b.Same(a) != row.same {
				t.Errorf("%q and %q: one holder is %v, want %v", a.Name, b.Name, !row.same, row.same)
			}
		})
	}
}
