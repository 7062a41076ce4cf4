package opml

import (
	"encoding/xml"
	"fmt"
	"io"

	"counterpoint/internal/news"
)

type document struct {
	XMLName xml.Name  `xml:"opml"`
	Version string    `xml:"version,attr"`
	Title   string    `xml:"head>title"`
	Body    []outline `xml:"body>outline"`
}

type outline struct {
	Type   string `xml:"type,attr"`
	Text   string `xml:"text,attr"`
	Title  string `xml:"title,attr"`
	XMLURL string `xml:"xmlUrl,attr"`
}

// Write writes a list of feeds as OPML 2.0. Read gives the same sources back
// if their addresses are as Address and their names as Name leave them. A feed
// without a name is written with its address as its text, which OPML demands.
func Write(w io.Writer, title string, sources []news.Source) error {
	doc := document{Version: "2.0", Title: Name(title)}
	for _, s := range sources {
		name := Name(s.Outlet)
		if name == "" {
			name = s.URL
		}
		doc.Body = append(doc.Body, outline{Type: "rss", Text: name, Title: name, XMLURL: s.URL})
	}
	raw, err := xml.MarshalIndent(doc, "", "  ")
	if err != nil {
		return fmt.Errorf("the list cannot be written as OPML: %w", err)
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, raw)
	return err
}
