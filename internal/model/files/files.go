// Package files is a driver that asks nobody: it writes each request into a
// folder, and reads the reply that somebody put beside it. It is for audit, for
// replay in tests, and for filling in replies with any model at hand.
//
// DIR/NAME.request.json holds all that a reader needs; the reply is read from
// DIR/NAME.reply.json. Names come from the packet, never from a feed.
package files

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"counterpoint/internal/model"
)

// mostBytes is the size of a reply that is read.
const mostBytes = 1 << 20

// Driver is a folder of requests and replies.
type Driver struct {
	root *os.Root
	dir  string
}

// Open makes the folder where it is missing.
func Open(dir string) (*Driver, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("the folder for requests cannot be made: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("the folder for requests cannot be opened: %w", err)
	}
	return &Driver{root: root, dir: dir}, nil
}

// Close frees the folder.
func (d *Driver) Close() error { return d.root.Close() }

// Name is what the digest calls it.
func (d *Driver) Name() string { return "files:" + filepath.Base(d.dir) }

// Ask reads a reply, or writes the request and returns model.ErrWaiting.
func (d *Driver) Ask(_ context.Context, r model.Request) (model.Reply, error) {
	raw, err := d.root.ReadFile(r.Name + ".reply.json")
	switch {
	case err == nil && len(raw) > mostBytes:
		return model.Reply{}, fmt.Errorf("%s.reply.json is over %d KB", r.Name, mostBytes>>10)
	case err == nil:
		return model.Reply{JSON: raw}, nil
	case !errors.Is(err, fs.ErrNotExist):
		return model.Reply{}, fmt.Errorf("%s.reply.json: %w", r.Name, err)
	}
	out, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return model.Reply{}, err
	}
	if err := d.root.WriteFile(r.Name+".request.json", append(out, '\n'), 0o600); err != nil {
		return model.Reply{}, fmt.Errorf("the request cannot be written: %w", err)
	}
	return model.Reply{}, model.ErrWaiting
}
