// Package config reads counterpoint.yaml, once and in one place, into what the
// rest of the program works with, and changes it where a user asks for that.
//
// It is strict: an unknown key is a fault, for a misspelt one would be a wish
// that nobody hears. All faults are told at once, each with its line and column
// and with what to write instead; addresses are not printed, as they may hold
// a token. It refuses the parts of YAML that no configuration needs (anchors,
// tags, merged keys, several documents), and bounds size, depth and counts
// before anything is built of them.
package config

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"counterpoint/internal/news"
	"counterpoint/internal/opml"
)

// DefaultStore is the file that articles are kept in where none is named.
const DefaultStore = "counterpoint.db"

// Config is what the file says.
type Config struct {
	Contact  string         // http(s) or mailto address for those whose feeds are asked; empty where none is given
	Store    string         // file of the store; Read makes it relative to the working directory
	Channels []news.Channel // each By "file", with at least one source
	Model    Model          // what words the stories; its Use is empty for the engine alone
	Changes  string         // who may change settings in Slack: "everyone", "admins", or users' IDs with commas; empty: everyone
	Delivery string         // of a message that may have been posted and cannot be found: AtLeastOnce or AtMostOnce; empty: AtLeastOnce
	Warnings []Fault        // what does not keep the file from being used
}

const maxChannels = 200

// What is done about a message that may have been posted and cannot be found.
const (
	AtLeastOnce = "at-least-once" // it is posted again
	AtMostOnce  = "at-most-once"  // it is not, and the operator is told
)

// Load reads a configuration. Files of OPML are asked for by the name under
// which the file names them; readFile bounds what it returns by opml.MaxSize
// and a byte. The error is of type Faults; the Config then holds what could be
// read.
func Load(raw []byte, readFile func(name string) ([]byte, error)) (Config, error) {
	body, faults := parse(raw)
	if body == nil {
		return Config{}, told(faults)
	}
	r := &reader{}
	c := Config{Store: DefaultStore}
	r.mapping(body, "the file",
		field{"contact", func(n ast.Node) { c.Contact = r.contact(n) }},
		field{"store", func(n ast.Node) {
			if s, ok := r.line(n, "store", 1024); ok {
				c.Store = s
			}
		}},
		field{"model", func(n ast.Node) { c.Model = r.model(n) }},
		field{"changes", func(n ast.Node) { c.Changes = r.changes(n) }},
		field{"delivery", func(n ast.Node) { c.Delivery = r.delivery(n) }},
		field{"channels", func(n ast.Node) { c.Channels = r.channels(n, readFile) }},
	)
	if c.Contact == "" {
		r.warnings = append(r.warnings, Fault{Message: "no contact is given: add contact: https://… or contact: mailto:…, so that sites can tell whom to write to"})
	}
	if len(c.Channels) == 0 && len(r.faults) == 0 {
		r.faults = append(r.faults, Fault{Message: "the file names no channel: add channels: with an id and feeds, or let counterpoint init write an example"})
	}
	c.Warnings = r.warnings
	if len(r.faults) == 0 {
		return c, nil
	}
	return c, told(r.faults)
}

// told sorts faults by place, and cuts a long list.
func told(f Faults) Faults {
	slices.SortStableFunc(f, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	if len(f) > maxFaults {
		f = append(f[:maxFaults], Fault{Message: fmt.Sprintf("and %d more", len(f)-maxFaults)})
	}
	return f
}

// Read reads the configuration in a file. The store and the OPML files that it
// names are relative to the file.
func Read(path string) (Config, error) {
	raw, err := ReadFile(path, MaxSize)
	if errors.Is(err, fs.ErrNotExist) {
		return Config{}, fmt.Errorf("there is no %s: counterpoint init writes one; or name another file", path)
	}
	if err != nil {
		return Config{}, fmt.Errorf("cannot read %s: %w", path, err)
	}
	c, err := Load(raw, Beside(path))
	err = In(path, err)
	for i := range c.Warnings {
		c.Warnings[i].File = path
	}
	c.Store = beside(path, cmp.Or(c.Store, DefaultStore))
	return c, err
}

// In tells of faults which file they are in. Another error that AddFeeds or
// Load gives is told of the file, too.
func In(path string, err error) error {
	faults, ok := errors.AsType[Faults](err)
	switch {
	case err == nil:
		return nil
	case !ok:
		return fmt.Errorf("%s: %w", path, err)
	}
	out := slices.Clone(faults)
	for i := range out {
		out[i].File = path
	}
	return out
}

// Beside reads files whose names are relative to that of a configuration.
func Beside(config string) func(name string) ([]byte, error) {
	return func(name string) ([]byte, error) { return ReadFile(beside(config, name), opml.MaxSize) }
}

func beside(config, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(filepath.Dir(config), name)
}

// ReadFile reads a file up to most bytes and one, by which a larger one is
// known. Its error does not repeat the name.
func ReadFile(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, cause(err)
	}
	defer f.Close()
	return ReadAll(f, most)
}

// ReadAll reads up to most bytes and one.
func ReadAll(r io.Reader, most int64) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, cause(err)
	}
	return raw, nil
}

// cause is the reason without the path, which the caller tells.
func cause(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}
