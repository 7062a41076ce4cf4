package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"counterpoint/internal/config"
)

type initCmd struct {
	File    string   `arg:"" optional:"" default:"counterpoint.yaml" help:"The file to write."`
	Subject []string `placeholder:"NAME" help:"Follow the feeds on these subjects: ${subjects}. Without it: ${subject}."`
}

// Help is shown under "init --help".
func (initCmd) Help() string {
	return `Example:
  counterpoint init
  counterpoint init --subject world,science desk/counterpoint.yaml

The file explains itself: a channel for each subject, with well-known public feeds, and the subjects
that were not chosen as comments. A file that is there already is left as it is.`
}

// Run writes a configuration to begin with.
func (c initCmd) Run(s streams) error {
	subjects := c.Subject
	if len(subjects) == 0 {
		subjects = []string{config.DefaultSubject}
	}
	text, err := config.Starter(subjects...)
	if err != nil {
		return usageError("--subject: " + err.Error())
	}
	if err := create(c.File, text); err != nil {
		return err
	}
	slices.Sort(subjects)
	fmt.Fprintf(s.err, "wrote %s, which follows %s; give your address as its contact, then run counterpoint digest\n", c.File, strings.Join(slices.Compact(subjects), ", "))
	return nil
}

// create writes a file that must not be there yet.
func create(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) //nolint:gosec // it holds no secret
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already and was left as it is: name another file, or move this one away", path)
	}
	if err == nil {
		_, err = f.WriteString(text)
		err = errors.Join(err, f.Close())
	}
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot write %s: there is no folder %s: make it first", path, filepath.Dir(path))
	}
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, reason(err))
	}
	return nil
}

// reason is the cause of a failure without the path, which the caller tells.
func reason(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}
