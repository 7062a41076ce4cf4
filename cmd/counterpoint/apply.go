package main

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"counterpoint/internal/deployment"
	"counterpoint/internal/lambdaenv"
	"counterpoint/internal/news"
	"counterpoint/internal/schedule/eventbridge"
	"counterpoint/internal/store"
	"counterpoint/internal/wording"
)

type applyCmd struct {
	File string `arg:"" default:"counterpoint.yaml" help:"The configuration."`
	Yes  bool   `help:"Do it. Without, only the plan is shown."`

	Stack   string `placeholder:"NAME" help:"Write to what was deployed to AWS under this name, and make its schedules. Without, into the store on this machine."`
	FromNow bool   `help:"Channels that have had no digest begin now: what was published before is not told."`
}

// Help is shown under "apply --help".
func (applyCmd) Help() string {
	return `Example:
  counterpoint apply counterpoint.yaml
  counterpoint apply counterpoint.yaml --yes
  counterpoint apply counterpoint.yaml --stack counterpoint --from-now --yes

The channels and feeds of the file go into its store, or with --stack into the table of a deployment
on AWS, with a schedule for each time of a channel. What was set in Slack stays as it is: the file
replaces only what a file set before. A second apply changes nothing.

AWS is reached with the credentials and the region that the AWS CLI uses.`
}

// plan is what would be done, in words and in deed.
type plan struct {
	lines []string
	steps []func() error
}

func (p *plan) add(line string, step func() error) {
	p.lines, p.steps = append(p.lines, line), append(p.steps, step)
}

// goal is what a configuration is applied to.
type goal struct {
	round
	schedules *eventbridge.Scheduler // nil: they are read from the store
}

// open finds what the configuration is applied to.
func (c applyCmd) open(s streams) (goal, error) {
	if c.Stack == "" {
		r, err := openRound(s, c.File)
		return goal{round: r}, err
	}
	cfg, err := readConfig(s, c.File)
	if err != nil {
		return goal{}, err
	}
	cloud, err := s.cloud()
	if err != nil {
		return goal{}, err
	}
	st, err := deployment.Find(s.ctx, cloud, c.Stack)
	if err != nil {
		return goal{}, err
	}
	target, err := st.Target()
	if err != nil {
		return goal{}, err
	}
	r := round{cfg: cfg, store: lambdaenv.Cloud{Table: st.Table, AWS: cloud}.Store(), close: func() {}}
	return goal{r, eventbridge.New(cloud, target)}, nil
}

// Run shows what would change, and changes it with --yes.
func (c applyCmd) Run(s streams) error {
	g, err := c.open(s)
	if err != nil {
		return err
	}
	defer g.close()
	p, err := g.plan(s, c.FromNow)
	if err != nil {
		return err
	}
	if len(p.lines) == 0 {
		fmt.Fprintln(s.out, "nothing to do: all is as the file says")
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

// plan compares the file with what there is. Where a channel begins comes first
// and schedules last, so that no digest is made between.
func (g goal) plan(s streams, fromNow bool) (p plan, err error) {
	var from time.Time
	if fromNow {
		from = s.now()
		if err := g.planStarts(s, &p, from); err != nil {
			return p, err
		}
	}
	old, err := g.store.Channels(s.ctx)
	if err != nil {
		return p, err
	}
	after, err := g.planChannels(s, &p, old)
	if err != nil {
		return p, err
	}
	if err := g.planFeeds(s, &p, from, old, after); err != nil || g.schedules == nil {
		return p, err
	}
	schedules, err := g.schedules.PlanAll(s.ctx, after)
	if lines := schedules.Lines(); len(lines) > 0 {
		p.lines = append(p.lines, lines...)
		p.steps = append(p.steps, func() error { return g.schedules.Apply(s.ctx, schedules) })
	}
	return p, err
}

// planStarts has the channels of the file begin at a time that were told nothing.
func (r round) planStarts(s streams, p *plan, from time.Time) error {
	for _, ch := range r.cfg.Channels {
		head, err := r.store.Head(s.ctx, s.now(), ch.ID)
		if err != nil {
			return err
		}
		if head == (store.Head{}) {
			p.add("begin   channel "+ch.ID+" now: what was published before is not told", func() error { return r.store.Start(s.ctx, from, ch.ID) })
		}
	}
	return nil
}

// planChannels compares the channels of the file with those that there are, and
// returns those that there will be.
func (r round) planChannels(s streams, p *plan, old []news.Channel) (after []news.Channel, err error) {
	after = slices.Clone(r.cfg.Channels)
	for _, ch := range r.cfg.Channels {
		put := func() error { return r.store.PutChannel(s.ctx, ch) }
		i := slices.IndexFunc(old, func(o news.Channel) bool { return o.ID == ch.ID })
		switch {
		case i < 0:
			p.add("add     channel "+ch.ID+" with "+wording.Count(len(ch.Sources), "feed"), put)
		case old[i].By != ch.By:
			return nil, fmt.Errorf("channel %s is set in %s, and the file would change it: take it out of the file, or remove it there first", ch.ID, old[i].By)
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
	return after, nil
}

// planFeeds compares the feeds of the channels as they were with those of the
// channels as they will be. From is when the channels begin; zero: with what
// their feeds list.
func (r round) planFeeds(s streams, p *plan, from time.Time, before, after []news.Channel) error {
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
			p.add("follow  "+f.Name(news.Feed{}), func() error { return r.store.FollowFrom(s.ctx, s.now(), from, []news.Source{f}) })
		}
	}
	for _, f := range had {
		if !slices.Contains(ids, f.ID()) {
			p.add("forget  "+f.Name(news.Feed{}), func() error { return r.store.Unfollow(s.ctx, []string{f.ID()}) })
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
