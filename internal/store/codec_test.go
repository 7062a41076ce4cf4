package store

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"counterpoint/internal/news"
)

func TestCodecRoundTrip(t *testing.T) {
	c := newCodec()
	for _, n := range []int{0, 1, smallest, 3000, 1 << 20} {
		want := strings.Repeat("(said) ", n/7) + strings.Repeat("x", n%7)
		data, err := c.encode(want)
		if err != nil {
			t.Fatal(err)
		}
		var got string
		if err := c.decode(data, &got); err != nil || got != want {
			t.Errorf("%d bytes: %v", n, err)
		}
		if n >= 3000 && len(data) > n/10 {
			t.Errorf("%d bytes are kept in %d", n, len(data))
		}
	}
	if _, err := c.encode(strings.Repeat("x", maxDecoded)); err == nil {
		t.Error("more was written than is read")
	}
}

// bomb is bytes that decompress to n.
func bomb(n int) []byte {
	e, err := zstd.NewWriter(nil)
	if err != nil {
		panic(err)
	}
	return e.EncodeAll(append([]byte{'"'}, make([]byte, n)...), nil)
}

func TestCodecRefusesBombs(t *testing.T) {
	c := newCodec()
	for name, data := range map[string][]byte{
		"one frame":   bomb(maxDecoded + 1),
		"many frames": bytes.Repeat(bomb(1<<20), 20),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		var v any
		if err := c.decode(data, &v); err == nil || !strings.Contains(err.Error(), zstd.ErrDecoderSizeExceeded.Error()) {
			t.Errorf("%s: got %v", name, err)
		}
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 10*maxDecoded {
			t.Errorf("%s of %d bytes took %d bytes of memory", name, len(data), used)
		}
	}
}

func FuzzDecode(f *testing.F) {
	c := newCodec()
	article, err := c.encode(keptArticle{ID: "1", Body: strings.Repeat("One. ", 300)})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{nil, []byte("("), []byte("{}"), []byte(`{"due":"2026-11-20T08:00:00Z"}`), article, article[:len(article)/2], bomb(1 << 16), []byte("\x28\xb5\x2f\xfd\xff\xff\xff\xff\xff\xff\xff\xff")} {
		f.Add(seed)
	}
	s := New(nil)
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, v := range []any{&keptArticle{}, &listed{}, &place{}, &edit{}, &turn{}, &news.Feed{}, &news.Channel{}, &Told{}, &body{}, &news.Digest{}} {
			if err := s.read(Item{Data: data, Schema: schema}, v); err != nil {
				continue
			}
			// What can be read can be written, and is then the same.
			again, err := s.c.encode(v)
			if err != nil {
				t.Fatalf("%T: %v", v, err)
			}
			w := fmt.Sprintf("%T", v)
			if err := s.c.decode(again, v); err != nil {
				t.Fatalf("%s: %v", w, err)
			}
		}
	})
}

func TestMomentsSortAsTimes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	zones := []*time.Location{time.UTC, time.FixedZone("", 14*3600), time.FixedZone("", -12*3600)}
	times := []time.Time{{}, firstMoment, lastMoment, time.Unix(0, 0)}
	for n := range 500 {
		span := []int64{1 << 33, 1 << 17}[n%2] // centuries, and days, in which zones overlap
		at := time.Unix(r.Int64N(span), r.Int64N(1e9)).In(zones[r.IntN(3)])
		times = append(times, at, at.Add(1), at.Add(time.Duration(r.Int64N(1e10))))
	}
	for range 5000 {
		a, b := times[r.IntN(len(times))], times[r.IntN(len(times))]
		if got, want := strings.Compare(moment(a), moment(b)), a.Compare(b); got != want {
			t.Fatalf("%v and %v: %d as text, %d as times", a, b, got, want)
		}
		if len(moment(a)) != len(momentForm) {
			t.Fatalf("%q", moment(a))
		}
	}
	for _, c := range []struct{ outside, want time.Time }{
		{time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC), firstMoment},
		{time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), lastMoment},
	} {
		if got := moment(c.outside); got != moment(c.want) {
			t.Errorf("%v is %s", c.outside, got)
		}
	}
}

// Keys of different things differ, and what follows a time is found again.
func TestKeys(t *testing.T) {
	at := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	keys := []Key{
		feedKey("x"), turnKey("x"), headKey("x"), versionKey("x", "x"), channelKey("x"), readerKey("x"),
		toldKey("x", Told{Slot: at, Digest: "x"}), digestKey("x"), windowKey("x", at, "x"), editedKey("x", at, "x"), body{SHA: "x"}.key("x", 0), body{SHA: "x"}.key("x", 1),
	}
	for i, k := range keys {
		if slices.Contains(keys[:i], k) {
			t.Errorf("%v names two things", k)
		}
		if err := CheckKey(k); err != nil {
			t.Error(err)
		}
	}
	for _, id := range []string{"a", "a#1", "!"} {
		for edited, k := range map[bool]Key{false: windowKey("f", at, id), true: editedKey("f", at, id)} {
			if stamp, got, was, ok := inWindow(k.SK); !stamp.Equal(at) || got != id || was != edited || !ok {
				t.Errorf("%v: %v, %q, %v, %v", k, stamp, got, was, ok)
			}
		}
	}
	for _, sk := range []string{"", "short", "state", windowAt(at), windowAt(at) + "#", strings.Replace(windowAt(at), "2026", "2o26", 1) + "#a"} {
		if _, _, _, ok := inWindow(sk); ok {
			t.Errorf("%q passes for a place in a window", sk)
		}
	}
}

func TestVersionOf(t *testing.T) {
	a := news.Article{Title: "Title", Body: "Body"}
	same := a
	same.Byline, same.Outlet, same.Fetched = "B", "O", time.Unix(1, 0)
	if diff := cmp.Diff(VersionOf(a), VersionOf(same)); diff != "" {
		t.Error(diff)
	}
	seen := map[string]bool{VersionOf(a): true}
	for _, other := range []news.Article{
		{Title: "Title2", Body: "Body"},
		{Title: "Title", Body: "Body2"},
		{Title: "Title\nBody"},
		{Body: "Title\nBody"},
		{Title: "Title", Body: "Body", Captions: []string{""}},
		{Title: "Title", Body: "Body", Captions: []string{"C"}},
		{},
	} {
		if seen[VersionOf(other)] {
			t.Errorf("%+v has the name of another", other)
		}
		seen[VersionOf(other)] = true
	}
}

// BenchmarkCompress weighs the ways to compress an article of 3 KB: the time
// of one, and the part of the bytes that is left.
func BenchmarkCompress(b *testing.B) {
	files, err := filepath.Glob("../../corpus/*/a1.txt")
	if err != nil || len(files) == 0 {
		b.Fatal("no texts: ", err)
	}
	var all [][]byte
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		data, err := json.Marshal(keptArticle{ID: f, Title: "A title", Body: string(text[:min(len(text), 3000)])})
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, data)
	}
	measure := func(b *testing.B, compress func([]byte) int) {
		before, after, i := 0, 0, 0
		for b.Loop() {
			data := all[i%len(all)]
			before, after, i = before+len(data), after+compress(data), i+1
		}
		b.ReportMetric(float64(after)/float64(before), "left")
	}
	for name, level := range map[string]int{"gzip1": 1, "gzip6": 6} {
		b.Run(name, func(b *testing.B) {
			w, err := gzip.NewWriterLevel(nil, level)
			if err != nil {
				b.Fatal(err)
			}
			var out bytes.Buffer
			measure(b, func(data []byte) int {
				out.Reset()
				w.Reset(&out)
				_, _ = w.Write(data)
				_ = w.Close()
				return out.Len()
			})
		})
	}
	for _, level := range []zstd.EncoderLevel{zstd.SpeedFastest, zstd.SpeedDefault, zstd.SpeedBetterCompression} {
		b.Run("zstd-"+level.String(), func(b *testing.B) {
			e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(level), zstd.WithWindowSize(1<<20), zstd.WithLowerEncoderMem(true))
			if err != nil {
				b.Fatal(err)
			}
			var out []byte
			measure(b, func(data []byte) int {
				out = e.EncodeAll(data, out[:0])
				return len(out)
			})
		})
	}
}
