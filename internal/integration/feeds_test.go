package integration_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// newspapers is an invented web: a feed a host, whose items are whole.
type newspapers struct {
	mu      sync.Mutex
	items   map[string][]item // by host, newest first
	latency time.Duration
	asked   map[string]int
	page    string // what items' addresses answer; empty: they are not there
	plain   string // where it is served
	root    []byte
}

type item struct {
	title, text string
	at          time.Time
}

func serveFeeds(t *testing.T) *newspapers {
	t.Helper()
	n := &newspapers{items: map[string][]item{}, asked: map[string]int{}}
	plain := httptest.NewServer(n)
	secure := httptest.NewTLSServer(n) // its certificate is all that is wanted
	t.Cleanup(plain.Close)
	t.Cleanup(secure.Close)
	n.plain, n.root = plain.Listener.Addr().String(), secure.Certificate().Raw
	return n
}

// beside writes the file that tells a function built with the tag localfeeds
// where its web is.
func (n *newspapers) beside(t *testing.T, dir string) {
	t.Helper()
	raw, err := json.Marshal(map[string]string{"Plain": n.plain, "Secure": n.plain, "Roots": base64.StdEncoding.EncodeToString(n.root)})
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "localfeeds.json"), raw, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (n *newspapers) print(host string, items ...item) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.items[host] = append(items, n.items[host]...)
}

func (n *newspapers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n.mu.Lock()
	items, latency, page := n.items[r.Host], n.latency, n.page
	n.asked[r.Host+r.URL.Path]++
	n.mu.Unlock()
	time.Sleep(latency)
	if page != "" && r.URL.Path != "/feed" && r.URL.Path != "/robots.txt" {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(page))
		return
	}
	if r.URL.Path != "/feed" || len(items) == 0 {
		http.NotFound(w, r)
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The %s</title>`, strings.TrimSuffix(r.Host, ".example"))
	for i, it := range items {
		if i == 30 {
			break
		}
		sum := sha256.Sum256([]byte(it.title))
		fmt.Fprintf(&b, `<item><title>%s</title><link>http://%s/%x</link><pubDate>%s</pubDate><content:encoded><![CDATA[<p>%s</p>]]></content:encoded></item>`,
			it.title, r.Host, sum[:6], it.at.UTC().Format(time.RFC1123), it.text)
	}
	b.WriteString(`</channel></rss>`)
	sum := sha256.Sum256([]byte(b.String()))
	w.Header().Set("ETag", fmt.Sprintf(`"%x"`, sum[:8]))
	w.Header().Set("Content-Type", "application/rss+xml")
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(b.String()))
}

// The news of the day, as three papers have them.
var stories = map[string][]item{
	"gull.example": {
		{title: "Ferry strikes the pier at Halden", text: "The ferry Marsa struck the pier at Halden on Sunday evening. Twelve people were injured, the harbour master Ola Brandt said. The ferry had 240 passengers on board and lost power a hundred metres from the quay, the company Norvik Lines said. Divers will look at the hull on Monday, according to the coast guard. The pier stays closed for two weeks, Ola Brandt told reporters in Halden."},
		{title: "Council of Orm votes for the new bridge", text: "The council of Orm voted for a new bridge over the Tarn on Sunday. The bridge costs 48 million crowns and opens in 2029, the mayor Lil Marrow said. Nineteen of the thirty members voted for it. The old bridge is to be taken down in the spring, Lil Marrow said after the vote."},
	},
	"tide.example": {
		{title: "Fifteen injured as the ferry Marsa hits Halden pier", text: "Fifteen people were injured when the ferry Marsa struck the pier at Halden on Sunday evening, the hospital of Halden said. The ferry lost power shortly before the quay, the company Norvik Lines said. There were 240 passengers on board the Marsa. The harbour master Ola Brandt closed the pier. The coast guard is looking into it."},
	},
	"post.example": {
		{title: "Halden pier closed after ferry accident", text: "The pier at Halden is closed after the ferry Marsa struck it on Sunday evening, the harbour master Ola Brandt said. Twelve people were injured, he said, none of them badly. The ferry had 240 passengers on board. Norvik Lines said that the Marsa lost power before it reached the quay at Halden."},
		{title: "Orm gets its new bridge over the Tarn", text: "Orm gets a new bridge over the Tarn. The council voted for it on Sunday, with nineteen of thirty votes. It costs 48 million crowns, the mayor Lil Marrow said, and is to open in 2029. The old bridge over the Tarn goes in the spring."},
	},
}
