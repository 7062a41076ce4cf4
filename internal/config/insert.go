package config

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"counterpoint/internal/news"
)

// Added reports what became of feeds that were to be added to a channel.
type Added struct {
	New   int      // were added
	Known int      // are followed by the channel already
	Unfit []string // cannot be followed: the name of each, and why
}

// AddFeeds adds feeds to a channel of a configuration, which is returned
// changed in one place alone: the lines of the new feeds stand after those of
// the old ones, and all else stays byte for byte. A channel that has no feeds
// yet gets them. Where the file cannot be changed so that it says what it said
// and the new feeds besides, it is an error and nothing is returned.
func AddFeeds(raw []byte, channel string, sources []news.Source, readFile func(string) ([]byte, error)) ([]byte, Added, error) {
	before, beforeErr := Load(raw, readFile) // a channel without feeds is a fault that is mended here
	old, ok := find(before, channel)
	if !ok && beforeErr != nil {
		return nil, Added{}, beforeErr
	}
	if !ok {
		return nil, Added{}, fmt.Errorf("there is no channel %s: %s", channel, choose(before))
	}
	add, report := sift(old, sources)
	if report.New == 0 {
		return raw, report, nil
	}
	if n := len(old.Sources) + len(add); n > MaxFeeds {
		return nil, Added{}, fmt.Errorf("channel %s would have %d feeds, more than %d: add them to another channel", channel, n, MaxFeeds)
	}
	body, faults := parse(raw)
	if body == nil {
		return nil, Added{}, faults
	}
	at, text, err := insertion(raw, body, channel, add)
	if err != nil {
		return nil, Added{}, err
	}
	out := bytes.Join([][]byte{raw[:at], []byte(text), raw[at:]}, nil)
	after, err := Load(out, readFile)
	if err != nil && beforeErr != nil {
		return nil, Added{}, beforeErr // whose places are those of the file as it is
	}
	if err != nil || !extends(before, after, channel, add) {
		return nil, Added{}, errByHand
	}
	return out, report, nil
}

var errByHand = errors.New("the feeds cannot be added as the channel is written: list its feeds under feeds:, each on a line of its own after a dash, and try again; or name the OPML file under the key opml")

func find(c Config, channel string) (news.Channel, bool) {
	for _, ch := range c.Channels {
		if ch.ID == channel {
			return ch, true
		}
	}
	return news.Channel{}, false
}

// choose tells which channels there are.
func choose(c Config) string {
	var ids []string
	for _, ch := range c.Channels {
		if ch.ID != "" {
			ids = append(ids, ch.ID)
		}
	}
	return "choose of " + strings.Join(ids, ", ")
}

// sift leaves out what a channel has already, and what cannot be followed.
func sift(old news.Channel, sources []news.Source) (add []news.Source, report Added) {
	have := map[string]bool{}
	for _, s := range old.Sources {
		have[Comparable(s.URL)] = true
	}
	for i, s := range sources {
		key := Comparable(s.URL)
		if err := CheckAddress(s.URL); err != nil {
			name := s.Outlet
			if name == "" {
				name = fmt.Sprintf("feed %d", i+1)
			}
			report.Unfit = append(report.Unfit, fmt.Sprintf("%s: %v", name, err))
			continue
		}
		if have[key] {
			report.Known++
			continue
		}
		have[key] = true
		report.New++
		add = append(add, news.Source{URL: s.URL, Outlet: cut(s.Outlet, maxTitle)})
	}
	return add, report
}

// cut shortens a name to so many bytes.
func cut(s string, most int) string {
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "")
	}
	return strings.TrimSpace(s)
}

// extends reports whether a configuration says what another said, and has
// these feeds besides in one channel.
func extends(before, after Config, channel string, add []news.Source) bool {
	if len(before.Channels) != len(after.Channels) || before.Contact != after.Contact || before.Store != after.Store {
		return false
	}
	for i, b := range before.Channels {
		a := after.Channels[i]
		if b.ID == channel {
			n := len(a.Sources)
			a.Sources = slices.DeleteFunc(a.Sources, func(s news.Source) bool { return slices.Contains(add, s) })
			if len(a.Sources)+len(add) != n || !slices.Equal(a.Sources, b.Sources) {
				return false
			}
			a.Sources, b.Sources = nil, nil // one of them may be empty, the other nil
		}
		if !reflect.DeepEqual(a, b) {
			return false
		}
	}
	return true
}

// insertion tells what to insert into a file, and before which byte.
func insertion(raw []byte, body ast.Node, channel string, add []news.Source) (int, string, error) {
	c := channelNode(body, channel)
	if c == nil {
		return 0, "", errByHand
	}
	lines := newLines(raw)
	feeds := value(c, "feeds")
	if seq, ok := feeds.(*ast.SequenceNode); ok && seq.IsFlowStyle {
		return lines.inFlow(seq, add)
	} else if ok && len(seq.Values) > 0 {
		return lines.after(lastLine(seq), strings.Repeat(" ", seq.Start.Position.Column-1), "", add)
	} else if feeds != nil && feeds.Type() != ast.NullType {
		return 0, "", errByHand
	}
	indent := strings.Repeat(" ", start(c).Position.Column-1)
	if feeds != nil { // "feeds:" with nothing after it
		return lines.after(keyLine(c, "feeds"), indent+"  ", "", add)
	}
	return lines.after(keyLine(c, "id"), indent+"  ", indent+"feeds:", add)
}

// channelNode finds the mapping of a channel.
func channelNode(body ast.Node, channel string) ast.Node {
	seq, ok := value(body, "channels").(*ast.SequenceNode)
	if !ok {
		return nil
	}
	for _, c := range seq.Values {
		if id, ok := value(c, "id").(ast.ScalarNode); ok && id.GetToken().Value == channel {
			return c
		}
	}
	return nil
}

func value(n ast.Node, key string) ast.Node {
	if m, ok := n.(ast.MapNode); ok {
		for it := m.MapRange(); it.Next(); {
			if it.Key().GetToken().Value == key {
				return it.Value()
			}
		}
	}
	return nil
}

// keyLine is the line of a key.
func keyLine(n ast.Node, key string) int {
	for it := n.(ast.MapNode).MapRange(); it.Next(); {
		if t := it.Key().GetToken(); t.Value == key {
			return t.Position.Line
		}
	}
	return 0
}

// lastLine is the last line on which something of a node begins.
func lastLine(n ast.Node) int {
	v := &lineVisitor{}
	ast.Walk(v, n)
	return v.last
}

type lineVisitor struct{ last int }

// Visit remembers the line of a node.
func (v *lineVisitor) Visit(n ast.Node) ast.Visitor {
	if t := n.GetToken(); t != nil && t.Position != nil {
		v.last = max(v.last, t.Position.Line)
	}
	if seq, ok := n.(*ast.SequenceNode); ok && seq.End != nil {
		v.last = max(v.last, seq.End.Position.Line)
	}
	if m, ok := n.(*ast.MappingNode); ok && m.IsFlowStyle && m.End != nil {
		v.last = max(v.last, m.End.Position.Line)
	}
	return v
}

// block writes feeds as entries of a list, each on lines of its own.
func block(indent, end string, add []news.Source) string {
	var b strings.Builder
	for _, s := range add {
		if s.Outlet == "" {
			b.WriteString(indent + "- " + quote(s.URL) + end)
			continue
		}
		b.WriteString(indent + "- url: " + quote(s.URL) + end + indent + "  outlet: " + quote(s.Outlet) + end)
	}
	return b.String()
}

// flow writes feeds as entries of a list in brackets.
func flow(add []news.Source) string {
	parts := make([]string, len(add))
	for i, s := range add {
		parts[i] = strconv.Quote(s.URL)
		if s.Outlet != "" {
			parts[i] = "{url: " + strconv.Quote(s.URL) + ", outlet: " + strconv.Quote(s.Outlet) + "}"
		}
	}
	return strings.Join(parts, ", ")
}

// quote leaves plain what YAML reads as it stands.
func quote(s string) string {
	plain := s != "" && strings.Trim(s, " ") == s && !strings.ContainsAny(s[:1], "-?:,[]{}#&*!|>'\"%@`=<~.+0123456789") &&
		!strings.Contains(s, ": ") && !strings.Contains(s, " #") && !strings.HasSuffix(s, ":")
	switch strings.ToLower(s) {
	case "null", "true", "false", "yes", "no", "on", "off", "y", "n":
		plain = false
	}
	if plain {
		return s
	}
	return strconv.Quote(s)
}
