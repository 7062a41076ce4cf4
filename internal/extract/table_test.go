package extract

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

func TestProseDate(t *testing.T) {
	day := func(y int, m time.Month, d, h, min int) time.Time { return time.Date(y, m, d, h, min, 0, 0, time.UTC) }
	tests := []struct {
		text string
		want time.Time
	}{
		{"Friday 22 May 2026", day(2026, 5, 22, 0, 0)},
		{"May 3, 2027, 9:05 p.m.", day(2027, 5, 3, 21, 5)},
		{"Sunday 18 January 2026, 9.25am", day(2026, 1, 18, 9, 25)},
		{"2031-12-01 06:30", day(2031, 12, 1, 6, 30)},
		{"1st of March 2030, 12am", day(2030, 3, 1, 0, 0)},
		{"31 February 2030", time.Time{}},
		{"Monday 25 May", time.Time{}}, // no year, and no clock to guess it from
		{"23:06 GMT +324 March 2017", time.Time{}},
		{"the rate goes up to 4.25 per cent", time.Time{}},
	}
	for _, tt := range tests {
		if got := proseDate(tt.text); !got.Equal(tt.want) {
			t.Errorf("proseDate(%q) = %v, want %v", tt.text, got, tt.want)
		}
	}
}

func TestMachineDate(t *testing.T) {
	want := time.Date(2031, 3, 4, 15, 20, 0, 0, time.UTC)
	for _, text := range []string{
		"2031-03-04T16:20:00+01:00", "2031-03-04T15:20:00.000Z", "2031-03-04T16:20:00+0100",
		"2031-03-04T15:20", "2031-03-04 15:20:00", "Tue, 04 Mar 2031 15:20:00 GMT",
	} {
		if got := machineDate(text); !got.Equal(want) {
			t.Errorf("machineDate(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestCredited(t *testing.T) {
	tests := []struct{ text, want string }{
		{"BRENNOCK, May 21 (Unity Press) - Seven workers were hurt on Thursday.", "Unity Press"},
		{"PORT ESSAN, Odrany, Jan. 3 (AP) — Ferries ran again.", "AP"},
		{"(Reuters) The bank raised its rate.", "Reuters"},
		{"(His wife) The chairman came late.", ""},
		{"The minister (Labour) - who had been ill - resigned.", ""},
		{"With reporting by Reuters", "Reuters"},
		{"With reporting by Reuters, AP, and TASS", "Reuters, AP, and TASS"},
		{"(Reporting by Una Selwyn; editing by T. Marsh)", ""},
		{"The Associated Press contributed to this report.", "The Associated Press"},
		{"Source: dpa", "dpa"},
		{"© AFP", ""},
		{"(c) Prairie News Wire. May not be republished without permission.", "Prairie News Wire"},
		{"– Southern Wire", "Southern Wire"},
		{"The wire was cut at noon, the guard said.", ""},
	}
	for _, tt := range tests {
		if got := credited(newLine(tt.text), true); got != tt.want {
			t.Errorf("credited(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestCaptionOf(t *testing.T) {
	tests := []struct{ text, want string }{
		{"The lock on Tuesday. Photo: W. Corrigan", "The lock on Tuesday."},
		{"Caption: Ada Quist at the congress. Photograph: Herald", "Ada Quist at the congress."},
		{"The dome in flames (AP Photo/Bo Lund)", "The dome in flames"},
		{"Minister Greta Lund leaves the hall. © Bela Orsi / AFP", "Minister Greta Lund leaves the hall."},
		{"© Jim Doe / AFP", ""},
		{"Photo: Ada Quist", ""},
		{"Getty Images", ""},
		{"File photo of a barge that was lost at Orrel.", "File photo of a barge that was lost at Orrel."},
		{"Picture this: a town without bread", "Picture this: a town without bread"},
	}
	for _, tt := range tests {
		got := captionOf(tt.text)
		if got != tt.want {
			t.Errorf("captionOf(%q) = %q, want %q", tt.text, got, tt.want)
		}
		if !strings.Contains(tt.text, got) {
			t.Errorf("captionOf(%q) = %q, which does not stand in it", tt.text, got)
		}
	}
}

func TestLooksCaption(t *testing.T) {
	tests := []struct {
		text string
		want bool
	}{
		{"Mayor Ada Quist (left) and Bo Lund spoke for about 20 minutes.", true},
		{"Premier Tor Vik (from L), with U.S. envoy Jo Lee, in Essan, January 28, 2031", true},
		{"File photo: A gull on the pier.", true},
		{"Gov. Kris Noll (R) defended the campaign on Monday.", false},
		{"The party of the left (right) out of office lost again, and the paper said so.", true}, // a price
		{"Photos that were taken on Monday show the hole in the fence.", false},
		{"She turned left and was gone.", false},
	}
	for _, tt := range tests {
		if got := looksCaption(newLine(tt.text)); got != tt.want {
			t.Errorf("looksCaption(%q) = %v, want %v", tt.text, got, tt.want)
		}
	}
}

func TestPlaceOf(t *testing.T) {
	tests := []struct {
		text string
		edge bool
		want place
	}{
		{"Read more: Ten locks", false, anywhere},
		{"READ MORE: Ten locks", false, anywhere},
		{"Read more books, the minister told schools on Monday.", false, nowhere},
		{"Comments (12)", false, cutsOff},
		{"12 comments", false, cutsOff},
		{"His comments drew laughter in the chamber.", false, nowhere},
		{"Sign up for our morning letter", false, anywhere},
		{"\"Sign up for our union,\" he told them.", false, nowhere},
		{"You may also like", false, opens},
		{"Subscribe to continue reading", true, partial},
		{"Donate blood today, the hospital said.", false, nowhere},
		{"Join the Courier for 3 crowns", true, anywhere},
		{"Share this story: Mail", false, anywhere},
		{"They share this view, said Lund.", false, nowhere},
		{"Text messages seen by the court show that he knew.", true, nowhere},
		{"The company's newsletter had promised the opposite, the judge said.", true, nowhere},
		{"The report may not be reproduced, the court ruled.", false, nowhere},
	}
	for _, tt := range tests {
		if got := placeOf(newLine(tt.text), tt.edge); got != tt.want {
			t.Errorf("placeOf(%q, %v) = %q, want %q", tt.text, tt.edge, got, tt.want)
		}
	}
}

func TestPhraseTable(t *testing.T) {
	for row := range strings.Lines(phraseTable) {
		row = strings.TrimSpace(row)
		if row == "" || strings.HasPrefix(row, "#") {
			continue
		}
		fields := strings.SplitN(row, " ", 3)
		if len(fields) < 3 || !strings.Contains(" any edge cut list stop ", " "+fields[0]+" ") ||
			!strings.Contains(" is starts ends has ", " "+fields[1]+" ") || lowered(fields[2]) != fields[2] {
			t.Errorf("phrases.txt: %q is no entry: place, form, phrase in lower case", row)
		}
	}
}

func TestMarksOfName(t *testing.T) {
	tests := []struct {
		name string
		want mark
	}{
		{"articleShareBar", markShare},
		{"wp-caption-text", markCaption},
		{"most-read", markRelated},
		{"story__body", 0},
		{"shareholders", 0},
		{"newsletter-signup", markPromo},
		{"commentary", 0},
	}
	for _, tt := range tests {
		if got := marksOfName(tt.name); got != tt.want {
			t.Errorf("marksOfName(%q) = %b, want %b", tt.name, got, tt.want)
		}
	}
}

// TestHidden holds that each way to hide text hides it: the page is read, and
// the hidden words are nowhere.
func TestHidden(t *testing.T) {
	const before, secret, after = "The ferry left the quay at noon, the harbour master said.", "The captain was drunk, said nobody.", "It came back at four with all of its passengers on board."
	tests := []struct{ name, html string }{
		{"display none", `<p style="display:none">` + secret + `</p>`},
		{"important", `<p style="color:red; display : none !important">` + secret + `</p>`},
		{"visibility", `<p style="visibility:hidden">` + secret + `</p>`},
		{"hidden attribute", `<p hidden>` + secret + `</p>`},
		{"aria-hidden", `<p aria-hidden="true">` + secret + `</p>`},
		{"no font size", `<p style="font-size:0px">` + secret + `</p>`},
		{"no size", `<p style="height:0;overflow:hidden">` + secret + `</p>`},
		{"off the screen", `<p style="position:absolute;left:-9999px">` + secret + `</p>`},
		{"transparent", `<p style="opacity:0">` + secret + `</p>`},
		{"style sheet", `<style>.x1{display:none}</style><p class="x1">` + secret + `</p>`},
		{"screen readers", `<p class="sr-only">` + secret + `</p>`},
		{"comment", `<!-- <p>` + secret + `</p> -->`},
		{"template", `<template><p>` + secret + `</p></template>`},
		{"noscript", `<noscript><p>` + secret + `</p></noscript>`},
		{"closed dialog", `<dialog><p>` + secret + `</p></dialog>`},
		{"within a hidden parent", `<div hidden><div><p>` + secret + `</p></div></div>`},
		{"inside a paragraph", `<p>The crew of nine <span hidden>` + secret + `</span> was paid on Friday, as it always is.</p>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := Page([]byte("<html><body><article><h1>Ferry sails</h1><p>"+before+"</p>"+tt.html+"<p>"+after+"</p></article></body></html>"), "")
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(a.Text(), secret) || strings.Contains(a.Text(), "drunk") {
				t.Errorf("Page: hidden text in %q", a.Text())
			}
			if !strings.Contains(a.Body, before) || !strings.Contains(a.Body, after) {
				t.Errorf("Page = %q, want the paragraphs around the hidden one", a.Body)
			}
		})
	}
}

func TestCharsets(t *testing.T) {
	body := func(s string) string { return "<p>" + s + "</p>" }
	russian := "Паром отошёл от причала в полдень, сообщил начальник порта. На борту было двести человек, и все они вернулись вечером домой."
	german := "Die Fähre legte mittags ab, sagte der Hafenmeister. Größere Schäden gab es für die Gäste nicht, obwohl der Sturm über die Küste zog."
	kana := "フェリーは正午に出発したと港長が述べた。乗客は全員無事であり、夕方には港に戻ったという。"
	encode := func(enc interface{ String(string) (string, error) }, s string) []byte {
		out, err := enc.String(s)
		if err != nil {
			t.Fatal(err)
		}
		return []byte(out)
	}
	tests := []struct {
		name string
		raw  []byte
		want string
	}{
		{"UTF-8 undeclared", []byte(body(russian)), russian},
		{"UTF-8 declared as Latin-1", []byte(`<meta charset="iso-8859-1">` + body(german)), german},
		{"windows-1251 declared", encode(charmap.Windows1251.NewEncoder(), `<meta charset="windows-1251">`+body(russian)), russian},
		{"windows-1251 undeclared", encode(charmap.Windows1251.NewEncoder(), body(russian)), russian},
		{"Latin-1 undeclared", encode(charmap.ISO8859_1.NewEncoder(), body(german)), german},
		{"Shift JIS declared", encode(japanese.ShiftJIS.NewEncoder(), `<meta charset="shift_jis">`+body(kana)), kana},
		{"UTF-16 with a mark", encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(), body(german)), german},
		{"UTF-16 without", encode(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder(), body(german)), german},
		{"UTF-8 with one bad byte", []byte("<meta charset=utf-8>" + body("caf\xe9 "+german)), "caf\uFFFD " + german},
	}
	for _, tt := range tests {
		a, err := Page(tt.raw, "")
		if err != nil || a.Body != tt.want {
			t.Errorf("Page(%s) = %q, %v, want %q", tt.name, a.Body, err, tt.want)
		}
	}
}

func TestAddress(t *testing.T) {
	tests := []struct{ canonical, page, want string }{
		{"", "https://example.org/a?x=1", "https://example.org/a?x=1"},
		{"https://www.example.org/a", "https://example.org/a?utm=1", "https://www.example.org/a"},
		{"/b", "https://example.org/a", "https://example.org/b"},
		{"https://evil.example/", "https://example.org/a", "https://example.org/a"},
		{"javascript:alert(1)", "https://example.org/a", "https://example.org/a"},
		{"https://example.org/", "https://example.org/a", "https://example.org/a"},
		{"https://example.org/c#top", "", "https://example.org/c"},
		{"", "ftp://example.org/a", ""},
		{"", "https://user:pass@example.org/a", ""},
	}
	for _, tt := range tests {
		m := meta{of: map[string]string{}, canonical: tt.canonical}
		if got := m.address(tt.page); got != tt.want {
			t.Errorf("address(%q on %q) = %q, want %q", tt.canonical, tt.page, got, tt.want)
		}
	}
}

func TestCutShort(t *testing.T) {
	tests := []struct {
		body string
		want bool
	}{
		{"It ended well.", false},
		{"It ended…", true},
		{"First.\nThe price was put at between eight and nine million crowns by a paper that the Ledger has seen and which runs to 4", true},
		{"He said: \"Let us wait…\"", true}, // a price: nobody can tell
		{"Low Moor chains 40 cm", false},
	}
	for _, tt := range tests {
		if got := cutShort(tt.body); got != tt.want {
			t.Errorf("cutShort(%q) = %v, want %v", tt.body, got, tt.want)
		}
	}
}
