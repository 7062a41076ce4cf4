package command

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// read takes a request apart, after it has been verified. What it says comes
// from its body alone: the query is not signed. A request without trigger, and
// without error, asks for nothing.
func (h Handler) read(w http.ResponseWriter, r *http.Request) (Request, []byte, error) {
	if r.URL.Path != CommandsPath && r.URL.Path != ActionsPath {
		return Request{}, nil, refuse(http.StatusNotFound, "nothing is there")
	}
	if r.Method != http.MethodPost {
		return Request{}, nil, refuse(http.StatusMethodNotAllowed, "the method is not POST")
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return Request{}, nil, refuse(http.StatusUnsupportedMediaType, "the body is no form")
	}
	if r.Header.Get("Content-Encoding") != "" {
		return Request{}, nil, refuse(http.StatusUnsupportedMediaType, "the body is encoded")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return Request{}, nil, refuse(http.StatusRequestEntityTooLarge, "the body is too large")
	}
	if err != nil {
		return Request{}, nil, refuse(http.StatusBadRequest, "the body breaks off")
	}
	signature, err := h.Verifier.Verify(r.Header, body)
	if err != nil {
		return Request{}, nil, err
	}
	form, err := parseForm(body)
	if err != nil {
		return Request{}, nil, err
	}
	if form["ssl_check"] == "1" {
		return Request{}, signature, nil
	}
	req := commandOf(form)
	if r.URL.Path == ActionsPath {
		if req, err = actionOf(form); err != nil {
			return Request{}, nil, err
		}
	}
	return req, signature, h.check(req)
}

const maxFields = 60

// parseForm reads a form in which every field stands once.
func parseForm(body []byte) (map[string]string, error) {
	if strings.Count(string(body), "&") >= maxFields {
		return nil, refuse(http.StatusBadRequest, "the form has too many fields")
	}
	values, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "the form cannot be read")
	}
	out := make(map[string]string, len(values))
	for name, v := range values {
		if len(v) != 1 {
			return nil, refuse(http.StatusBadRequest, "a field of the form is there twice")
		}
		if !utf8.ValidString(v[0]) {
			return nil, refuse(http.StatusBadRequest, "the form is not UTF-8")
		}
		out[name] = v[0]
	}
	return out, nil
}

func commandOf(form map[string]string) Request {
	return Request{
		Team: form["team_id"], Channel: form["channel_id"], User: form["user_id"], Text: form["text"],
		Direct:  form["channel_name"] == "directmessage" || strings.HasPrefix(form["channel_id"], "D"),
		Trigger: form["trigger_id"], ResponseURL: form["response_url"],
	}
}

// named is a thing of which a payload tells the ID.
type named struct {
	ID string `json:"id"`
}

// actionOf reads what Slack sends when a button is pressed.
func actionOf(form map[string]string) (Request, error) {
	var p struct {
		Type        string `json:"type"`
		Team        named  `json:"team"`
		Channel     named  `json:"channel"`
		User        named  `json:"user"`
		Trigger     string `json:"trigger_id"`
		ResponseURL string `json:"response_url"`
		Actions     []struct {
			ID    string `json:"action_id"`
			Value string `json:"value"`
		} `json:"actions"`
	}
	if form["payload"] == "" {
		return Request{}, refuse(http.StatusBadRequest, "the form has no payload")
	}
	if err := json.Unmarshal([]byte(form["payload"]), &p); err != nil {
		return Request{}, refuse(http.StatusBadRequest, "the payload is no JSON of a button")
	}
	if p.Type != "block_actions" || len(p.Actions) != 1 || p.Actions[0].ID == "" {
		return Request{}, refuse(http.StatusBadRequest, "the payload is not of one button")
	}
	return Request{
		Team: p.Team.ID, Channel: p.Channel.ID, User: p.User.ID, Direct: strings.HasPrefix(p.Channel.ID, "D"),
		Action: p.Actions[0].ID, Value: p.Actions[0].Value, Trigger: p.Trigger, ResponseURL: p.ResponseURL,
	}, nil
}

const (
	maxID  = 64
	maxURL = 1024
)

// notOfAnID reports whether a letter stands in no ID: Slack's are capitals and
// digits, and a channel that is served without Slack is called by its name.
func notOfAnID(c rune) bool {
	return (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && c != '-' && c != '_'
}

// check refuses a request that lacks what every request of Slack's has.
func (h Handler) check(r Request) error {
	for _, s := range []string{r.Team, r.Channel, r.User} {
		if s == "" || len(s) > maxID || strings.ContainsFunc(s, notOfAnID) {
			return refuse(http.StatusBadRequest, "an ID of team, channel or user is missing, or has another form")
		}
	}
	if r.Trigger == "" || len(r.Trigger) > 256 {
		return refuse(http.StatusBadRequest, "the trigger is missing, or too long")
	}
	// What is posted there is for the asker alone.
	if len(r.ResponseURL) > maxURL || !strings.HasPrefix(r.ResponseURL, cmp.Or(h.Hooks, hooks)) {
		return refuse(http.StatusBadRequest, "the response_url is not Slack's")
	}
	if h.Team != "" && r.Team != h.Team {
		return refuse(http.StatusForbidden, "another workspace asks")
	}
	return nil
}
