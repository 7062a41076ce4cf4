package claims

import "testing"

func TestOwnVoice(t *testing.T) {
	for s, want := range map[string]bool{
		"We asked the harbour for its log.":           true,
		"The pilot showed me the chart.":              true,
		"“We were blind,” the pilot said.":            false,
		"The US consul met the mine's owner in June.": false,
	} {
		if got := OwnVoice(s); got != want {
			t.Errorf("%q: %t, want %t", s, got, want)
		}
	}
}
