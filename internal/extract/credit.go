package extract

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed agencies.txt
var agencyTable string

var agencies = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{}
	for row := range strings.Lines(agencyTable) {
		if row = strings.TrimSpace(row); row != "" && !strings.HasPrefix(row, "#") {
			known[strings.ToLower(row)] = true
		}
	}
	return known
})

var (
	// agencyWord ends the name of an agency, or begins it in Romance languages.
	agencyWord = regexp.MustCompile(`(?i)\b(?:news ?wire|wire|(?:news|press) (?:agency|service|services|association|union)|wire service|agency|agentur|presse-agentur|agency news)$|^(?:agencia|agence|agenzia|agência)\b|\bnews agency\b`)
	// dateline is a place and a day before an agency in brackets: "BRENNICK,
	// May 21 (Unity News) - …".
	dateline = regexp.MustCompile(`^([^()"“.?!]{0,70}|[^()"“?!]{0,70}, [A-Z][a-z]{2}\. \d{1,2} )\(([^()]{2,45})\)\s*(?:[-–—:_]|--)+\s`)
	// bareCredit is an agency in brackets at the very start of a paragraph.
	bareCredit = regexp.MustCompile(`^\(([^()]{2,45})\)\s`)
	// closing is a line that ends an article by naming who worked on it. It
	// begins with one of closingStems, behind a bracket, and has a "by".
	closing = regexp.MustCompile(`(?i)^[([]?\s*(?:(?:with|additional|written|compiled|some)\s+)*(?:reporting|editing|writing|translation|translated|compiled|edited|written)\s+(?:and (?:writing|editing)\s+)?by\s+(.{3,200}?)[)\].]*$`)
	// closingBy is a byline in brackets at the end, behind closingByHead.
	closingBy = regexp.MustCompile(`^\(By \p{Lu}[^()]{3,80}\)\.?$`)
	// contributed names a wire that a text draws on, before the word of its name.
	contributed = regexp.MustCompile(`(?i)^[([]?\s*(.{2,80}?)\s+(?:also )?contributed (?:reporting )?to this (?:report|story|article|post)\b`)
	// fromWires is a source line: "Source: dpa", "from our news services (dpa)".
	// It begins with one of sourceStems, or has one of the wireWords and a bracket
	// behind an s.
	fromWires = regexp.MustCompile(`(?i)^(?:source|sources|agency|via|from)\s*:\s*([^:]{2,45})$|\b(?:news services|wire services|wires|agencies|agency reports)\s*\(([^()]{2,45})\)`)
	// rightsOf is an agency's own note under its text. It begins with the word,
	// the sign or a bracket.
	rightsOf = regexp.MustCompile(`(?i)^(?:copyright|©|\(c\))\s*(?:copyright|©|\(c\))?\s*(?:\d{4}\s*)?(?:by\s+)?([^.]{2,45})\.\s*(?:may not|all rights|this material|no part)`)
)

// What the patterns above cannot do without: a line that has it not is spared
// the search, which would be long in finding out.
const (
	closingStems  = "wit add wri com som rep edi tra"
	closingByHead = "(By "
	sourceStems   = "sou age via fro"
)

// wireWords are in lower case, without an s, which has a sign that is none.
var wireWords = []string{"new", "wire", "agenc"}

func mayClose(l line) bool { return begins(l.text, closingStems) && strings.Contains(l.low, " by ") }

func mayContribute(low string) bool { return strings.Contains(low, "contributed") }

func maySource(l line) bool {
	return begins(l.text, sourceStems) && strings.IndexByte(l.text, ':') >= 0 ||
		bracketed(l.low) && containsAny(l.low, wireWords)
}

// bracketed reports whether a bracket opens behind an s.
func bracketed(low string) bool {
	for before := range strings.SplitSeq(low, "(") {
		if len(before) == len(low) {
			return false
		}
		if before = strings.TrimRight(before, blanks); strings.HasSuffix(before, "s") || strings.HasSuffix(before, "ſ") {
			return true
		}
	}
	return false
}

func mayRights(text string) bool {
	return begins(text, "cop") || strings.HasPrefix(text, "©") || strings.HasPrefix(text, "(")
}

// mayDateline reports whether the first bracket of a line is closed before a
// dash, as dateline has it.
func mayDateline(text string) bool {
	_, rest, _ := strings.Cut(text, "(")
	_, rest, _ = strings.Cut(rest, ")")
	rest = strings.TrimLeft(rest, blanks)
	r, _ := utf8.DecodeRuneInString(rest)
	return rest != "" && strings.ContainsRune("-–—:_", r)
}

// agency reports whether a name is that of a news agency.
func agency(name string) bool {
	name = strings.Trim(name, " .,()")
	return agencies()[strings.ToLower(name)] || wordCount(name) <= 6 && wordCount(name) > 1 && nameLike(name) && agencyWord.MatchString(name)
}

// withReporting opens a line that names whose reports a text draws on.
var withReporting = regexp.MustCompile(`(?i)^\W*with (?:additional )?reporting by`)

// someAgency reports whether a list names an agency among others.
func someAgency(list string) bool {
	return slices.ContainsFunc(listed(list), agency)
}

var listCommas = strings.NewReplacer(" and ", ",", " & ", ",", ";", ",", "/", ",")

// listed parts a list of names.
func listed(list string) []string {
	return nonBlank(strings.Split(listCommas.Replace(list), ","))
}

// allAgencies reports whether a list names agencies and nobody else.
func allAgencies(list string) bool {
	names := listed(list)
	for _, name := range names {
		if !agency(name) {
			return false
		}
	}
	return len(names) > 0
}

// credited gives the agency that a line of the text credits as its source, or
// nothing. atStart is whether it is one of the text's first paragraphs.
func credited(l line, atStart bool) string {
	text := l.text
	if atStart && strings.IndexByte(text, '(') >= 0 {
		if m := submatch(dateline, mayDateline(text), text); m != nil && nameLike(m[2]) && wordCount(m[2]) <= 5 && !hasDigit(m[2]) && datelinePlace(m[1]) {
			return m[2]
		}
		if m := submatch(bareCredit, text[0] == '(', text); m != nil && agency(m[1]) {
			return m[1]
		}
	}
	if l.words > 45 {
		return ""
	}
	if l.words <= 6 {
		if name := strings.Trim(unbracket(text), " –—-."); name != text && nameLike(name) && (agency(name) || wordCount(name) <= 3 && strings.HasPrefix(text, "(")) {
			return name // a signature: "– Southern Wire", "(Unity News)"
		}
	}
	if name := joined(submatch(closing, mayClose(l), text)); name != "" && (allAgencies(name) || withReporting.MatchString(text) && someAgency(name)) {
		return name
	}
	if name := joined(submatch(contributed, mayContribute(l.low), text)); name != "" && allAgencies(name) {
		return name
	}
	if name := joined(submatch(fromWires, maySource(l), text)); name != "" && (allAgencies(name) || strings.Contains(text, "(") && nameLike(name)) {
		return name
	}
	if name := joined(submatch(rightsOf, mayRights(text), text)); name != "" && (allAgencies(name) || nameLike(name)) {
		return name
	}
	return ""
}

// submatch gives the groups of a pattern that may match at all.
func submatch(pattern *regexp.Regexp, may bool, text string) []string {
	if !may {
		return nil
	}
	return pattern.FindStringSubmatch(text)
}

// joined gives the groups of a match, of which one is a name.
func joined(match []string) string {
	if match == nil {
		return ""
	}
	return strings.Trim(strings.Join(match[1:], ""), " .")
}

// unbracket takes off brackets around the whole of s.
func unbracket(s string) string {
	if len(s) > 2 && (s[0] == '(' && s[len(s)-1] == ')' || s[0] == '[' && s[len(s)-1] == ']') && !strings.ContainsAny(s[1:len(s)-1], "()[]") {
		return s[1 : len(s)-1]
	}
	return s
}

// datelinePlace reports whether what stands before the brackets is a place
// and a day, or nothing.
func datelinePlace(s string) bool {
	s, _ = withoutDate(s)
	s = strings.Trim(s, " ,.-–—")
	return s == "" || nameLike(s) && wordCount(s) <= 7
}

// closes reports whether a line is the closing credit of an article.
func closes(l line) bool {
	return l.words <= 45 && (mayClose(l) && closing.MatchString(l.text) || mayContribute(l.low) && contributed.MatchString(l.text)) ||
		strings.HasPrefix(l.text, closingByHead) && closingBy.MatchString(l.text)
}

// joining are the words that a name may have in lower case.
var joining = map[string]bool{
	"of": true, "the": true, "and": true, "for": true, "in": true, "at": true, "de": true, "la": true,
	"le": true, "el": true, "del": true, "der": true, "die": true, "das": true, "von": true, "van": true,
	"und": true, "y": true, "e": true, "du": true, "des": true, "da": true, "do": true, "dos": true,
	"al": true, "ag": true, "bin": true, "with": true, "on": true, "to": true, "dpa": true, "a": true,
}

// nameLike reports whether every word of s but the joining ones has a capital.
func nameLike(s string) bool {
	some := false
	for w := range strings.FieldsSeq(s) {
		w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if w == "" {
			continue
		}
		r := []rune(w)[0]
		switch {
		case unicode.IsUpper(r) || unicode.IsTitle(r) || unicode.Is(unicode.Lo, r):
			some = true
		case joining[w] || unicode.IsDigit(r):
		case len(w) > 3 && strings.ContainsAny(w[1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ"): // iNews
			some = true
		default:
			return false
		}
	}
	return some || agencies()[strings.ToLower(strings.TrimSpace(s))]
}

func capitalised(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return unicode.IsUpper(r) || unicode.IsTitle(r) || unicode.Is(unicode.Lo, r)
		}
		if unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

func hasDigit(s string) bool { return strings.IndexFunc(s, unicode.IsDigit) >= 0 }
