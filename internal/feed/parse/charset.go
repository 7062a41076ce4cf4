package parse

import (
	"bytes"
	"mime"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// decode gives raw as UTF-8 without the characters that XML forbids, and tells
// where the bytes are not what they were declared to be. Bytes that read as
// UTF-8 throughout are UTF-8 whatever is declared: no other charset's prose
// does by chance. Otherwise the declarations hold as far as they fit, the
// document's before the server's, which is oftener a default; then a guess.
func decode(raw []byte, contentType string) (text, note string) {
	if enc, skip := wide(raw); enc != nil {
		return clean(decodeWith(enc, raw[skip:])), ""
	}
	raw = bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))
	named := declared(raw, contentType)
	if utf8.Valid(raw) && !escapes(raw, named) {
		if len(named) > 0 && named[0] != "utf-8" && !ascii(raw) {
			note = "declared " + named[0] + ", is utf-8"
		}
		return clean(string(raw)), note
	}
	name, text := choose(raw, named)
	switch {
	case len(named) == 0:
		note = "no charset declared, read as " + name
	case named[0] != name:
		note = "declared " + named[0] + ", is " + name
	}
	return clean(text), note
}

// choose is the charset that fits bytes that are not UTF-8.
func choose(raw []byte, named []string) (name, text string) {
	if good, bad := sequences(raw); 2*good > bad {
		return "utf-8 with errors", repair(raw)
	}
	for _, name := range named {
		enc, _ := charset.Lookup(name)
		if enc == nil || name == "utf-8" || name == "windows-1252" && foreign(raw) {
			continue
		}
		if text := decodeWith(enc, raw); strings.Count(text, "\uFFFD") <= len(text)/1000 {
			return name, text
		}
	}
	if name := guess(raw); name != "" {
		enc, _ := charset.Lookup(name)
		return name, decodeWith(enc, raw)
	}
	return "windows-1252", decodeWith(charmap.Windows1252, raw)
}

// declared is the charsets that the document and the server name, in the
// names of the WHATWG: ISO-8859-1 is windows-1252.
func declared(raw []byte, contentType string) []string {
	var labels []string
	head := raw[:min(len(raw), 1024)]
	if i := bytes.Index(head, []byte("<?xml")); i >= 0 {
		decl, _, _ := bytes.Cut(head[i:], []byte("?>"))
		labels = append(labels, attribute(string(decl), "encoding"))
	}
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		labels = append(labels, params["charset"])
	}
	var names []string
	for _, label := range labels {
		if enc, name := charset.Lookup(label); enc != nil && name != "replacement" {
			names = append(names, name)
		}
	}
	return names
}

// escapes knows ISO-2022-JP, which is ASCII by its bytes.
func escapes(raw []byte, named []string) bool {
	return len(named) > 0 && named[0] == "iso-2022-jp" && bytes.IndexByte(raw, 0x1B) >= 0
}

// wide knows UTF-16 and UTF-32 by their order mark, or by the zeros in ASCII
// markup. skip is the length of the mark.
func wide(raw []byte) (enc encoding.Encoding, skip int) {
	be32, le32 := utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
	be16, le16 := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	for _, mark := range []struct {
		bytes string
		enc   encoding.Encoding
	}{{"\x00\x00\xFE\xFF", be32}, {"\xFF\xFE\x00\x00", le32}, {"\xFE\xFF", be16}, {"\xFF\xFE", le16}} {
		if bytes.HasPrefix(raw, []byte(mark.bytes)) {
			return mark.enc, len(mark.bytes)
		}
	}
	head := raw[:min(len(raw), 256)&^3]
	var zeros [4]int
	for i, b := range head {
		if b == 0 {
			zeros[i%4]++
		}
	}
	full := func(places ...int) bool { // most of these are zero, and few others
		n := 0
		for _, p := range places {
			n += zeros[p]
			if zeros[p]*2 < len(head)/4 {
				return false
			}
		}
		return len(head) >= 8 && zeros[0]+zeros[1]+zeros[2]+zeros[3]-n <= len(head)/32
	}
	switch {
	case full(0, 1, 2):
		return be32, 0
	case full(1, 2, 3):
		return le32, 0
	case full(0, 2):
		return be16, 0
	case full(1, 3):
		return le16, 0
	}
	return nil, 0
}

func decodeWith(enc encoding.Encoding, raw []byte) string {
	out, err := enc.NewDecoder().Bytes(raw)
	if err != nil {
		return ""
	}
	return string(out)
}

// foreign reports whether so much of the text is beyond ASCII that it is not
// in the Latin script, which the declaration of windows-1252 or ISO-8859-1
// means; many servers declare that of everything.
func foreign(raw []byte) bool {
	high, letters := 0, 0
	inTag := false
	for _, b := range raw[:min(len(raw), 1<<16)] {
		switch {
		case b == '<' || b == '>':
			inTag = b == '<'
		case inTag:
		case b >= 0x80:
			high++
		case b|0x20 >= 'a' && b|0x20 <= 'z':
			letters++
		}
	}
	return high > letters/2
}

// sureCharset is the confidence, of 100, from which a guess is taken.
const sureCharset = 25

func guess(raw []byte) string {
	found, err := chardet.NewHtmlDetector().DetectBest(raw[:min(len(raw), 1<<16)])
	if err != nil || found.Confidence < sureCharset {
		return ""
	}
	label := found.Charset
	// Bytes that are controls in ISO 8859 are letters and quotation marks in
	// Windows' charsets of the same languages.
	if twin := map[string]string{"ISO-8859-2": "windows-1250", "ISO-8859-7": "windows-1253"}[label]; twin != "" && controls(raw) {
		label = twin
	}
	_, name := charset.Lookup(label)
	return name
}

func controls(raw []byte) bool {
	for _, b := range raw {
		if b >= 0x80 && b < 0xA0 {
			return true
		}
	}
	return false
}

// sequences counts the characters beyond ASCII that read as UTF-8, and the
// bytes that do not. In Chinese in other charsets one pair in eight reads as
// UTF-8 by chance, elsewhere hardly any.
func sequences(raw []byte) (good, bad int) {
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
	return good, bad
}

// repair reads UTF-8 with errors: a lone byte that does not fit is a letter of
// windows-1252, several are something that was cut.
func repair(raw []byte) string {
	var b strings.Builder
	b.Grow(len(raw))
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		if r != utf8.RuneError || n != 1 {
			b.Write(raw[i : i+n])
			i += n
			continue
		}
		j := i + 1
		for j < len(raw) {
			if r, n := utf8.DecodeRune(raw[j:]); r != utf8.RuneError || n != 1 {
				break
			}
			j++
		}
		if j == i+1 {
			b.WriteRune(charmap.Windows1252.DecodeByte(raw[i]))
		} else {
			b.WriteRune(utf8.RuneError)
		}
		i = j
	}
	return b.String()
}

func ascii(raw []byte) bool {
	for _, b := range raw {
		if b >= 0x80 {
			return false
		}
	}
	return true
}

// clean takes out what may not stand in XML.
func clean(text string) string {
	for i := range len(text) {
		if text[i] < 0x20 && !space(text[i]) || text[i] == 0xEF {
			return strings.Map(permitted, text)
		}
	}
	return text
}

func permitted(r rune) rune {
	if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF || r == 0xFEFF {
		return -1
	}
	return r
}
