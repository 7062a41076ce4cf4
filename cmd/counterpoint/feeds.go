package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"counterpoint/internal/config"
	"counterpoint/internal/news"
	"counterpoint/internal/opml"
)

type feedsCmd struct {
	Import feedsImportCmd `cmd:"" help:"Add the feeds of an OPML file to a channel of the configuration."`
	Export feedsExportCmd `cmd:"" help:"Print the feeds of the configuration as OPML."`
}

type feedsImportCmd struct {
	File    string `arg:"" help:"An OPML file, as other feed readers export it; - for standard input."`
	Config  string `default:"counterpoint.yaml" placeholder:"FILE" help:"The configuration to change (${default})."`
	Channel string `placeholder:"ID" help:"The channel that gets the feeds; needed where there are several."`
}

// Help is shown under "feeds import --help".
func (feedsImportCmd) Help() string {
	return `Example:
  counterpoint feeds import subscriptions.opml
  counterpoint feeds import subscriptions.opml --config desk/counterpoint.yaml --channel world

The feeds are added after those of the channel; comments and all else stay as they are. Feeds that
the channel follows already are not added again.`
}

// Run adds the feeds, and tells how many.
func (c feedsImportCmd) Run(s streams) error {
	sources, err := c.read(s)
	if err != nil {
		return err
	}
	raw, err := config.ReadFile(c.Config, config.MaxSize)
	if err != nil {
		_, err = config.Read(c.Config) // says what to do
		return err
	}
	channel, err := c.channel(raw)
	if err != nil {
		return err
	}
	changed, added, err := config.AddFeeds(raw, channel, sources, config.Beside(c.Config))
	if err != nil {
		return config.In(c.Config, err)
	}
	if added.New > 0 {
		if err := replace(c.Config, changed); err != nil {
			return err
		}
	}
	for _, u := range added.Unfit {
		s.warn("left out %s", u)
	}
	fmt.Fprintf(s.err, "%s: %s added to channel %s, %d there already, %d left out\n", c.Config, feedCount(added.New), channel, added.Known, len(added.Unfit))
	return nil
}

func feedCount(n int) string {
	if n == 1 {
		return "1 feed"
	}
	return fmt.Sprintf("%d feeds", n)
}

func (c feedsImportCmd) read(s streams) ([]news.Source, error) {
	name := c.File
	if name == "-" {
		name = "standard input"
	}
	raw, err := readInput(c.File, s, opml.MaxSize)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", name, err)
	}
	sources, err := opml.Read(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return sources, nil
}

// channel is the one that was named, or the only one. Faults of the
// configuration are told when the feeds are added.
func (c feedsImportCmd) channel(raw []byte) (string, error) {
	conf, err := config.Load(raw, config.Beside(c.Config))
	switch {
	case c.Channel != "" && err == nil && !slices.Contains(ids(conf), c.Channel):
		return "", noChannel(c.Channel, c.Config, ids(conf))
	case c.Channel != "":
		return c.Channel, nil
	case len(conf.Channels) == 0 && err != nil:
		return "", config.In(c.Config, err)
	case len(conf.Channels) == 1:
		return conf.Channels[0].ID, nil
	}
	return "", usageError(fmt.Sprintf("%s has several channels: name one with --channel %s", c.Config, strings.Join(ids(conf), "|")))
}

// noChannel tells a user who names a channel that the file does not have.
func noChannel(id, file string, has []string) error {
	return usageError(fmt.Sprintf("--channel: there is no channel %s in %s: choose of %s", id, file, strings.Join(has, ", ")))
}

func ids(c config.Config) []string {
	var out []string
	for _, ch := range c.Channels {
		out = append(out, ch.ID)
	}
	return out
}

type feedsExportCmd struct {
	Config  string `default:"counterpoint.yaml" placeholder:"FILE" help:"The configuration to read (${default})."`
	Channel string `placeholder:"ID" help:"Print the feeds of this channel alone."`
}

// Help is shown under "feeds export --help".
func (feedsExportCmd) Help() string {
	return `Example:
  counterpoint feeds export > feeds.opml
  counterpoint feeds export --config desk/counterpoint.yaml --channel world > world.opml`
}

// Run prints the feeds of a channel, or those of all, each once.
func (c feedsExportCmd) Run(s streams) error {
	conf, err := config.Read(c.Config)
	if err != nil {
		return err
	}
	title, known := "Counterpoint", c.Channel == ""
	var sources []news.Source
	seen := map[string]bool{}
	for _, ch := range conf.Channels {
		if c.Channel != "" && ch.ID != c.Channel {
			continue
		}
		if known = true; c.Channel != "" && ch.Title != "" {
			title = ch.Title
		}
		for _, source := range ch.Sources {
			if !seen[source.URL] {
				seen[source.URL] = true
				sources = append(sources, source)
			}
		}
	}
	if !known {
		return noChannel(c.Channel, c.Config, ids(conf))
	}
	return opml.Write(s.out, title, sources)
}

// readInput reads a file or standard input, up to most bytes and one.
func readInput(path string, s streams, most int64) ([]byte, error) {
	if path == "-" {
		return config.ReadAll(s.in, most)
	}
	return config.ReadFile(path, most)
}

// replace puts new text into a file, whole or not at all: it is written beside
// the old one, and then takes its name.
func replace(path string, text []byte) error {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	if err := replaceFile(path, text); err != nil {
		return fmt.Errorf("cannot write %s, which is as it was: %w", path, reason(err))
	}
	return nil
}

func replaceFile(path string, text []byte) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".counterpoint-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) //nolint:errcheck // gone where all went well
	_, err = f.Write(text)
	for _, step := range []func() error{func() error { return f.Chmod(info.Mode().Perm()) }, f.Sync, f.Close} {
		if e := step(); err == nil {
			err = e
		}
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
