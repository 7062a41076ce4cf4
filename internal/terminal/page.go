package terminal

import (
	"strings"
	"time"

	"counterpoint/internal/news"
)

// page collects the printed lines.
type page struct {
	out    strings.Builder
	width  int
	color  bool
	zone   *time.Location
	digest news.Digest
	day    string // the digest's own day; times on it are printed without a date
	model  bool   // whether a sentence was marked as worded by a model
}

// style is the weight and colour of a piece of text.
type style string

// The styles, as parameters of the escape sequence "select graphic rendition".
const (
	normal style = ""
	bold   style = "1"
	faint  style = "2"
	green  style = "1;32"
	yellow style = "1;33"
	blue   style = "1;36"
)

func (p *page) styled(s style, text string) string {
	if !p.color || s == normal || strings.TrimSpace(text) == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

func (p *page) blank() { p.out.WriteByte('\n') }

func (p *page) line(text string) { p.out.WriteString(text + "\n") }

// flow prints a text over the whole width, hanging in from its second line.
func (p *page) flow(indent, hang int, s style, text string) {
	p.row(indent, cell{text: text, width: p.width - indent, hang: hang, style: s})
}

// cell is one column of a row.
type cell struct {
	text  string
	width int
	hang  int
	style style
	right bool // set to the right of its column
}

const gap = 2

// row prints cells side by side, each wrapped within its column.
func (p *page) row(indent int, cells ...cell) {
	var wrapped [][]string
	height := 1
	for _, c := range cells {
		lines := wrap(c.text, c.width, c.hang)
		wrapped = append(wrapped, lines)
		height = max(height, len(lines))
	}
	for i := range height {
		var line strings.Builder
		space := indent
		for j, c := range cells {
			text := ""
			if i < len(wrapped[j]) {
				text = wrapped[j][i]
			}
			n := columnsOf(text)
			if c.right {
				space += c.width - n
			}
			if n > 0 {
				line.WriteString(strings.Repeat(" ", space) + p.styled(c.style, text))
				space = 0
			}
			if !c.right {
				space += c.width - n
			}
			space += gap
		}
		p.line(line.String())
	}
}

// widestOf is the number of columns of the widest text, within limits.
func widestOf(texts []string, low, high int) int {
	n := low
	for _, t := range texts {
		n = max(n, columnsOf(t))
	}
	return min(n, high)
}
