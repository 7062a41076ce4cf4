package lambdaenv_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/lambdaenv"
)

var names = lambdaenv.Names{BotToken: "/news/bot", SigningSecret: "/news/signing", LinkKey: "/news/link"}

// parameterStore answers with its answers in order, the last for ever.
type parameterStore struct {
	*httptest.Server
	asked []*http.Request
	body  string
}

func newStore(t *testing.T, answers ...string) *parameterStore {
	p := &parameterStore{}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		p.body = string(raw)
		answer := answers[min(len(p.asked), len(answers)-1)]
		p.asked = append(p.asked, r)
		status := http.StatusOK
		if code, rest, ok := strings.Cut(answer, " "); ok && len(code) == 3 {
			_, _ = fmt.Sscan(code, &status)
			answer = rest
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(p.Close)
	return p
}

func (p *parameterStore) read(t *testing.T, n lambdaenv.Names) (lambdaenv.Secrets, error) {
	t.Helper()
	env := good()
	env["AWS_ENDPOINT_URL_SSM"] = p.URL
	s, err := lambdaenv.ReadWeb(func(name string) string { return env[name] })
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC) }
	return lambdaenv.ReadSecrets(t.Context(), p.Client(), s.AWS, n, now)
}

const all = `{"Parameters":[{"Name":"/news/bot","Value":"xoxb-1\n"},{"Name":"/news/signing","Value":"s"},{"Name":"/news/link","Value":"new old"}],"InvalidParameters":[]}`

func TestReadSecrets(t *testing.T) {
	p := newStore(t, `500 {}`, `400 {"__type":"ThrottlingException"}`, all)
	s, err := p.read(t, names)
	if err != nil || s.BotToken.Reveal() != "xoxb-1" || s.SigningSecret.Reveal() != "s" || s.LinkKey.Reveal() != "new" || s.PreviousKey.Reveal() != "old" {
		t.Errorf("%v, %v", s, err)
	}
	var asked struct {
		Names          []string
		WithDecryption bool
	}
	if err := json.Unmarshal([]byte(p.body), &asked); err != nil || !asked.WithDecryption || len(asked.Names) != 3 {
		t.Errorf("asked with %s", p.body)
	}
	r := p.asked[2]
	if len(p.asked) != 3 || r.Header.Get("X-Amz-Target") != "AmazonSSM.GetParameters" ||
		!strings.HasPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 Credential=AKIAFAKE/20260302/eu-west-1/ssm/aws4_request") {
		t.Errorf("%d requests, the last with %v", len(p.asked), r.Header)
	}
	if text := fmt.Sprintf("%v %+v %#v", s, s, s); strings.Contains(text, "xoxb") || strings.Contains(text, "new") {
		t.Errorf("printed as %s", text)
	}
}

// All that is missing is told at once; no answer is quoted.
func TestReadSecretsFails(t *testing.T) {
	for name, c := range map[string]struct {
		answer string
		want   []string
		asked  int
	}{
		"two missing, one empty": {`{"Parameters":[{"Name":"/news/bot","Value":" "}]}`, []string{"/news/bot", "/news/signing", "/news/link"}, 1},
		"denied":                 {`400 {"__type":"AccessDeniedException"}`, []string{"400", "AccessDenied"}, 1},
		"no JSON":                {`xoxb-1`, []string{"no JSON"}, 1},
		"down":                   {`503 xoxb-1`, []string{"503"}, 3},
	} {
		p := newStore(t, c.answer)
		_, err := p.read(t, names)
		if err == nil || strings.Contains(err.Error(), "xoxb") || len(p.asked) != c.asked {
			t.Errorf("%s: %v after %d requests", name, err, len(p.asked))
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v lacks %s", name, err, want)
			}
		}
	}
	p := newStore(t, all)
	p.Close()
	if _, err := p.read(t, names); err == nil || strings.Contains(err.Error(), p.URL) {
		t.Errorf("nobody there: %v", err)
	}
	// What a function may not know it does not ask for.
	p = newStore(t, all)
	if s, err := p.read(t, lambdaenv.Names{SigningSecret: "/news/signing"}); err != nil || !s.BotToken.Empty() || strings.Contains(p.body, "bot") {
		t.Errorf("%v; asked with %s", err, p.body)
	}
}
