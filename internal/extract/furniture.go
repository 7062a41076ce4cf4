package extract

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html/atom"
)

// sifted is what is left of an article's lines when its furniture is gone.
type sifted struct {
	lines    []line
	captions []string
	origin   string
	partial  bool
}

const (
	// longLine is the number of bytes over which a line is a paragraph, without
	// being looked at for what else it may be.
	longLine = 1200
	// maxCaptions bounds the captions of one article.
	maxCaptions = 60
)

// edgeLines is how many of a text's last lines count as its edge at least.
const edgeLines = 4

// sift takes from the lines of an article what is no part of it, wherever it
// stands: phrases, captions, other headlines, the readers' section, and all
// that follows a closing credit.
func sift(lines []line) sifted {
	s := sifter{seen: make(map[string]bool, len(lines))}
	s.lines = make([]line, 0, len(lines))
	for _, l := range lines {
		if l.prose() {
			s.total += len(l.text)
		}
	}
	for i, l := range lines {
		s.edge = s.sofar == 0 || i >= len(lines)-max(edgeLines, len(lines)/6)
		if len(l.text) <= longLine {
			where := s.placeOf(l)
			if s.ends(l, where) {
				break
			}
			if s.furniture(l, where) {
				continue
			}
		}
		s.listing = false
		if l.words >= repeated {
			s.seen[l.text] = true
		}
		if l.prose() {
			s.sofar += len(l.text)
		}
		s.lines = append(s.lines, l)
	}
	kept := trimTail(s.lines)
	for _, l := range s.lines[len(kept):] {
		if signature(l.text) && s.origin == "" {
			s.origin = strings.Trim(l.text, " -–—()")
		}
	}
	s.lines = kept
	return s.sifted
}

// sifter goes through the lines of an article.
type sifter struct {
	sifted
	total, sofar int             // bytes of prose in all, and up to here
	edge         bool            // before the first paragraph, or among the last lines
	listing      bool            // under a heading of other stories
	seen         map[string]bool // of the lines kept
}

// repeated is the number of words from which a line is not said twice.
const repeated = 6

// placeOf gives what a line's phrases say of it and notes what the line says
// of the text.
func (s *sifter) placeOf(l line) place {
	if origin := credited(l, s.sofar < 600); origin != "" && s.origin == "" {
		s.origin = origin
	}
	where := placeOf(l, s.edge)
	if headsOthers(l.text) {
		where = opens
	}
	if where == partial {
		s.partial = s.partial || !l.prose() || s.edge
	}
	s.listing = s.listing || where == opens
	return where
}

// ends reports whether the article ends above a line, most of its prose being
// past: at a closing credit, at a wall, at the readers' section. The last may
// be the longer part of a page.
func (s *sifter) ends(l line, where place) bool {
	switch {
	case closes(l):
		return s.sofar*2 >= s.total
	case where == partial:
		return s.sofar*3 >= s.total*2
	case where == cutsOff:
		return s.sofar > 0 && s.sofar*8 >= s.total
	}
	return false
}

// furniture reports whether a line is no part of the text. Captions go to
// their own place.
func (s *sifter) furniture(l line, where place) bool {
	switch {
	case rights(l.text), where == nowhere && (looksCaption(l) || l.marks&markCaption != 0):
		s.caption(l.text)
		return true
	case where != nowhere, closes(l), bare(l.text), creditLine(l):
		return true
	case s.listing && (!l.prose() && !ended(l.text) || l.linkShare() >= .5 || l.tag == atom.Li && l.words < stray):
		return true
	case s.sofar > 0 && tagList(l.text), l.words >= repeated && s.seen[l.text]:
		return true
	}
	return false
}

// signature reports whether a line below the text is an agency's name.
func signature(text string) bool {
	name := strings.Trim(text, " -–—()")
	return agency(name) || shouted(name) && wordCount(name) > 1 && wireName.MatchString(name)
}

// otherStories heads a list of an outlet's other stories, with one of
// otherStems first.
var otherStories = regexp.MustCompile(`(?i)^(?:more|other|top|latest) (?:[\p{L}'’.]+ ){0,3}(?:stories|news|headlines|articles|coverage)\W*$`)

const otherStems = "mor oth top lat"

func headsOthers(text string) bool { return begins(text, otherStems) && otherStories.MatchString(text) }

// caption adds a caption once.
func (s *sifted) caption(text string) {
	if len(text) > longLine || len(s.captions) >= maxCaptions {
		return
	}
	c := captionOf(text)
	if c == "" {
		return
	}
	for _, have := range s.captions {
		if strings.Contains(have, c) {
			return
		}
	}
	s.captions = append(s.captions, c)
}

// tagList reports whether a line lists topics: four or more items of at most
// four words, without a verb's sentence around them.
func tagList(text string) bool {
	if ended(text) || strings.Contains(text, " and ") {
		return false
	}
	items := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '|' || r == '#' || r == '•' })
	if len(items) < 4 {
		return false
	}
	capitals := 0
	for _, item := range items {
		if wordCount(item) > 4 {
			return false
		}
		if capitalised(item) {
			capitals++
		}
	}
	return capitals*2 >= len(items)
}

// bare reports whether a line has no word: a rule, a bullet, an icon.
func bare(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0
}

// trimTail drops the lines after the last one that ends like a sentence, which
// are headlines of other stories, topics, names. Rows of figures stay.
func trimTail(lines []line) []line {
	n := len(lines)
	for n > 0 {
		l := lines[n-1]
		if l.prose() || ended(l.text) || l.tag != 0 && l.linkShare() < .5 && !l.heading() && !shouted(l.text) {
			break
		}
		if l.words <= 6 && hasDigit(l.text) && !strings.ContainsAny(l.text, "|©") && n > 1 && !lines[n-1].gap {
			if _, dated := withoutDate(l.text); !dated {
				break
			}
		}
		n--
	}
	return lines[:n]
}

// shouted reports whether a line is a name in capitals, as agencies sign.
func shouted(s string) bool { return s == strings.ToUpper(s) && wordCount(s) <= 4 && !hasDigit(s) }

var bioVerb = regexp.MustCompile(`^(?:[,(].{0,80}[,)])? ?(?:is|was|teaches|writes|covers|reports|has written|has been) (?:an?|[Tt]he|for|about|on|from|constitutional|\p{L}+['’]s|\p{L}+ \p{L}+ (?:at|for))\b`)

// dropSignature drops from the end what is said about the author or by the
// outlet about itself.
func dropSignature(lines []line, byline, outlet string) []line {
	for n := len(lines); n > 1 && n > len(lines)-2; n-- {
		text := lines[n-1].text
		if lines[n-1].words > 30 {
			continue
		}
		if rest, ok := strings.CutPrefix(text, byline); ok && len(byline) > 4 && bioVerb.MatchString(strings.TrimSpace(rest)) {
			lines = append(lines[:n-1:n-1], lines[n:]...)
			continue
		}
		if aboutOutlet(text, outlet) {
			lines = append(lines[:n-1:n-1], lines[n:]...)
		}
	}
	return lines
}

var selfPraise = regexp.MustCompile(`(?i)^(?:: |, est\b|\. |(?: \w+)? (?:ltd|limited|plc|inc|media)\b| is (?:owned|free|published|registered|a |an |the |part|not responsible)| welcomes | reserves | cannot | on paper)`)

// aboutOutlet reports whether a closing line is the outlet's word about itself.
func aboutOutlet(text, outlet string) bool {
	for _, name := range []string{outlet, strings.TrimPrefix(outlet, "The "), "The " + outlet} {
		if rest, ok := strings.CutPrefix(text, name); ok && len(name) > 4 && wordCount(text) <= 16 && selfPraise.MatchString(rest) {
			return true
		}
	}
	return false
}
