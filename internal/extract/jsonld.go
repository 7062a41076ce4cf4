package extract

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// declared is what a page says of itself in JSON-LD.
type declared struct {
	headline, publisher, date string
	authors                   []string
	body, language, credit    string
	free                      bool // false where the page says that it is not accessible for free
}

// maxJSONDepth bounds the recursion into a declaration.
const maxJSONDepth = 24

// readJSONLD gives the page's best declaration of an article: the first of a
// news type, else the first of any article type, else a zero one.
func readJSONLD(doc *html.Node) declared {
	best, bestRank := declared{free: true}, 0
	for n := range doc.Descendants() {
		if n.DataAtom != atom.Script || n.FirstChild == nil ||
			!strings.HasPrefix(strings.ToLower(strings.TrimSpace(attr(n, "type"))), "application/ld+json") {
			continue
		}
		var value any
		if json.Unmarshal([]byte(tidyJSON(n.FirstChild.Data)), &value) != nil {
			continue
		}
		walkJSON(value, 0, func(object map[string]any) {
			if rank := rankOf(object); rank > bestRank {
				best, bestRank = readDeclared(object), rank
			}
		})
	}
	return best
}

// tidyJSON mends what pages commonly get wrong: comment and CDATA wrappers,
// raw control characters within strings, a semicolon at the end.
func tidyJSON(s string) string {
	s = strings.TrimSpace(s)
	for _, wrapper := range []string{"<!--", "//<![CDATA[", "<![CDATA[", "/*<![CDATA[*/"} {
		s = strings.TrimPrefix(s, wrapper)
	}
	for _, wrapper := range []string{"-->", "//]]>", "]]>", "/*]]>*/", ";"} {
		s = strings.TrimSuffix(strings.TrimSpace(s), wrapper)
	}
	return strings.Map(func(r rune) rune {
		if r < 0x20 {
			return ' '
		}
		return r
	}, s)
}

// walkJSON visits every object, keys in order, so that the result is the same
// every time.
func walkJSON(v any, depth int, visit func(map[string]any)) {
	if depth > maxJSONDepth {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		visit(v)
		for _, key := range slices.Sorted(maps.Keys(v)) {
			walkJSON(v[key], depth+1, visit)
		}
	case []any:
		for _, item := range v {
			walkJSON(item, depth+1, visit)
		}
	}
}

// tags are what some pages leave in the text that they declare.
var tags = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)

func rankOf(object map[string]any) int {
	rank := 0
	for _, t := range stringsOf(object["@type"], "") {
		switch {
		case strings.HasSuffix(t, "NewsArticle") || t == "LiveBlogPosting":
			rank = max(rank, 3)
		case strings.HasSuffix(t, "Article") || t == "BlogPosting" || t == "Report":
			rank = max(rank, 2)
		}
	}
	if rank > 0 && (object["headline"] != nil || object["articleBody"] != nil) {
		rank += 2
	}
	return rank
}

func readDeclared(object map[string]any) declared {
	d := declared{
		headline: firstOf(object["headline"], "name"),
		date:     firstOf(object["datePublished"], ""),
		body:     tags.ReplaceAllString(firstOf(object["articleBody"], ""), " "),
		language: firstOf(object["inLanguage"], "name"),
		free:     true,
	}
	d.publisher = firstOf(object["publisher"], "name")
	d.authors = stringsOf(object["author"], "name")
	for _, key := range []string{"sourceOrganization", "provider", "creditText"} {
		if s := firstOf(object[key], "name"); s != "" && d.credit == "" {
			d.credit = s
		}
	}
	switch v := object["isAccessibleForFree"].(type) {
	case bool:
		d.free = v
	case string:
		d.free = !strings.EqualFold(v, "false")
	}
	return d
}

// stringsOf gives the strings that a value holds: itself, its items', or the
// named member of an object.
func stringsOf(v any, member string) []string {
	switch v := v.(type) {
	case string:
		if s := clean(html.UnescapeString(v)); s != "" {
			return []string{s}
		}
	case []any:
		var out []string
		for _, item := range v {
			if _, nested := item.([]any); !nested {
				out = append(out, stringsOf(item, member)...)
			}
		}
		return out
	case map[string]any:
		if s, ok := v[member].(string); ok && member != "" {
			return stringsOf(s, "")
		}
	}
	return nil
}

func firstOf(v any, member string) string {
	if all := stringsOf(v, member); len(all) > 0 {
		return all[0]
	}
	return ""
}
