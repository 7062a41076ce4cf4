package command

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"counterpoint/internal/wording"
)

// Answer is what Slack shows to whoever asked, and what is still to be done.
type Answer struct {
	Public bool   `json:"public,omitempty"` // to the channel; else to the asker alone
	Lines  []Line `json:"lines,omitempty"`
	Work   *Job   `json:"-"` // to be queued; nil where all is done
}

// Line is a line of an answer.
type Line []Run

// Run is a piece of a line: words, or a link, or the name of a user.
type Run struct {
	Text string `json:"text,omitempty"`
	Bold bool   `json:"bold,omitempty"`
	Link string `json:"link,omitempty"` // http or https
	User string `json:"user,omitempty"` // a user's ID
}

// Do is what a Job is to do.
type Do string

// What jobs do.
const (
	Refresh    Do = "refresh"    // fetch Feeds, as nobody has read them yet
	Digest     Do = "digest"     // tell the channel its digest, after Desk.Ask
	Show       Do = "show"       // make a view for the asker, which Desk.Work does, after Desk.Ask
	Reschedule Do = "reschedule" // make the channel's schedules those of its settings
	Again      Do = "again"      // what took too long: Desk.Work does it
	Reply      Do = "reply"      // send Answer
)

// Job is what is done after a request was answered. Its result goes to the
// request's response_url, which takes five answers within 30 minutes.
type Job struct {
	Do        Do        `json:"do"`
	Request   Request   `json:"request"`
	NotBefore time.Time `json:"not_before,omitzero"` // zero: at once
	Feeds     []string  `json:"feeds,omitempty"`     // Refresh: their IDs
	Since     time.Time `json:"since,omitzero"`      // Show: tells again what was told since then
	Words     string    `json:"words,omitempty"`     // Show: only stories about these
	Fetch     bool      `json:"fetch,omitempty"`     // Show: feeds are refreshed first, as for a Digest
	Asked     time.Time `json:"asked,omitzero"`      // Digest, Show: when Desk.Ask had its feeds asked
	Answer    *Answer   `json:"answer,omitempty"`    // Reply
}

// say is an answer of one line, for the asker alone.
func say(format string, args ...any) Answer {
	return Answer{Lines: []Line{words(format, args...)}}
}

// words is a line of words.
func words(format string, args ...any) Line {
	return Line{{Text: fmt.Sprintf(format, args...)}}
}

const (
	maxRun   = 600  // code points
	maxLines = 60   // of an answer
	maxShown = 6000 // code points of an answer; Slack takes more
)

var userForm = regexp.MustCompile(`^[UW][A-Z0-9]{1,30}$`)

// element is an element of rich text as Slack takes it.
type element struct {
	Type     string          `json:"type"`
	Text     string          `json:"text,omitempty"`
	URL      string          `json:"url,omitempty"`
	User     string          `json:"user_id,omitempty"`
	Style    map[string]bool `json:"style,omitempty"`
	Elements []element       `json:"elements,omitempty"`
}

func (r Run) element() element {
	text := wording.Shorten(r.Text, maxRun)
	e := element{Type: "text", Text: text}
	if r.Bold {
		e.Style = map[string]bool{"bold": true}
	}
	if link := wording.Link(r.Link); link != "" && len(link) <= 3000 && text != "" {
		e.Type, e.URL = "link", link
	}
	if userForm.MatchString(r.User) {
		e = element{Type: "user", User: r.User}
	}
	return e
}

// clean makes each run words of one line that have a bounded length.
func (a Answer) clean() []Line {
	var out []Line
	left := maxShown
	for i, l := range a.Lines {
		if i == maxLines || left <= 0 {
			return append(out, words("… and %s.", wording.Count(len(a.Lines)-i, "more line")))
		}
		var line Line
		for _, r := range l {
			// Clean takes the spaces at the ends, which part runs.
			text := wording.Clean(r.Text)
			if strings.HasPrefix(r.Text, " ") && text != "" {
				text = " " + text
			}
			if strings.HasSuffix(r.Text, " ") {
				text += " "
			}
			r.Text = wording.Shorten(strings.ToValidUTF8(text, string(utf8.RuneError)), maxRun)
			if r.Text == "" {
				r.Text = r.User
			}
			if r.Text != "" {
				line = append(line, r)
				left -= utf8.RuneCountInString(r.Text)
			}
		}
		out = append(out, line)
	}
	return out
}

// Text is the answer for who cannot see its blocks, escaped for Slack.
func (a Answer) Text() string {
	var lines []string
	for _, l := range a.clean() {
		var b strings.Builder
		for _, r := range l {
			b.WriteString(r.Text)
		}
		lines = append(lines, wording.Escape(b.String()))
	}
	return strings.Join(lines, "\n")
}

// Message is the answer as JSON for Slack: the body of the answer to a slash
// command, or what is posted to a response_url. It is nil where there is
// nothing to say.
func (a Answer) Message() []byte {
	if len(a.Lines) == 0 {
		return nil
	}
	var section []element
	for i, l := range a.clean() {
		if i > 0 {
			section = append(section, element{Type: "text", Text: "\n"})
		}
		for _, r := range l {
			section = append(section, r.element())
		}
	}
	kind := "ephemeral"
	if a.Public {
		kind = "in_channel"
	}
	raw, err := json.Marshal(struct {
		Type    string    `json:"response_type"`
		Replace bool      `json:"replace_original"`
		Text    string    `json:"text"`
		Markup  bool      `json:"mrkdwn"`
		Blocks  []element `json:"blocks"`
	}{kind, false, a.Text(), false, []element{{Type: "rich_text", Elements: []element{{Type: "rich_text_section", Elements: section}}}}})
	if err != nil {
		return nil // strings and maps of them are always written
	}
	return raw
}
