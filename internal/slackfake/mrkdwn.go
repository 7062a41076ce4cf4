package slackfake

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mrkdwn reads Slack's markup: *bold* _italic_ ~strike~ `code` ```code```
// <url|label> and > at the head of a line, with &amp; &lt; &gt; for the
// characters that would be markup.
func mrkdwn(text string) []paragraph {
	var paragraphs []paragraph
	for i, part := range strings.Split(text, "```") {
		if i%2 == 1 {
			paragraphs = append(paragraphs, paragraph{Pre: true, Runs: []inline{{Text: unescape(strings.Trim(part, "\n"))}}})
			continue
		}
		if i > 0 {
			part = strings.TrimLeft(part, " \n")
		}
		paragraphs = append(paragraphs, lines(part)...)
	}
	return paragraphs
}

// lines parts a text into quotations and the rest.
func lines(text string) []paragraph {
	var paragraphs []paragraph
	if text == "" {
		return nil
	}
	for line := range strings.SplitSeq(text, "\n") {
		quote := false
		for _, mark := range []string{">", "&gt;"} {
			if rest, ok := strings.CutPrefix(line, mark); ok {
				quote, line = true, strings.TrimPrefix(rest, " ")
				break
			}
		}
		runs := spans(line, inline{})
		if n := len(paragraphs); n > 0 && paragraphs[n-1].Quote == quote {
			last := &paragraphs[n-1]
			last.Runs = append(append(last.Runs, inline{Text: "\n"}), runs...)
			continue
		}
		paragraphs = append(paragraphs, paragraph{Quote: quote, Runs: runs})
	}
	return paragraphs
}

// spans reads the markup within a line; style is that of what is around it.
func spans(s string, style inline) []inline {
	var runs []inline
	start := 0
	flush := func(end int) {
		if end > start {
			run := style
			run.Text = emojis(unescape(s[start:end]))
			runs = append(runs, run)
		}
	}
	for i := 0; i < len(s); i++ {
		length := 0
		var inner []inline
		switch s[i] {
		case '<':
			if end := strings.IndexByte(s[i:], '>'); end > 0 {
				length, inner = end+1, []inline{angle(s[i+1:i+end], style)}
			}
		case '`':
			if end := strings.IndexByte(s[i+1:], '`'); end > 0 {
				run := style
				run.Text, run.Code = unescape(s[i+1:i+1+end]), true
				length, inner = end+2, []inline{run}
			}
		case '*', '_', '~':
			if end := closing(s, i); end > 0 {
				length, inner = end-i+1, spans(s[i+1:end], styled(style, s[i]))
			}
		}
		if length > 0 {
			flush(i)
			runs = append(runs, inner...)
			start = i + length
			i = start - 1
		}
	}
	flush(len(s))
	return runs
}

func styled(style inline, mark byte) inline {
	switch mark {
	case '*':
		style.Bold = true
	case '_':
		style.Italic = true
	default:
		style.Strike = true
	}
	return style
}

// closing finds the end of a span that begins at s[at], or 0. A mark within a
// word is text.
func closing(s string, at int) int {
	before, _ := utf8.DecodeLastRuneInString(s[:at])
	after, _ := utf8.DecodeRuneInString(s[at+1:])
	if at > 0 && isWord(before) || unicode.IsSpace(after) {
		return 0
	}
	for i := at + 2; i < len(s); i++ {
		if s[i] != s[at] {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, size := utf8.DecodeRuneInString(s[i+1:])
		if !unicode.IsSpace(before) && (size == 0 || !isWord(after)) {
			return i
		}
	}
	return 0
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// angle reads what stands between < and >: a link, a mention or a date.
func angle(s string, style inline) inline {
	target, label, labelled := strings.Cut(s, "|")
	run := style
	switch {
	case strings.HasPrefix(target, "!date^"):
		run.Text = unescape(label)
	case strings.HasPrefix(target, "@"), strings.HasPrefix(target, "#"), strings.HasPrefix(target, "!"):
		run.Mention = true
		run.Text = strings.Replace(target, "!", "@", 1)
		if labelled {
			run.Text = run.Text[:1] + strings.TrimLeft(unescape(label), "@#")
		}
	default:
		run.Href, run.Text = safeURL(unescape(target)), emojis(unescape(label))
		if !labelled || label == "" {
			run.Text = unescape(target)
		}
	}
	return run
}

func unescape(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}
