package feed_test

import (
	"net/url"
	"testing"

	"counterpoint/internal/feed"
)

// Links to one article are one article; links to two are two.
func TestArticleID(t *testing.T) {
	same := map[string][]string{
		"https://echo.example/news/wall-holds": {
			"http://echo.example/news/wall-holds", "https://www.echo.example/news/wall-holds/", "https://m.echo.example/news/wall-holds",
			"https://ECHO.example:443/news/wall-holds#comments", "https://echo.example/news/wall-holds?utm_source=rss&utm_medium=feed",
			"https://echo.example/news/wall-holds?ref=rss", "https://echo.example/news/wall-holds?", "https://echo.example/news/wall-holds?fbclid=abc",
			"https://echo.example/news/wall-holds/amp", "https://echo.example/news/wall-holds/amp/", "https://echo.example/amp/news/wall-holds",
			"https://amp.echo.example/news/wall-holds", "https://echo.example./news/wall-holds", " https://echo.example/news/wall-holds ",
			"https://www.google.com/amp/s/www.echo.example/news/wall-holds/amp/", "https://echo-example.cdn.ampproject.org/c/s/echo.example/news/wall-holds",
			"http://echo.example:80/news/wall-holds", "https://echo.example/news/wall-holds?UTM_Campaign=x&at_medium=RSS",
		},
		"https://echo.example/story.php?id=7&page=2": {"https://echo.example/story.php?page=2&id=7", "https://echo.example/story.php?id=7&utm_term=a&page=2"},
		"https://echo.example/wall.html":             {"https://echo.example/wall.amp.html", "https://mobile.echo.example/wall.html"},
	}
	for address, others := range same {
		want := feed.ArticleID(feed.Canonical(address))
		for _, o := range others {
			if got := feed.ArticleID(feed.Canonical(o)); got != want {
				t.Errorf("%s is another article than %s: canonical %s", o, address, feed.Canonical(o))
			}
		}
	}
	apart := []string{
		"https://echo.example/", "https://echo.example/news/wall-holds", "https://echo.example/news/wall-falls", "https://other.example/news/wall-holds",
		"https://echo.example/story.php?id=7", "https://echo.example/story.php?id=8", "https://echo.example/story.php?cid=8", "https://echo.example/story.php?source=8",
		"https://echo.example/News/Wall-holds", "https://echo.example:8443/news/wall-holds", "https://blog.echo.example/news/wall-holds",
		"https://echo.example/news/camp", "https://www.google.com/amp/", "https://m.example/news/wall-holds", "https://echo.example/a%2Fb", "https://echo.example/a/b",
	}
	seen := map[string]string{}
	for _, address := range apart {
		id := feed.ArticleID(feed.Canonical(address))
		if other := seen[id]; other != "" {
			t.Errorf("%s and %s are one article, want two", address, other)
		}
		seen[id] = address
	}
}

func TestCanonicalRefuses(t *testing.T) {
	for _, address := range []string{"", "wall", "/news/wall", "ftp://echo.example/wall", "javascript:alert(1)", "https://", "https://ann:secret@echo.example/wall", "http://[::1", "mailto:a@echo.example", "https://%zz/"} {
		if got := feed.Canonical(address); got != "" {
			t.Errorf("Canonical(%q) = %q, want none", address, got)
		}
	}
}

// A canonical address is one, and canonical.
func FuzzCanonical(f *testing.F) {
	f.Add("https://www.google.com/amp/s/www.echo.example/news/wall/amp/?utm_source=a&b=%zz#x")
	f.Add("http://[::1]:80/a?b&c=rss")
	f.Add("https://a.cdn.ampproject.org/c/s/b.example/.amp.html")
	f.Fuzz(func(t *testing.T, address string) {
		got := feed.Canonical(address)
		if got == "" {
			return
		}
		u, err := url.Parse(got)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.Fragment != "" {
			t.Fatalf("Canonical(%q) = %q, which is no plain address: %v", address, got, err)
		}
		if again := feed.Canonical(got); feed.ArticleID(again) != feed.ArticleID(got) {
			t.Errorf("Canonical(%q) = %q, whose canonical form is another article: %q", address, got, again)
		}
	})
}
