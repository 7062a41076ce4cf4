package extract

import (
	"regexp"
	"strings"
	"time"
)

// head is what the lines above an article's first paragraph say of it.
type head struct {
	title, byline, outlet, origin string
	published                     time.Time
	keep                          []bool // which of the lines are text
}

var (
	byPattern = regexp.MustCompile(`(?i)^(?:(?:an? |daily \w+ |the )?(?:exclusive|essay|report|analysis|story|text|words|review|comment|column|interview|photos? and text)\s*:?\s*)?(?:by|words:|text:|von|por|par)\s+(\S.*)$`)
	inPlace   = regexp.MustCompile(`^((?:\p{Lu}[\p{L}.'’-]*\s?){2,4}) in ((?:\p{Lu}[\p{L}.'’-]*\s?){1,4})$`)
	// staffLine is a byline that names a desk.
	staffLine = regexp.MustCompile(`(?i)^(?:by |from )?(?:our|the) (?:own |[\p{L}-]+ )?(?:[\p{L}-]+ )?(?:staff|correspondent|correspondents|reporter|reporters|news services|desk|team|political staff|newsroom)\b|^(?:staff (?:writer|reporter|and agencies|report)|agencies|agency reports|news (?:desk|team))$`)
	// byName is an author within a line: "Opinion and analysis by Ada Quist".
	byName = regexp.MustCompile(`\b(?:by|By|BY) (?:\p{Lu}[\p{L}.'’-]* ?)+$`)
	// sentenceEnd is a full stop behind a word that is no title or initial.
	sentenceEnd = regexp.MustCompile(`\p{Ll}\p{Ll}\. |\p{Ll}{4}\. `)
	weekday     = regexp.MustCompile(`(?i),? \b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b`)
	whereabouts = regexp.MustCompile(` (?:in|at|for|on) `)
	// jobTitle is what stands behind an author's name.
	jobTitle = regexp.MustCompile(`(?i)\b(?:correspondent|reporter|editor|columnist|writer|desk|staff|bureau|special to)\b`)
	separate = regexp.MustCompile(`\s*[|·•*]\s*|\s+[-–—/]\s+|\s*[,;]\s+|\.\s+|\s*\(|\)`)
)

// mastheads are words that end or begin the names of newspapers, stations and
// agencies.
var mastheads = regexp.MustCompile(`(?i)\b(?:times|post|news|herald|tribune|gazette|journal|standard|echo|mail|express|star|observer|guardian|independent|chronicle|courier|telegraph|mirror|ledger|review|weekly|daily|today|press|radio|tv|television|channel|fm|magazine|bulletin|broadcasting|service|agency|wire|advertiser|sentinel|argus|examiner|dispatch|inquirer|record|register|reporter|quarterly|monthly|newspaper|newsletter|online|live)\b`)

// metaLine is what one line above the text says, if it is about the text.
type metaLine struct {
	is             bool
	byline, outlet string
	agency         string
	date           time.Time
	dated          bool
}

// readMetaLine tells a line with the outlet, the day or the author from one of
// text. first is whether a headline may still be this line.
func readMetaLine(l line, first bool) metaLine {
	var m metaLine
	text := l.text
	if l.words > 18 || len(text) > longLine {
		return m
	}
	rest, dated := withoutDate(text)
	m.dated = dated
	if dated {
		m.date = proseDate(text)
	}
	if by := byPattern.FindStringSubmatch(text); by != nil && (capitalised(by[1]) || staffLine.MatchString(text) || strings.HasPrefix(by[1], "our ")) {
		m.is = true
		m.byline = authorOf(by[1])
		return m
	}
	if staffLine.MatchString(text) {
		m.is = true
	}
	if in := inPlace.FindStringSubmatch(text); in != nil && !first {
		m.is, m.byline = true, strings.TrimSpace(in[1])
		return m
	}
	n := wordCount(rest)
	if dated && (n == 0 || n <= 10 && !ended(rest) && (nameLike(rest) || byPattern.MatchString(rest) || setOff(text))) {
		m.is = true
	}
	if m.is || dated {
		m.readPieces(rest)
	}
	return m
}

// setOff reports whether a line's date is parted by punctuation from its rest,
// which is in short pieces.
func setOff(text string) bool {
	off := false
	for piece := range strings.SplitSeq(separate.ReplaceAllString(text, "\n"), "\n") {
		rest, dated := withoutDate(piece)
		if dated && strings.Trim(rest, " .,") == "" {
			off = true
		} else if wordCount(rest) > 5 && !nameLike(rest) && !byName.MatchString(rest) {
			return false
		}
	}
	return off
}

func (m *metaLine) readPieces(rest string) {
	if !m.is {
		return
	}
	for i, piece := range nonBlank(strings.Split(separate.ReplaceAllString(rest, "\n"), "\n")) {
		switch by := byPattern.FindStringSubmatch(piece); {
		case by != nil && capitalised(by[1]):
			m.byline = authorOf(by[1])
		case byName.MatchString(piece):
			m.byline = authorOf(piece[byName.FindStringIndex(piece)[0]+3:])
		case agency(piece):
			m.agency = piece
			if i == 0 {
				m.outlet = piece
			}
		case i == 0 && nameLike(piece) && wordCount(piece) <= 6 && !hasDigit(piece):
			m.outlet = piece
		}
	}
}

func nonBlank(parts []string) []string {
	var out []string
	for _, p := range parts {
		if p = strings.Trim(p, " .,;|-–—"); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// authorOf cuts what follows the names of a byline: the day, a full stop.
func authorOf(s string) string {
	if at := sentenceEnd.FindStringIndex(s); at != nil {
		s = s[:at[1]-2]
	}
	s, _, _ = strings.Cut(s, " | ")
	for _, p := range []*regexp.Regexp{yearFirst, dayFirst, monthFirst, clockTime, weekday, whereabouts} {
		if at := p.FindStringIndex(s); at != nil {
			s = s[:at[0]]
		}
	}
	return strings.Trim(clean(s), " .,;|·—–-")
}

// mastheadLike reports whether a line reads like the name of an outlet, or of
// one of its parts, rather than like a headline.
func mastheadLike(s string) bool {
	if wordCount(s) > 12 || ended(s) {
		return false
	}
	if strings.Contains(s, "|") {
		return true
	}
	front, rest, parted := cutMasthead(s)
	front = withoutKind(front)
	if !nameLike(front) || wordCount(front) > 5 {
		return false
	}
	switch n := wordCount(rest); {
	case !parted:
		return mastheads.MatchString(s)
	case strings.Contains(front, ":") || n > 7:
		return false
	case mastheads.MatchString(rest):
		return !capitalised(rest) || mastheads.MatchString(front)
	}
	return wordCount(rest) <= 3 && mastheads.MatchString(front) && strings.Contains(s, " - ")
}

// cutMasthead parts "The Measure - science weekly" and "Radio Fjell, the noon
// bulletin".
func cutMasthead(s string) (front, rest string, parted bool) {
	for _, sep := range []string{" - ", " – ", " — ", " | ", ", "} {
		if front, rest, parted = strings.Cut(s, sep); parted {
			return front, rest, true
		}
	}
	return s, "", false
}

// withoutKind cuts a word in lower case that says what an outlet is from behind
// its name: "Kelham Post live", "Wild Country magazine".
func withoutKind(s string) string {
	at := strings.LastIndexByte(s, ' ')
	if at > 0 && !capitalised(s[at:]) && mastheads.MatchString(s[at:]) {
		return s[:at]
	}
	return s
}

// theName is an article and a name, such as newspapers have.
var theName = regexp.MustCompile(`^(?i:the|el|la|le|die|der|het|il|o|a) (?:\p{Lu}[\p{L}'’&-]*\s?){1,3}$`)

// readHead sorts the lines above the first paragraph. title and outlet are
// what is known already, empty where nothing is.
func readHead(lines []line, title, outlet string) head {
	h := head{title: title, outlet: outlet, keep: make([]bool, len(lines))}
	if len(lines) == 0 {
		return h
	}
	read := make([]metaLine, len(lines))
	groups := groupsOf(lines)
	about := map[int]bool{} // groups with a day or an author in them
	for i, l := range lines {
		read[i] = readMetaLine(l, i == 0 && title == "")
		if l.marks&(markByline|markDate|markSource) != 0 && l.words <= 20 {
			read[i].is = true
		}
		about[groups[i]] = about[groups[i]] || read[i].is
	}
	if title == "" {
		h.title = chooseTitle(lines, read, groups, about)
	}
	for i, l := range lines {
		h.sort(l, read[i], about[groups[i]], i, &h.keep[i])
	}
	return h
}

// groupsOf numbers the lines by the blank lines between them.
func groupsOf(lines []line) []int {
	groups := make([]int, len(lines))
	for i := 1; i < len(lines); i++ {
		groups[i] = groups[i-1]
		if lines[i].gap {
			groups[i]++
		}
	}
	return groups
}

// chooseTitle takes the first line that reads like a headline: from a group of
// lines that says nothing about the text if there is one, else from any.
func chooseTitle(lines []line, read []metaLine, groups []int, about map[int]bool) string {
	for _, among := range []bool{false, true} {
		for i, l := range lines {
			n := l.words
			if read[i].is || about[groups[i]] != among || n > 28 || mastheadLike(l.text) {
				continue
			}
			if i+1 < len(lines) && (i == 0 && theName.MatchString(l.text) || n <= 3 && i > 0 && mastheadLike(lines[i-1].text) && !ended(l.text) && l.text != strings.ToUpper(l.text)) && longer(lines[i+1:], read[i+1:]) {
				continue
			}
			if n >= 3 || n >= 1 && (i == 0 && !among || lines[i].gap && n >= 2) {
				return l.text
			}
		}
	}
	return ""
}

// longer reports whether one of the lines may be a headline of five words.
func longer(lines []line, read []metaLine) bool {
	for i, l := range lines {
		if !read[i].is && l.words >= 5 && !mastheadLike(l.text) {
			return true
		}
	}
	return false
}

// sort decides on one line above the text and takes from it what it says.
func (h *head) sort(l line, m metaLine, about bool, i int, keep *bool) {
	if l.text == h.title {
		*keep = l.tag == 0 // a page's headline stands outside of its text
		return
	}
	if m.byline != "" && h.byline == "" {
		h.byline = m.byline
	}
	if m.agency != "" && h.origin == "" {
		h.origin = m.agency
	}
	switch {
	case m.outlet == "":
	case h.outlet == "":
		h.outlet = m.outlet
	case h.byline == "" && !sameName(m.outlet, h.outlet) && personLike(m.outlet):
		h.byline = m.outlet
	}
	if h.byline == "" && l.marks&markByline != 0 && m.byline == "" {
		if piece, _, _ := strings.Cut(l.text, ","); personLike(piece) {
			h.byline = piece
		}
	}
	if !m.date.IsZero() && h.published.IsZero() {
		h.published = m.date
	}
	if origin := credited(l, false); origin != "" && h.origin == "" {
		h.origin = origin
	}
	if m.is {
		return
	}
	n := l.words
	short := !ended(l.text) && l.tag == 0
	switch {
	case agency(l.text):
		h.name(l.text, about)
	case short && i == 0 && h.title != "" && theName.MatchString(l.text):
		h.name(l.text, about)
	case short && (mastheadLike(l.text) || about && nameLike(l.text) && n <= 6):
		h.name(l.text, about)
	case short && about && n <= 4, short && n <= 2, short && jobTitle.MatchString(l.text) && n <= 8 && nameLike(l.text):
	default:
		*keep = true
	}
}

// name takes a name above the text: an agency, the outlet, or an author.
func (h *head) name(s string, about bool) {
	switch {
	case agency(s):
		if h.origin == "" {
			h.origin = s
		}
		if h.outlet == "" {
			h.outlet = s
		}
	case h.outlet == "":
		front, _, _ := cutMasthead(s)
		front = withoutKind(front)
		if mastheads.MatchString(front) || !strings.Contains(s, "|") {
			h.outlet = front
		}
	case about && h.byline == "" && personLike(s):
		h.byline = s
	case about && h.origin == "" && !sameName(s, h.outlet) && wireName.MatchString(s) && !strings.Contains(s, "|"):
		h.origin = s
	}
}

// wireName ends a name that, beside the outlet's own, is that of a wire.
var wireName = regexp.MustCompile(`(?i)\b(?:news|press|wire|newswire|agency)$`)

// personLike reports whether s can be the name of one person.
func personLike(s string) bool {
	n := wordCount(s)
	return n >= 2 && n <= 4 && nameLike(s) && !mastheads.MatchString(s) && !hasDigit(s) && !strings.ContainsAny(s, "'’&|:") && s != strings.ToUpper(s)
}
