package web

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
)

// bound is how much of a body is read.
type bound struct {
	max int64
	cut bool // what comes after max is left unread, and no error
}

// body is what was read of one.
type body struct {
	bytes []byte
	wire  int64 // bytes read off the wire
}

var gzipMagic = []byte{0x1f, 0x8b}

// readBody reads and unpacks a body within its bounds. An error that is an
// *Error refuses the body; after any other one the bytes that came are good.
func readBody(resp *http.Response, b bound) (body, error) {
	packed, fault := isPacked(resp.Header)
	if fault != nil {
		return body{}, fault
	}
	if resp.ContentLength > b.max && !b.cut {
		return body{}, tooLarge()
	}
	wire := &meter{r: resp.Body, max: b.max}
	in := bufio.NewReader(wire)
	start, _ := in.Peek(len(gzipMagic)) // an error comes again when it is read
	var out io.Reader = in
	switch magic := bytes.Equal(start, gzipMagic); {
	case magic: // even where it is not declared: such files are served as they lie on the disk
		zip, err := gzip.NewReader(in)
		if err != nil {
			return body{wire: wire.n}, unpackError(err)
		}
		out = zip
	case packed && len(start) > 0:
		return body{wire: wire.n}, &Error{Kind: Encoding, Reason: "says that it is packed with gzip, and is not"}
	}
	data, err := readAll(out, wire, b, min(max(resp.ContentLength, 0), trusted))
	if len(data) == 0 {
		err = unpackError(err)
	}
	if bytes.HasPrefix(data, gzipMagic) {
		err = &Error{Kind: Encoding, Reason: "is packed more than once"}
	}
	return body{bytes: data, wire: wire.n}, err
}

// isPacked reads Content-Encoding. Gzip once is all that is unpacked.
func isPacked(h http.Header) (bool, *Error) {
	switch strings.ToLower(strings.TrimSpace(strings.Join(h.Values("Content-Encoding"), ","))) {
	case "", "identity":
		return false, nil
	case "gzip", "x-gzip":
		return true, nil
	}
	return false, &Error{Kind: Encoding, Reason: "is packed in a way that was not asked for"}
}

// trusted is how much of an announced length is made room for before it comes.
const trusted = 64 << 10

// readAll reads r, which unpacks what wire counts. The buffer grows with what
// has come, and from what is announced only as far as that is trusted.
func readAll(r io.Reader, wire *meter, b bound, announced int64) ([]byte, error) {
	data := make([]byte, 0, announced+4096)
	for {
		data = slices.Grow(data, 4096)
		n, err := r.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		size := int64(len(data))
		switch {
		case size > b.max && b.cut:
			return data[:b.max], nil
		case size > b.max, wire.over && !b.cut:
			return nil, tooLarge()
		case size > ratioFloor && size > maxRatio*wire.n:
			return nil, &Error{Kind: TooLarge, Reason: "unpacks to more than 100 times its size"}
		case err == io.EOF, wire.over:
			return data, nil
		case err != nil:
			return data, err
		}
	}
}

func tooLarge() *Error { return &Error{Kind: TooLarge, Reason: "is larger than 5 MB"} }

// unpackError is of a body of which nothing could be unpacked: it broke off, or
// is no gzip at all.
func unpackError(err error) error {
	if _, corrupt := errors.AsType[flate.CorruptInputError](err); corrupt || errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) {
		return &Error{Kind: Encoding, Reason: "is packed with a broken gzip"}
	}
	return err
}

// meter counts bytes, and ends after max of them.
type meter struct {
	r      io.Reader
	n, max int64
	over   bool // there were more
}

func (m *meter) Read(p []byte) (int, error) {
	if m.n > m.max {
		m.over = true
		return 0, io.ErrUnexpectedEOF
	}
	n, err := m.r.Read(p[:min(int64(len(p)), m.max+1-m.n)])
	m.n += int64(n)
	return n, err
}
