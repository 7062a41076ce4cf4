package command_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/command"
)

// Slack's own example passes, in all shapes, and is answered.
func TestSlacksExample(t *testing.T) {
	for name, send := range shapes {
		w := newWorld(t)
		s := w.signed(command.CommandsPath, slackBody)
		if got := s.header.Get("X-Slack-Signature"); got != slackSignature {
			t.Fatalf("this test signs %s", got)
		}
		a := send(w, s)
		if a.status != http.StatusOK || !strings.Contains(read(t, a.body), "no digest yet") || a.header.Get("Content-Type") != "application/json; charset=utf-8" {
			t.Errorf("%s: %d %s, %v", name, a.status, a.body, w.reports)
		}
	}
}

func TestEmptySecretIsRefused(t *testing.T) {
	for _, secret := range []string{"", " \n"} {
		if _, err := command.NewVerifier(secret, time.Now); err == nil {
			t.Errorf("%q passes for a secret", secret)
		}
	}
}

// set changes a field of a form, and signs it anew.
func set(w *world, form url.Values, name, value string) sent {
	form.Set(name, value)
	return w.signed(command.CommandsPath, form.Encode())
}

// payload changes the payload of a button.
func payload(w *world, change func(p map[string]any)) sent {
	var p map[string]any
	if err := json.Unmarshal([]byte(w.button("C1", "U1", "story_why", "story1").Get("payload")), &p); err != nil {
		w.t.Fatal(err)
	}
	change(p)
	raw, err := json.Marshal(p)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.signed(command.ActionsPath, url.Values{"payload": {string(raw)}}.Encode())
}

// bad are requests that are not answered: each names the guard that refuses it.
var bad = []struct {
	name   string
	status int
	guard  string // what the operator reads
	make   func(w *world, s sent) sent
}{
	{"another path", 404, "nothing is there", func(_ *world, s sent) sent { s.path = "/slack/events"; return s }},
	{"GET", 405, "not POST", func(_ *world, s sent) sent { s.method = http.MethodGet; return s }},
	{"JSON", 415, "no form", func(_ *world, s sent) sent { s.header.Set("Content-Type", "application/json"); return s }},
	{"no type", 415, "no form", func(_ *world, s sent) sent { s.header.Del("Content-Type"); return s }},
	{"compressed", 415, "is encoded", func(_ *world, s sent) sent { s.header.Set("Content-Encoding", "gzip"); return s }},
	{"a large body", 413, "too large", func(w *world, _ sent) sent {
		return set(w, w.fields("C1", "U1", ""), "text", strings.Repeat("a", 64<<10))
	}},
	{"no timestamp", 401, "X-Slack-Request-Timestamp is missing", func(_ *world, s sent) sent { s.header.Del("X-Slack-Request-Timestamp"); return s }},
	{"no signature", 401, "X-Slack-Signature is missing", func(_ *world, s sent) sent { s.header.Del("X-Slack-Signature"); return s }},
	{"a timestamp that is no number", 401, "no number of seconds", func(_ *world, s sent) sent { return stamped(s, "today") }},
	{"a timestamp with a sign", 401, "no number of seconds", func(w *world, s sent) sent { return stamped(s, "+"+s.header.Get("X-Slack-Request-Timestamp")) }},
	{"a timestamp beyond all time", 401, "no number of seconds", func(_ *world, s sent) sent { return stamped(s, strings.Repeat("9", 30)) }},
	{"an old request", 401, "five minutes away", func(w *world, s sent) sent { w.now = w.now.Add(5*time.Minute + time.Second); return s }},
	{"a request of tomorrow", 401, "five minutes away", func(w *world, s sent) sent { w.now = w.now.Add(-5*time.Minute - time.Second); return s }},
	{"another version", 401, "not of version 0", func(_ *world, s sent) sent {
		s.header.Set("X-Slack-Signature", strings.Replace(s.header.Get("X-Slack-Signature"), "v0=", "v1=", 1))
		return s
	}},
	{"half a signature", 401, "another form", func(_ *world, s sent) sent {
		s.header.Set("X-Slack-Signature", s.header.Get("X-Slack-Signature")[:35])
		return s
	}},
	{"no hexadecimal digits", 401, "another form", func(_ *world, s sent) sent {
		s.header.Set("X-Slack-Signature", "v0="+strings.Repeat("g", 64))
		return s
	}},
	{"two signatures", 401, "X-Slack-Signature", func(_ *world, s sent) sent {
		s.header.Add("X-Slack-Signature", "v0="+strings.Repeat("0", 64))
		return s
	}},
	{"two timestamps", 401, "imestamp", func(_ *world, s sent) sent { s.header.Add("X-Slack-Request-Timestamp", "1"); return s }},
	{"a changed body", 401, "signature is another", func(_ *world, s sent) sent { s.body += "&text=now"; return s }},
	{"a changed timestamp", 401, "signature is another", func(_ *world, s sent) sent { return stamped(s, strconv.Itoa(slackStamp+1)) }},
	{"a broken escape", 400, "form cannot be read", func(w *world, s sent) sent { return w.signed(s.path, s.body+"&a=%zz") }},
	{"a field twice", 400, "there twice", func(w *world, s sent) sent { return w.signed(s.path, s.body+"&user_id=U2") }},
	{"many fields", 400, "too many fields", func(w *world, s sent) sent { return w.signed(s.path, s.body+strings.Repeat("&a=b", 60)) }},
	{"no UTF-8", 400, "not UTF-8", func(w *world, s sent) sent { return w.signed(s.path, s.body+"&a=%ff") }},
	{"no user", 400, "ID of team, channel or user", func(w *world, _ sent) sent { return set(w, w.fields("C1", "U1", ""), "user_id", "") }},
	{"a channel of another form", 400, "ID of team, channel or user", func(w *world, _ sent) sent { return set(w, w.fields("C1", "U1", ""), "channel_id", "C1#told") }},
	{"a long ID", 400, "ID of team, channel or user", func(w *world, _ sent) sent {
		return set(w, w.fields("C1", "U1", ""), "channel_id", strings.Repeat("C", 65))
	}},
	{"no trigger", 400, "trigger is missing", func(w *world, _ sent) sent { return set(w, w.fields("C1", "U1", ""), "trigger_id", "") }},
	{"a long trigger", 400, "trigger is missing, or too long", func(w *world, _ sent) sent {
		return set(w, w.fields("C1", "U1", ""), "trigger_id", strings.Repeat("1", 257))
	}},
	{"a long address to answer to", 400, "response_url is not Slack's", func(w *world, _ sent) sent {
		return set(w, w.fields("C1", "U1", ""), "response_url", "https://hooks.slack.com/"+strings.Repeat("a", 1024))
	}},
	{"answers elsewhere", 400, "response_url is not Slack's", func(w *world, _ sent) sent {
		return set(w, w.fields("C1", "U1", ""), "response_url", "https://hooks.slack.com.evil.example/")
	}},
	{"another workspace", 403, "another workspace", func(w *world, _ sent) sent { return set(w, w.fields("C1", "U1", ""), "team_id", "T2") }},
	{"a payload in the query alone", 400, "no payload", func(w *world, s sent) sent {
		query := w.button("C1", "U1", "story_mute", "story1").Encode()
		s = w.signed(command.ActionsPath, s.body)
		s.query = query
		return s
	}},
	{"a payload that is no JSON", 400, "no JSON of a button", func(w *world, _ sent) sent { return w.signed(command.ActionsPath, "payload=x") }},
	{"a payload of another kind", 400, "not of one button", func(w *world, _ sent) sent {
		return payload(w, func(p map[string]any) { p["type"] = "view_submission" })
	}},
	{"a button without name", 400, "not of one button", func(w *world, _ sent) sent {
		return payload(w, func(p map[string]any) { p["actions"] = []any{map[string]string{"value": "story1"}} })
	}},
	{"a payload without button", 400, "not of one button", func(w *world, _ sent) sent {
		return payload(w, func(p map[string]any) { p["actions"] = []any{} })
	}},
}

func stamped(s sent, stamp string) sent {
	s.header.Set("X-Slack-Request-Timestamp", stamp)
	return s
}

// A bad request is refused with its status, for the reason that its row names,
// in every shape; nothing is done, and who sent it learns the status alone.
func TestBadRequests(t *testing.T) {
	for shape, send := range shapes {
		for _, row := range bad {
			t.Run(shape+"/"+row.name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				s := row.make(w, w.signed(command.CommandsPath, w.fields("C1", "U1", "mute football").Encode()))
				a := send(w, s)
				if a.status != row.status || len(w.reports) != 1 {
					t.Fatalf("status %d, want %d; told: %q", a.status, row.status, w.reports)
				}
				// A gateway joins two headers of one name, which then have another form.
				joined := shape != "local" && strings.HasPrefix(row.name, "two ")
				if !strings.Contains(w.reports[0], row.guard) && !joined {
					t.Errorf("%q refuses it, not %q", w.reports[0], row.guard)
				}
				if want := strings.ToLower(http.StatusText(row.status)) + "\n"; a.body != want {
					t.Errorf("the answer is %q", a.body)
				}
				if row.status == 405 && a.header.Get("Allow") != "POST" {
					t.Error("405 does not say what is allowed")
				}
				if _, err := w.store.Channel(t.Context(), "C1"); err == nil || len(w.jobs) > 0 {
					t.Errorf("something was done: %v, %v", err, w.jobs)
				}
			})
		}
	}
}

// The good request that the rows above spoil does something.
func TestGoodRequest(t *testing.T) {
	for shape, send := range shapes {
		w := newWorld(t)
		a := send(w, w.signed(command.CommandsPath, w.fields("C1", "U1", "mute football").Encode()))
		if _, err := w.store.Channel(t.Context(), "C1"); err != nil || a.status != 200 || len(w.reports) > 0 {
			t.Errorf("%s: %v %v %q", shape, a, err, w.reports)
		}
	}
	w := newWorld(t)
	w.tell()
	if got := w.pressed("C1", "U1", "story_why", "story1"); !strings.Contains(got, "Port & Co") {
		t.Errorf("the button says %q", got)
	}
}

// What is on the edge of five minutes passes; the same request passes once for
// as long as its signature is good, and a retry of Slack's once.
func TestReplay(t *testing.T) {
	w := newWorld(t)
	w.typed("C1", "U1", "add https://a.example/rss")
	w.now = start.Add(900 * time.Millisecond)
	ahead := w.now.Add(4*time.Minute + 59*time.Second + 100*time.Millisecond) // Slack's clock, of whole seconds
	s := w.fields("C1", "U1", "now")
	request := w.signed(command.CommandsPath, s.Encode())
	request.header.Set("X-Slack-Request-Timestamp", strconv.FormatInt(ahead.Unix(), 10))
	request.header.Set("X-Slack-Signature", sign(ahead.Unix(), request.body))
	w.jobs = nil
	if a := shapes["local"](w, request); a.status != 200 || a.body == "" || len(w.jobs) != 1 {
		t.Fatalf("%v, %v, %q", a, w.jobs, w.reports)
	}
	for _, after := range []time.Duration{0, time.Second, 5 * time.Minute, 9*time.Minute + 58*time.Second, 9*time.Minute + 59*time.Second} {
		w.now = start.Add(900*time.Millisecond + after)
		for shape, send := range shapes {
			a := send(w, request)
			if a.body != "" && a.status == 200 || len(w.jobs) != 1 {
				t.Errorf("%s, %v later: %v, %v", shape, after, a, w.jobs)
			}
		}
	}
	w.now = start.Add(10 * time.Second)
	retry := w.signed(command.CommandsPath, s.Encode()) // signed anew, the same trigger
	retry.header.Set("X-Slack-Retry-Num", "1")
	if a := shapes["local"](w, retry); a.status != 200 || a.body != "" || len(w.jobs) != 1 || a.header.Get("X-Slack-No-Retry") != "1" {
		t.Errorf("a retry: %v, %v", a, w.jobs)
	}
	// A retry of what never came is done.
	lost := w.signed(command.CommandsPath, w.fields("C1", "U1", "now").Encode())
	lost.header.Set("X-Slack-Retry-Num", "1")
	if a := shapes["local"](w, lost); a.body == "" || len(w.jobs) != 2 {
		t.Errorf("a retry of what was lost: %v, %v", a, w.jobs)
	}
}

// Slack asks now and then whether a certificate is good.
func TestCertificateCheck(t *testing.T) {
	w := newWorld(t)
	if a := shapes["local"](w, w.signed(command.CommandsPath, "ssl_check=1&token=a")); a.status != 200 || a.body != "" {
		t.Errorf("got %v, %q", a, w.reports)
	}
}
