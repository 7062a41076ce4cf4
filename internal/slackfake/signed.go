package slackfake

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Command is a slash command as Slack sends it: a form, signed with the
// secret (https://docs.slack.dev/authentication/verifying-requests-from-slack).
// Slash makes the form.
func Command(secret string, body url.Values, now time.Time) *http.Request {
	return signed(secret, "/slack/commands", body.Encode(), now)
}

// Button is the press of a button as Slack sends it: a form that holds the
// payload, signed with the secret. Press makes the payload.
func Button(secret string, payload json.RawMessage, now time.Time) *http.Request {
	return signed(secret, "/slack/actions", url.Values{"payload": {string(payload)}}.Encode(), now)
}

// signed is a request to a place on https://counterpoint.test; who sends it
// elsewhere changes its URL, which is not signed.
func signed(secret, path, body string, now time.Time) *http.Request {
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "https://counterpoint.test"+path, strings.NewReader(body))
	if err != nil {
		panic(err) // the URL is ours
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	r.Header.Set("X-Slack-Request-Timestamp", strconv.FormatInt(now.Unix(), 10))
	r.Header.Set("X-Slack-Signature", Sign(secret, body, now))
	return r
}

// Sign is the signature of a body that is sent at that time.
func Sign(secret, body string, now time.Time) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%d:%s", now.Unix(), body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// Slash is the form of "/digest text", typed by a user in a channel, with a
// response URL of its own.
func (s *Server) Slash(channel, user, text string) url.Values {
	s.mu.Lock()
	defer s.mu.Unlock()
	return url.Values{
		"token": {"unused"}, "team_id": {TeamID}, "team_domain": {"counterpoint"}, "is_enterprise_install": {"false"},
		"channel_id": {channel}, "channel_name": {s.nameOf(channel)}, "user_id": {user}, "user_name": {s.userName(user)},
		"command": {"/digest"}, "text": {text}, "api_app_id": {AppID}, "trigger_id": {s.trigger()},
		"response_url": {s.responseURL(channel, user, "")},
	}
}

// Press is the payload of a button that a user pressed on a message, with a
// response URL of its own.
func (s *Server) Press(channel, user, ts, blockID, actionID, value string) json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	where := fields{"id": channel, "name": s.nameOf(channel)}
	message := fields{"type": "message", "ts": ts}
	if c := s.channel(channel); c != nil {
		if m := c.message(ts); m != nil {
			message = m.view(true)
		}
	}
	raw, err := json.Marshal(fields{
		"type": "block_actions", "token": "unused", "api_app_id": AppID, "trigger_id": s.trigger(),
		"user":      fields{"id": user, "username": s.userName(user), "name": s.userName(user), "team_id": TeamID},
		"team":      fields{"id": TeamID, "domain": "counterpoint"},
		"container": fields{"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": false},
		"channel":   where, "message": message, "response_url": s.responseURL(channel, user, ts),
		"is_enterprise_install": false, "enterprise": nil, "state": fields{"values": fields{}},
		"actions": []fields{{
			"type": "button", "block_id": blockID, "action_id": actionID, "value": value, "action_ts": tsOf(s.stamp()),
		}},
	})
	if err != nil {
		panic(err) // all of it is ours, or was checked when it came
	}
	return raw
}

func (s *Server) trigger() string { return fmt.Sprintf("%d.%s", s.stamp(), TeamID) }

func (s *Server) nameOf(channel string) string {
	if c := s.channel(channel); c != nil {
		return c.name
	}
	return ""
}

func (s *Server) userName(id string) string {
	if id == BotUser {
		return botName
	}
	if u := s.user(id); u != nil {
		return u.Name
	}
	return id
}
