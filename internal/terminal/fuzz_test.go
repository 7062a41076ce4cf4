package terminal

import (
	"bytes"
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"counterpoint/internal/news"
	"counterpoint/internal/news/newstest"
)

func printed(t *testing.T, d news.Digest, opts Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Render(&b, d, opts); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var (
	colour = regexp.MustCompile("\x1b\\[(0|1|2|1;32|1;33|1;36)m")
	unique = regexp.MustCompile(`question[0-9]+q`)
)

func FuzzRender(f *testing.F) {
	for seed := range uint64(60) {
		f.Add(seed, uint8(seed%9), uint8(70+seed%40))
	}
	f.Add(uint64(7), uint8(200), uint8(92))
	f.Fuzz(func(t *testing.T, seed uint64, stories, width uint8) {
		d := newstest.Random(seed, int(stories))
		plain := printed(t, d, Options{Width: int(width)})
		for line := range strings.SplitSeq(plain, "\n") {
			if n := columnsOf(line); n > columns(int(width)) {
				t.Errorf("line of %d columns, want at most %d: %q", n, columns(int(width)), line)
			}
			if i := strings.IndexFunc(line, steers); i >= 0 {
				t.Errorf("%q can steer a terminal, at byte %d", line, i)
			}
			if strings.TrimRight(line, " ") != line {
				t.Errorf("%q ends in a space", line)
			}
		}
		if got := colour.ReplaceAllString(printed(t, d, Options{Width: int(width), Color: true}), ""); got != plain {
			t.Error("colour changes more than colour")
		}
		for _, b := range d.Stories {
			for _, dispute := range b.Disputed {
				if word := unique.FindString(dispute.Question); !strings.Contains(plain, word) {
					t.Errorf("dispute %q is not printed", word)
				}
			}
		}
	})
}

// steers reports whether a terminal may take a character for a command, or
// turn the writing by it.
func steers(r rune) bool {
	const nonJoiner = '\u200c'
	return unicode.IsControl(r) || (unicode.Is(unicode.Cf, r) && r != joiner && r != nonJoiner)
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestRenderTellsThatWritingFailed(t *testing.T) {
	if err := Render(full{}, news.Digest{}, Options{}); err == nil {
		t.Error("Render to a full disk gives no error")
	}
}
