package parse

import (
	"testing"
	"time"
)

// boundedTime runs f, which may take what no small input can need.
func boundedTime(t *testing.T, f func()) {
	begun := time.Now()
	f()
	if took := time.Since(begun); took > mostTime {
		t.Errorf("took %v", took)
	}
}

func FuzzParse(f *testing.F) {
	for _, fix := range fixtures(f) {
		f.Add(fix.read(f), fix.contentType)
	}
	f.Fuzz(func(t *testing.T, raw []byte, contentType string) {
		boundedTime(t, func() {
			if feed, err := Parse(raw, contentType, testAddress); err == nil {
				sound(t, feed)
			}
		})
	})
}

func FuzzDiscover(f *testing.F) {
	for _, tt := range discoverTests {
		f.Add([]byte(tt.page))
	}
	f.Fuzz(func(t *testing.T, page []byte) {
		boundedTime(t, func() {
			found := Discover(page, testAddress)
			seen := map[string]bool{}
			for _, a := range found {
				isAddress(t, a)
				if a == "" || seen[a] {
					t.Errorf("%q is empty or was found before", a)
				}
				seen[a] = true
			}
			if len(found) > maxFound {
				t.Errorf("%d found", len(found))
			}
		})
	})
}

// A date that was read is read the same from the form that it is kept in.
func FuzzDate(f *testing.F) {
	for _, s := range []string{"Mon, 02 Mar 2026 08:01:05 GMT", "2026-03-02T08:01:05.5+01:00", "1772438465", "lundi 3 août 2026 08h01", "3/2/26 8:01 PM EST"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := parseDate(s)
		if !ok {
			return
		}
		if again, ok := parseDate(got.Format(time.RFC3339Nano)); !ok || !again.Equal(got) || got.Location() != time.UTC {
			t.Errorf("%q is %v, which is read as %v, %v", s, got, again, ok)
		}
	})
}
