package store

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// The partitions that have one name, and what windows' sort keys begin with.
const (
	windowPrefix      = "at#"
	channelsPartition = "channels"
	waitingPartition  = "waiting"
)

func feedKey(feed string) Key            { return Key{"feed#" + feed, "state"} }
func turnKey(feed string) Key            { return Key{turnPartition(feed), feed} }
func headKey(article string) Key         { return Key{"article#" + article, "head"} }
func versionKey(article, sha string) Key { return Key{"article#" + article, "v#" + sha} }
func channelKey(id string) Key           { return Key{channelsPartition, id} }
func readerKey(reader string) Key        { return Key{"reader#" + reader, "head"} }
func toldKey(reader string, t Told) Key {
	return Key{"reader#" + reader, toldAt(t.Slot) + "#" + t.Digest}
}
func toldAt(from time.Time) string     { return "told#" + moment(from) }
func digestKey(digest string) Key      { return Key{"digest#" + digest, "head"} }
func outboxKey(digest string) Key      { return Key{digestKey(digest).PK, "outbox"} }
func frozenKey(digest, sha string) Key { return Key{digestKey(digest).PK, "frozen#" + sha} }
func waitingKey(at time.Time, digest string) Key {
	return Key{waitingPartition, moment(at) + "#" + digest}
}
func parkedKey(channel string) Key   { return Key{"parked", channel} }
func circuitKey() Key                { return Key{"circuit", "slack"} }
func windowAt(from time.Time) string { return windowPrefix + moment(from) }

// windowKey is an article's place in the window of a feed, and editedKey that of
// what says which version of it is current.
func windowKey(f string, at time.Time, a string) Key { return Key{"feed#" + f, windowAt(at) + "#" + a} }

func editedKey(f string, at time.Time, a string) Key { return Key{"feed#" + f, windowAt(at) + "!" + a} }

// turnPartition spreads the turns of feeds over sixteen partitions, by the first
// digit of their IDs: DynamoDB bounds what one partition takes.
func turnPartition(feed string) string { return "turns#" + feed[:min(1, len(feed))] }

// handedKey is where it stands which feeds of such a partition are handed out.
func handedKey(feed string) Key { return Key{"handed", feed[:min(1, len(feed))]} }

// What the sort keys of a channel's counters begin with.
const (
	storyPrefix  = "story#"
	outletPrefix = "outlet#"
)

func seenKey(name string) Key                 { return Key{"seen#" + short(name), "seen"} }
func changesKey(channel string) Key           { return Key{"channel#" + channel, "changes"} }
func feedbackPartition(channel string) string { return "feedback#" + channel }

func storyVotesKey(channel, story string) Key {
	return Key{feedbackPartition(channel), storyPrefix + short(story)}
}

func outletVotesKey(channel, outlet string) Key {
	return Key{feedbackPartition(channel), outletPrefix + short(outlet)}
}

func voterKey(channel, story, voter string) Key {
	return Key{feedbackPartition(channel), "voter#" + short(story) + "#" + short(voter)}
}

// short makes a key's part of a name of any length and form.
func short(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:16])
}

// inWindow takes a window's sort key apart: the stamp, the article, and whether
// it is the key of an edit. It reports whether it is a window's key at all.
func inWindow(sk string) (stamp time.Time, article string, edited, ok bool) {
	const at = len(windowPrefix) + len(momentForm)
	if len(sk) < at+2 || !strings.HasPrefix(sk, windowPrefix) {
		return stamp, "", false, false
	}
	stamp, err := time.Parse(momentForm, sk[len(windowPrefix):at])
	return stamp, sk[at+1:], sk[at] == '!', err == nil
}

const momentForm = "2006-01-02T15:04:05.000000000Z"

// The times that have four digits of year.
var (
	firstMoment = time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)
	lastMoment  = time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC)
)

// moment writes a time so that times sort as text. What lies outside of the
// years 0 to 9999 becomes the nearest time inside.
func moment(t time.Time) string {
	t = t.UTC()
	switch {
	case t.Before(firstMoment):
		t = firstMoment
	case t.After(lastMoment):
		t = lastMoment
	}
	return t.Format(momentForm)
}
