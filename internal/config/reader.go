package config

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// maxFaults is how many are told: a file of another kind has thousands.
const maxFaults = 50

// reader takes values out of the nodes of a document, and gathers what is
// wrong with them rather than stopping at the first.
type reader struct {
	faults   Faults
	warnings []Fault
}

func (r *reader) fault(n ast.Node, format string, args ...any) {
	r.faults = append(r.faults, faultAt(start(n), format, args...))
}

func (r *reader) warn(n ast.Node, format string, args ...any) {
	r.warnings = append(r.warnings, faultAt(start(n), format, args...))
}

// start is where a node begins; the token of a mapping is its first colon.
func start(n ast.Node) *token.Token {
	if m, ok := n.(ast.MapNode); ok {
		if it := m.MapRange(); it.Next() {
			return it.Key().GetToken()
		}
	}
	return n.GetToken()
}

// field is a key of a mapping, and what reads its value.
type field struct {
	name string
	read func(ast.Node)
}

// mapping reads a mapping with the fields that are known in it. A key without
// a value is as good as none.
func (r *reader) mapping(n ast.Node, what string, fields ...field) {
	m, ok := n.(ast.MapNode)
	if !ok {
		r.fault(n, "%s is written as keys with values, such as %s:", what, fields[0].name)
		return
	}
	lines := map[string]int{}
	for it := m.MapRange(); it.Next(); {
		key := it.Key().GetToken()
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == key.Value })
		switch {
		case i < 0:
			r.fault(it.Key(), "unknown key %q%s", key.Value, known(key.Value, fields))
		case lines[key.Value] > 0:
			r.fault(it.Key(), "%s stands here and in line %d: leave one", key.Value, lines[key.Value])
		default:
			lines[key.Value] = key.Position.Line
			if it.Value() != nil && it.Value().Type() != ast.NullType {
				fields[i].read(it.Value())
			}
		}
	}
}

// known tells which keys may stand where an unknown one does.
func known(key string, fields []field) string {
	names := make([]string, len(fields))
	nearest, best := "", 3
	for i, f := range fields {
		names[i] = f.name
		if d := distance(strings.ToLower(key), f.name); d < best && d < len(f.name) {
			nearest, best = f.name, d
		}
	}
	if nearest != "" {
		return "; write " + nearest
	}
	return "; known here are " + strings.Join(names, ", ")
}

// distance is how many letters must be changed, added or taken away to make b
// of a (Levenshtein); a long way is not measured.
func distance(a, b string) int {
	if len(a) > 2*len(b)+2 {
		return len(a)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		left := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := left
			if a[i] != b[j] {
				cost++
			}
			left = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// list gives the entries of a list; a value alone is a list of one.
func (r *reader) list(n ast.Node, what string, most int) []ast.Node {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		return []ast.Node{n}
	}
	if len(seq.Values) > most {
		r.fault(n, "%d %s are more than the %d that are read: take some out", len(seq.Values), what, most)
		return nil
	}
	var out []ast.Node
	for i, v := range seq.Values {
		if v == nil || v.Type() == ast.NullType {
			r.fault(n, "entry %d of the %s is empty: fill it in or take it out", i+1, what)
			continue
		}
		out = append(out, v)
	}
	return out
}

// text gives a value as it is written, whatever YAML would take it for: a
// title may be 2026, a language no.
func (r *reader) text(n ast.Node, what string) (string, bool) {
	var s string
	switch n := n.(type) {
	case *ast.StringNode:
		s = n.Value
	case *ast.LiteralNode:
		s = n.Value.Value
	case ast.ScalarNode:
		s = n.GetToken().Value
	default:
		r.fault(n, "%s is one value, not a list or keys", what)
		return "", false
	}
	s = strings.TrimSpace(s)
	if s == "" {
		r.fault(n, "%s is empty: fill it in or take the key out", what)
	}
	return s, s != ""
}

// line is a text of one line, of at most so many bytes, that can be printed.
func (r *reader) line(n ast.Node, what string, most int) (string, bool) {
	s, ok := r.text(n, what)
	switch {
	case !ok:
		return "", false
	case len(s) > most:
		r.fault(n, "%s is longer than %d bytes: shorten it", what, most)
	case strings.ContainsFunc(s, func(r rune) bool { return !strconv.IsPrint(r) }):
		r.fault(n, "%s holds a character that cannot be printed, or a line end: write it on one line", what)
	default:
		return s, true
	}
	return "", false
}

// number is a whole number between two others.
func (r *reader) number(n ast.Node, what string, least, most int) int {
	s, ok := r.text(n, what)
	if !ok {
		return least
	}
	v, err := strconv.Atoi(s)
	if err != nil || v < least || v > most {
		r.fault(n, "%s is a whole number from %d to %d", what, least, most)
		return least
	}
	return v
}
