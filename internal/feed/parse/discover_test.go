package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

var discoverTests = []struct {
	name, page string
	want       []string
}{
	{"head", `<html><head><link rel="alternate" type="application/rss+xml" title="News" href="/feed"><link rel=alternate type=application/atom+xml href=https://other.example/atom></head>`, []string{"https://post.example/feed", "https://other.example/atom"}},
	{"order", `<a href="/rss.xml">RSS</a><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed"><link rel="alternate" type="application/feed+json" href="/feed.json"><link rel="ALTERNATE home" type="application/rss+xml; charset=utf-8" href="/news.rss">`, []string{"https://post.example/news.rss", "https://post.example/feed.json", "https://post.example/comments/feed", "https://post.example/rss.xml"}},
	{"links", `<a href="/about">About</a><a href="/feed/">Feed</a><a href="index.rdf">RDF</a><a href="/?feed=rss2">WP</a><a href="/sitemap.xml">Map</a><a href="mailto:feed@post.example">Mail</a><a href="/feedback">Talk</a>`, []string{"https://post.example/feed/", "https://post.example/section/index.rdf", "https://post.example/?feed=rss2"}},
	{"base", `<base href="https://base.example/x/"><link rel="alternate" type="application/rss+xml" href="feed">`, []string{"https://base.example/x/feed"}},
	{"twice", `<link rel="alternate" type="application/rss+xml" href="/feed"><a href="/feed">Feed</a>`, []string{"https://post.example/feed"}},
	{"other alternates", `<link rel="alternate" hreflang="de" href="/de"><link rel="alternate" type="application/json" href="/wp-json/posts/1"><link rel="stylesheet" href="/feed.css"><link rel="alternate" type="application/rss+xml" href="javascript:x">`, nil},
	{"entities", `<link rel="alternate" type="application/rss+xml" href="/feed?a=1&amp;b=2">`, []string{"https://post.example/feed?a=1&b=2"}},
	{"comment", `<!-- <link rel="alternate" type="application/rss+xml" href="/old"> --><script>"<a href='/feed'>"</script>`, nil},
	{"rel feed", `<link rel="feed" href="/updates">`, []string{"https://post.example/updates"}},
	{"nothing", ``, nil},
}

func TestDiscover(t *testing.T) {
	for _, tt := range discoverTests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Discover([]byte(tt.page), "https://post.example/section/")); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestDiscoverIsBounded(t *testing.T) {
	page := numbered(`<link rel="alternate" type="application/rss+xml" href="/feed/%d">`, MaxBytes)
	if got := Discover([]byte(page), testAddress); len(got) != maxFound {
		t.Errorf("%d addresses, want %d", len(got), maxFound)
	}
}
