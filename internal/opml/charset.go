package opml

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

var declared = regexp.MustCompile(`^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']`)

// decode makes UTF-8 of a file: by its byte order mark, else as it is where it
// is valid UTF-8, else as it declares, else as Windows-1252. Control
// characters, which XML forbids, become spaces.
func decode(raw []byte) (string, error) {
	enc, err := encodingOf(raw)
	if err != nil {
		return "", err
	}
	text, _, err := transform.Bytes(enc.NewDecoder(), raw)
	if err != nil {
		return "", fmt.Errorf("its text cannot be read: %w", err)
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\uFFFE' || r == '\uFFFF' {
			return ' '
		}
		return r
	}, string(text)), nil
}

func encodingOf(raw []byte) (encoding.Encoding, error) {
	if bytes.HasPrefix(raw, []byte("\xfe\xff")) || bytes.HasPrefix(raw, []byte("\xff\xfe")) {
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), nil
	}
	if utf8.Valid(raw) {
		return unicode.UTF8, nil
	}
	m := declared.FindSubmatch(raw)
	if m == nil {
		return charmap.Windows1252, nil
	}
	enc, name := charset.Lookup(string(m[1]))
	switch {
	case enc == nil || name == "replacement":
		return nil, fmt.Errorf("its charset %s is unknown: export it as UTF-8", m[1])
	case name == "utf-8" || strings.HasPrefix(name, "utf-16"): // it is not, or this could not be read
		return charmap.Windows1252, nil
	}
	return enc, nil
}
