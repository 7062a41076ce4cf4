package extract

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// prefilters are the patterns that are not asked where a line has not what they
// need.
var prefilters = []struct {
	name    string
	may     func(line) bool
	pattern *regexp.Regexp
}{
	{"closing", mayClose, closing},
	{"closingBy", func(l line) bool { return strings.HasPrefix(l.text, closingByHead) }, closingBy},
	{"contributed", func(l line) bool { return mayContribute(l.low) }, contributed},
	{"fromWires", maySource, fromWires},
	{"rightsOf", func(l line) bool { return mayRights(l.text) }, rightsOf},
	{"dateline", func(l line) bool { return mayDateline(l.text) }, dateline},
	{"bareCredit", func(l line) bool { return strings.HasPrefix(l.text, "(") }, bareCredit},
	{"photoLine", func(l line) bool { return begins(l.text, photoStems) }, photoLine},
	{"placedHead", func(l line) bool { return begins(l.text, placedStems) }, placedHead},
	{"placed", func(l line) bool { return mayPlace(l.low) }, placed},
	{"agencyTail", func(l line) bool { return mayTail(l.text) }, agencyTail},
	{"otherStories", func(l line) bool { return begins(l.text, otherStems) }, otherStories},
	{"yearFirst", func(l line) bool { return mayYearFirst(l.text) }, yearFirst},
	{"rights", func(l line) bool { return rights(l.text) }, regexp.MustCompile(`^\s*(?:©|℗|\([cC]\)\s)`)},
}

// checkPrefilters holds that no prefilter spares a line that its pattern
// matches, and tells which patterns match.
func checkPrefilters(t *testing.T, text string) (matched []string) {
	t.Helper()
	l := newLine(clean(text))
	for _, p := range prefilters {
		if !p.pattern.MatchString(l.text) {
			continue
		}
		matched = append(matched, p.name)
		if !p.may(l) {
			t.Errorf("%s is not asked about %q, which it matches", p.name, l.text)
		}
	}
	return matched
}

// hits are lines that patterns match, each by another of their branches or
// with letters that only a pattern without case takes for those of ASCII.
var hits = []string{
	"With reporting by Ada Quist", "[Additional reporting and writing by Bo Lund]", "(WRITTEN BY Ada Quist)", "Compiled by Bo Lund",
	"Some reporting by Ada Quist", "ſome reporting by Ada Quist", "Reporting by Ada Quist", "Editing by Bo Lund.", "Tranſlation by Ada Quist", "Translated by X. Lund", "( edited by Ada Quist",
	"(By Ada Quist)", "The Unity Press CONTRIBUTED to this report.",
	"Source: dpa", "ſources : AFP", "Agency: AP", "Via: AP and AFP", "FROM: Reuters",
	"From our news services (dpa)", "from wire serviceſ (AP)", "Wires (AP, AFP)", "By agencies (dpa)", "Agency reports(AP)", "A (b) and the newſ services (dpa)",
	"Copyright 2031 Unity Press. All rights reserved", "© Unity Press. May not be copied", "(C) 2031 by Unity Press. No part of it",
	"SELBY (AP) — The wall held.", "SELBY, Oct. 3 (Unity Press) - The wall held.", "(dpa): The wall held.", "SELBY (AP) _ The wall", "SELBY (AP) – The wall",
	"(Reuters) The wall held.",
	"Photo: Ada Quist", "[Picture credit: X", "File pictures by Ada Quist", "Archive photo: x", "Handout pic: x", "Stock image: x", "ſtock image: x", "Captions: x", "Credit: x", "Image source: x", "(PIC : x",
	"Pictured, the wall", "ClocKwise from: the wall", "From left: Ada", "Left to right, Ada", "Above: the wall", "Below: the wall", "File photo: the wall", "Library picture: wall", "Archive photo, wall",
	"Ada Quist (left) with Bo Lund", "A file PHOTO of the wall", "The wall in this image released by the town", "The wall on a file picture taken from the sea",
	"The wall on May 3, 2031. REUTERS/Bo Lund", "The wall (AP Photo/Bo Lund)", "The wall, 12 AP", "The wall on May 3. dpa", "The wall in 2031 EPA", "The wall on May 4 Getty Images", "The wall in 2031 AFP/Bo Lund and more words",
	"More stories", "OTHER top news:", "Top headlines", "Lateſt articles", "2031-03-04", "on 2031/03/04",
	"℗ 2031", "(c) 2031",
}

func TestPrefiltersSpareNoMatch(t *testing.T) {
	seen := map[string]bool{}
	for _, text := range slices.Concat(hits, linesOfTestdata(t)) {
		for _, name := range checkPrefilters(t, text) {
			seen[name] = true
		}
	}
	for _, p := range prefilters {
		if !seen[p.name] {
			t.Errorf("no line matches %s", p.name)
		}
	}
	for _, text := range hits {
		if len(checkPrefilters(t, text)) == 0 {
			t.Errorf("no pattern matches %q", text)
		}
	}
}

// Of a line of prose next to nothing is asked:
// else the prefilters would spare nothing.
func TestPrefiltersSpareMostLines(t *testing.T) {
	asked, all := 0, 0
	for _, text := range linesOfTestdata(t) {
		l := newLine(clean(text))
		if !l.prose() {
			continue
		}
		for _, p := range prefilters {
			all++
			if p.may(l) {
				asked++
			}
		}
	}
	if 10*asked > all {
		t.Errorf("of %d questions %d are asked, want a tenth at most", all, asked)
	}
}

func linesOfTestdata(t testing.TB) []string {
	t.Helper()
	var out []string
	seed(t, "scraped", func(raw []byte) { out = append(out, strings.Split(string(raw), "\n")...) })
	return out
}

func FuzzLine(f *testing.F) {
	for _, text := range slices.Concat(hits, linesOfTestdata(f)) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkPrefilters(t, text)
		l := newLine(clean(text))
		if n := wordCount(l.text); l.words != n {
			t.Errorf("newLine(%q) has %d words, want %d", l.text, l.words, n)
		}
		if again := clean(l.text); again != l.text {
			t.Errorf("clean(%q) = %q the second time", l.text, again)
		}
	})
}
