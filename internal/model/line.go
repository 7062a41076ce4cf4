package model

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"counterpoint/internal/check"
	"counterpoint/internal/news"
	"counterpoint/internal/text"
)

// What no honest line exceeds, in code points.
const (
	longLine     = 400
	longAnswer   = 160
	longQuestion = 160
)

// statement is a sentence of the model's, if it is borne out; else the
// clearest of the sentences that it points at; else nothing. It says why the
// sentence is not the model's.
func (j *judge) statement(s said) (st news.Statement, cited []int, why string) {
	cited, ok := j.cite(s.IDs)
	if !ok {
		return news.Statement{}, nil, "points at no sentence of the packet"
	}
	st = news.Statement{Text: clean(s.Text), By: news.ByModel, Origins: j.origins(cited), Support: j.evidence(cited)}
	if why = j.line(s.Text, cited); why == "" {
		return st, cited, ""
	}
	if t, ok := j.heldBy(st.Text, cited); ok {
		st.Text = t
		return st, cited, ""
	}
	st.Text, st.By = j.clearest(cited, s.Text), news.ByEngine
	return st, cited, why
}

// heldBy is a sentence with the speaker that was left out of it, if that is all
// that it lacks.
func (j *judge) heldBy(s string, cited []int) (string, bool) {
	if strings.Contains(s, ";") || saying.MatchString(s) {
		return "", false
	}
	for _, h := range j.holders("", cited) {
		if !speaker.MatchString(h) {
			continue
		}
		if rest, ok := strings.CutPrefix(h, "The "); ok {
			h = "the " + rest
		}
		t := strings.TrimRight(s, ". ") + ", " + h + " said."
		if j.line(t, cited) == "" {
			return t, true
		}
	}
	return "", false
}

// speaker is a holder that reads well after a sentence: "the fire brigade",
// "company spokeswoman Odile Frank", "officials".
var speaker = regexp.MustCompile(`^((the|The|a|an)( [\pL'’-]+){1,5}|([\pL'’-]+ ){1,4}\p{Lu}[\pL'’-]+|(\p{Ll}+ ){0,2}(\p{Ll}+s|police))$`)

// saying tells that a sentence names who says it, or what is said.
var saying = regexp.MustCompile(`(?i)\b(said|says?|told|according|den(y|ies|ied)|disputed?|disagrees?)\b`)

// line says why a sentence may not be printed.
func (j *judge) line(s string, cited []int) string {
	if why := unfit(s, longLine); why != "" {
		return why
	}
	return strings.Join(check.Sentence(clean(s), j.passages(cited)), ", ")
}

// clearest is the cited sentence that tells by itself what was wanted: a whole
// one that shares most with it, not too long, nobody's speech where there is a
// choice.
func (j *judge) clearest(cited []int, wanted string) string {
	best, out := 0, ""
	for _, i := range cited {
		c := j.claim(i)
		if c.Asks || c.Headline || j.avoid[c.Evidence] || len(c.Words) < 3 || utf8.RuneCountInString(c.Text) > longLine {
			continue
		}
		score := 200 + 20*common(c.Text, wanted) - abs(len(c.Words)-12)
		if c.Quoted {
			score -= 30
		}
		if c.Caption {
			score -= 10
		}
		if score > best {
			best, out = score, clean(c.Text)
		}
	}
	return out
}

// common counts the words of a text that another has, each once.
func common(s, other string) int {
	have, n := map[string]bool{}, 0
	for _, t := range text.Tokens(other) {
		have[t.Norm] = len(t.Norm) > 2
	}
	for _, t := range text.Tokens(s) {
		if have[t.Norm] {
			have[t.Norm] = false
			n++
		}
	}
	return n
}

func abs(n int) int { return max(n, -n) }

// clean is a text as it is printed.
func clean(s string) string { return shown(s) }

// unfit says what no printed line has: markup, links, mentions, more than a
// reader takes in, nothing at all, or another script.
func unfit(s string, most int) string {
	switch {
	case strings.TrimSpace(s) == "":
		return "empty"
	case utf8.RuneCountInString(s) > most:
		return "too long"
	case links.MatchString(s):
		return "a link"
	case mentions.MatchString(s):
		return "a mention"
	case markup.MatchString(s):
		return "markup"
	case addressesMachines(s):
		return "speaks to machines"
	}
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Cf, r):
			return "a hidden mark"
		case unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r):
			return "another script"
		}
	}
	return ""
}

var (
	links    = regexp.MustCompile(`(?i)https?:|www\.|\b[a-z0-9-]+\.(com|org|net|io|example)\b`)
	mentions = regexp.MustCompile(`(^|\s)@\w|<[!@#]`)
	markup   = regexp.MustCompile("[<>`|{}\\[\\]*_#~]|:[a-z_]+:")
)

// questionWords begin an English question.
var questionWords = strings.Fields("who whom whose what when where why how which did do does is are was were has have had will would can could should may might at by in on for from to with of until since after before")

// openQuestion stands for one that may not be printed.
const openQuestion = "What do the sources disagree on?"

// question says why a question may not be printed: it asks in English, about
// something in the story, and brings no number or name of its own.
func (j *judge) question(q string) string {
	if why := unfit(q, longQuestion); why != "" {
		return why
	}
	tokens := text.Tokens(q)
	if !strings.HasSuffix(strings.TrimSpace(q), "?") || len(tokens) < 3 || !slices.Contains(questionWords, tokens[0].Norm) {
		return "no question"
	}
	return strings.Join(check.Question(clean(q), j.all), ", ")
}
