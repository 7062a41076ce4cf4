package config

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// The settings that name Slack's tokens. Each is the token itself, or with
// fromFile after it the file that holds it.
const (
	botSetting = "COUNTERPOINT_SLACK_BOT_TOKEN"
	appSetting = "COUNTERPOINT_SLACK_APP_TOKEN"
	fromFile   = "_FILE"
)

const (
	maxToken = 1024
	// Where a Slack app shows its tokens.
	whereBot = "at api.slack.com/apps, your app, OAuth & Permissions, Bot User OAuth Token"
	whereApp = "at api.slack.com/apps, your app, Basic Information, App-Level Tokens (with the scope connections:write)"
)

// Secret is a text that is shown to nobody: however it is printed, it reads
// [redacted].
type Secret struct{ text string }

// NewSecret hides a text.
func NewSecret(text string) Secret { return Secret{text} }

const redacted = "[redacted]"

// Reveal is the text itself, for whoever it is the key of.
func (s Secret) Reveal() string { return s.text }

// Empty reports whether there is none.
func (s Secret) Empty() bool { return s.text == "" }

// Format writes [redacted], whatever the verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// MarshalText is [redacted], for JSON and for logs.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// SlackTokens are what a workspace knows this program by. Both are empty where
// it runs without Slack.
type SlackTokens struct {
	Bot Secret // xoxb-: posts and reads
	App Secret // xapp-: opens the connection that commands and buttons come by
}

// None reports whether there are no tokens.
func (t SlackTokens) None() bool { return t.Bot.Empty() && t.App.Empty() }

// ReadSlackTokens reads the tokens from the environment, or from the files that
// it names. All that is wrong is told at once, and nothing of a token.
func ReadSlackTokens(getenv func(string) string, readFile func(name string) ([]byte, error)) (SlackTokens, error) {
	bot, errBot := readToken(getenv, readFile, botSetting, "xoxb-", whereBot)
	app, errApp := readToken(getenv, readFile, appSetting, "xapp-", whereApp)
	t := SlackTokens{Bot: bot, App: app}
	switch {
	case errBot != nil || errApp != nil:
		return SlackTokens{}, errors.Join(errBot, errApp)
	case t.None():
		return t, nil
	case bot.Empty():
		return SlackTokens{}, missing(appSetting, botSetting, "bot token (xoxb-…)", whereBot)
	case app.Empty():
		return SlackTokens{}, missing(botSetting, appSetting, "app-level token (xapp-…)", whereApp)
	}
	return t, nil
}

func missing(set, unset, what, where string) error {
	return fmt.Errorf("%s is set and %s is not: Slack needs both. Set %s, or %s with the name of a file, to the %s; you find it %s", set, unset, unset, unset+fromFile, what, where)
}

// readToken reads one token.
func readToken(getenv func(string) string, readFile func(name string) ([]byte, error), setting, form, where string) (Secret, error) {
	text, file, from := getenv(setting), getenv(setting+fromFile), setting
	if text != "" && file != "" {
		return Secret{}, fmt.Errorf("%s and %s are both set: leave one", setting, setting+fromFile)
	}
	if file != "" {
		from = setting + fromFile
		raw, err := readFile(file)
		if errors.Is(err, fs.ErrNotExist) {
			return Secret{}, fmt.Errorf("%s names %s, and there is no such file", from, file)
		}
		if err != nil {
			return Secret{}, fmt.Errorf("%s names %s, which cannot be read: %w", from, file, err)
		}
		if text = string(raw); strings.TrimSpace(text) == "" {
			return Secret{}, fmt.Errorf("%s names %s, which is empty: write the token into it; you find it %s", from, file, where)
		}
	}
	text = strings.TrimSpace(text)
	if text == "" {
		return Secret{}, nil
	}
	rest, ok := strings.CutPrefix(text, form)
	if !ok {
		return Secret{}, fmt.Errorf("%s holds no token that begins with %s%s: you find it %s", from, form, mistaken(text), where)
	}
	if rest == "" || len(text) > maxToken || strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || r == '"' || r == '\'' }) {
		return Secret{}, fmt.Errorf("%s holds not one whole token: copy it again, without quotes; you find it %s", from, where)
	}
	return Secret{text}, nil
}

// mistaken says what was taken for a token, where its form tells.
func mistaken(text string) string {
	for form, what := range map[string]string{
		"xoxb-": " (it is a bot token)", "xapp-": " (it is an app-level token)", "xoxp-": " (it is a user's token)",
		"xoxe": " (it is a token that rotates: switch token rotation off for the app)",
	} {
		if strings.HasPrefix(text, form) {
			return what
		}
	}
	return ""
}

// ReadToken reads the file of a token: more than one is cut.
func ReadToken(name string) ([]byte, error) { return ReadFile(name, 2*maxToken) }
