package extract

import (
	"strings"

	"github.com/abadojack/whatlanggo"
)

// language gives the ISO 639-1 code of a text: as its letters tell where they
// tell surely, else as the page declares it. A long text in Latin letters that
// only just leans to another language than declared is as declared.
func language(text, declared string) string {
	declared, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(declared)), "-")
	declared, _, _ = strings.Cut(declared, "_")
	if len(declared) != 2 {
		declared = ""
	}
	if len(text) > 1<<16 {
		text = strings.ToValidUTF8(text[:1<<16], "")
	}
	if len(words(text)) < 12 {
		return declared
	}
	info := whatlanggo.Detect(text)
	if !info.IsReliable() {
		return declared
	}
	return info.Lang.Iso6391()
}
