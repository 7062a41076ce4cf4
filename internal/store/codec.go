package store

import (
	"encoding/json"
	"fmt"

	"github.com/klauspost/compress/zstd"
)

// schema is the form of all values that this package writes, and the only one
// that it reads: form 1 had the text of every article in an item of its own.
const schema = 2

const (
	smallest   = 256      // JSON of fewer bytes is left as it is
	maxDecoded = 16 << 20 // bytes of JSON; neither written nor read beyond it
	partBytes  = 350 << 10
)

// codec turns values to bytes and back: JSON, compressed where that saves.
// Compressed bytes begin with zstd's magic number, which no JSON begins with.
type codec struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}

func newCodec() codec {
	// Neither has a stream to read or write, so neither option can fail.
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithWindowSize(1<<20), zstd.WithLowerEncoderMem(true))
	if err != nil {
		panic(err)
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxDecoded), zstd.WithDecoderConcurrency(0), zstd.WithDecoderLowmem(true))
	if err != nil {
		panic(err)
	}
	return codec{enc: enc, dec: dec}
}

func (c codec) encode(v any) ([]byte, error) {
	data, err := json.Marshal(v)
	switch {
	case err != nil:
		return nil, err
	case len(data) > maxDecoded:
		return nil, fmt.Errorf("%d bytes of JSON: %w", len(data), ErrTooLarge)
	case len(data) < smallest:
		return data, nil
	}
	return c.enc.EncodeAll(data, make([]byte, 0, len(data)/2)), nil
}

func (c codec) decode(data []byte, v any) error {
	if len(data) > 0 && data[0] == 0x28 {
		plain, err := c.dec.DecodeAll(data, nil)
		if err != nil {
			return err
		}
		data = plain
	}
	return json.Unmarshal(data, v)
}
