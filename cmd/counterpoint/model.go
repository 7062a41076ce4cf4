package main

import (
	"fmt"
	"strings"

	"counterpoint/internal/edition"
	"counterpoint/internal/model"
	"counterpoint/internal/model/files"
)

// openModel opens the model that --model names; nil where it names none. done
// frees what it holds.
func openModel(name string) (w edition.Writer, done func(), err error) {
	done = func() {}
	if name == "" {
		return nil, done, nil
	}
	driver, rest, _ := strings.Cut(name, ":")
	if driver != "files" || rest == "" {
		return nil, done, usageError(fmt.Sprintf("--model %q: it is files:DIR", name))
	}
	d, err := files.Open(rest)
	if err != nil {
		return nil, done, err
	}
	return &model.Writer{Driver: d, Look: true}, func() { _ = d.Close() }, nil
}
