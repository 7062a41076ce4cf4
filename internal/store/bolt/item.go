package bolt

import (
	"encoding/binary"
	"fmt"
	"time"

	"counterpoint/internal/store"
)

// itemKey is the partition's length, its name, and the place there: a
// partition's items are together and in order, whatever bytes its name has.
func itemKey(k store.Key) []byte {
	out := make([]byte, 0, 2+len(k.PK)+len(k.SK))
	out = binary.BigEndian.AppendUint16(out, uint16(len(k.PK)))
	out = append(out, k.PK...)
	return append(out, k.SK...)
}

// An item's value is its revision, its expiry in Unix seconds (0: never), its
// schema, and the data.
const headerBytes = 8 + 8 + 4

func encode(i store.Item) []byte {
	out := make([]byte, 0, headerBytes+len(i.Data))
	out = binary.BigEndian.AppendUint64(out, uint64(i.Rev))
	out = binary.BigEndian.AppendUint64(out, uint64(expiry(i)))
	out = binary.BigEndian.AppendUint32(out, uint32(i.Schema))
	return append(out, i.Data...)
}

// decode copies what lies in the file's map, which is gone after the
// transaction.
func decode(k store.Key, raw []byte) (store.Item, error) {
	i, err := header(k, raw)
	if err == nil && len(raw) > headerBytes {
		i.Data = append([]byte(nil), raw[headerBytes:]...)
	}
	return i, err
}

// header is decode without the data.
func header(k store.Key, raw []byte) (store.Item, error) {
	if len(raw) < headerBytes {
		return store.Item{}, fmt.Errorf("%v: an item of %d bytes", k, len(raw))
	}
	i := store.Item{
		Key:    k,
		Rev:    int64(binary.BigEndian.Uint64(raw)),
		Schema: int(binary.BigEndian.Uint32(raw[16:])),
	}
	if s := int64(binary.BigEndian.Uint64(raw[8:])); s != 0 {
		i.Expires = time.Unix(s, 0).UTC()
	}
	return i, nil
}

func expiry(i store.Item) int64 {
	if i.Expires.IsZero() {
		return 0
	}
	return i.Expires.Unix()
}
