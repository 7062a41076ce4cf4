package slackfake

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"strings"
)

// maxForm bounds what the live view is sent.
const maxForm = 64 << 10

// liveView is what the live view shows beside the channel.
type liveView struct {
	Channels []place
	ID       string
	User     string
	Users    []User
	Script   template.JS
}

// place is a channel to go to.
type place struct {
	Href, Name string
	Here       bool
}

// Live is a view of the workspace for a person: its channels, kept up to date,
// with a line to type a message or a slash command into and buttons that can
// be pressed. What is pressed and typed goes, signed, to the addresses in
// Options. It asks for no password: serve it on loopback alone. It refuses
// forms that other sites send.
func (s *Server) Live() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.showFirst)
	mux.HandleFunc("GET /channel/{id}", s.showChannel)
	mux.HandleFunc("POST /say", s.typed)
	mux.HandleFunc("POST /press", s.buttonPressed)
	return http.NewCrossOriginProtection().Handler(mux)
}

// showFirst leads to the first channel.
func (s *Server) showFirst(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.channels) == 0 {
		http.Error(w, "There is no channel yet.", http.StatusNotFound)
		return
	}
	lead(w, "channel/"+url.PathEscape(s.channels[0].id))
}

// lead redirects to a relative address, so that the view works under any path.
func lead(w http.ResponseWriter, to string) {
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
}

// showChannel writes a channel, or its messages alone for the script.
func (s *Server) showChannel(w http.ResponseWriter, r *http.Request) {
	id, user := r.PathValue("id"), s.who(r.URL.Query().Get("user"))
	v, err := s.view(id, user)
	if err != nil {
		http.Error(w, "There is no such channel.", http.StatusNotFound)
		return
	}
	script, err := files.ReadFile("template/live.js")
	if err != nil {
		http.Error(w, "The view lacks its script.", http.StatusInternalServerError)
		return
	}
	v.Live = s.live(id, user)
	v.Live.Script = template.JS(script) //nolint:gosec // the embedded file, not input
	for _, m := range v.Messages {
		m.pressable()
	}
	name := "live.html"
	if r.URL.Query().Has("part") {
		name = "part.html"
	}
	sum := sha256.Sum256(script)
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; script-src 'sha256-"+
		base64.StdEncoding.EncodeToString(sum[:])+"'")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_ = write(w, name, v) // a reader that is gone misses the page
}

// who is the user with an id, or else the first.
func (s *Server) who(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.user(id) != nil {
		return id
	}
	if len(s.users) > 0 {
		return s.users[0].ID
	}
	return ""
}

func (s *Server) live(id, user string) liveView {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := liveView{ID: id, User: user, Users: append([]User(nil), s.users...)}
	for _, c := range s.channels {
		v.Channels = append(v.Channels, place{Href: address(c.id, user), Name: c.name, Here: c.id == id})
	}
	return v
}

// address is where a channel is shown to a user, seen from another channel.
func address(channel, user string) string {
	return "./" + url.PathEscape(channel) + "?" + url.Values{"user": {user}}.Encode()
}

// pressable gives the buttons of a message and its replies what they send.
func (v *messageView) pressable() {
	for i := range v.Blocks {
		b := &v.Blocks[i]
		if b.Accessory != nil {
			b.Accessory.pressable(v, b.id)
		}
		for j := range b.Elements {
			b.Elements[j].pressable(v, b.id)
		}
	}
	for _, r := range v.Replies {
		r.pressable()
	}
}

func (e *elementView) pressable(m *messageView, block string) {
	if e.Kind == "button" && e.Href == "" && e.id != "" && !m.Deleted {
		e.Press = pressed{TS: m.TS, Block: block, Action: e.id, Value: e.value}.String()
	}
}

// formOf reads a form of the live view, with a channel and a user that there
// are.
func (s *Server) formOf(w http.ResponseWriter, r *http.Request) (url.Values, bool) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "The form cannot be read.", http.StatusBadRequest)
		return nil, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.channel(r.PostForm.Get("channel")) == nil || s.user(r.PostForm.Get("user")) == nil {
		http.Error(w, "There is no such channel or user.", http.StatusNotFound)
		return nil, false
	}
	return r.PostForm, true
}

// typed takes a line: a slash command, or a message of the user.
func (s *Server) typed(w http.ResponseWriter, r *http.Request) {
	f, ok := s.formOf(w, r)
	if !ok {
		return
	}
	text := strings.TrimSpace(f.Get("text"))
	if rest, ok := strings.CutPrefix(text, "/digest"); ok && (rest == "" || strings.HasPrefix(rest, " ")) {
		s.command(r.Context(), f.Get("channel"), f.Get("user"), strings.TrimSpace(rest))
	} else if strings.HasPrefix(text, "/") {
		name, _, _ := strings.Cut(text, " ")
		s.tell(f.Get("channel"), f.Get("user"), args{"text": name + " is not a valid command. In this workspace there is /digest."})
	} else if text != "" {
		s.Say(f.Get("channel"), f.Get("user"), text, "")
	}
	back(w, f)
}

// buttonPressed takes the press of a button.
func (s *Server) buttonPressed(w http.ResponseWriter, r *http.Request) {
	f, ok := s.formOf(w, r)
	if !ok {
		return
	}
	var p pressed
	if err := json.Unmarshal([]byte(f.Get("press")), &p); err != nil || p.Action == "" {
		http.Error(w, "The form names no button.", http.StatusBadRequest)
		return
	}
	s.press(r.Context(), f.Get("channel"), f.Get("user"), p)
	back(w, f)
}

// back leads to where a form was sent from.
func back(w http.ResponseWriter, f url.Values) {
	lead(w, "channel/"+strings.TrimPrefix(address(f.Get("channel"), f.Get("user")), "./"))
}
