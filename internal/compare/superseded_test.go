package compare

import (
	"testing"

	"counterpoint/internal/claims"
)

// The trap "last year's event recalled as background": an old toll is no
// earlier state of today's.
func TestRecalls(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		{"In 2019 four workers were killed in Port Maddern when a quay crane toppled over.", true},
		{"On 3 March 2021 a fire in the same hall hurt nine traders.", true},
		{"Four workers were killed on Tuesday when the roof of the hall came down.", false},
		{"On Tuesday four workers were killed when the roof of the hall came down.", false},
		{"Four workers are missing in the hall, which was built in 1874.", false},
	} {
		if got := recalls(claims.Read(voices(c.text)).Claims[0]); got != c.want {
			t.Errorf("%q: %v, want %v", c.text, got, c.want)
		}
	}
}
