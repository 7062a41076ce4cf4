// Command reader is the least program that reads the web, for the test that
// looks for the build tag's traces in binaries.
package main

import (
	"fmt"
	"time"

	"counterpoint/internal/feed/web"
)

func main() {
	c, err := web.New(web.Options{UserAgent: "Reader/1", Now: time.Now})
	fmt.Println(c, err)
}
