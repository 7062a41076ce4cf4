package config_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/config"
	"counterpoint/internal/news"
	"counterpoint/internal/opml"
)

var twoFeeds = []news.Source{
	{URL: "https://new.example/rss?a=1&b=2#top", Outlet: "New: the \"daily\" #1"},
	{URL: "https://plain.example/rss"},
}

// The new lines stand where the row says, and all else is as it was: what is
// inserted stands in the row between « and ».
func TestAddFeeds(t *testing.T) {
	const u1, u2 = "https://new.example/rss?a=1&b=2#top", "https://plain.example/rss"
	const outlet = `"New: the \"daily\" #1"`
	rows := []struct{ name, want string }{
		{"after a list", "# head\nchannels:\n  - id: a   # ours\n    feeds: # these\n      - https://one.example/ # first\n      - url: https://two.example/   # second\n        outlet: Two # its name\n«      - url: " + u1 + "\n        outlet: " + outlet + "\n      - " + u2 + "\n»      # - https://three.example/\n\n    stories: 5 # few\n# tail\n"},
		{"a list as far left as its key", "channels:\n- id: a\n  feeds:\n  - https://one.example/\n«  - url: " + u1 + "\n    outlet: " + outlet + "\n  - " + u2 + "\n»  stories: 5\n"},
		{"before another channel", "channels:\n  - feeds:\n      - https://one.example/\n«      - url: " + u1 + "\n        outlet: " + outlet + "\n      - " + u2 + "\n»    id: a\n  - id: b\n    feeds: [https://one.example/]\n"},
		{"in the second channel", "channels:\n  - id: b\n    feeds: [https://one.example/]\n  - id: 'a'\n    feeds:\n      - https://one.example/\n«      - url: " + u1 + "\n        outlet: " + outlet + "\n      - " + u2 + "\n»"},
		{"without a last line end", "channels:\n  - id: a\n    feeds:\n      - https://one.example/ # é«\n      - url: " + u1 + "\n        outlet: " + outlet + "\n      - " + u2 + "»"},
		{"after a feed in braces", "channels:\n  - id: a\n    feeds:\n      - {url: https://one.example/,\n         outlet: One\n        } # one\n«      - url: " + u1 + "\n        outlet: " + outlet + "\n      - " + u2 + "\n»"},
		{"in brackets", "channels:\n  - id: a\n    title: é\n    feeds: [ https://one.example/ «, {url: \"" + u1 + "\", outlet: " + outlet + "}, \"" + u2 + "\"»] # é\n    stories: 5\n"},
		{"in brackets over lines", "channels:\n  - id: a\n    feeds: [\n      https://one.example/, # one\n    «{url: \"" + u1 + "\", outlet: " + outlet + "}, \"" + u2 + "\"»]\n"},
		{"in brackets over lines, without a last comma", "channels:\n  - id: a\n    feeds: [\n      https://one.example/, # one\n      https://two.example/\n    «, {url: \"" + u1 + "\", outlet: " + outlet + "}, \"" + u2 + "\"»]\n"},
		{"in empty brackets", "channels:\n  - id: a\n    feeds: [«{url: \"" + u1 + "\", outlet: " + outlet + "}, \"" + u2 + "\"»]\n"},
		{"in a channel in braces", "channels: [{id: a, feeds: [https://one.example/«, {url: \"" + u1 + "\", outlet: " + outlet + "}, \"" + u2 + "\"»]}]\n"},
		{"under an empty key", "channels:\n  - id: a\n    feeds: # none yet\n«      - url: " + u1 + "\n        outlet: " + outlet + "\n      - " + u2 + "\n»    stories: 5\n"},
		{"without the key", "channels:\n  - id: a # ours\n«    feeds:\n      - url: " + u1 + "\n        outlet: " + outlet + "\n      - " + u2 + "\n»    # from the reader\n    opml: feeds.opml\n"},
	}
	for _, row := range rows {
		for _, ends := range []string{"\n", "\r\n", "\r"} {
			for _, mark := range []string{"", "\ufeff"} {
				want := mark + strings.ReplaceAll(row.want, "\n", ends)
				head, rest, _ := strings.Cut(want, "«")
				_, tail, _ := strings.Cut(rest, "»")
				got, added, err := config.AddFeeds([]byte(head+tail), "a", twoFeeds, files)
				if err != nil {
					t.Errorf("%s %q: %v", row.name, ends, err)
					continue
				}
				if d := cmp.Diff(strings.NewReplacer("«", "", "»", "").Replace(want), string(got)); d != "" {
					t.Errorf("%s %q: %s", row.name, ends, d)
				}
				if added.New != 2 || added.Known != 0 || added.Unfit != nil {
					t.Errorf("%s: %+v", row.name, added)
				}
				again, added, err := config.AddFeeds(got, "a", twoFeeds, files)
				if err != nil || !bytes.Equal(again, got) || added.New != 0 || added.Known != 2 {
					t.Errorf("%s: a second time: %+v, %v", row.name, added, err)
				}
			}
		}
	}
}

// Each row is a reason for which a file is left as it is.
func TestAddFeedsRefused(t *testing.T) {
	const byHand = "the feeds cannot be added as the channel is written"
	many := make([]news.Source, 1000)
	for i := range many {
		many[i].URL = "https://a.example/" + strings.Repeat("x", i+1)
	}
	rows := []struct {
		name, raw, want string
		feeds           []news.Source
	}{
		{"no such channel", "channels:\n  - id: b\n    feeds: [https://one.example/]\n", "there is no channel a: choose of b", twoFeeds},
		{"a fault elsewhere", "channels:\n  - id: a\n    feeds: [https://one.example/]\n    storys: 5\n", `4:5: unknown key "storys"`, twoFeeds},
		{"no YAML", "channels: [", "cannot be read as YAML", twoFeeds},
		{"channel in braces without feeds", "channels: [{id: a, opml: feeds.opml}]\n", byHand, twoFeeds},
		{"feed alone", "channels:\n  - id: a\n    feeds: https://one.example/\n", byHand, twoFeeds},
		{"last value over lines", "channels:\n  - id: a\n    feeds:\n      - url: https://one.example/\n        outlet: \"The\n          Echo\"\n", byHand, twoFeeds},
		{"last value over lines takes the feed in", "channels:\n  - id: a\n    feeds:\n      - url: https://one.example/\n        outlet: \"The\n          Echo\"\n", byHand, twoFeeds[1:]},
		{"too many", "channels:\n  - id: a\n    feeds: [https://one.example/]\n", "channel a would have 1001 feeds, more than 1000", many},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			got, _, err := config.AddFeeds([]byte(row.raw), "a", row.feeds, files)
			if got != nil || err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("error is %v, want %q", err, row.want)
			}
		})
	}
}

func TestAddFeedsLeavesOut(t *testing.T) {
	const raw = "channels:\n  - id: a\n    feeds:\n      - https://one.example/rss\n    opml: feeds.opml\n"
	got, added, err := config.AddFeeds([]byte(raw), "a", []news.Source{
		{URL: "HTTPS://ONE.example:443/rss", Outlet: "One"},
		{URL: "https://beacon.example/rss"},
		{URL: "newsletter:7", Outlet: "Inbox"},
		{URL: "https://ada@b.example/rss"},
		{URL: "https://new.example/rss", Outlet: strings.Repeat("é", 200)},
		{URL: "https://new.example/rss#again"},
	}, files)
	if err != nil {
		t.Fatal(err)
	}
	want := config.Added{New: 1, Known: 3, Unfit: []string{
		"Inbox: the address of a feed begins with https:// or http://",
		"feed 4: the address holds a name or password: take them out, for feeds that need them are not read",
	}}
	if d := cmp.Diff(want, added); d != "" {
		t.Error(d)
	}
	c, err := config.Load(got, files)
	if err != nil || len(c.Channels[0].Sources) != 4 {
		t.Errorf("%v, %+v", err, c.Channels)
	}
}

// Names of any kind are read as they were written.
func FuzzAddFeeds(f *testing.F) {
	for _, s := range []string{"no", "12", "a: b", "# x", "- x", "\"", "é\\", "'", "&a", "x:", "=", "~", "[a", "2026-03-02", "0x1f", ".5", "%", "`", "? x", "NaN", ".inf", "null", "---"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		raw := []byte("channels:\n  - id: a\n    feeds:\n      - https://one.example/\n")
		name = opml.Name(name)
		if len(name) > 150 {
			return
		}
		got, _, err := config.AddFeeds(raw, "a", []news.Source{{URL: "https://new.example/rss", Outlet: name}}, files)
		if err != nil {
			t.Fatal(err)
		}
		c, err := config.Load(got, files)
		if faults, ok := errors.AsType[config.Faults](err); ok {
			t.Fatal(faults)
		}
		if s := c.Channels[0].Sources[1]; s.Outlet != name {
			t.Errorf("outlet %q is read as %q from\n%s", name, s.Outlet, got)
		}
	})
}
