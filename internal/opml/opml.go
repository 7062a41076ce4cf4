// Package opml reads and writes lists of feeds as feed readers exchange them.
//
// It reads what readers are known to write rather than what the specification
// (OPML 2.0, opml.org) asks for: any outline that has an address of a feed is
// a feed, however deep in folders, in whatever letters the attribute's name
// stands, with or without a type; bare ampersands, HTML's entities, control
// characters and a wrongly declared charset are mended. Folders and categories
// are not kept, and a feed that is listed twice counts once.
//
// It refuses what is no OPML, what ends early (half a list would look like
// the whole), what declares entities of its own, and what is beyond its bounds.
package opml

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"counterpoint/internal/news"
)

// Bounds of what is read.
const (
	MaxSize  = 5 << 20 // bytes
	MaxFeeds = 20_000
	maxDepth = 64
	maxName  = 200  // runes of a feed's name
	maxURL   = 2048 // bytes of an address
)

// Read returns the feeds of an OPML file in the order in which they stand, each
// once. The addresses are as they stand but for spaces and the old scheme
// feed:, and are not checked.
func Read(raw []byte) ([]news.Source, error) {
	if len(raw) > MaxSize {
		return nil, fmt.Errorf("the OPML file is larger than %d MB: split it", MaxSize>>20)
	}
	text, err := decode(raw)
	if err != nil {
		return nil, err
	}
	r := reader{seen: map[string]bool{}}
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // decode has done it
	for {
		t, err := d.RawToken()
		if err == nil {
			err = r.token(t)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			line, _ := d.InputPos()
			return nil, fmt.Errorf("line %d: %w", line, plain(err))
		}
	}
	if err := r.end(); err != nil {
		return nil, err
	}
	return r.sources, nil
}

// plain takes the line off an error of the XML decoder, which is told already.
func plain(err error) error {
	if se, ok := errors.AsType[*xml.SyntaxError](err); ok {
		return errors.New("the XML is broken: " + se.Msg)
	}
	return err
}

// reader gathers the feeds from the tokens of a file.
type reader struct {
	sources []news.Source
	seen    map[string]bool
	depth   int
	rooted  bool // the root was opml
	closed  bool // and has ended
}

func (r *reader) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.Directive:
		if strings.Contains(strings.ToUpper(string(t)), "<!ENTITY") {
			return errors.New("it declares entities of its own, which no list of feeds needs")
		}
	case xml.StartElement:
		return r.start(t)
	case xml.EndElement:
		r.depth = max(r.depth-1, 0)
		r.closed = r.closed || r.rooted && strings.EqualFold(t.Name.Local, "opml")
	}
	return nil
}

func (r *reader) start(e xml.StartElement) error {
	if !r.rooted {
		if !strings.EqualFold(e.Name.Local, "opml") {
			return errNotOPML
		}
		r.rooted = true
		return nil
	}
	if r.depth++; r.depth > maxDepth {
		return fmt.Errorf("its outlines are nested more than %d deep", maxDepth)
	}
	if !strings.EqualFold(e.Name.Local, "outline") {
		return nil
	}
	s := source(e.Attr)
	if s.URL == "" || r.seen[s.URL] {
		return nil
	}
	if len(r.sources) == MaxFeeds {
		return fmt.Errorf("it lists more than %d feeds: split it", MaxFeeds)
	}
	r.seen[s.URL] = true
	r.sources = append(r.sources, s)
	return nil
}

var errNotOPML = errors.New("this is no OPML file: export your feeds as OPML from the reader that has them")

func (r *reader) end() error {
	switch {
	case !r.rooted:
		return errNotOPML
	case !r.closed:
		return errors.New("the file ends early: export it again")
	case len(r.sources) == 0:
		return errors.New("it lists no feed: an outline of a feed has the attribute xmlUrl")
	}
	return nil
}

// source reads the attributes of an outline. The text is what the owner of the
// list sees, and may have changed; the title is the feed's own.
func source(attrs []xml.Attr) news.Source {
	var text, title, address string
	for _, a := range attrs {
		switch {
		case strings.EqualFold(a.Name.Local, "xmlUrl"):
			address = Address(a.Value)
		case strings.EqualFold(a.Name.Local, "text"):
			text = Name(a.Value)
		case strings.EqualFold(a.Name.Local, "title"):
			title = Name(a.Value)
		}
	}
	s := news.Source{URL: address, Outlet: text}
	if s.Outlet == "" || s.Outlet == address {
		s.Outlet = title
	}
	if s.Outlet == address { // how a feed without a name is written
		s.Outlet = ""
	}
	return s
}

// Address mends the address of a feed: without spaces around it and with the
// scheme that feed: stood for. One that is too long is none.
func Address(s string) string {
	const old = "feed:"
	s = strings.TrimSpace(s)
	for len(s) >= len(old) && strings.EqualFold(s[:len(old)], old) {
		s = s[len(old):]
		if strings.HasPrefix(s, "//") {
			s = "http:" + s
		}
	}
	if len(s) > maxURL || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }) {
		return ""
	}
	return s
}

// Name makes a name fit to be printed: one line, of at most 200 runes.
func Name(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) { // nor what turns round the letters of a line
			return -1
		}
		return r
	}, s)
	r := []rune(strings.Join(strings.Fields(s), " "))
	return strings.TrimSpace(string(r[:min(len(r), maxName)]))
}
