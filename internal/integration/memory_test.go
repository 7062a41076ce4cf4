package integration_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/news"
)

// deployed is what template.yaml says of a function, after a word.
func deployed(t *testing.T, function, word string) string {
	t.Helper()
	raw, err := os.ReadFile("../../template.yaml")
	_, of, _ := strings.Cut(string(raw), "\n  "+function+":")
	_, of, found := strings.Cut(of, word)
	if err != nil || !found {
		t.Fatalf("template.yaml says no %q of %s: %v", word, function, err)
	}
	return strings.Fields(of)[0]
}

// An errand whose feeds and pages are as large as any that is read, and as dear,
// has room in the memory that the function is deployed with.
func TestMemory(t *testing.T) {
	w := newWorld(t, calm, nil)
	now := time.Now()
	const largest = 5<<20 - 64<<10 // of an answer
	for kind, page := range map[string]string{
		"tags":       strings.Repeat("<i>a</i> ", largest/9),
		"paragraphs": strings.Repeat("<p>The council of Orm voted for a new <b>bridge</b> on Sunday.", largest/63),
	} {
		w.feeds.page = "<html><head><title>x</title></head><body><article>" + page + "</article></body></html>"
		ch := news.Channel{ID: channel, Window: 72 * time.Hour}
		for i := range papers {
			host := kind + host(i)
			ch.Sources = append(ch.Sources, news.Source{URL: "http://" + host + "/feed"})
			items := []item{{title: "A short one", text: "More on our pages.", at: now.Add(-time.Hour)}}
			for n := range 29 {
				items = append(items, item{title: fmt.Sprint("A long one, ", n), text: strings.Repeat(fmt.Sprintf("The council of Orm voted for bridge %d. ", n), largest/30/40), at: now.Add(-time.Hour)})
			}
			w.feeds.print(host, items...)
		}
		if err := w.store.Follow(t.Context(), now, ch.Sources); err != nil {
			t.Fatal(err)
		}
		w.ask(ch)
	}
	mb, err := strconv.ParseInt(deployed(t, "FetchFunction", "MemorySize: "), 10, 64)
	took := w.fetch.Stats().Memory >> 20
	if err != nil || took == 0 || took > mb*9/10 {
		t.Errorf("an errand took %d MB of %d: %v", took, mb, err)
	}
	t.Logf("of %d MB an errand took %d", mb, took)
	w.until("four errands for ten feeds are done", time.Minute, func() bool { return strings.Count(w.logs.text(), `"fetched":10`) == 4 })
}
