package measure

import "strings"

// phraseLimit is how many words a counted noun phrase may have before its
// head; longer ones are read wrong more often than right.
const phraseLimit = 5

// nounPhrase is what follows a number.
type nounPhrase struct {
	head  string // singular, empty where unclear
	words []string
	next  int // index behind the phrase, or where it would begin if there is none
}

// nounsAfter reads the noun phrase at i. For a plural number the head is the
// first plural; for one, or behind a hyphened measure, it is the last word
// that can be a noun.
func (t tokens) nounsAfter(i int, single bool) nounPhrase {
	p := nounPhrase{next: i}
	var seen []string
	last, end := "", i
	for k := i; len(seen) <= phraseLimit; {
		if k > i && t.is(k, "-") && t.at(k).glued && t.at(k+1).glued {
			k++
			continue
		}
		tok := t.at(k)
		if tok.kind != word || !nounish(tok.text) {
			break
		}
		joined := t.is(k+1, "-") && t.at(k+1).glued && t.at(k+2).glued
		if !joined && isPlural(tok.text) {
			if next := t.at(k + 1); attributive[tok.text] && next.kind == word && isPlural(next.text) {
				seen, k = append(seen, tok.text), k+1
				continue
			}
			return nounPhrase{head: singular(tok.text), words: seen, next: k + 1}
		}
		if !joined && single && !adjective(tok.text) {
			if last != "" && verbal(tok.text) {
				break
			}
			last, end = tok.text, k+1
		}
		seen, k = append(seen, tok.text), k+1
	}
	if single && last != "" {
		words := seen
		for n, w := range seen {
			if w == last {
				words = seen[:n]
			}
		}
		return nounPhrase{head: last, words: words, next: end}
	}
	if len(seen) > 0 && verbal(seen[0]) {
		p.words, p.next = seen[:1], i+1
	}
	return p
}

// nounBefore is the noun that "of" binds to the quantity at i: "a fine of 3m".
func (t tokens) nounBefore(i int) string {
	if !t.is(i-1, "of") || t.at(i-2).kind != word {
		return ""
	}
	w := t.at(i - 2).text
	if !nounish(w) && !verbNouns[w] || w == "total" || w == "all" || adjective(w) || cardinals[w] > 0 || scales[w] > 0 || vagueNumbers[w].low > 0 {
		return ""
	}
	if parents[w] {
		return "child" // "a father of two"
	}
	return singular(w)
}

// nounish says whether a word can stand inside a noun phrase behind a number.
func nounish(w string) bool {
	if closed[w] || strings.HasSuffix(w, "'s") || strings.Contains(w, ".") {
		return false
	}
	_, number := cardinals[w]
	_, scale := scales[w]
	return !number && !scale
}

// verbal says whether a word behind a number is a participle or a state
// ("12 injured", "three dead") rather than a noun.
func verbal(w string) bool {
	return states[w] || len(w) > 4 && (strings.HasSuffix(w, "ed") || strings.HasSuffix(w, "ing"))
}

func adjective(w string) bool {
	if adjectives[w] || verbal(w) {
		return true
	}
	for _, end := range []string{"al", "ous", "ful", "ive", "ic", "ese", "ish", "able", "ible", "less", "ern", "est"} {
		if len(w) > len(end)+3 && strings.HasSuffix(w, end) && !nounsDespite[w] {
			return true
		}
	}
	return false
}

func isPlural(w string) bool {
	if _, ok := irregular[w]; ok || invariant[w] {
		return true
	}
	if len(w) < 4 || !strings.HasSuffix(w, "s") {
		return false
	}
	for _, end := range []string{"ss", "us", "is", "'s"} {
		if strings.HasSuffix(w, end) {
			return false
		}
	}
	return !singularDespite[w]
}

// singular is the singular of a noun; a word that is none is returned as it
// is, or shorter by an "s".
func singular(w string) string {
	if one, ok := irregular[w]; ok {
		return one
	}
	if !isPlural(w) || invariant[w] {
		return w
	}
	switch {
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		return w[:len(w)-3] + "y"
	case endsIn(w, "sses", "shes", "ches", "xes", "zzes", "viruses", "buses", "gases", "uses") && !strings.HasSuffix(w, "houses") && !strings.HasSuffix(w, "causes"):
		return w[:len(w)-2]
	}
	return w[:len(w)-1]
}

func endsIn(w string, ends ...string) bool {
	for _, e := range ends {
		if strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}
