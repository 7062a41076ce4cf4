package command_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"counterpoint/internal/command"
)

// What is typed, and the command that it is, printed.
func TestParse(t *testing.T) {
	for _, c := range []struct{ name, typed, want string }{
		{"nothing", "", ""},
		{"spaces alone", "  \u00a0 ", ""},
		{"now", "now", "now"},
		{"now with words", "now  ferry   strike", "now ferry strike"},
		{"upper case, words as typed", "NOW Ferry", "now Ferry"},
		{"why", "why 2", "why 2"},
		{"a number sign", "Why #2", "why 2"},
		{"a full stop", "sources 2.", "sources 2"},
		{"disputes", "disputes 12", "disputes 12"},
		{"hours", "since 6h", "since 360m"},
		{"hours in words", "since 6 hours", "since 360m"},
		{"days", "since 2 Days", "since 2880m"},
		{"minutes", "since 90min", "since 90m"},
		{"an address", "add https://example.org/rss", "add https://example.org/rss"},
		{"a link of Slack's", "add <https://example.org/rss?a=1&amp;b=2|example.org/rss>", "add https://example.org/rss?a=1&amp;b=2"},
		{"a link without label", "add <https://example.org/rss>", "add https://example.org/rss"},
		{"an address in quotes", "add “https://example.org/rss”", "add https://example.org/rss"},
		{"a feed's number", "remove 3", "remove 3"},
		{"a feed's name", "remove The Gull", "remove The Gull"},
		{"list", "list", "list"},
		{"typographic quotes", "mute “climate change”", "mute climate change"},
		{"German quotes", "mute „Wahl“", "mute Wahl"},
		{"French quotes", "mute « élection »", "mute élection"},
		{"an apostrophe stays", "mute King’s Cross", "mute King’s Cross"},
		{"a channel of Slack's", "now <#C012AB3CD|general>", "now general"},
		{"a mention of Slack's", "now <@U012AB3CD|ann>", "now ann"},
		{"a mention without label", "now <@U012AB3CD>", "now U012AB3CD"},
		{"everyone", "now <!everyone>", "now everyone"},
		{"an address of mail", "unmute <mailto:a@example.org|a@example.org>", "unmute a@example.org"},
		{"escaped characters", "mute AT&amp;T &lt;b&gt;", "mute AT&amp;T &lt;b&gt;"},
		{"escaped once", "mute &amp;lt;", "mute &amp;lt;"},
		{"brackets that are no form", "mute a <b c> d", "mute a &lt;b c&gt; d"},
		{"line feeds", "mute\nfootball", "mute football"},
		{"marks that turn the writing", "mute \u202efootball", "mute football"},
		{"schedule", "schedule weekdays 08:30 Europe/London", "schedule weekdays 08:30 Europe/London"},
		{"several times", "schedule weekdays 17:00 08:30, 08:30 Europe/London", "schedule weekdays 08:30 17:00 Europe/London"},
		{"daily unless said", "schedule 8.30 and 17:00 utc", "schedule daily 08:30 17:00 UTC"},
		{"days one by one", "schedule Mon, Wed at 9:05 asia/kolkata", "schedule mon,wed 09:05 Asia/Kolkata"},
		{"without zone", "schedule mon-thu 09:05", "schedule mon,tue,wed,thu 09:05"},
		{"pause", "pause", "pause"},
		{"resume", " Resume ", "resume"},
		{"status", "status", "status"},
		{"help", "help", "help"},
	} {
		got, err := command.Parse(c.typed)
		if err != nil || got.String() != c.want {
			t.Errorf("%s: %q gives %q, %v; want %q", c.name, c.typed, got, err, c.want)
		}
	}
}

// What cannot be understood is answered with the form that can.
func TestParseShowsTheRightForm(t *testing.T) {
	for typed, form := range map[string]string{
		"huh":                                "/digest help",
		"status now":                         "Write /digest status",
		"pause 2h":                           "Write /digest pause",
		"why":                                "/digest why 2",
		"why two":                            "/digest why 2",
		"sources 0":                          "/digest sources 2",
		"disputes 51":                        "/digest disputes 2",
		"why -1":                             "/digest why 2",
		"since":                              "/digest since 6h",
		"since yesterday":                    "/digest since 6h",
		"since 5m":                           "/digest since 6h",
		"since 15d":                          "/digest since 6h",
		"since 99999d":                       "/digest since 6h",
		"add":                                "/digest add https://example.org/rss",
		"add https://a.example the gull":     "/digest add https://example.org/rss",
		"add " + strings.Repeat("a", 1025):   "/digest add https://example.org/rss",
		"remove":                             "/digest remove https://example.org/rss",
		"mute":                               "/digest mute football",
		"mute “”":                            "/digest mute football",
		"unmute " + strings.Repeat("a", 151): "/digest unmute football",
		"schedule":                           "/digest schedule weekdays 08:30 Europe/London",
		"schedule weekdays":                  "/digest schedule weekdays 08:30 Europe/London",
		"schedule 25:00 Europe/London":       "/digest schedule weekdays 08:30 Europe/London",
		"schedule 08:30 Mars/Olympus":        "/digest schedule weekdays 08:30 Europe/London",
		"schedule 08:30 UTC Europe/London":   "/digest schedule weekdays 08:30 Europe/London",
		"schedule weekdays sat 08:30 UTC":    "/digest schedule weekdays 08:30 Europe/London",
		strings.Repeat("a", 2001):            "/digest help",
	} {
		c, err := command.Parse(typed)
		if err == nil {
			t.Errorf("%.60q passes for %q", typed, c)
			continue
		}
		if !strings.Contains(err.Error(), form) || strings.ContainsAny(err.Error(), "\n") || utf8.RuneCountInString(err.Error()) > 300 {
			t.Errorf("%.60q: %q does not show %q on one line", typed, err, form)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "now a", "why 2", "since 6h", "add <https://a.example/?a=1&amp;b|x>", "mute “a”", "schedule mon,wed 08:30 Europe/London", "now <@U1|&lt;a&gt;>", "mute &amp;amp;", "remove #7", "\xff", "mute <", "mute <|>", "add <#|>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		c, err := command.Parse(typed)
		if err != nil {
			if strings.TrimSpace(err.Error()) == "" || !utf8.ValidString(err.Error()) || strings.ContainsRune(err.Error(), '\n') {
				t.Errorf("%q: %q", typed, err)
			}
			return
		}
		again, err := command.Parse(c.String())
		if err != nil {
			t.Fatalf("%q gives %q, which is none: %v", typed, c, err)
		}
		if again.String() != c.String() || again.Verb != c.Verb || again.N != c.N || again.Text != c.Text || again.Span != c.Span {
			t.Fatalf("%q gives %#v, then %#v", typed, c, again)
		}
		if c.Span%time.Minute != 0 || c.Text != strings.Join(strings.Fields(c.Text), " ") {
			t.Fatalf("%q gives %#v", typed, c)
		}
	})
}
