package main

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"counterpoint/internal/edition"
	"counterpoint/internal/news"
	"counterpoint/internal/wording"
)

type applyCmd struct {
	File string `arg:"" default:"counterpoint.yaml" help:"The configuration."`
	Yes  bool   `help:"Do it. Without, only the plan is shown."`
}

// Help is shown under "apply --help".
func (applyCmd) Help() string {
	return `Example:
  counterpoint apply counterpoint.yaml
  counterpoint apply counterpoint.yaml --yes

The channels and feeds of the file go into its store. What was set in Slack stays as it is: the file
replaces only what a file set before. A second apply changes nothing.`
}

// plan is what would be done, in words and in deed.
type plan struct {
	lines []string
	steps []func() error
}

func (p *plan) add(line string, step func() error) {
	p.lines, p.steps = append(p.lines, line), append(p.steps, step)
}

// Run shows what would change in the store, and changes it with --yes.
func (c applyCmd) Run(s streams) error {
	r, err := openRound(s, c.File)
	if err != nil {
		return err
	}
	defer r.close()
	p, err := r.plan(s)
	if err != nil {
		return err
	}
	if len(p.lines) == 0 {
		fmt.Fprintln(s.out, "nothing to do: the store is as the file says")
		return nil
	}
	fmt.Fprintln(s.out, strings.Join(p.lines, "\n"))
	if !c.Yes {
		fmt.Fprintln(s.out, "nothing was changed: --yes does it")
		return nil
	}
	for _, step := range p.steps {
		if err := step(); err != nil {
			return err
		}
	}
	fmt.Fprintln(s.out, "done")
	return nil
}

// plan compares the file with the store.
func (r round) plan(s streams) (plan, error) {
	var p plan
	old, err := r.store.Channels(s.ctx)
	if err != nil {
		return p, err
	}
	after := slices.Clone(r.cfg.Channels)
	for _, ch := range r.cfg.Channels {
		put := func() error { return r.store.PutChannel(s.ctx, ch) }
		i := slices.IndexFunc(old, func(o news.Channel) bool { return o.ID == ch.ID })
		switch {
		case i < 0:
			p.add("add     channel "+ch.ID+" with "+wording.Count(len(ch.Sources), "feed"), put)
		case old[i].By != ch.By:
			return p, fmt.Errorf("channel %s is set in %s, and the file would change it: take it out of the file, or remove it there first", ch.ID, old[i].By)
		case !reflect.DeepEqual(old[i], ch):
			p.add("change  channel "+ch.ID+": "+strings.Join(differences(old[i], ch), ", "), put)
		}
	}
	for _, o := range old {
		switch kept := slices.ContainsFunc(r.cfg.Channels, func(ch news.Channel) bool { return ch.ID == o.ID }); {
		case kept:
		case o.By == "file":
			p.add("remove  channel "+o.ID, func() error { return r.store.RemoveChannel(s.ctx, o.ID) })
		default:
			after = append(after, o)
		}
	}
	return p, r.planFeeds(s, &p, old, after)
}

// planFeeds compares the feeds of the channels as they were with those of the
// channels as they will be.
func (r round) planFeeds(s streams, p *plan, before, after []news.Channel) error {
	had, _ := feedsOf(before)
	want, _ := feedsOf(after)
	ids := make([]string, len(want))
	for i, f := range want {
		ids[i] = f.ID()
	}
	known, err := r.store.Feeds(s.ctx, s.now(), ids)
	if err != nil {
		return err
	}
	for _, f := range want {
		if !slices.ContainsFunc(known, func(k news.Feed) bool { return k.Source == f }) {
			p.add("follow  "+edition.FeedName(f, news.Feed{}), func() error { return r.store.Follow(s.ctx, s.now(), []news.Source{f}) })
		}
	}
	for _, f := range had {
		if !slices.Contains(ids, f.ID()) {
			p.add("forget  "+edition.FeedName(f, news.Feed{}), func() error { return r.store.Unfollow(s.ctx, []string{f.ID()}) })
		}
	}
	return nil
}

// differences names the settings in which two channels differ.
func differences(a, b news.Channel) []string {
	var out []string
	va, vb := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range va.NumField() {
		if !reflect.DeepEqual(va.Field(i).Interface(), vb.Field(i).Interface()) {
			name, _, _ := strings.Cut(va.Type().Field(i).Tag.Get("json"), ",")
			out = append(out, strings.ReplaceAll(name, "_", " "))
		}
	}
	return out
}
