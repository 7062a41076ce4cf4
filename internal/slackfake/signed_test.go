package slackfake_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/slackfake"

	"github.com/slack-go/slack"
)

// pressed reads a payload as the real client does.
func pressed(raw json.RawMessage) (slack.InteractionCallback, error) {
	var p slack.InteractionCallback
	err := json.Unmarshal(raw, &p)
	return p, err
}

// verify checks a signature by the real client's code, and returns the body.
func verify(t *testing.T, r *http.Request, secret string) (string, error) {
	t.Helper()
	v, err := slack.NewSecretsVerifier(r.Header, secret)
	if err != nil {
		return "", err
	}
	body, err := io.ReadAll(io.TeeReader(r.Body, &v))
	if err != nil {
		t.Fatal(err)
	}
	return string(body), v.Ensure()
}

func TestCommand(t *testing.T) {
	s, _, _ := workspace(t)
	now := time.Now()
	request := func() *http.Request { return slackfake.Command("secret", s.Slash("C1", "U1", "why 2 & <3"), now) }
	if _, err := verify(t, request(), "another"); err == nil {
		t.Error("signed by another secret")
	}
	body, err := verify(t, request(), "secret")
	if err != nil {
		t.Fatal(err)
	}
	r := request()
	r.Body = io.NopCloser(strings.NewReader(body))
	c, err := slack.SlashCommandParse(r)
	if err != nil || c.Command != "/digest" || c.Text != "why 2 & <3" || c.ChannelID != "C1" || c.ChannelName != "news" ||
		c.UserID != "U1" || c.UserName != "ada" || c.TriggerID == "" || !strings.HasPrefix(c.ResponseURL, "https://slack.test/response/") {
		t.Errorf("%+v, %v", c, err)
	}
}

// TestSignature is Slack's published example of a signature.
func TestSignature(t *testing.T) {
	const (
		secret = "8f742231b10e8888abcd99yyyzzz85a5"
		body   = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	)
	if got := slackfake.Sign(secret, body, time.Unix(1531420618, 0)); got != "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503" {
		t.Error(got)
	}
}

func TestButton(t *testing.T) {
	s, api, c := workspace(t)
	ts := post(t, api, c, text("story"))
	r := slackfake.Button("secret", s.Press("C1", "U1", ts, "story-1", "mute", "a&b"), time.Now())
	body, err := verify(t, r, "secret")
	if err != nil {
		t.Fatal(err)
	}
	form, err := url.ParseQuery(body)
	if err != nil {
		t.Fatal(err)
	}
	p, err := pressed(json.RawMessage(form.Get("payload")))
	if err != nil {
		t.Fatal(err)
	}
	a := p.ActionCallback.BlockActions
	if p.Type != slack.InteractionTypeBlockActions || p.User.ID != "U1" || p.Channel.ID != "C1" || p.Container.MessageTs != ts || p.Message.Text != "story" ||
		len(a) != 1 || a[0].ActionID != "mute" || a[0].Value != "a&b" || a[0].BlockID != "story-1" {
		t.Errorf("%+v", p)
	}
}
