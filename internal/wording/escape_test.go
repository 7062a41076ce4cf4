package wording_test

import (
	"testing"

	"counterpoint/internal/wording"
)

func TestEscape(t *testing.T) {
	if got, want := wording.Escape(`<!channel> & "*it's*" &amp;`), `&lt;!channel&gt; &amp; "*it's*" &amp;amp;`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
