package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean gives s as one line: white space runs become one space, control
// characters and characters without width are dropped, bytes that are not
// UTF-8 become U+FFFD. Nothing else is changed.
func clean(s string) string {
	if s == "" {
		return s
	}
	if s[0] <= ' ' || s[len(s)-1] <= ' ' {
		s = strings.Trim(s, blanks)
	}
	if tidy(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
		case invisible(r):
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(r) // a byte that is no UTF-8 is ranged over as U+FFFD
		}
	}
	return b.String()
}

// blanks is the white space of ASCII, as \s has it in a pattern.
const blanks = "\t\n\f\r "

// tidy reports whether a text without white space at its ends is as clean
// would give it, of which most texts are.
func tidy(s string) bool {
	for i := 0; i < len(s); {
		if c := s[i]; c >= ' ' && c < 0x7f {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError || unicode.IsSpace(r) || invisible(r) {
			return false
		}
		i += n
	}
	return !strings.Contains(s, "  ")
}

// begins reports whether s, but for brackets and white space, begins with one
// of the stems: three letters each, in lower case, parted by spaces. Where it
// does not, a pattern without case that begins with one of them cannot match.
// To such a pattern ſ is an s, and there is no k in a stem.
func begins(s, stems string) bool {
	if s != "" && !alphanumeric[s[0]] {
		s = strings.TrimLeft(s, "[("+blanks)
	}
	if len(s) < 3 {
		return false
	}
	var low [3]byte
	for i := range low {
		c := s[i]
		if c == "ſ"[0] {
			return true
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		low[i] = c
	}
	return strings.Contains(stems, string(low[:]))
}

// invisible reports whether r is drawn as nothing: controls, and format
// characters such as zero-width spaces, direction marks and tags. The few
// format characters that are drawn (Arabic number signs) are not among them.
func invisible(r rune) bool {
	if unicode.IsControl(r) {
		return true
	}
	return unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

// words splits s into lower-case runs of letters and digits.
func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}

func wordCount(s string) (n int) {
	for range strings.FieldsSeq(s) {
		n++
	}
	return n
}

// lowered gives s in lower case, with straight quotation marks and hyphens for
// dashes.
func lowered(s string) string {
	var b strings.Builder
	from := 0 // what is written ends here
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf && c != '`' && (c < 'A' || c > 'Z') {
			i++
			continue
		}
		if b.Cap() == 0 {
			b.Grow(len(s))
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		b.WriteString(s[from:i])
		b.WriteRune(loweredRune(r))
		i += n
		from = i
	}
	if from == 0 {
		return s
	}
	b.WriteString(s[from:])
	return b.String()
}

func loweredRune(r rune) rune {
	switch r {
	case '’', '‘', 'ʼ', '`':
		return '\''
	case '“', '”', '„', '«', '»':
		return '"'
	case '–', '—', '‑':
		return '-'
	}
	return unicode.ToLower(r)
}

// fold gives s for comparing with a phrase: as lowered does, without
// punctuation at the ends.
func fold(s string) string {
	return strings.TrimFunc(lowered(s), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("[](){}|.:;,!?•·-*>»…\"'", r)
	})
}

// ended reports whether s ends as a sentence does: a full stop, a question or
// exclamation mark or an ellipsis, with quotation marks and brackets behind it.
func ended(s string) bool {
	s = strings.TrimRight(s, "\"'”’»“‘)]} ")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…。！？।؟", r) && s != ""
}
