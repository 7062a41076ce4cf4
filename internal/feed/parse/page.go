package parse

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// isPage reports whether text begins as a web page does.
func isPage(text string) bool {
	scan := scanner{text: cut(text, 1<<16)}
	for first := true; ; {
		t, ok := scan.next()
		if !ok {
			return false
		}
		switch {
		case t.kind == doctype && strings.Contains(strings.ToLower(text[t.start:min(t.end, t.start+40)]), "html"):
			return true
		case t.kind == startTag:
			a := atom.Lookup([]byte(strings.ToLower(t.name)))
			if first && a == 0 {
				return false
			}
			first = false
			if a == atom.Html || a == atom.Head || a == atom.Body || a == atom.Title || a == atom.Meta {
				return true
			}
		}
	}
}

// signs are the words on pages that stand between a reader and a feed: in the
// title, or anywhere on a page that says little else.
var signs = []struct {
	sentence string
	words    []string
}{
	{"asks for a captcha instead of the feed", []string{
		"captcha", "are you a robot", "not a robot", "are a human", "are human", "you're human", "just a moment", "checking your browser",
		"attention required", "security check", "bot verification", "unusual traffic", "enable javascript and cookies", "ddos protection",
		"sicherheitsüberprüfung", "vérification de sécurité",
	}},
	{"asks for consent to cookies instead of the feed", []string{
		"cookie consent", "your privacy choices", "we value your privacy", "before you continue", "consent to cookies", "accept all cookies",
		"privacy settings", "datenschutzeinstellungen", "cookie-einstellungen", "paramètres de confidentialité", "gestion des cookies",
	}},
	{"asks for a login instead of the feed", []string{
		"log in", "login", "sign in", "sign-in", "anmelden", "einloggen", "se connecter", "iniciar sesión",
	}},
	{"answers with an error page, not a feed", []string{
		"404", "403", "500", "502", "503", "not found", "forbidden", "access denied", "service unavailable", "internal server error",
		"bad gateway", "page introuvable", "nicht gefunden", "no encontrada", "error", "site maintenance", "under maintenance",
	}},
}

// littleText is how much a page that only stands in the way says at most.
const littleText = 1500

// notFeed says what text is that is no feed.
func notFeed(text string) error {
	if !isPage(text) {
		if strings.HasPrefix(text, "<?xml") || strings.HasPrefix(text, "<") {
			return refusal{"answers with XML that is no feed", ErrNotFeed}
		}
		return ErrNotFeed
	}
	title, body, password := pageWords(cut(text, 1<<19))
	for _, sign := range signs {
		for _, w := range sign.words {
			wordy := len(body) > littleText || strings.Contains(sign.sentence, "error") || strings.Contains(sign.sentence, "login") && !password
			if containsWord(title, w) || !wordy && containsWord(body, w) {
				return refusal{sign.sentence, ErrChallenge}
			}
		}
	}
	return ErrHTML
}

// containsWord reports whether s has words that do not go on in letters.
func containsWord(s, words string) bool {
	for at := 0; ; {
		i := strings.Index(s[at:], words)
		if i < 0 {
			return false
		}
		at += i
		end := at + len(words)
		if (at == 0 || !letter(s[at-1])) && (end == len(s) || !letter(s[end])) {
			return true
		}
		at = end
	}
}

func letter(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c >= 0x80 }

// pageWords is the title and the text of a page, in lower case, and whether it
// asks for a password.
func pageWords(page string) (title, body string, password bool) {
	z := html.NewTokenizer(strings.NewReader(page))
	var t, b strings.Builder
	into := &b
	for {
		switch z.Next() {
		case html.ErrorToken:
			return line(strings.ToLower(t.String())), strings.Join(strings.Fields(strings.ToLower(b.String())), " "), password
		case html.TextToken:
			if into != nil {
				into.Write(z.Text())
				into.WriteByte(' ')
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			switch tok.DataAtom {
			case atom.Title:
				into = &t
			case atom.Script, atom.Style:
				into = nil
			case atom.Input:
				for _, a := range tok.Attr {
					password = password || a.Key == "type" && a.Val == "password"
				}
			}
		case html.EndTagToken:
			into = &b
		}
	}
}
