package extract

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

// sureCharset is the confidence, of 100, from which a guessed charset is taken.
const sureCharset = 25

// decode gives raw as UTF-8. Bytes that are UTF-8 throughout are taken as such
// whatever the page declares, for no other charset's prose reads as UTF-8 by
// chance. Otherwise the page's declaration holds, then a guess from the bytes.
func decode(raw []byte) (string, error) {
	if enc := byOrderMark(raw); enc != nil {
		return decodeWith(enc, raw)
	}
	if utf8.Valid(raw) && bytes.Count(raw, []byte{0}) <= len(raw)/64 {
		return string(raw), nil
	}
	if enc := wideWithoutMark(raw); enc != nil {
		return decodeWith(enc, raw)
	}
	if binary(raw) {
		return "", ErrCharset
	}
	enc, name, _ := charset.DetermineEncoding(raw, "")
	declared := declares(raw, name)
	switch {
	case name == "utf-8" && mostlyUTF8(raw):
		return strings.ToValidUTF8(string(raw), "\uFFFD"), nil
	case name == "replacement":
		return "", ErrCharset
	case declared && name != "utf-8":
		return decodeWith(enc, raw)
	case mostlyUTF8(raw):
		return strings.ToValidUTF8(string(raw), "\uFFFD"), nil
	}
	return decodeGuessed(raw)
}

// declares reports whether the page's head names a charset, rather than
// DetermineEncoding having fallen back on one.
func declares(raw []byte, name string) bool {
	if name != "windows-1252" {
		return true
	}
	return bytes.Contains(bytes.ToLower(raw[:min(len(raw), 2048)]), []byte("charset"))
}

func decodeGuessed(raw []byte) (string, error) {
	found, err := chardet.NewHtmlDetector().DetectBest(raw[:min(len(raw), 1<<16)])
	if err != nil || found.Confidence < sureCharset {
		return "", ErrCharset
	}
	enc, _ := charset.Lookup(found.Charset)
	if enc == nil {
		return "", ErrCharset
	}
	return decodeWith(enc, raw)
}

func decodeWith(enc encoding.Encoding, raw []byte) (string, error) {
	out, err := enc.NewDecoder().Bytes(raw)
	if err != nil {
		return "", ErrCharset
	}
	return strings.ToValidUTF8(string(out), "\uFFFD"), nil
}

func byOrderMark(raw []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(raw, []byte{0xEF, 0xBB, 0xBF}):
		return unicode.UTF8BOM
	case bytes.HasPrefix(raw, []byte{0xFE, 0xFF}):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	}
	return nil
}

// wideWithoutMark knows UTF-16 by the zeros in every other byte of its markup.
func wideWithoutMark(raw []byte) encoding.Encoding {
	head := raw[:min(len(raw), 4096)]
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch half := len(head) / 2; {
	case half < 8:
		return nil
	case zeros[0] > half*6/10 && zeros[1] < half/10:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case zeros[1] > half*6/10 && zeros[0] < half/10:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	}
	return nil
}

// binary reports whether raw is no text at all: more than one byte in a
// hundred is a control that no text has. ESC is left out for ISO-2022-JP.
func binary(raw []byte) bool {
	head := raw[:min(len(raw), 1<<16)]
	n := 0
	for _, b := range head {
		if b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1B {
			n++
		}
	}
	return n > len(head)/100
}

// mostlyUTF8 reports whether most of what is beyond ASCII reads as UTF-8, which
// other charsets' text does only by rare chance.
func mostlyUTF8(raw []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		i += n
	}
	return good > 2*bad
}
