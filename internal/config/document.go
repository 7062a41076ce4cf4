package config

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Bounds of the file, before it is parsed: the parser's time grows with the
// square of a mapping's keys and of empty entries, its memory with that of the
// depth.
const (
	MaxSize    = 256 << 10 // bytes: longer lists of feeds go into OPML
	maxKeys    = 10_000
	maxEntries = 40_000
	maxDepth   = 16
)

// parse reads the one document of a file. The node is nil where there is
// nothing to walk: the faults say why.
func parse(raw []byte) (ast.Node, Faults) {
	if len(raw) > MaxSize {
		return nil, Faults{{Message: fmt.Sprintf("the file is larger than %d KB: put the feeds into OPML files, and name those with opml:", MaxSize>>10)}}
	}
	if !utf8.Valid(raw) {
		return nil, Faults{{Message: "the file is not in UTF-8: save it as UTF-8"}}
	}
	tokens := lexer.Tokenize(string(unify(raw)))
	if faults := inspect(tokens); len(faults) > 0 {
		return nil, faults
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, Faults{syntaxFault(err)}
	}
	return document(file)
}

// unify takes off the byte order mark, and makes line ends of one kind, which
// keeps the lines of tokens right.
func unify(raw []byte) []byte {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(raw, []byte("\r"), []byte("\n"))
}

func document(file *ast.File) (ast.Node, Faults) {
	var body ast.Node
	for _, d := range file.Docs {
		if d.Body == nil || d.Body.Type() == ast.CommentType || d.Body.Type() == ast.NullType {
			continue
		}
		if body != nil {
			return nil, Faults{faultAt(start(d.Body), "a second document begins here: put all into one, without lines of ---")}
		}
		body = d.Body
	}
	if body == nil {
		return nil, Faults{{Message: "the file says nothing: counterpoint init writes one to begin with"}}
	}
	return body, nil
}

func faultAt(t *token.Token, format string, args ...any) Fault {
	f := Fault{Message: fmt.Sprintf(format, args...)}
	if t != nil && t.Position != nil {
		f.Line, f.Column = t.Position.Line, max(t.Position.Column, 1)
	}
	return f
}

func syntaxFault(err error) Fault {
	ye, ok := errors.AsType[yaml.Error](err)
	if !ok {
		return Fault{Message: "the file cannot be read as YAML"}
	}
	return faultAt(ye.GetToken(), "this cannot be read as YAML (%s): look at the indentation, the colons and the quotes here and in the line before", ye.GetMessage())
}

// inspect refuses, before anything is built of them, what no configuration
// needs and what could make a small file large: anchors, aliases, merged keys,
// tags, and depth.
func inspect(tokens token.Tokens) Faults {
	var faults Faults
	keys, entries, flow, line, dashes := 0, 0, 0, 0, 0
	for _, t := range tokens {
		if word := unwanted(t.Type); word != "" {
			faults = append(faults, faultAt(t, "%s is not known here: write the value itself, in quotes if it begins with %q", word, t.Value))
		}
		if t.Position.Line != line {
			line, dashes = t.Position.Line, 0
		}
		switch t.Type {
		case token.MappingValueType:
			keys++
		case token.SequenceEntryType:
			dashes++
			entries++
		case token.CollectEntryType:
			entries++
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow--
		}
		if flow > maxDepth || dashes > maxDepth {
			return append(faults, faultAt(t, "this is nested more than %d deep: a channel has keys and lists, and nothing deeper", maxDepth))
		}
		if keys > maxKeys || entries > maxEntries {
			return append(faults, faultAt(t, "the file has more than %d keys, or %d entries of lists: put the feeds into OPML files, and name those with opml:", maxKeys, maxEntries))
		}
	}
	return faults
}

func unwanted(t token.Type) string {
	switch t {
	case token.AnchorType:
		return "an anchor (&)"
	case token.AliasType:
		return "an alias (*)"
	case token.TagType:
		return "a tag (!)"
	case token.MergeKeyType:
		return "a merged key (<<)"
	case token.MappingKeyType:
		return "a complex key (?)"
	case token.DirectiveType:
		return "a directive (%)"
	}
	return ""
}
