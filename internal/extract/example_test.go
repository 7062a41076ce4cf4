package extract_test

import (
	"fmt"

	"counterpoint/internal/extract"
)

func ExampleScraped() {
	a, err := extract.Scraped(`Barge sinks in the Orrel lock

The River Standard
Thursday 9 October 2031

A barge with 900 tonnes of coal on board sank early on Thursday, the canal authority said.

Read more: Why the lock gates are green`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(a.Outlet, a.Published.Format("2006-01-02"))
	fmt.Println(a.Body)
	// Output:
	// The River Standard 2031-10-09
	// Barge sinks in the Orrel lock
	// A barge with 900 tonnes of coal on board sank early on Thursday, the canal authority said.
}
