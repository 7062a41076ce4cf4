package edition_test

import (
	"strconv"
	"strings"
	"testing"
)

// A text that was wrapped at another width is the same text.
func TestRewrappedLinesChangeNothing(t *testing.T) {
	for _, width := range []int{72, 40} {
		t.Run(strconv.Itoa(width), func(t *testing.T) {
			rows := ferry(t)
			for i := range rows {
				rows[i].Text = wrap(rows[i].Text, width)
			}
			same(t, build(t, ferry(t)), build(t, rows))
		})
	}
}

// wrap breaks each line of a text at the width.
func wrap(text string, width int) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		var short string
		for w := range strings.FieldsSeq(line) {
			if short != "" && len(short)+1+len(w) > width {
				out = append(out, short)
				short = ""
			}
			short = strings.TrimSpace(short + " " + w)
		}
		out = append(out, short)
	}
	return strings.Join(out, "\n")
}
