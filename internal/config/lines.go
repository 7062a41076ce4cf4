package config

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"counterpoint/internal/news"
)

// lines finds the bytes of a file by the lines and columns that tokens have,
// which count characters of a text with line ends of one kind.
type lines struct {
	raw    []byte
	starts []int // of each line, and the end of the file
	end    string
}

func newLines(raw []byte) lines {
	l := lines{raw: raw, end: "\n"}
	at := 0
	if bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")) {
		at = 3
	}
	l.starts = []int{at}
	for at < len(raw) {
		n := bytes.IndexAny(raw[at:], "\r\n")
		if n < 0 {
			break
		}
		at += n + 1
		if raw[at-1] == '\r' && at < len(raw) && raw[at] == '\n' {
			at++
		}
		if len(l.starts) == 1 {
			l.end = string(raw[bytes.IndexAny(raw, "\r\n"):at])
		}
		l.starts = append(l.starts, at)
	}
	l.starts = append(l.starts, len(raw))
	return l
}

// after inserts feeds after a line, under a line of their own where there is one.
func (l lines) after(line int, indent, head string, add []news.Source) (int, string, error) {
	if line < 1 || line >= len(l.starts) {
		return 0, "", errByHand
	}
	at := l.starts[line]
	text := block(indent, l.end, add)
	if head != "" {
		text = head + l.end + text
	}
	if at > 0 && l.raw[at-1] != '\n' && l.raw[at-1] != '\r' { // the file ends without a line end
		text = l.end + strings.TrimSuffix(text, l.end)
	}
	return at, text, nil
}

// inFlow inserts feeds before the bracket that ends a list.
func (l lines) inFlow(seq *ast.SequenceNode, add []news.Source) (int, string, error) {
	if seq.End == nil || seq.End.Position.Line >= len(l.starts) {
		return 0, "", errByHand
	}
	at := l.starts[seq.End.Position.Line-1]
	for range seq.End.Position.Column - 1 {
		_, n := utf8.DecodeRune(l.raw[at:])
		at += n
	}
	if at >= len(l.raw) || l.raw[at] != ']' {
		return 0, "", errByHand
	}
	last := seq.End.Prev
	for last != nil && last.Type == token.CommentType {
		last = last.Prev
	}
	text := flow(add)
	if len(seq.Values) > 0 && last != nil && last.Type != token.CollectEntryType {
		text = ", " + text
	}
	return at, text, nil
}
