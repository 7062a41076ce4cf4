package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Repair undoes mojibake: UTF-8 that was once read as a Windows code page
// ("â€™", "โ€”"). Only sequences that are valid UTF-8 when read back, and give
// punctuation or a Latin letter, are changed; other text comes back as it is.
// The result's offsets are not those of s.
func Repair(s string) string {
	if !suspicious(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r >= 0x80 {
			if fixed, m := readBack(s[i:]); m > 0 {
				b.WriteRune(fixed)
				i += m
				continue
			}
		}
		b.WriteString(s[i : i+n])
		i += n
	}
	return b.String()
}

// suspicious reports whether two non-ASCII characters stand side by side.
func suspicious(s string) bool {
	for i := 0; i+2 < len(s); i++ {
		if s[i] >= 0xC2 {
			_, n := utf8.DecodeRuneInString(s[i:])
			if i+n < len(s) && s[i+n] >= 0xC2 {
				return true
			}
		}
	}
	return false
}

// readBack reads the beginning of s as bytes of a code page and those as
// UTF-8. It returns the character and the bytes of s that it took, or 0, 0.
func readBack(s string) (rune, int) {
	for _, page := range []*charmap.Charmap{charmap.Windows1252, charmap.Windows874, charmap.Windows1251, charmap.Windows1250} {
		var raw [4]byte
		got, taken, want := 0, 0, 0
		for taken < len(s) && got < 4 {
			r, n := utf8.DecodeRuneInString(s[taken:])
			c, ok := encode(page, r)
			if !ok {
				break
			}
			if got == 0 {
				if want = sequenceLength(c); want == 0 {
					break
				}
			}
			raw[got], got, taken = c, got+1, taken+n
			if got == want {
				break
			}
		}
		if want == 0 || got != want {
			continue
		}
		r, n := utf8.DecodeRune(raw[:got])
		if r != utf8.RuneError && n == got && plausible(r, page) {
			return r, taken
		}
	}
	return 0, 0
}

// encode gives the byte of r in a code page. The five bytes that Windows-1252
// leaves open are read as Latin-1, as browsers do.
func encode(page *charmap.Charmap, r rune) (byte, bool) {
	if c, ok := page.EncodeRune(r); ok {
		return c, true
	}
	if r >= 0x80 && r <= 0x9f {
		return byte(r), true
	}
	return 0, false
}

func sequenceLength(lead byte) int {
	switch {
	case lead >= 0xC2 && lead <= 0xDF:
		return 2
	case lead >= 0xE1 && lead <= 0xEF:
		return 3
	}
	return 0
}

// plausible keeps letters to Windows-1252, where a pair such as "Ã©" is no
// word; in Cyrillic and Thai pages only punctuation is sure.
func plausible(r rune, page *charmap.Charmap) bool {
	if r >= 0x2010 && r <= 0x2044 || r == 0x20AC {
		return true
	}
	return page == charmap.Windows1252 && (r >= 0xA0 && r <= 0x17F) && (unicode.IsLetter(r) || unicode.IsPunct(r) || unicode.IsSymbol(r) || unicode.IsSpace(r))
}
