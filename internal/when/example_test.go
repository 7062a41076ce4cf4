package when_test

import (
	"fmt"

	"counterpoint/internal/when"
)

func ExampleFind() {
	s := "It fell at six on Thursday evening."
	for _, m := range when.Find(s, friday()) {
		fmt.Printf("%s: day %d, minute %d\n", s[m.Start:m.End], m.FromDay, m.FromMinute)
	}
	// Output:
	// six on Thursday evening: day 20594, minute 1080
}
