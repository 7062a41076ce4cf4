// Package browsertest looks at a page in a real browser, for tests. Where the
// machine has none, the test is skipped and says so.
package browsertest

import (
	"context"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// Fits reports, as a failure of t, a page that is wider than a window of the
// given width, with every fold opened. The page is measured in a frame, since
// a browser's own window has a least width above that of a phone.
func Fits(t testing.TB, page string, width int) {
	t.Helper()
	dom := dump(t, fmt.Sprintf(wrapper, width, html.EscapeString(page)))
	m := regexp.MustCompile(`data-width="(\d+)" data-widest="([^"]*)"`).FindStringSubmatch(dom)
	if m == nil {
		t.Fatalf("the browser did not measure the page; it left:\n%.2000s", dom)
	}
	if got, err := strconv.Atoi(m[1]); err != nil || got > width {
		t.Errorf("the page is %s pixels wide in a window of %d; furthest out: %s", m[1], width, html.UnescapeString(m[2]))
	}
}

// wrapper holds the page as the frame's own text, so that its script may look
// into it; the page's own policy still forbids the page any script.
const wrapper = `<!DOCTYPE html><html><body>
<iframe style="border:0;width:%dpx;height:900px" srcdoc="%s"></iframe>
<script>
onload = () => {
  const d = document.querySelector('iframe').contentDocument;
  d.querySelectorAll('details').forEach(e => e.open = true);
  const right = e => e.getBoundingClientRect().right;
  const scrolls = e => e && (getComputedStyle(e).overflowX !== 'visible' || scrolls(e.parentElement));
  let widest = d.body;
  d.querySelectorAll('body *').forEach(e => { if (right(e) > right(widest) && !scrolls(e.parentElement)) widest = e; });
  document.documentElement.dataset.width = d.documentElement.scrollWidth;
  document.documentElement.dataset.widest = widest.tagName + ' ' + widest.textContent.trim().slice(0, 60);
};
</script></body></html>`

// Load is the page at an address of the loopback interface, five seconds after
// it was loaded, as its scripts left it.
func Load(t testing.TB, address string) string {
	t.Helper()
	return browse(t, address, folder(t), usual)
}

// LoadAt is Load in a window of a width, of 500 pixels at least.
func LoadAt(t testing.TB, address string, width int) string {
	t.Helper()
	return browse(t, address, folder(t), width)
}

// usual is how wide a window is.
const usual = 1600

// dump is a page after its scripts have run.
func dump(t testing.TB, page string) string {
	t.Helper()
	dir := folder(t)
	file := filepath.Join(dir, "page.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	return browse(t, "file://"+file, dir, usual)
}

// folder is for a browser's profile, and is removed after the test.
func folder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "browsertest") //nolint:usetesting // see below: TempDir would fail the test
	if err != nil {
		t.Fatal(err)
	}
	// The browser's helpers may still write for a moment after it has ended.
	t.Cleanup(func() {
		for range 20 {
			if os.RemoveAll(dir) == nil {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
	})
	return dir
}

// browse opens an address in a browser without a window.
func browse(t testing.TB, address, dir string, width int) string {
	t.Helper()
	if testing.Short() {
		t.Skip("short run: the page was not looked at in a browser")
	}
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not on PATH: the page was not looked at in a browser")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", //nolint:gosec // a browser from PATH
		"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--window-size="+strconv.Itoa(width)+",1000",
		"--user-data-dir="+filepath.Join(dir, "profile"), "--virtual-time-budget=5000", "--dump-dom", address)
	cmd.WaitDelay = 5 * time.Second
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", browser, err)
	}
	return string(out)
}
