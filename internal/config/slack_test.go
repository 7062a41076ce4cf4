package config_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"testing"

	"counterpoint/internal/config"
)

const (
	bot = "xoxb-1-SECRET"
	app = "xapp-1-SECRET"
)

func TestReadSlackTokens(t *testing.T) {
	const setBot, setApp = "COUNTERPOINT_SLACK_BOT_TOKEN", "COUNTERPOINT_SLACK_APP_TOKEN"
	files := map[string]string{"bot": bot + "\n", "app": app, "empty": " \n", "long": "xoxb-" + strings.Repeat("SECRET", 400)}
	read := func(name string) ([]byte, error) {
		if name == "locked" {
			return nil, fs.ErrPermission
		}
		text, ok := files[name]
		if !ok {
			return nil, fs.ErrNotExist
		}
		return []byte(text), nil
	}
	for _, c := range []struct {
		name  string
		env   map[string]string
		want  []string // of the error; none: the tokens are read
		empty bool
	}{
		{name: "none", empty: true},
		{name: "both", env: map[string]string{setBot: " " + bot + "\n", setApp: app}},
		{name: "of files", env: map[string]string{setBot + "_FILE": "bot", setApp + "_FILE": "app"}},
		{"the app's is missing", map[string]string{setBot: bot}, []string{setApp + " is not", "xapp-", "Basic Information", "connections:write"}, false},
		{"the bot's is missing", map[string]string{setApp: app}, []string{setBot + " is not", "xoxb-", "OAuth & Permissions"}, false},
		{"swapped", map[string]string{setBot: app, setApp: bot}, []string{"it is an app-level token", "it is a bot token"}, false},
		{"a user's", map[string]string{setBot: "xoxp-1-SECRET", setApp: app}, []string{setBot + " holds no token that begins with xoxb-", "a user's token"}, false},
		{"of two lines", map[string]string{setBot: bot + "\n" + bot, setApp: app}, []string{setBot + " holds not one whole token"}, false},
		{"the beginning alone", map[string]string{setBot: "xoxb-", setApp: app}, []string{"not one whole token"}, false},
		{"too long", map[string]string{setBot + "_FILE": "long", setApp: app}, []string{"not one whole token"}, false},
		{"twice", map[string]string{setBot: bot, setBot + "_FILE": "bot", setApp: app}, []string{"both set: leave one"}, false},
		{"an empty file", map[string]string{setBot + "_FILE": "empty", setApp: app}, []string{"names empty, which is empty", "OAuth & Permissions"}, false},
		{"no file", map[string]string{setBot + "_FILE": "nowhere", setApp: app}, []string{setBot + "_FILE names nowhere, and there is no such file"}, false},
		{"a locked file", map[string]string{setBot + "_FILE": "locked", setApp: app}, []string{"cannot be read"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := config.ReadSlackTokens(func(k string) string { return c.env[k] }, read)
			if len(c.want) == 0 {
				if err != nil || got.None() != c.empty || !c.empty && (got.Bot.Reveal() != bot || got.App.Reveal() != app) {
					t.Fatalf("read %q and %q: %v", got.Bot.Reveal(), got.App.Reveal(), err)
				}
				return
			}
			if err == nil {
				t.Fatal("nothing is refused")
			}
			for _, w := range c.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("%q is not in: %v", w, err)
				}
			}
			if strings.Contains(err.Error(), "SECRET") || !got.None() {
				t.Errorf("the error tells the token, or one is returned: %v", err)
			}
		})
	}
}

// However a secret is printed, it is not shown.
func TestSecretIsRedacted(t *testing.T) {
	s := config.SlackTokens{Bot: config.NewSecret(bot), App: config.NewSecret(app)}
	raw, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("tokens", "all", s, "bot", s.Bot)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("tokens", "all", s, "bot", s.Bot)
	shown := []string{string(raw), log.String(), fmt.Errorf("with %w", fmt.Errorf("%v", s)).Error()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		shown = append(shown, fmt.Sprintf(verb, s), fmt.Sprintf(verb, s.Bot), fmt.Sprintf(verb, &s))
	}
	for _, text := range shown {
		if strings.Contains(text, "SECRET") || strings.Contains(text, fmt.Sprintf("%x", "SECRET")) || !strings.Contains(text, "[redacted]") {
			t.Errorf("a secret is printed as %s", text)
		}
	}
}
