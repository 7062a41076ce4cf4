package extract

import (
	"strings"
	"unicode/utf8"
)

// A text whose longest line has more characters was not wrapped by hand.
const widestWrap = 100

// unwrap joins the lines of a text that was broken at a fixed width. A break
// was made for width where the next line's first word would not have fitted;
// any other break is the text's own.
func unwrap(rows []string) []string {
	width := 0
	for _, r := range rows {
		width = max(width, utf8.RuneCountInString(r))
	}
	if width > widestWrap {
		return rows
	}
	var out []string
	last := 0 // characters in the physical line above
	for _, r := range rows {
		n := len(out)
		if n > 0 && broken(out[n-1], last, r, width) {
			out[n-1] += " " + strings.TrimLeft(r, " ")
		} else {
			out = append(out, r)
		}
		last = utf8.RuneCountInString(r)
	}
	return out
}

// broken tells whether next goes on what above says: the line above, of so
// many characters, had no room for its first word, and no sentence ends there.
func broken(above string, last int, next string, width int) bool {
	word, _, _ := strings.Cut(strings.TrimSpace(next), " ")
	if strings.TrimSpace(above) == "" || word == "" || strings.HasSuffix(above, ".") {
		return false
	}
	return last+1+utf8.RuneCountInString(word) > width
}
