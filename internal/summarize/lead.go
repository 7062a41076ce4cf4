package summarize

import (
	"regexp"
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
	"counterpoint/internal/text"
)

// bestLead is the opening sentence whose words most origins use, and most
// titles: a title is what a newsroom takes for the news.
func bestLead(s news.Story, r claims.Reading, contested map[news.Evidence]bool) (news.Statement, bool) {
	best, at := 0, -1
	titles := inTitles(s, r)
	for i, c := range r.Claims {
		if c.Index > 2 || c.Headline || c.Caption || c.Asks || c.Quoted || contested[c.Evidence] || len(c.Words) < 5 {
			continue
		}
		if n := len(strings.Fields(c.Text)); n > longest {
			continue
		}
		score := leadScore(r, c, titles, best)
		if at < 0 || score > best {
			best, at = score, i
		}
	}
	if at < 0 {
		return news.Statement{}, false
	}
	c := r.Claims[at]
	return news.Statement{Text: withoutDateline(c.Text), By: news.ByEngine, Support: []news.Evidence{c.Evidence}}, true
}

// leadScore prefers what is told by many, opens its article and can be read
// without what stands before it. What does not come up to the best so far is not
// looked at closer.
func leadScore(r claims.Reading, c claims.Claim, titles []int, best int) int {
	score := 0
	for _, w := range c.Words {
		score += (r.Spread[w.ID] - 1 + titles[w.ID]) * 100
	}
	score = score * 10 / (10 + len(c.Words)) // long leads gather words
	if c.Index == 0 {
		score += score / 5
	}
	if score > best && c.Recalls() {
		score /= 2
	}
	if score > best && !standsAlone(c.Text) {
		score /= 2
	}
	return score
}

// inTitles counts for each word the titles that have it, those of copies apart.
func inTitles(s news.Story, r claims.Reading) []int {
	st := text.NewStemmer()
	titles := map[string]int{}
	for i, a := range s.Articles {
		if s.Lineage[i].CopyOf != "" {
			continue
		}
		seen := map[string]bool{}
		for _, t := range text.Tokens(text.Repair(a.Title)) {
			if w := st.Stem(t.Norm); !seen[w] {
				seen[w] = true
				titles[w]++
			}
		}
	}
	out := make([]int, len(r.Vocabulary))
	for id, w := range r.Vocabulary {
		out[id] = titles[w]
	}
	return out
}

// standsAlone tells whether a sentence can be read without the one before it: it
// does not open with a word that points back, speaks of no "we" outside of
// quotation marks, and has no hour before it.
func standsAlone(s string) bool {
	return !pointsBack.MatchString(s) && !claims.OwnVoice(s)
}

var pointsBack = regexp.MustCompile(`^(?:He|She|It|They|This|That|These|Those|His|Her|Its|Their|There|Then|But|And|Both|All|Yet|So|The (?:two|three|first|second|last|latter|former|most|other|same)|\d+[.:]\d+)\b`)

// dateline is the place, date and agency that open a wire report.
var dateline = regexp.MustCompile(`^[\p{Lu}][\p{L} .,'’-]{1,60}?(?:\([^)]{2,40}\)|, \w{3,9}\.? \d{1,2}(?: \([^)]{2,40}\))?) ?(?:--|[-–—]) ?`)

// withoutDateline is a sentence without the dateline that opens it: what is
// left is still the source's own words.
func withoutDateline(s string) string {
	return strings.TrimSpace(s[len(dateline.FindString(s)):])
}

// headline is the title that says most of what the story's origins say and
// nothing contested; without titles, the lead.
func headline(s news.Story, r claims.Reading, contested map[news.Evidence]bool) string {
	spread := map[string]int{}
	st := text.NewStemmer()
	for id, w := range r.Vocabulary {
		spread[w] = r.Spread[id]
	}
	disputed := map[string]bool{} // digits and number words of contested sentences
	for e := range contested {
		for _, t := range text.Tokens(e.Quote) {
			if t.Digit {
				disputed[t.Norm] = true
			}
		}
	}
	best, out := -1, ""
	for i, a := range s.Articles {
		title := strings.TrimSpace(text.Repair(a.Title))
		if title == "" || s.Lineage[i].CopyOf != "" {
			continue
		}
		score := 0
		tokens := text.Tokens(title)
		for _, t := range tokens {
			score += 10 * max(0, spread[st.Stem(t.Norm)]-1)
			if disputed[t.Norm] {
				score -= 30
			}
		}
		if strings.ContainsAny(title, "?\"“'‘") || title == strings.ToUpper(title) {
			score /= 2
		}
		if score = score * 10 / (6 + len(tokens)); score > best {
			best, out = score, title
		}
	}
	if out != "" {
		return out
	}
	if lead, ok := bestLead(s, r, contested); ok {
		return lead.Text
	}
	if len(r.Claims) > 0 {
		return r.Claims[0].Text
	}
	return s.Articles[0].Outlet
}
