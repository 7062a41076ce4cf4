package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Span is a half-open range of bytes.
type Span struct{ Start, End int }

// Sentences returns the sentences of s in order, without surrounding space.
// Empty ones are left out.
func Sentences(s string) []Span {
	var out []Span
	for _, line := range lines(s) {
		out = append(out, splitLine(s, line)...)
	}
	return out
}

// lines returns the paragraphs of s. A line feed parts two of them, except
// where a text was wrapped by hand: the line stops in mid-sentence and the
// next begins in lower case.
func lines(s string) []Span {
	var out []Span
	start := 0
	for i := 0; i <= len(s); i++ {
		if i < len(s) && s[i] != '\n' {
			continue
		}
		if i < len(s) && wrapped(s[start:i], s[i+1:]) {
			continue
		}
		if sp := trim(s, Span{start, i}); sp.End > sp.Start {
			out = append(out, sp)
		}
		start = i + 1
	}
	return out
}

func wrapped(line, rest string) bool {
	line = strings.TrimRight(line, " \t\r")
	if line == "" || strings.HasSuffix(line, "\n") {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(line)
	first, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsLower(first) && (unicode.IsLetter(last) || unicode.IsDigit(last) || last == ',')
}

func trim(s string, sp Span) Span {
	for sp.Start < sp.End {
		r, n := utf8.DecodeRuneInString(s[sp.Start:sp.End])
		if !unicode.IsSpace(r) {
			break
		}
		sp.Start += n
	}
	for sp.Start < sp.End {
		r, n := utf8.DecodeLastRuneInString(s[sp.Start:sp.End])
		if !unicode.IsSpace(r) {
			break
		}
		sp.End -= n
	}
	return sp
}

// splitLine cuts one paragraph into sentences.
func splitLine(s string, line Span) []Span {
	var out []Span
	start := line.Start
	for i := line.Start; i < line.End; {
		r, n := utf8.DecodeRuneInString(s[i:line.End])
		if !terminal(r) {
			i += n
			continue
		}
		end := closeAfter(s, i, line.End)
		if end < line.End && ends(s[start:line.End], i-start, end-start) {
			if sp := trim(s, Span{start, end}); sp.End > sp.Start {
				out = append(out, sp)
			}
			start = end
		}
		i = end
	}
	if sp := trim(s, Span{start, line.End}); sp.End > sp.Start {
		out = append(out, sp)
	}
	return out
}

func terminal(r rune) bool { return r == '.' || r == '!' || r == '?' || r == '…' }

// closeAfter returns the end of a run of full stops with the quotation marks
// and brackets that close after it.
func closeAfter(s string, i, end int) int {
	for i < end {
		r, n := utf8.DecodeRuneInString(s[i:end])
		if !terminal(r) {
			break
		}
		i += n
	}
	for i < end {
		r, n := utf8.DecodeRuneInString(s[i:end])
		if !strings.ContainsRune("\"'”’»)]", r) {
			break
		}
		// An opening quotation mark stands before a letter.
		if next, _ := utf8.DecodeRuneInString(s[i+n:]); (r == '"' || r == '\'' || r == '’') && i+n < end && (unicode.IsLetter(next) || unicode.IsDigit(next)) {
			break
		}
		i += n
	}
	return i
}

// ends decides whether the full stop at byte stop of s ends a sentence that
// would go on at byte end.
func ends(s string, stop, end int) bool {
	rest := strings.TrimLeft(s[end:], " \t\u00a0")
	if len(rest) == len(s[end:]) && rest != "" {
		return false // no space: a decimal, an address, "U.S."
	}
	next := nextWord(rest)
	if next == "" {
		return true
	}
	first, _ := utf8.DecodeRuneInString(next)
	if unicode.IsLower(first) {
		return false
	}
	if s[stop] != '.' || end-stop > 1 {
		return true // "!", "?", "…", or a stop with a quotation mark after it
	}
	word := lastWord(s[:stop])
	lower := strings.ToLower(word)
	switch {
	case neverEnds(lower):
		return false
	case lower == "no" || lower == "nos":
		return !unicode.IsDigit(first) || word == lower
	case mayEnd(lower), initial(word):
		return starters[strings.ToLower(next)] || opensQuote(rest)
	case clockMark(lower):
		return !afterClock[strings.ToLower(next)] && !unicode.IsDigit(first)
	}
	return true
}

func opensQuote(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return strings.ContainsRune("\"“‘«", r)
}

// nextWord is the first word of s, without opening marks.
func nextWord(s string) string {
	s = strings.TrimLeft(s, "\"'“‘«([—–-•* \t")
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’' })
	if end < 0 {
		return s
	}
	return s[:end]
}

// lastWord is the word that ends s, with the full stops inside it.
func lastWord(s string) string {
	i := strings.LastIndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '.' && !unicode.IsDigit(r) })
	if i < 0 {
		return s
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return s[i+n:]
}

func initial(word string) bool {
	if i := strings.LastIndexByte(word, '.'); i >= 0 {
		word = word[i+1:]
	}
	r, n := utf8.DecodeRuneInString(word)
	return n > 0 && n == len(word) && unicode.IsUpper(r)
}
