package extract

import (
	"regexp"
	"strings"

	"golang.org/x/net/html/atom"
)

var (
	// creditTail is a photographer's or agency's credit at a caption's end.
	creditTail = regexp.MustCompile(`(?i)[\s.;,|–—-]*(?:` +
		`[([](?:(?:file )?(?:photo|photograph|picture|pic|image|credit|source|courtesy)\b[^()\[\]]{0,80}|[^()\[\]]{0,60}(?:/|via |©)[^()\[\]]{0,60}|(?:AP|AFP|Reuters|EPA|Getty(?: Images)?|PA)[^()\[\]]{0,30})[)\]]\.?|` +
		`(?:©|\(c\)|℗)\s*[^.]{0,80}\.?|` +
		`\b(?:photo(?:graph)?s?|pictures?|pics?|images?|illustration|credits?|source|photo credit|image source|image credit|file photo|photo by|photograph by|picture by|image by)\s*(?:by|:|/|©)\s*[^:]{2,90})$`)
	// creditHead is one at its start, glued to the caption or not.
	creditHead = regexp.MustCompile(`(?i)^(?:image source|image caption|photo caption|caption|photo|picture|image|file photo|file|media caption)\s*[:,|–-]?\s+(?:\S)|^(?:caption|photo|picture|image)\s*:\s*`)
	// photoLine opens a line that is a credit, or a caption called so. It begins
	// with one of photoStems, behind a bracket.
	photoLine = regexp.MustCompile(`(?i)^[[(]?\s*(?:(?:file |archive |handout |stock )?(?:photo(?:graph)?s?|pictures?|pics?|images?)(?: credits?)?|captions?|credits?|image source|photo by|photograph by|picture by)\s*(?::|by\s+\p{Lu})`)
	// creditGlued is a credit of the form "© Name / Agency" before a caption.
	creditGlued = regexp.MustCompile(`^\s*(?:©|\([cC]\))\s*[^/]{2,60}/\s*(?:[\p{Lu}]{2,}|[\p{L}]+)\s?`)
	// placed points at people in a picture: with a word in brackets or a
	// picture named, or at its start.
	placed     = regexp.MustCompile(`\((?:from |far |second |third |front |back |top |bottom |pictured |seen )*(?:left|right|L|C|centre|center|above|below|pictured|from L|from left|L-R|l-r)(?:,? (?:and|with|to) [^()]{1,30})?\)|(?i:\bfile (?:photo|picture|image)\b[^.]{0,40}\.?$)|\b(?:in|on) (?:this|a) (?:file )?(?:photo|picture|image) (?:taken|released|provided|made|from)\b`)
	placedHead = regexp.MustCompile(`(?i)^(?:pictured|clockwise from|from left|left to right|above|below|file photo|file|archive photo|library picture)\s*[:,]`)
	// agencyTail ends a caption with a day and a picture agency.
	agencyTail = regexp.MustCompile(`(?:\d{4}\.?|\d{1,2})\s*[.(/|–—-]*\s*(?:REUTERS|AP Photo|AP|AFP|EPA|Getty Images|dpa)\b[^.]{0,60}\.?\)?$|\(AP Photo/[^()]+\)$|\b[12]\d{3}[.,]? (?:REUTERS|EPA|AFP)/`)
	creditOnly = regexp.MustCompile(`(?i)^(?:[[(]?(?:photo|photograph|picture|image|pic|credit)s?(?: credits?)?\s*(?:[:/|©]|by\b)[^.]{0,60}|[\p{Lu}][\p{L}.'’-]*(?: [\p{Lu}][\p{L}.'’-]*){0,3}\s*[/|]\s*[\p{Lu}][\p{L}. ]{1,40}|(?:getty images|reuters|ap|afp|epa|ap photo|shutterstock|istock|unsplash|handout|supplied|file photo|archive)(?:\b[^.]{0,40})?)$`)
)

// captionOf gives the caption within a caption's text: without the credits at
// its ends, or nothing where it is only a credit. It is a substring of text.
func captionOf(text string) string {
	rest := text
	if at := creditHead.FindStringIndex(rest); at != nil {
		head := strings.TrimLeft(rest[labelEnd(rest):], " :,|–-")
		rest = head
	}
	if rights(rest) {
		glued := creditGlued.FindStringIndex(rest)
		if glued == nil || wordCount(rest[glued[1]:]) < 5 {
			return ""
		}
		rest = rest[glued[1]:]
	}
	for range 3 {
		cut := creditTail.FindStringIndex(rest)
		if cut == nil || cut[0] == 0 {
			break
		}
		end := cut[0]
		if end < len(rest) && strings.ContainsAny(rest[end:end+1], ".!?") {
			end++ // the caption's own full stop
		}
		rest = strings.TrimSpace(rest[:end])
	}
	rest = strings.Trim(rest, " |–—-")
	if wordCount(rest) < 3 || creditOnly.MatchString(rest) || creditTail.MatchString(rest) && creditTail.FindStringIndex(rest)[0] == 0 {
		return ""
	}
	return rest
}

// captionLabels are what pages set before a caption, longest first.
var captionLabels = []string{"image source", "image caption", "photo caption", "media caption", "file photo", "caption", "picture", "photo", "image", "file"}

// labelEnd gives where a caption's label ends, 0 where it has none that is set
// off by a colon, or is one that a sentence cannot begin with.
func labelEnd(s string) int {
	low := strings.ToLower(s)
	for _, label := range captionLabels {
		rest, ok := strings.CutPrefix(low, label)
		if !ok || rest == "" {
			continue
		}
		if rest[0] == ':' || strings.Contains(label, " ") && rest[0] == ' ' && strings.HasSuffix(label, "caption") {
			return len(label) + 1
		}
	}
	return 0
}

// creditLine reports whether a line is a photo's credit and nothing else.
func creditLine(l line) bool {
	return l.words <= 8 && !ended(l.text) && creditOnly.MatchString(l.text)
}

// rights reports whether a text begins with a sign of rights.
func rights(text string) bool {
	if text == "" || alphanumeric[text[0]] {
		return false
	}
	text = strings.TrimLeft(text, blanks)
	switch {
	case strings.HasPrefix(text, "©"), strings.HasPrefix(text, "℗"):
		return true
	case strings.HasPrefix(text, "(c)"), strings.HasPrefix(text, "(C)"):
		return len(text) > 3 && strings.IndexByte(blanks, text[3]) >= 0
	}
	return false
}

// creditsPhoto reports whether a text begins as photoLine has it.
func creditsPhoto(text string) bool {
	return begins(text, photoStems) && photoLine.MatchString(text)
}

// looksCaption reports whether a line of running text is a photo's caption or
// credit that has got between the paragraphs.
func looksCaption(l line) bool {
	text := l.text
	if l.words > 70 {
		return false
	}
	if creditsPhoto(text) || rights(text) || mayTail(text) && agencyTail.MatchString(text) {
		return true
	}
	if l.tag == atom.P {
		return false
	}
	return (begins(text, placedStems) && placedHead.MatchString(text) || mayPlace(l.low) && placed.MatchString(text)) && sentences(text) <= 2
}

// The stems of the words that photoLine and placedHead begin with.
const (
	photoStems  = "fil arc han sto pho pic ima cap cre"
	placedStems = "pic clo fro lef abo bel fil arc lib"
)

// pictureAgencies are those of which agencyTail needs one.
var pictureAgencies = []string{"REUTERS", "AP", "AFP", "EPA", "Getty Images", "dpa"}

// mayTail reports whether a line has what agencyTail needs: an agency, and a
// figure or "(AP Photo/".
func mayTail(text string) bool {
	return containsAny(text, pictureAgencies) && strings.ContainsAny(text, "(0123456789")
}

// pictures are what placed needs one of, where it needs no bracket.
var pictures = []string{"photo", "picture", "image"}

// mayPlace reports whether a line, in lower case, has what placed needs.
func mayPlace(low string) bool {
	return strings.IndexByte(low, '(') >= 0 || containsAny(low, pictures)
}

func containsAny(s string, parts []string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

// sentences counts the ends of sentences in a line, roughly.
func sentences(s string) int {
	n := 0
	fields := strings.Fields(s)
	for i, w := range fields {
		if len(w) > 3 && ended(w) && !strings.Contains(strings.TrimRight(w, "."), ".") || i == len(fields)-1 {
			n++
		}
	}
	return n
}
