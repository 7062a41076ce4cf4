package measure_test

import (
	"fmt"

	"counterpoint/internal/measure"
)

func ExampleFind() {
	s := "At least 12 people waited for half an hour."
	for _, q := range measure.Find(s) {
		fmt.Printf("%s: [%.0f, %.0f] %q %s\n", q.Text(s), q.Low, q.High, q.Unit, q.Noun)
	}
	// Output:
	// At least 12 people: [12, +Inf] "" person
	// half an hour: [1494, 2106] "s"
}
