// Package dateparser stands in for github.com/markusmobius/go-dateparser, which
// comes along with go-trafilatura for its search of dates. That search is off
// here (dates are read by internal/extract), and the real package builds tables
// of two hundred locales at each start: 150 ms and 78 MB for nothing.
//
// It has the names that go-htmldate v1.9.1 uses, and finds no date.
package dateparser

import (
	"errors"
	"time"
)

// Parser finds nothing.
type Parser struct{ ParserTypes []ParserType }

// ParserType names a way to parse.
type ParserType uint8

// The ways that go-htmldate names.
const (
	CustomFormat ParserType = iota
	AbsoluteTime
)

// PreferredDateSource names a choice of go-htmldate's.
type PreferredDateSource uint8

// Past is the one that it makes.
const Past PreferredDateSource = 1

// Configuration holds what go-htmldate sets.
type Configuration struct {
	PreferredDateSource PreferredDateSource
	StrictParsing       bool
}

// Date is a date that is never found.
type Date struct{ Time time.Time }

// Parse finds no date.
func (*Parser) Parse(*Configuration, string, ...string) (Date, error) {
	return Date{}, errors.New("dates are not searched here")
}
