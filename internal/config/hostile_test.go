package config_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/config"
)

// What could make a small file take long or much is refused by the guard that
// the row names, before anything is built of it.
func TestHostile(t *testing.T) {
	many := func(s string) string { return strings.Repeat(s, (config.MaxSize-100)/len(s)) }
	rows := []struct{ guard, raw, want string }{
		{"size", "# " + many("x") + strings.Repeat("x", 200), "the file is larger than 256 KB"},
		{"depth of flow", many("["), "nested more than 16 deep"},
		{"depth of flow, of mappings", many("{a: "), "nested more than 16 deep"},
		{"depth of a line", many("- "), "nested more than 16 deep"},
		{"keys", many("a: 1\n"), "the file has more than 10000 keys"},
		{"entries", many("- #\n"), "40000 entries of lists"},
		{"entries in brackets", "[" + many("a,") + "]", "40000 entries of lists"},
		{"complex keys", many("? "), "a complex key (?) is not known"},
		{"tags", many("!a "), "a tag (!) is not known"},
		{"anchors", "a: &a x\nb: &b [*a,*a]\nc: &c [*b,*b]\n", "an anchor (&) is not known"},
		{"entries of a list", "channels:\n- id: a\n  feeds:\n" + strings.Repeat("  - https://example.org/rss\n", 2000), "2000 feeds are more than the 1000 that are read"},
	}
	for _, row := range rows {
		t.Run(row.guard, func(t *testing.T) {
			begin := time.Now()
			_, err := config.Load([]byte(row.raw), files)
			if err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("error is %.200v, want %q", err, row.want)
			}
			if len(err.Error()) > 20_000 {
				t.Errorf("the error is %d bytes long", len(err.Error()))
			}
			if d := time.Since(begin); d > 10*time.Second {
				t.Errorf("it took %v", d)
			}
		})
	}
}

// Whatever a file holds, it is read or refused, and what is read keeps to the
// bounds.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(whole))
	for _, s := range []string{
		"contact: nobody\nchannels: {a: b}\n", "a: [b, {c: d}]\n---\ne", "a: |\n  b\n c: >-\n", "- ? a\n  : &b *c\n", "'a': \"\\u0000\"",
		"channels:\n  - id: a\n    feeds: # none\n    opml: feeds.opml\n", "channels:\n  -\n  - - a\n", "feeds: [\n# x\n,]", "<<: {", "%YAML", "\t", "a:\r b:",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		// an endless loop would otherwise pass for a slow machine
		watch := time.AfterFunc(5*time.Second, func() { panic(fmt.Sprintf("no end with %q", raw)) })
		defer watch.Stop()
		c, err := config.Load(raw, files)
		if err != nil {
			return
		}
		for _, ch := range c.Channels {
			if ch.ID == "" || len(ch.Sources) == 0 || len(ch.Sources) > 1000 || ch.Window < time.Hour || ch.Window > 336*time.Hour || ch.Stories < 1 || len(ch.Times) > 0 && ch.Zone == "" {
				t.Errorf("channel out of bounds: %+v", ch)
			}
		}
	})
}
