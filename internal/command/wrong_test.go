package command_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/command"
)

// only leaves settings to some users.
func (w *world) only(users string) {
	w.t.Helper()
	policy, err := command.NewPolicy(users, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	w.handler.Desk.Policy = policy
}

// For each verb, what is wrong after it is answered, to the asker alone, with a
// form that is right, and changes nothing.
func TestWrongInput(t *testing.T) {
	w := newWorld(t)
	w.typed("C1", "U1", "add https://gull.example/rss")
	w.tell()
	before := w.settings()
	w.jobsOf()
	for verb, wrongs := range map[command.Verb][]string{
		command.Now:      {"now ferry " + long},
		command.Why:      {"why", "why two", "why 0", "why 3"},
		command.Sources:  {"sources", "sources -1", "sources 51", "sources 3"},
		command.Disputes: {"disputes", "disputes 1 2", "disputes 3"},
		command.Since:    {"since", "since yesterday", "since 5m", "since 15d"},
		command.Add:      {"add", "add gull", "add ftp://gull.example/rss", "add https://u:p@gull.example/", "add https://", "add https://a.example b"},
		command.Remove:   {"remove", "remove 2", "remove The Post", "remove 1 2", "remove 1, 2", "remove 1 and 2"},
		command.List:     {"list all"},
		command.Mute:     {"mute", "mute …", "mute the", "mute of the", "mute a", "mute <!channel>", "mute <@U02|ada>", "mute <#C02|news>", "mute " + long},
		command.Unmute:   {"unmute", "unmute football", "unmute " + long},
		command.Schedule: {"schedule", "schedule weekdays", "schedule 25:00 UTC", "schedule 08:30", "schedule 08:30 Mars/Base", "schedule weekdays sat 08:30 UTC", "schedule 08:30 UTC Europe/London"},
		command.Pause:    {"pause 2h"},
		command.Resume:   {"resume now"},
		command.Status:   {"status all"},
		command.Help:     {"help me"},
		command.Last:     {"huh", "#news", long + long + long + long + long + long + long + long + long + long + long + long + long + long},
	} {
		form := map[command.Verb]string{
			command.Now: "/digest now ferry strike", command.Why: "/digest", command.Sources: "/digest", command.Disputes: "/digest",
			command.Since: "/digest since 6h", command.Add: "/digest add https://", command.Remove: "/digest", command.List: "/digest list", command.Mute: "/digest mute football",
			command.Unmute: "/digest", command.Schedule: "/digest schedule weekdays 08:30 Europe/London", command.Pause: "/digest pause",
			command.Resume: "/digest resume", command.Status: "/digest status", command.Help: "/digest help", command.Last: "/digest help",
		}[verb]
		if form == "" {
			t.Fatalf("%s has no form", verb)
		}
		for _, typed := range wrongs {
			wants(t, typed, w.typed("C1", "U1", typed), form) // typed holds that it is ephemeral
		}
	}
	if diff := cmp.Diff(before, w.settings()); diff != "" || len(w.jobs) > 0 {
		t.Error("something was done:", diff, w.jobs)
	}
}

const long = "a word that is longer than what a command takes, and is said again; a word that is longer than what a command takes, and is said again, and again, and again"
