package extract_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/extract"
)

// TestHostile feeds pages that are made to hurt. Each ends soon: with an
// article, or with the reason why not.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("large pages")
	}
	para := "<p>The ferry left the quay at noon with 214 people on board, the harbour master said.</p>"
	tests := []struct {
		name string
		page string
		want error // nil: any outcome that is no hang and no panic
	}{
		{"over the limit", strings.Repeat("x", extract.MaxBytes+1), extract.ErrTooLarge},
		{"nested 100,000 deep", strings.Repeat("<div>", 100_000) + para, extract.ErrTooComplex},
		{"formatting nested 100,000 deep", strings.Repeat("<b><i>", 50_000) + para, extract.ErrTooComplex},
		{"a million elements", strings.Repeat("<br>", 1_000_000) + para, extract.ErrTooComplex},
		{"20 MB of one word", "<p>" + strings.Repeat("x", extract.MaxBytes-100), nil},
		{"20 MB of paragraphs", strings.Repeat("<p>"+strings.Repeat("The ferry left at noon. ", 200), 4000), nil},
		{"many paragraphs", strings.Repeat(para, 20_000), nil},
		{"tables in tables", strings.Repeat("<table><tr><td>", 150) + para, nil},
		{"attributes", "<p " + strings.Repeat("a=b ", 1_000_000) + ">" + para, nil},
		{"open tags", strings.Repeat("<p", 500_000), nil},
		{"zones in zones", strings.Repeat("<nav class='menu'>", 300) + strings.Repeat(para, 3000), nil},
		{"style sheet", "<style>" + strings.Repeat(".a{display:none}@media{", 40_000) + "</style>" + para, nil},
		{"JSON in depth", `<script type="application/ld+json">` + strings.Repeat("[", 200_000) + "</script>" + para, nil},
		{"comment never closed", para + "<!--" + strings.Repeat("-", 1_000_000), nil},
		{"figures", strings.Repeat("<figure><figcaption>Ada Quist (left) on the quay on Monday. Photo: X</figcaption></figure>", 20_000) + para, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			began := time.Now()
			_, err := extract.Page([]byte(tt.page), "https://example.org/a")
			t.Logf("%.1f s, %d bytes: %v", time.Since(began).Seconds(), len(tt.page), err)
			if tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("Page(%s): error %v, want %v", tt.name, err, tt.want)
			}
			if _, err := extract.Scraped(tt.page); errors.Is(tt.want, extract.ErrTooLarge) && !errors.Is(err, tt.want) {
				t.Errorf("Scraped(%s): error %v, want %v", tt.name, err, tt.want)
			}
			t.Logf("with Scraped %.1f s", time.Since(began).Seconds())
		})
	}
}

func TestUnknownCharset(t *testing.T) {
	for name, raw := range map[string][]byte{
		"image":           append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte{0, 1, 2, 3, 200, 201}, 4000)...),
		"declared unreal": []byte("<meta charset=iso-2022-cn-ext><p>\xff\xfe\x80\x81\x82\x00\x01\x02\x03\x04\x05\x06\x07"),
	} {
		if _, err := extract.Page(raw, ""); !errors.Is(err, extract.ErrCharset) {
			t.Errorf("Page(%s): error %v, want %v", name, err, extract.ErrCharset)
		}
	}
}
