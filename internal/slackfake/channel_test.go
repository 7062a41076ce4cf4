package slackfake_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/browsertest"
	"counterpoint/internal/slackfake"

	"github.com/slack-go/slack"
	"golang.org/x/net/html"
)

// busy is a workspace with a channel in which everything has happened that a
// page shows.
func busy(t testing.TB) (*slackfake.Server, *slack.Client) {
	t.Helper()
	s, api, c := workspace(t)
	s.AddUser(slackfake.User{ID: "U2", Name: "grace"})
	s.Say("C1", "U1", "Is the digest on?", "")
	parent := post(t, api, c, text("fallback"), slack.MsgOptionBlocks(
		slack.NewHeaderBlock(slack.NewTextBlockObject("plain_text", "Monday 2 March", false, false)),
		section("*Footbridge gives way* over the Nebel, nine hurt"),
		slack.NewActionBlock("story-1",
			slack.NewButtonBlockElement("why", "1", slack.NewTextBlockObject("plain_text", "Why grouped", false, false)),
			slack.NewButtonBlockElement("mute", "footbridge", slack.NewTextBlockObject("plain_text", "Mute", false, false)).WithStyle(slack.StyleDanger))))
	post(t, api, c, text("The positions"), slack.MsgOptionTS(parent))
	s.Say("C1", "U2", "Thank you", parent)
	gone := post(t, api, c, text("Posted twice"), slack.MsgOptionBlocks(section("Posted *twice*")))
	edited := post(t, api, c, text("old"))
	c.advance(time.Second)
	if _, err := api.PostEphemeralContext(t.Context(), "C1", "U1", text("Muted: footbridge")); err != nil {
		t.Fatal(err)
	}
	if _, err := api.PostEphemeralContext(t.Context(), "C1", "U2", text("Why: both name the Nebel"), slack.MsgOptionTS(parent)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := api.DeleteMessageContext(t.Context(), "C1", gone); err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := api.UpdateMessageContext(t.Context(), "C1", edited, text("new")); err != nil {
		t.Fatal(err)
	}
	return s, api
}

func channelPage(t testing.TB, s *slackfake.Server) string {
	t.Helper()
	var b strings.Builder
	if err := s.ChannelPage(&b, "C1"); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// lines describes a page, a message a line, replies indented.
func lines(t testing.TB, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var walk func(n *html.Node, depth int)
	walk = func(n *html.Node, depth int) {
		for c := range n.ChildNodes() {
			inner := depth
			if c.Data == "article" {
				fmt.Fprintf(&b, "%s%s: %s\n", strings.Repeat("  ", depth), attr(c, "class"), words(c))
				inner++
			}
			walk(c, inner)
		}
	}
	walk(root, 0)
	return b.String()
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// words is the text of a message without its thread.
func words(n *html.Node) string {
	var all []string
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := range n.ChildNodes() {
			if c.Type == html.TextNode {
				all = append(all, strings.Fields(c.Data)...)
			}
			if c.Data != "details" {
				walk(c)
			}
		}
	}
	walk(n)
	return strings.Join(all, " ")
}

func TestChannelPage(t *testing.T) {
	s, _ := busy(t)
	page := channelPage(t, s)
	const want = `message: a ada 2 Mar 08:30 Is the digest on?
message: Counterpoint APP 2 Mar 08:30 Monday 2 March Footbridge gives way over the Nebel, nine hurt Why grouped Mute
  message: Counterpoint APP 2 Mar 08:30 The positions
  message: g grace 2 Mar 08:30 Thank you
  message only: Only visible to you (grace) Counterpoint APP 2 Mar 08:30 Why: both name the Nebel
message deleted: Counterpoint APP 2 Mar 08:30 deleted Posted twice
message: Counterpoint APP 2 Mar 08:30 (edited) new
message only: Only visible to you (ada) Counterpoint APP 2 Mar 08:30 Muted: footbridge
`
	if got := lines(t, page); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if !strings.Contains(page, "<details class=\"thread\" open>") {
		t.Error("the thread is folded")
	}
	asksNobody(t, page)
	if err := s.ChannelPage(io.Discard, "C9"); err == nil {
		t.Error("a page of a channel that is not there")
	}
}

func TestTheChannelPageFitsItsWindow(t *testing.T) {
	s, _ := busy(t)
	for _, width := range []int{320, 500, 1280} {
		t.Run(strconv.Itoa(width), func(t *testing.T) { browsertest.Fits(t, channelPage(t, s), width) })
	}
}

// A page shows times in the channel's zone, and users by the names that they are
// known by.
func TestZoneAndNames(t *testing.T) {
	at := time.Date(2026, 7, 1, 23, 30, 0, 0, time.UTC)
	s := slackfake.New(slackfake.Options{Now: func() time.Time { return at }, Token: "xoxb-1"})
	s.AddChannel("C1", "news")
	s.AddUser(slackfake.User{ID: "U1", Name: "ada"})
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	s.SetZone("C1", berlin)
	s.Say("C1", "U1", "hello", "")
	answer := `{"blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"user","user_id":"U1"},{"type":"text","text":" and "},{"type":"user","user_id":"U2"}]}]}]}`
	resp, err := (&http.Client{Transport: s.Transport()}).Post(s.ResponseURL("C1", "U1"), "application/json", strings.NewReader(answer)) //nolint:noctx // of a test
	if err != nil {
		t.Fatal(err)
	}
	if err := resp.Body.Close(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := s.ChannelPage(&b, "C1"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"2 Jul 01:30", "@ada", "@U2"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(b.String(), "@U1") {
		t.Error("the page names a user by the ID")
	}
}
