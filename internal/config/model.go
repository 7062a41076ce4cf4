package config

import (
	"math"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Model says which language model words what the engine checks, and what it
// may cost. Money is in millionths of a dollar.
type Model struct {
	Use    string // bedrock:ID, chat:NAME@URL or files:DIR; empty for none
	Month  int64  // most a month; 0 for no cap
	Digest int64  // most a digest
	Input  int64  // price of a million tokens that are sent; 0: from the list
	Output int64  // and of a million that are answered
}

// The caps where none is given.
const (
	defaultMonth  = 20_000_000
	defaultDigest = 500_000
)

func (r *reader) model(n ast.Node) Model {
	m := Model{Month: defaultMonth, Digest: defaultDigest}
	r.mapping(n, "model",
		field{"use", func(n ast.Node) {
			s, ok := r.line(n, "use", 1024)
			driver, rest, _ := strings.Cut(s, ":")
			switch {
			case !ok:
			case rest == "" || driver != "bedrock" && driver != "chat" && driver != "files":
				r.fault(n, "use is bedrock:MODEL, chat:MODEL@http://127.0.0.1:11434/v1 or files:DIR")
			default:
				m.Use = s
			}
		}},
		field{"month", func(n ast.Node) { m.Month = r.dollars(n, "month") }},
		field{"digest", func(n ast.Node) { m.Digest = r.dollars(n, "digest") }},
		field{"input", func(n ast.Node) { m.Input = r.dollars(n, "input") }},
		field{"output", func(n ast.Node) { m.Output = r.dollars(n, "output") }},
	)
	return m
}

// dollars reads an amount such as 5 or 0.25.
func (r *reader) dollars(n ast.Node, what string) int64 {
	s, ok := r.text(n, what)
	if !ok {
		return 0
	}
	amount, ok := Dollars(s)
	if !ok {
		r.fault(n, "%s is an amount in dollars, such as 0.25", what)
	}
	return amount
}

// Dollars reads an amount of at most a million dollars, such as 5, $5 or 0.25,
// in millionths; ok is whether it is one.
func Dollars(s string) (amount int64, ok bool) {
	v, err := strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(s), "$"), 64)
	if err != nil || math.IsNaN(v) || v < 0 || v > 1e6 {
		return 0, false
	}
	return int64(math.Round(v * 1e6)), true
}
