package config_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/config"
	"counterpoint/internal/news"
)

const whole = `# what we read
contact: mailto:news@example.org
store: kept/news.db
channels:
  - id: news
    title: 2026
    feeds:
      - https://example.org/rss   # short form
      - url: https://echo.example/atom
        outlet: The Echo
    opml: feeds.opml
    times: ["17:30", 08:00]
    days: [Mon, thu-fri]
    zone: Europe/Berlin
    paused: true
    window: 3d
    stories: 7
    min_origins: 2
    quiet_days: skip
    mute:
      words: [football, "royal family"]
      hosts: [Example.com, bücher.example]
      breakout: 4
    languages: [en, de, no]
  - id: C0123456789
    feeds: [https://example.org/rss, {url: "https://echo.example/atom"}]
`

const list = `<opml version="2.0"><body><outline text="Echo, by its own name" xmlUrl="https://ECHO.example/atom"/>
<outline text="The Beacon" xmlUrl="https://beacon.example/rss"/><outline text="Inbox" xmlUrl="newsletter:7"/></body></opml>`

func files(name string) ([]byte, error) {
	switch name {
	case "feeds.opml":
		return []byte(list), nil
	case "cut.opml":
		return []byte(list[:200]), nil
	case "many.opml":
		var b strings.Builder
		for i := range 1001 {
			fmt.Fprintf(&b, "<outline xmlUrl='https://a.example/%d'/>", i)
		}
		return []byte("<opml>" + b.String() + "</opml>"), nil
	case "locked.opml":
		return nil, fs.ErrPermission
	}
	return nil, fs.ErrNotExist
}

func TestLoad(t *testing.T) {
	got, err := config.Load([]byte(whole), files)
	if err != nil {
		t.Fatal(err)
	}
	want := config.Config{
		Contact: "mailto:news@example.org",
		Store:   "kept/news.db",
		Channels: []news.Channel{{
			ID:    "news",
			Title: "2026",
			Sources: []news.Source{
				{URL: "https://example.org/rss"},
				{URL: "https://echo.example/atom", Outlet: "The Echo"},
				{URL: "https://beacon.example/rss", Outlet: "The Beacon"},
			},
			Times:      []string{"08:00", "17:30"},
			Days:       []string{"mon", "thu", "fri"},
			Zone:       "Europe/Berlin",
			Paused:     true,
			Window:     72 * time.Hour,
			Stories:    7,
			MinOrigins: 2,
			SkipQuiet:  true,
			Mute:       news.Mute{Words: []string{"football", "royal family"}, Hosts: []string{"example.com", "xn--bcher-kva.example"}, Breakout: 4},
			Languages:  []string{"de", "no"},
			By:         "file",
		}, {
			ID:         "C0123456789",
			Sources:    []news.Source{{URL: "https://example.org/rss"}, {URL: "https://echo.example/atom"}},
			Window:     72 * time.Hour,
			Stories:    12,
			MinOrigins: 1,
			By:         "file",
		}},
		Warnings: []config.Fault{{Line: 11, Column: 11, Message: "feeds.opml: feed 3 (Inbox) is left out: the address of a feed begins with https:// or http://"}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// It does not matter how a file ends its lines, or whether it begins with a
// byte order mark: not for what it says and not for where a fault is.
func TestLineEnds(t *testing.T) {
	broken := whole + "colour: red\n"
	_, want := config.Load([]byte(broken), files)
	for name, raw := range map[string]string{
		"CRLF": strings.ReplaceAll(broken, "\n", "\r\n"),
		"CR":   strings.ReplaceAll(broken, "\n", "\r"),
		"mark": "\ufeff" + broken,
	} {
		if _, got := config.Load([]byte(raw), files); got == nil || got.Error() != want.Error() {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

// Each row is one fault: the file, and what is told of it.
func TestFaults(t *testing.T) {
	const head = "contact: https://example.org/bot\n"
	const ok = "channels:\n  - id: a\n    feeds: [https://example.org/rss]\n"
	long := strings.Repeat("x", 300)
	rows := []struct{ name, raw, want string }{
		{"misspelt key", head + "channel: []\n" + ok, `2:1: unknown key "channel"; write channels`},
		{"unknown key", head + "colour: red\n" + ok, `2:1: unknown key "colour"; known here are contact, store, model, changes, delivery, channels`},
		{"changes by nobody known", head + "changes: the boss\n" + ok, `2:10: changes says who may change settings in Slack: everyone, admins, or users' IDs such as U012AB3CD, U045EF6GH`},
		{"delivery of another kind", head + "delivery: exactly-once\n" + ok, `2:11: delivery is at-least-once, so that a message of which nobody can tell whether it was posted is posted again, or at-most-once, so that it is not`},
		{"misspelt key of a channel", head + ok + "    Times: ['08:00']\n", `5:5: unknown key "Times"; write times`},
		{"misspelt key of a feed", head + "channels: [{id: a, feeds: [{url: 'https://example.org/rss', oulet: x}]}]\n", `2:61: unknown key "oulet"; write outlet`},
		{"unknown key of mute", head + ok + "    mute: {topics: [x]}\n", `5:12: unknown key "topics"; known here are words, hosts, breakout`},
		{"key twice", head + "store: a.db\nstore: b.db\n" + ok, `3:1: store stands here and in line 2: leave one`},
		{"no channels", head, `the file names no channel: add channels: with an id and feeds, or let counterpoint init write an example`},
		{"empty", " \n# nothing\n", `the file says nothing: counterpoint init writes one to begin with`},
		{"no mapping", "- a\n", `1:1: the file is written as keys with values, such as contact:`},
		{"channels as keys", head + "channels:\n  a:\n    feeds: []\n", `3:3: channels is a list: begin each with a dash, as in - id: news`},
		{"channel is a word", head + "channels: [news]\n", `2:12: a channel is written as keys with values, such as id:`},
		{"empty entry", head + ok + "    times: ['08:00', ]\n    languages: [de, ~]\n    zone: UTC\n", `6:16: entry 2 of the languages is empty: fill it in or take it out`},
		{"channel without id", head + "channels:\n  - feeds: [https://example.org/rss]\n", `3:5: the channel has no id: write id: with a name, or with a Slack channel ID such as C0123456789`},
		{"bad id", head + "channels:\n  - id: 'a#b'\n    feeds: [https://example.org/rss]\n", `3:9: id is a name of up to 64 letters, digits, - and _, or a Slack channel ID such as C0123456789`},
		{"id twice", head + ok + "  - id: a\n    feeds: [https://example.org/rss]\n", `5:5: channel a stands here and in line 3: give one another id`},
		{"channel without feeds", head + "channels:\n  - id: a\n    feeds:\n", `3:5: the channel has no feeds: list addresses under feeds:, or name a file with opml:`},
		{"feed without url", head + "channels:\n  - id: a\n    feeds:\n      - outlet: The Echo\n", `5:9: the feed has no url: write url: https://…`},
		{"feed twice", head + "channels:\n  - id: a\n    feeds:\n      - https://example.org\n      - url: HTTPS://Example.org:443/#top\n", `6:14: the same feed stands in line 5: leave one`},
		{"feed with password", head + "channels:\n  - id: a\n    feeds: [https://ada:hunter2@example.org/rss]\n", `4:13: the address holds a name or password: take them out, for feeds that need them are not read`},
		{"feed of another scheme", head + "channels:\n  - id: a\n    feeds: [ftp://example.org/rss]\n", `4:13: the address of a feed begins with https:// or http://`},
		{"feed without host", head + "channels:\n  - id: a\n    feeds: ['https:///rss']\n", `4:13: the address names no host: write one such as https://example.org/rss`},
		{"feed with a space", head + "channels:\n  - id: a\n    feeds: [https://example.org/a b]\n", `4:13: this is no address of a feed: write one such as https://example.org/rss`},
		{"feed is too long", head + "channels:\n  - id: a\n    feeds: [https://example.org/" + strings.Repeat("x", 2048) + "]\n", `4:13: this is no address of a feed: write one such as https://example.org/rss`},
		{"feed is a list", head + "channels:\n  - id: a\n    feeds: [[https://example.org/rss]]\n", `4:13: a feed is one value, not a list or keys`},
		{"OPML is not there", head + "channels:\n  - id: a\n    opml: [gone.opml]\n", `4:12: there is no file gone.opml: its name is relative to this file`},
		{"OPML cannot be read", head + "channels:\n  - id: a\n    opml: locked.opml\n", `4:11: locked.opml cannot be read: permission denied`},
		{"OPML is cut", head + "channels:\n  - id: a\n    opml: cut.opml\n", `4:11: cut.opml: line 2: the XML is broken: unexpected EOF`},
		{"OPML with too many feeds", head + "channels:\n  - id: a\n    opml: many.opml\n", `3:5: the channel has 1001 feeds, more than 1000: make two of it`},
		{"time without zero", head + ok + "    times: ['8:00']\n    zone: UTC\n", `5:13: a time is written with four digits on a clock of 24 hours, such as "08:00" or "17:30"`},
		{"time after midnight", head + ok + "    times: 24:00\n    zone: UTC\n", `5:12: a time is written with four digits on a clock of 24 hours, such as "08:00" or "17:30"`},
		{"time twice", head + ok + "    times: [08:00, '08:00']\n    zone: UTC\n", `5:20: 08:00 stands here twice: leave one`},
		{"times without zone", head + ok + "    times: ['08:00']\n", `5:12: times need a zone: write zone: UTC, or a place such as zone: Europe/Berlin`},
		{"times with an unknown zone", head + ok + "    times: ['08:00']\n    zone: Berlin\n", `6:11: the zone is not known: write UTC, or a continent and a place, such as Europe/Berlin or America/New_York`},
		{"an unknown day", head + ok + "    times: 08:00\n    zone: UTC\n    days: [mon, noday]\n", `7:17: days are weekdays, weekends or daily, or days such as mon and wed-fri`},
		{"weekdays and a day", head + ok + "    times: 08:00\n    zone: UTC\n    days: [weekdays, sat]\n", `7:11: weekdays, weekends and daily stand alone: write days one by one besides, such as [mon-fri, sun]`},
		{"days without times", head + ok + "    days: weekdays\n", `5:11: days need times: write times: ["08:30"]`},
		{"paused in other words", head + ok + "    paused: yes\n", `5:13: paused is true or false`},
		{"unknown zone", head + ok + "    zone: Berlin\n", `5:11: the zone is not known: write UTC, or a continent and a place, such as Europe/Berlin or America/New_York`},
		{"zone of the machine", head + ok + "    zone: Local\n", `5:11: the zone is not known: write UTC, or a continent and a place, such as Europe/Berlin or America/New_York`},
		{"zone out of its folder", head + ok + "    zone: ../../etc/passwd\n", `5:11: the zone is not known: write UTC, or a continent and a place, such as Europe/Berlin or America/New_York`},
		{"short window", head + ok + "    window: 59m\n", `5:13: window is a time from 1h to 14d, such as 36h or 3d`},
		{"long window", head + ok + "    window: 15d\n", `5:13: window is a time from 1h to 14d, such as 36h or 3d`},
		{"window without unit", head + ok + "    window: 72\n", `5:13: window is a time from 1h to 14d, such as 36h or 3d`},
		{"no stories", head + ok + "    stories: 0\n", `5:14: stories is a whole number from 1 to 50`},
		{"stories as a word", head + ok + "    stories: many\n", `5:14: stories is a whole number from 1 to 50`},
		{"too many origins", head + ok + "    min_origins: 51\n", `5:18: min_origins is a whole number from 1 to 50`},
		{"quiet days as a switch", head + ok + "    quiet_days: no\n", `5:17: quiet_days is say, for a line that nothing is new, or skip, for no message then`},
		{"breakout below zero", head + ok + "    mute: {breakout: -1}\n", `5:22: breakout is a whole number from 0 to 50`},
		{"host as an address", head + ok + "    mute: {hosts: ['https://example.com/']}\n", `5:20: a muted host is a name alone, such as example.com, without https:// and path`},
		{"host is too long", head + ok + "    mute: {hosts: [" + strings.Repeat("abcdefgh.", 30) + "example]}\n", `5:20: a muted host is a name alone, such as example.com, without https:// and path`},
		{"host of one word", head + ok + "    mute: {hosts: [example]}\n", `5:20: a muted host is a name alone, such as example.com, without https:// and path`},
		{"language by its name", head + ok + "    languages: German\n", `5:16: a language is a code of two letters, such as de or fr`},
		{"title as a list", head + ok + "    title: [a]\n", `5:12: title is one value, not a list or keys`},
		{"title over lines", head + ok + "    title: |\n      a\n      b\n", `5:12: title holds a character that cannot be printed, or a line end: write it on one line`},
		{"title turns round", head + ok + "    title: \"a\\u202eb\"\n", `5:12: title holds a character that cannot be printed, or a line end: write it on one line`},
		{"title is too long", head + ok + "    title: " + long + "\n", `5:12: title is longer than 150 bytes: shorten it`},
		{"title is empty", head + ok + "    title: ''\n", `5:12: title is empty: fill it in or take the key out`},
		{"contact without mailto", "contact: news@example.org\n" + ok, `1:10: contact is an address: write mailto: before it`},
		{"contact of another scheme", "contact: gopher://example.org\n" + ok, `1:10: contact is an address such as https://example.org/bot or mailto:news@example.org`},
		{"contact with password", "contact: https://ada:hunter2@example.org/\n" + ok, `1:10: contact holds a name or password, which every site would see: take it out`},
		{"contact ends its comment", "contact: https://example.org/)\n" + ok, `1:10: contact is an address without spaces or brackets, such as https://example.org/bot or mailto:news@example.org`},
		{"two documents", head + ok + "---\n" + head, `6:1: a second document begins here: put all into one, without lines of ---`},
		{"anchor", head + "store: &x a.db\n" + ok, `2:8: an anchor (&) is not known here: write the value itself, in quotes if it begins with "&"`},
		{"alias", head + "store: *x\n" + ok, `2:8: an alias (*) is not known here: write the value itself, in quotes if it begins with "*"`},
		{"tag", head + "store: !!binary YQ==\n" + ok, `2:8: a tag (!) is not known here: write the value itself, in quotes if it begins with "!!binary"`},
		{"merged key", head + "<<: {a: b}\n" + ok, `2:1: a merged key (<<) is not known here: write the value itself, in quotes if it begins with "<<"`},
		{"complex key", head + "? store\n: a.db\n" + ok, `2:1: a complex key (?) is not known here: write the value itself, in quotes if it begins with "?"`},
		{"directive", "%YAML 1.1\n---\n" + head + ok, `1:1: a directive (%) is not known here: write the value itself, in quotes if it begins with "%"`},
		{"tab", head + "channels:\n\t- id: a\n", `3:1: this cannot be read as YAML (found character '	' that cannot start any token): look at the indentation, the colons and the quotes here and in the line before`},
		{"bad indentation", head + "store: a\n  b: c\n" + ok, `2:8: this cannot be read as YAML (mapping value is not allowed in this context): look at the indentation, the colons and the quotes here and in the line before`},
		{"other charset", head + "store: caf\xe9.db\n" + ok, `the file is not in UTF-8: save it as UTF-8`},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			_, err := config.Load([]byte(row.raw), files)
			faults, _ := errors.AsType[config.Faults](err)
			if len(faults) != 1 || faults.Error() != row.want {
				t.Errorf("got\n%v\nwant\n%s", err, row.want)
			}
			if strings.Contains(fmt.Sprint(err), "hunter2") {
				t.Error("the password is told")
			}
		})
	}
}

// All that is wrong with a file is told at once, in the order of its lines.
func TestAllFaultsAtOnce(t *testing.T) {
	const raw = `contact: nobody
channels:
  - id: a b
    feeds: [https://example.org/rss, nonsense]
    times: ['25:00']
    windo: 3d
  - feeds: []
    zone: Berlin
`
	_, err := config.Load([]byte(raw), files)
	var places []string
	faults, _ := errors.AsType[config.Faults](err)
	for _, f := range faults {
		places = append(places, fmt.Sprintf("%d:%d", f.Line, f.Column))
	}
	want := []string{"1:10", "3:9", "4:38", "5:12", "5:13", "6:5", "7:5", "7:5", "8:11"}
	if d := cmp.Diff(want, places); d != "" {
		t.Errorf("%s\n%v", d, err)
	}
}

func TestManyFaultsAreCut(t *testing.T) {
	_, err := config.Load([]byte(strings.Repeat("? ", 200)), files)
	if n := strings.Count(err.Error(), "\n"); n != 50 || !strings.HasSuffix(err.Error(), "\nand 150 more") {
		t.Errorf("%d lines: %v", n+1, err)
	}
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "counterpoint.yaml")
	for name, raw := range map[string]string{path: whole, filepath.Join(dir, "feeds.opml"): list} {
		if err := os.WriteFile(name, []byte(raw), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := config.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(dir, "kept", "news.db"); c.Store != want {
		t.Errorf("store is %s, want %s", c.Store, want)
	}
	if len(c.Warnings) != 1 || !strings.HasPrefix(c.Warnings[0].String(), path+":11:11: feeds.opml") {
		t.Errorf("warnings: %q", c.Warnings)
	}
	if err := os.WriteFile(path, []byte(whole+"x: y\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := config.Read(path); err == nil || !strings.HasPrefix(err.Error(), path+`:27:1: unknown key "x"`) {
		t.Errorf("error is %v", err)
	}
	if _, err := config.Read(dir); err == nil || strings.Count(err.Error(), dir) != 1 {
		t.Errorf("error of a folder is %v", err)
	}
	gone := filepath.Join(dir, "gone.yaml")
	if _, err := config.Read(gone); err == nil || !strings.Contains(err.Error(), "there is no "+gone+": counterpoint init writes one") {
		t.Errorf("error of a missing file is %v", err)
	}
}

func TestChanges(t *testing.T) {
	const channels = "contact: https://example.org/bot\nchannels: [{id: a, feeds: ['https://example.org/rss']}]\n"
	for _, who := range []string{"", "everyone", "admins", "U012AB3CD", "U012AB3CD, W045EF6GH"} {
		text := channels
		if who != "" {
			text += "changes: " + who + "\n"
		}
		if c, err := config.Load([]byte(text), nil); err != nil || c.Changes != who {
			t.Errorf("changes: %s is read as %q: %v", who, c.Changes, err)
		}
	}
}

func TestDelivery(t *testing.T) {
	const channels = "contact: https://example.org/bot\nchannels: [{id: a, feeds: ['https://example.org/rss']}]\n"
	for _, want := range []string{config.AtLeastOnce, config.AtMostOnce} {
		if c, err := config.Load([]byte(channels+"delivery: "+want+"\n"), nil); err != nil || c.Delivery != want {
			t.Errorf("delivery: %s is read as %q: %v", want, c.Delivery, err)
		}
	}
}
