package extract_test

import (
	"strings"
	"testing"

	"counterpoint/internal/extract"
)

// A text of 2,000 characters as feeds carry it.
func BenchmarkFragment(b *testing.B) {
	content := strings.Repeat("<p>The harbour wall at Selby has held through the night, the engineers said on Monday morning. Two ships that had waited outside could enter the port before noon, and the mayor thanked the crews.</p>\n", 10)
	for i := range 10 {
		content = strings.Replace(content, "Two ships", string(rune('A'+i))+" ships", 1)
	}
	benchFragment(b, content)
}

// varied is a report of sixteen paragraphs as newsrooms write them: short and
// long ones, quotations, figures, names, brackets, a link, a credit.
const varied = `<p>SELBY, Oct. 3 (Unity Press) — The harbour wall at Selby has held through the night, but only just.</p>
<p>“We were lucky,” Ada Quist, the town’s engineer, told reporters on Monday. “An hour more and it would have gone.”</p>
<p>The wall, which is 412 metres long and was built in 1931, has stood up to eleven storms since it was last mended, according to the <a href="https://harbour.example/log">harbour’s log</a>; the one of Sunday night was the worst of them all, with gusts of up to 121 kilometres an hour and waves of more than six metres that broke over the lamps on the quay.</p>
<p>Two ships had waited outside.</p>
<p>They entered the port at 11:40 a.m., and the mayor, Bo Lund, thanked the crews of both – “thirty-one people who kept their heads”, as he put it.</p>
<p>Nobody was hurt. A fish market and nine sheds on the north side were flooded, and some 2,300 households had no power until noon.</p>
<p>The cost is not known yet. The council’s first guess is 4.2 million crowns, about a third of what it spends on roads in a year, said Mr. Lund, who has asked the ministry in Essan for help.</p>
<p>A spokeswoman for the ministry said by e-mail that it “will look at any request with good will”, but that no money had been set aside.</p>
<p>What went wrong?</p>
<p>A report from 2019, seen by the Selby Courier, warned that the sea had washed out the ground under the wall’s eastern end (the part that faces the open bay) and asked for 60 new piles. Only 14 were ever driven.</p>
<p>“It was always going to be next year,” said Jonas Pell, 58, who has sold nets beside the wall since he was a boy. “Next year came on Sunday.”</p>
<p>The opposition wants the report debated before the end of the week; its leader, Greta Orsi, called the delay a scandal and said she would vote against the budget unless the rest of the piles are in it.</p>
<p>Mr. Lund denied that he had known of the warning. He became mayor in May 2021, after the report was filed.</p>
<p>Ms. Quist said her office would close the eastern end to cars and carts for at least 3 weeks, and that divers would go down as soon as the water clears, which may take until Thursday or Friday, depending on the wind and on how much mud the river still brings down from the hills.</p>
<p>The next storm is forecast for the weekend.</p>
<p>With reporting by Una Selwyn in Essan</p>
`

func BenchmarkFragmentVaried(b *testing.B) { benchFragment(b, varied) }

func benchFragment(b *testing.B, content string) {
	b.Helper()
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := extract.Fragment(content); err != nil {
			b.Fatal(err)
		}
	}
}
