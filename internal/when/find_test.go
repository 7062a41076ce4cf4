package when_test

import (
	"testing"
	"time"

	"counterpoint/internal/when"
)

// friday is the reference of the tests: Friday 22 May 2026, three in the
// afternoon.
func friday() time.Time { return time.Date(2026, 5, 22, 15, 0, 0, 0, time.UTC) }

// day counts as package when does.
func day(y int, m time.Month, d int) int {
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

func TestFindDays(t *testing.T) {
	tests := []struct {
		name, in, text string
		from, to       int
	}{
		{"month first", "He left on May 21.", "May 21", day(2026, 5, 21), day(2026, 5, 21)},
		{"day first", "He left on 21 May 2025.", "21 May 2025", day(2025, 5, 21), day(2025, 5, 21)},
		{"with weekday", "Thursday, May 21, 2026", "Thursday, May 21, 2026", day(2026, 5, 21), day(2026, 5, 21)},
		{"nearest year back", "on 23 December", "23 December", day(2025, 12, 23), day(2025, 12, 23)},
		{"range", "It ran 3-5 May.", "3-5 May", day(2026, 5, 3), day(2026, 5, 5)},
		{"iso", "dated 2026-05-21", "2026-05-21", day(2026, 5, 21), day(2026, 5, 21)},
		{"weekday looks back", "It rained on Thursday.", "Thursday", day(2026, 5, 21), day(2026, 5, 21)},
		{"weekday of publication", "It rained on Friday.", "Friday", day(2026, 5, 22), day(2026, 5, 22)},
		{"weekday ahead by its verb", "It will open on Sunday.", "Sunday", day(2026, 5, 24), day(2026, 5, 24)},
		{"said keeps it back", "It will close, he said on Sunday.", "Sunday", day(2026, 5, 17), day(2026, 5, 17)},
		{"next weekday", "next Thursday", "next Thursday", day(2026, 5, 28), day(2026, 5, 28)},
		{"weekday and number", "on Friday the 8th", "Friday the 8th", day(2026, 5, 8), day(2026, 5, 8)},
		{"yesterday", "It closed yesterday.", "yesterday", day(2026, 5, 21), day(2026, 5, 21)},
		{"month", "It closed in January.", "January", day(2026, 1, 1), day(2026, 1, 31)},
		{"month of last year", "in March last year", "March last year", day(2025, 3, 1), day(2025, 3, 31)},
		{"year", "in 2024", "2024", day(2024, 1, 1), day(2024, 12, 31)},
		{"last year", "last year", "last year", day(2025, 1, 1), day(2025, 12, 31)},
		{"quarter", "in the third quarter of 2024", "third quarter of 2024", day(2024, 7, 1), day(2024, 9, 30)},
		{"decade", "in the 1990s", "1990s", day(1990, 1, 1), day(1999, 12, 31)},
		{"days ago", "two days ago", "two days ago", day(2026, 5, 20), day(2026, 5, 20)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := one(t, tt.in)
			if got := tt.in[m.Start:m.End]; got != tt.text || !m.HasDay || m.FromDay != tt.from || m.ToDay != tt.to {
				t.Errorf("Find(%q) = %q %+v, want %q days %d to %d", tt.in, got, m, tt.text, tt.from, tt.to)
			}
		})
	}
}

func TestFindClocks(t *testing.T) {
	tests := []struct {
		name, in, text string
		from, to       int
		twelve         bool
		zone, relation string
	}{
		{"am", "At 9.14am it rang.", "9.14am", 554, 554, false, "", ""},
		{"pm with dots", "It was 9:30 p.m.", "9:30 p.m.", 1290, 1290, false, "", ""},
		{"dotted", "It rang at 21.40.", "21.40", 1300, 1300, false, "", ""},
		{"ambiguous", "It rang at 9.30.", "9.30", 570, 570, true, "", ""},
		{"stamp", "11.50 The ministry calls", "11.50", 710, 710, true, "", ""},
		{"noon", "The mayor speaks at noon.", "noon", 720, 720, false, "", ""},
		{"half past", "half past seven", "half past seven", 450, 450, true, "", ""},
		{"minutes to", "It fell at twelve minutes to eight.", "twelve minutes to eight", 468, 468, true, "", ""},
		{"at night", "shortly before eleven at night", "shortly before eleven at night", 1380, 1380, false, "", "shortly before"},
		{"in the morning", "at three in the morning", "three in the morning", 180, 180, false, "", ""},
		{"zone", "at 0447 GMT", "0447 GMT", 287, 287, false, "GMT", ""},
		{"local time", "at 5.15 pm local time", "5.15 pm local time", 1035, 1035, false, "local time", ""},
		{"between", "between midnight and five", "midnight and five", 0, 300, false, "", ""},
		{"o'clock", "around two o'clock", "around two o'clock", 120, 120, true, "", "around"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := one(t, tt.in)
			if got := tt.in[m.Start:m.End]; got != tt.text || !m.HasClock || m.FromMinute != tt.from || m.ToMinute != tt.to ||
				m.TwelveHour != tt.twelve || m.Zone != tt.zone || m.Relation != tt.relation {
				t.Errorf("Find(%q) = %q %+v, want %+v", tt.in, got, m, tt)
			}
		})
	}
}

func TestFindJoinsClockAndDay(t *testing.T) {
	tests := []struct {
		in       string
		day, min int
	}{
		{"at six on Saturday evening", day(2026, 5, 16), 1080},
		{"at 9.14am on Thursday 21 May", day(2026, 5, 21), 554},
		{"on Thursday at noon", day(2026, 5, 21), 720},
		{"Friday 22 May, 6.55am", day(2026, 5, 22), 415},
		{"at twelve minutes past six this morning", day(2026, 5, 22), 372},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			m := one(t, tt.in)
			if m.FromDay != tt.day || m.FromMinute != tt.min || m.TwelveHour {
				t.Errorf("Find(%q) = %+v, want day %d minute %d", tt.in, m, tt.day, tt.min)
			}
		})
	}
}

func TestFindRefuses(t *testing.T) {
	for _, in := range []string{
		"You may 12 times march 3 miles.", "The Sun said so.", "April Jones came.",
		"Prices of 9.50 rose.", "Shares closed at 9.50.", "They sat on the sofa.",
		"It fell by six to three.", "after two were hurt", "the 9/11 report",
		"at 17.40 crowns", "Black Friday sales", "ten to twelve people", "May 12 people",
		"for two hours", "a second time", "good morning, all",
	} {
		t.Run(in, func(t *testing.T) {
			if got := when.Find(in, friday()); len(got) != 0 {
				t.Errorf("Find(%q) = %+v, want nothing", in, got)
			}
		})
	}
}

func TestFindWithoutReference(t *testing.T) {
	got := when.Find("It closed on Thursday at noon.", time.Time{})
	if len(got) != 1 || got[0].HasDay || got[0].Weekday != 4 || !got[0].HasClock {
		t.Errorf("Find without reference = %+v, want a weekday without a day", got)
	}
}

func one(t *testing.T, in string) when.Moment {
	t.Helper()
	got := when.Find(in, friday())
	if len(got) != 1 {
		t.Fatalf("Find(%q) = %+v, want one moment", in, got)
	}
	return got[0]
}
