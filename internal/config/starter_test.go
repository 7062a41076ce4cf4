package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/config"
)

// What is written to begin with is itself without a fault, whatever subjects
// are chosen, and so it is when the comments are taken off.
func TestStarterLoads(t *testing.T) {
	all := config.Subjects()
	if len(all) < 6 {
		t.Fatalf("subjects are %q, want 6 or more", all)
	}
	for _, chosen := range [][]string{{config.DefaultSubject}, {"sport", "business"}, all} {
		raw, err := config.Starter(chosen...)
		if err != nil {
			t.Fatal(err)
		}
		for name, raw := range map[string]string{"as it is": raw, "uncommented": uncomment(raw)} {
			c, err := config.Load([]byte(raw), nil)
			if err != nil {
				t.Fatalf("%q %s: %v\n%s", chosen, name, err, raw)
			}
			var ids []string
			for _, ch := range c.Channels {
				ids = append(ids, ch.ID)
				if len(ch.Sources) < 5 || len(ch.Sources) > 8 {
					t.Errorf("%s has %d feeds", ch.ID, len(ch.Sources))
				}
				for _, s := range ch.Sources {
					if s.Outlet == "" || !strings.HasPrefix(s.URL, "https://") {
						t.Errorf("%s: %+v has no name, or is not encrypted", ch.ID, s)
					}
				}
			}
			want := len(chosen)
			if name == "uncommented" {
				want = len(all)
			}
			if len(ids) != want {
				t.Errorf("%q %s: channels are %q", chosen, name, ids)
			}
		}
	}
}

// uncomment takes the comments off the channels, as the file tells its reader.
func uncomment(raw string) string {
	at := strings.Index(raw, "\n# Further subjects")
	if at < 0 {
		return raw
	}
	head, rest := raw[:at+1], raw[at+1:]
	_, rest, _ = strings.Cut(rest, "\n")
	return head + strings.ReplaceAll(rest, "\n# ", "\n")
}

// The keys that the file explains are those that are known.
func TestStarterExplainsEveryKey(t *testing.T) {
	raw, err := config.Starter(config.DefaultSubject)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for line := range strings.Lines(raw) {
		if line == "channels:\n" {
			break
		}
		switch {
		case strings.HasPrefix(line, "#     "), strings.HasPrefix(line, "# contact:"), strings.HasPrefix(line, "# store:"):
			b.WriteString(line[2:])
		}
	}
	head, options, _ := strings.Cut(b.String(), "    title:")
	c, err := config.Load([]byte(head+"channels:\n  - id: a\n    title:"+options), files)
	if err != nil {
		t.Fatal(err)
	}
	ch := c.Channels[0]
	set := map[string]bool{
		"contact": c.Contact != "", "title": ch.Title != "", "opml": len(ch.Sources) > 0, "times": len(ch.Times) > 0, "zone": ch.Zone != "", "days": len(ch.Days) > 0,
		"words": len(ch.Mute.Words) > 0, "hosts": len(ch.Mute.Hosts) > 0, "breakout": ch.Mute.Breakout > 0, "languages": len(ch.Languages) > 0,
	}
	for key, ok := range set {
		if !ok {
			t.Errorf("%s is not explained", key)
		}
	}
	for _, key := range []string{"store:", "feeds:", "window: 72h", "stories: 12", "min_origins: 1", "quiet_days: say", "paused: false"} {
		if !strings.Contains(raw, key) {
			t.Errorf("%s is not explained with its default", key)
		}
	}
}

func TestStarterRefusesAnUnknownSubject(t *testing.T) {
	_, err := config.Starter("world", "gardening")
	want := `there are no feeds on "gardening": choose of ` + strings.Join(config.Subjects(), ", ")
	if d := cmp.Diff(want, err.Error()); d != "" {
		t.Error(d)
	}
}
