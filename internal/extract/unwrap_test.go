package extract

import (
	"strings"
	"testing"
)

func TestUnwrap(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"broken at a width":    {"The river rose for three days before\nFriday and took the bridge with it.\nNobody was hurt.", "The river rose for three days before Friday and took the bridge with it.\nNobody was hurt."},
		"a list keeps its own": {"Sport\nWeather\nThe river rose for three days and took the bridge.", "Sport\nWeather\nThe river rose for three days and took the bridge."},
		"long lines":           {strings.Repeat("long ", 30) + "line\nNext", strings.Repeat("long ", 30) + "line\nNext"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(unwrap(strings.Split(c.in, "\n")), "\n"); got != c.want {
				t.Errorf("unwrap: got %q, want %q", got, c.want)
			}
		})
	}
}
