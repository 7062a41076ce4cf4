package post_test

import (
	"flag"
	"os"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/post"
	"counterpoint/internal/post/posttest"
)

var (
	seeds = flag.Int("seeds", usualSeeds, "how many schedules the chaos suite plays")
	from  = flag.Uint64("first", 1, "the first of them")
	only  = flag.Uint64("seed", 0, "the one schedule to play and to print")
)

// TestMain has garbage collected seldom: many small worlds live for a moment
// each, and it is a quarter of their time.
func TestMain(m *testing.M) {
	debug.SetGCPercent(garbage)
	os.Exit(m.Run())
}

// chaos plays the schedules, in all of which everything must hold, and among
// which each kind of trouble must come; save some that a policy does not have.
func chaos(t *testing.T, set posttest.Setting, save ...string) {
	t.Helper()
	if *only > 0 {
		set.Log = true
		got := posttest.Play(t.Context(), *only, 1, set, "")
		t.Log(strings.Join(got.Log, "\n"))
		if got.Failed > 0 {
			t.Error(got.First)
		}
		return
	}
	got := posttest.Play(t.Context(), *from, *seeds, set, "")
	t.Logf("%d schedules: %d digests planned, %d messages, %d failed", got.Schedules, got.Planned, got.Posted, got.Failed)
	if got.Failed > 0 {
		t.Errorf("%d schedules fail; %s", got.Failed, got.First)
	}
	if *seeds < 2000 {
		return
	}
	for _, kind := range got.Missing() {
		if !strings.Contains(strings.Join(save, ", "), kind) {
			t.Errorf("never: %s", kind)
		}
	}
}

// With history that lags less than the settle time, each part is posted once,
// and every article is told once.
func TestChaosAtLeastOnce(t *testing.T) {
	t.Parallel()
	chaos(t, posttest.Setting{})
}

// At most once holds however long history lags; only parts that end in doubt,
// with an alarm, may be missing.
func TestChaosAtMostOnce(t *testing.T) {
	t.Parallel()
	chaos(t, posttest.Setting{Lag: 10 * time.Minute, Policy: post.AtMostOnce}, "dies before Repost", "dies after Repost")
}

// Without trouble, nothing is asked twice.
func TestChaosCalm(t *testing.T) {
	t.Parallel()
	if got := posttest.Play(t.Context(), 1, 20, posttest.Setting{Calm: true}, ""); got.Failed > 0 {
		t.Error(got.First)
	}
}

// The suite sees it where a part of the protection is taken away.
func TestChaosSees(t *testing.T) {
	const twice = "was posted twice"
	for name, c := range map[string]struct {
		set  posttest.Setting
		says string
	}{
		"a store that grants every lease": {posttest.Setting{Driver: posttest.Grant}, twice},
		"a history that hides metadata":   {posttest.Setting{Hide: true}, twice},
		"an empty history":                {posttest.Setting{Slack: posttest.Forgetful}, twice},
		"a history that lags too long":    {posttest.Setting{Lag: 5 * time.Minute}, twice},
		"no time to settle":               {posttest.Setting{Settle: func(time.Duration) time.Duration { return 0 }}, twice},
		"no allowance for skew":           {posttest.Setting{Settle: func(d time.Duration) time.Duration { return d - 10*time.Second }}, twice},
		"no sweep":                        {posttest.Setting{NoSweep: true}, "and nothing hindered it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.set.First = true
			got := posttest.Play(t.Context(), 1, 400, c.set, c.says)
			if got.Failed == 0 {
				t.Errorf("no schedule of %d fails with %q", got.Schedules, c.says)
			}
			t.Logf("%d schedules; %s", got.Schedules, got.First)
		})
	}
}
