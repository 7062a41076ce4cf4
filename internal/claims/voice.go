package claims

import "regexp"

// OwnVoice tells whether a newsroom speaks of itself in a sentence: of "we" and
// "our", outside of quotation marks.
func OwnVoice(s string) bool {
	return firstPerson.MatchString(s) && firstPerson.MatchString(quotation.ReplaceAllString(s, ""))
}

var (
	firstPerson = regexp.MustCompile(`\b(?:I|[Ww]e|[Uu]s|[Mm]e|[Mm]y|[Oo]ur)\b`)
	quotation   = regexp.MustCompile(`"[^"]*"|“[^”]*”`)
)
