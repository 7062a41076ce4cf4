package compare

import (
	"testing"

	"counterpoint/internal/claims"
)

func TestPlainDenials(t *testing.T) {
	for _, tt := range []struct {
		name, a, b string
		want       bool
	}{
		{"in the very words", "The ministers also discussed lifting the ban on grain exports.", "A spokesman said the ministers did not discuss the question of lifting the ban.", true},
		{"the subject before the verb", "The pumps in the north tunnel started at five in the morning.", "The pumps in that tunnel never started, the foreman said.", true},
		{"another subject", "The ministers discussed the harvest, the floods and the new bridge.", "A spokesman said the ministers did not discuss the question of lifting the ban.", false},
		{"both say no", "The pumps in the tunnel never started.", "The pumps in the north tunnel did not start, she said.", false},
		{"a plan", "The pumps in the north tunnel would start two minutes after an alarm.", "The pumps in that tunnel never started.", false},
		{"words of two clauses", "The ban was lifted, and the ministers discussed the harvest.", "The ministers did not lift the question of the harvest.", false},
		{"one word in common", "The pumps started after the alarm.", "The engine of the lorry never started.", false},
		{"not of the verb", "The pumps in the north tunnel started after the alarm.", "Without the pumps in that tunnel starting, nobody is safe.", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := voices(tt.a, tt.b)
			x := loadGate().comparer(s, claims.Read(s), new([]Features))
			if got := x.contradicts(0, 1); got != tt.want {
				for _, c := range x.r.Claims {
					t.Log(c.Text, c.Marks, c.Cues, c.Words)
				}
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
}
