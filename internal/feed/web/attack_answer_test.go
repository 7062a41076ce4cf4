package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

const (
	tooBig   = "is larger than 5 MB"
	bomb     = "unpacks to more than 100 times its size"
	notHTTP  = "does not answer in HTTP"
	headers  = "sends headers of more than 64 KB"
	tooSlow  = "takes longer than 0.3 s"
	brokeOff = "breaks off before it has answered"
	unasked  = "is packed in a way that was not asked for"
	okHead   = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
)

func packed(data []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(data)
	_ = z.Close()
	return b.Bytes()
}

func noise(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{}).Read(b)
	return b
}

// asGzip answers with a body that is said to be packed.
func asGzip(data []byte) string {
	return fmt.Sprintf("%sContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", okHead, len(data), data)
}

// chunked answers with a body of unknown length.
func chunked(encoding string, data []byte) string {
	return fmt.Sprintf("%s%sTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", okHead, encoding, len(data), data)
}

// Guards: the bounds of headers and bodies, the encodings, and the form of an
// answer. The server says the text of each row and closes.
func TestAttackAnswer(t *testing.T) {
	rows := []struct {
		name, guard, says string
		kind              Kind
		reason            string
	}{
		{"many headers", "header bytes", "HTTP/1.1 200 OK\r\n" + strings.Repeat("X-A: b\r\n", 20_000) + "\r\n", TooLarge, headers},
		{"a huge header", "header bytes", okHead + "X-A: " + strings.Repeat("a", 8<<20) + "\r\n\r\n", TooLarge, headers},
		{"a flood of 1xx", "header bytes", strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 20_000) + okHead + "Content-Length: 1\r\n\r\na", TooLarge, headers},
		{"announced too large", "Content-Length", okHead + "Content-Length: 5242881\r\n\r\n<rss>", TooLarge, tooBig},
		{"larger than announced by nothing", "body bytes", chunked("", noise(maxBody+1)), TooLarge, tooBig},
		{"packed, larger than 5 MB", "body bytes", asGzip(packed(markup(maxBody + 1))), TooLarge, tooBig},
		{"packed, larger on the wire", "wire bytes", chunked("Content-Encoding: gzip\r\n", bytes.Repeat(packed(nil), maxBody/len(packed(nil))+1)), TooLarge, tooBig},
		{"a bomb", "ratio", asGzip(packed(make([]byte, 4<<20))), TooLarge, bomb},
		{"a bomb not declared", "ratio", okHead + "Connection: close\r\n\r\n" + string(packed(make([]byte, 4<<20))), TooLarge, bomb},
		{"nested", "packed once", asGzip(packed(packed([]byte("<rss/>")))), Encoding, "is packed more than once"},
		{"br", "encodings", okHead + "Content-Encoding: br\r\nContent-Length: 1\r\n\r\na", Encoding, unasked},
		{"deflate", "encodings", okHead + "Content-Encoding: deflate\r\nContent-Length: 1\r\n\r\na", Encoding, unasked},
		{"zstd", "encodings", okHead + "Content-Encoding: zstd\r\nContent-Length: 1\r\n\r\na", Encoding, unasked},
		{"gzip, gzip", "encodings", okHead + "Content-Encoding: gzip, gzip\r\nContent-Length: 1\r\n\r\na", Encoding, unasked},
		{"gzip twice", "encodings", okHead + "Content-Encoding: gzip\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\na", Encoding, unasked},
		{"not gzip at all", "gzip", asGzip([]byte("<rss/>")), Encoding, "says that it is packed with gzip, and is not"},
		{"broken gzip", "gzip", asGzip([]byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x00" + strings.Repeat("\xff", 20))), Encoding, "is packed with a broken gzip"},
		{"gzip of another method", "gzip", asGzip([]byte("\x1f\x8b\x09\x00\x00\x00\x00\x00\x00\x00<rss/>")), Encoding, "is packed with a broken gzip"},
		{"packed transfer", "net/http", okHead + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", Malformed, notHTTP},
		{"two lengths", "net/http", okHead + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", Malformed, notHTTP},
		{"a negative length", "net/http", okHead + "Content-Length: -1\r\n\r\nab", Malformed, notHTTP},
		{"a chunk without size", "net/http", okHead + "Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n", Malformed, notHTTP},
		{"a chunk larger than numbers", "net/http", okHead + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nab\r\n", Unreachable, brokeOff},
		{"no answer", "net/http", "", Unreachable, brokeOff},
		{"announced, not sent", "body", okHead + "Content-Length: 10\r\n\r\n", Unreachable, brokeOff},
		{"no HTTP", "net/http", "220 ftp.front.test ready\r\n", Malformed, notHTTP},
		{"a body alone", "net/http", "<rss/>\r\n\r\n", Malformed, notHTTP},
		{"not modified, without validators", "304", "HTTP/1.1 304 Not Modified\r\n\r\n", Malformed, "answers that nothing has changed, though nothing was known"},
		{"switching protocols", "status", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n", Status, "answers 101"},
		{"part of a body", "status", "HTTP/1.1 206 Partial Content\r\nContent-Length: 1\r\n\r\na", Status, "answers 206"},
		{"nothing there", "status", "HTTP/1.1 204 No Content\r\n\r\n", Status, "answers 204"},
		{"a status of no kind", "status", "HTTP/1.1 999 Denied\r\nContent-Length: 0\r\n\r\n", Status, "answers 999"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			w := newWorld(t)
			w.serveRaw(t, func(_ context.Context, c net.Conn) {
				_, _ = c.Read(make([]byte, 4096))
				_, _ = io.WriteString(c, row.says)
				_ = c.(*net.TCPConn).CloseWrite()
				_, _ = io.Copy(io.Discard, c) // a reset would take what was sent with it
			})
			fault := w.check(t, Request{URL: "http://" + frontHost + "/"}, 5*time.Second)
			if fault == nil || fault.Kind != row.kind || fault.Reason != row.reason {
				t.Logf("guard: %s", row.guard)
			}
			wantFault(t, fault, row.kind, row.reason)
		})
	}
}

// Guard: the time limit, over connecting, headers, body and redirects together.
func TestAttackSlow(t *testing.T) {
	drip := func(ctx context.Context, c net.Conn, start, drop string) {
		_, _ = io.WriteString(c, start)
		for ctx.Err() == nil {
			if _, err := io.WriteString(c, drop); err != nil {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
	rows := []struct {
		name, scheme string
		talk         func(ctx context.Context, c net.Conn)
	}{
		{"no answer", "http", func(ctx context.Context, _ net.Conn) { <-ctx.Done() }},
		{"no handshake", "https", func(ctx context.Context, _ net.Conn) { <-ctx.Done() }},
		{"headers drip", "http", func(ctx context.Context, c net.Conn) { drip(ctx, c, okHead+"X-A: ", "a") }},
		{"1xx drip", "http", func(ctx context.Context, c net.Conn) { drip(ctx, c, "", "HTTP/1.1 102 Processing\r\n\r\n") }},
		{"body drips", "http", func(ctx context.Context, c net.Conn) { drip(ctx, c, okHead+"\r\n<rss>", " ") }},
		{"chunks drip", "http", func(ctx context.Context, c net.Conn) {
			drip(ctx, c, okHead+"Transfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n")
		}},
		{"gzip drips", "http", func(ctx context.Context, c net.Conn) {
			drip(ctx, c, okHead+"Content-Encoding: gzip\r\n\r\n", string(packed(nil)))
		}},
		{"the second byte is missing", "http", func(ctx context.Context, c net.Conn) { _, _ = io.WriteString(c, okHead+"\r\n<"); <-ctx.Done() }},
		{"redirects, each in time", "http", func(_ context.Context, c net.Conn) {
			time.Sleep(120 * time.Millisecond)
			_, _ = io.WriteString(c, "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.client.timeout = 300 * time.Millisecond
			w.serveRaw(t, func(ctx context.Context, c net.Conn) {
				_, _ = c.Read(make([]byte, 4096))
				row.talk(ctx, c)
			})
			fault := w.check(t, Request{URL: row.scheme + "://" + frontHost + "/"}, 2*time.Second)
			wantFault(t, fault, TooSlow, tooSlow)
		})
	}
	t.Run("no connection", func(t *testing.T) {
		w := newWorld(t)
		w.client = newTestClient(t, func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		})
		w.client.timeout = 300 * time.Millisecond
		fault := w.check(t, Request{URL: "http://" + frontHost + "/"}, 2*time.Second)
		wantFault(t, fault, TooSlow, tooSlow)
	})
}

// Guard: what a server says to being hung up on is no answer.
func TestAttackAnswersTheHangup(t *testing.T) {
	w := newWorld(t)
	w.serve(t, false, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	w.client = newTestClient(t, func(ctx context.Context, _, _ string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, "tcp", w.front.String())
		if err != nil {
			return nil, err
		}
		return slowToClose{c.(*net.TCPConn)}, nil
	})
	w.client.timeout = 300 * time.Millisecond
	fault := w.check(t, Request{URL: "http://" + frontHost + "/"}, 2*time.Second)
	wantFault(t, fault, TooSlow, tooSlow)
}

// slowToClose tells the other side first, and still hears what it says, as TLS
// may.
type slowToClose struct{ *net.TCPConn }

func (c slowToClose) Close() error {
	_ = c.CloseWrite()
	time.Sleep(200 * time.Millisecond)
	return c.TCPConn.Close()
}

// Guard: the body's bound, while the server never ends.
func TestAttackEndless(t *testing.T) {
	for _, https := range []bool{false, true} {
		t.Run(fmt.Sprintf("https %t", https), func(t *testing.T) {
			w := newWorld(t)
			w.serve(t, https, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				block := noise(1 << 16)
				for {
					if _, err := rw.Write(block); err != nil || r.Context().Err() != nil {
						return
					}
				}
			}))
			scheme := map[bool]string{false: "http", true: "https"}[https]
			fault := w.check(t, Request{URL: scheme + "://" + frontHost + "/"}, 5*time.Second)
			wantFault(t, fault, TooLarge, tooBig)
		})
	}
}

// Guard: TLS proves who answers.
func TestAttackCertificate(t *testing.T) {
	const unproven = "shows a certificate that does not hold"
	ok := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	rows := []struct {
		name  string
		spoil func(w *world)
	}{
		{"nobody vouches for it", func(w *world) { w.client.transport.TLSClientConfig.RootCAs = nil }},
		{"of another host", func(w *world) { w.client.transport.TLSClientConfig.ServerName = "" }},
		{"HTTP where TLS should be", func(w *world) { w.serve(t, false, ok) }},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			w := newWorld(t)
			w.serve(t, true, ok)
			row.spoil(w)
			fault := w.check(t, Request{URL: "https://" + frontHost + "/"}, 5*time.Second)
			wantFault(t, fault, Certificate, unproven)
		})
	}
}

// Guard: HTTP/2's errors are bounded in number and time like others.
func TestAttackHTTP2(t *testing.T) {
	rows := []struct {
		name   string
		answer func(f *http2.Framer, stream uint32)
		kind   Kind
		reason string
	}{
		{"streams reset", func(f *http2.Framer, id uint32) { _ = f.WriteRSTStream(id, http2.ErrCodeInternal) }, Unreachable, brokeOff},
		{"streams refused", func(f *http2.Framer, id uint32) { _ = f.WriteRSTStream(id, http2.ErrCodeRefusedStream) }, TooSlow, tooSlow},
		{"goes away", func(f *http2.Framer, _ uint32) { _ = f.WriteGoAway(0, http2.ErrCodeEnhanceYourCalm, []byte("no")) }, Unreachable, brokeOff},
		{"headers too large", func(f *http2.Framer, id uint32) { writeHeaders(f, id, "x-a", strings.Repeat("a", 200<<10)) }, TooLarge, headers},
		{"reset within the body, before a byte", func(f *http2.Framer, id uint32) {
			writeHeaders(f, id, "content-type", "text/xml")
			_ = f.WriteRSTStream(id, http2.ErrCodeInternal)
		}, Unreachable, brokeOff},
		{"silence", func(*http2.Framer, uint32) {}, TooSlow, tooSlow},
		{"pings for ever", func(f *http2.Framer, _ uint32) {
			for f.WritePing(false, [8]byte{}) == nil {
				continue // until the client has gone
			}
		}, TooSlow, tooSlow},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.serve(t, true, http.NotFoundHandler()) // for its certificate, and the client's trust in it
			w.client.timeout = 300 * time.Millisecond
			w.serveRaw(t, func(_ context.Context, c net.Conn) { answerHTTP2(tls.Server(c, w.tls), row.answer) })
			fault := w.check(t, Request{URL: "https://" + frontHost + "/"}, 2*time.Second)
			wantFault(t, fault, row.kind, row.reason)
		})
	}
}

func answerHTTP2(c *tls.Conn, answer func(*http2.Framer, uint32)) {
	defer c.Close() //nolint:errcheck // the client is what is tested
	preface := make([]byte, len(http2.ClientPreface))
	if _, err := io.ReadFull(c, preface); err != nil {
		return
	}
	f := http2.NewFramer(c, c)
	_ = f.WriteSettings()
	for {
		frame, err := f.ReadFrame()
		if err != nil {
			return
		}
		if frame.Header().Type == http2.FrameHeaders {
			answer(f, frame.Header().StreamID)
		}
	}
}

func writeHeaders(f *http2.Framer, id uint32, name, value string) {
	var block bytes.Buffer
	enc := hpack.NewEncoder(&block)
	_ = enc.WriteField(hpack.HeaderField{Name: ":status", Value: "200"})
	for part := range slices.Chunk([]byte(value), 1<<10) {
		_ = enc.WriteField(hpack.HeaderField{Name: name, Value: string(part)})
	}
	data := block.Bytes()
	first := data[:min(len(data), 16<<10)]
	_ = f.WriteHeaders(http2.HeadersFrameParam{StreamID: id, BlockFragment: first, EndHeaders: len(first) == len(data)})
	for rest := data[len(first):]; len(rest) > 0; {
		n := min(len(rest), 16<<10)
		_ = f.WriteContinuation(id, n == len(rest), rest[:n])
		rest = rest[n:]
	}
}

// Guard: the windows that the transport opens, which are what a server can make
// it hold before a byte is read.
func TestAttackHTTP2Window(t *testing.T) {
	w := newWorld(t)
	w.serve(t, true, http.NotFoundHandler())
	w.client.timeout = 300 * time.Millisecond
	var stream, connection atomic.Uint32
	w.serveRaw(t, func(_ context.Context, c net.Conn) {
		conn := tls.Server(c, w.tls)
		_, _ = io.ReadFull(conn, make([]byte, len(http2.ClientPreface)))
		f := http2.NewFramer(conn, conn)
		_ = f.WriteSettings()
		for {
			frame, err := f.ReadFrame()
			if err != nil {
				return
			}
			switch frame := frame.(type) {
			case *http2.SettingsFrame:
				if size, said := frame.Value(http2.SettingInitialWindowSize); said {
					stream.Store(size)
				}
			case *http2.WindowUpdateFrame:
				connection.Add(frame.Increment)
			}
		}
	})
	_ = w.check(t, Request{URL: "https://" + frontHost + "/"}, 2*time.Second)
	if s, c := stream.Load(), connection.Load(); s == 0 || s > 1<<20 || c == 0 || c > 2<<20 {
		t.Errorf("opens a window of %d bytes for a stream, %d for a connection", s, c)
	}
}
