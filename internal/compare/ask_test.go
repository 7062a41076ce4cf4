package compare

import (
	"strings"
	"testing"
	"time"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

// read makes a story of articles of one origin each, an hour apart, and reads
// it.
func read(t *testing.T, texts ...string) (*comparer, claims.Reading) {
	t.Helper()
	s := news.Story{ID: "s"}
	for i, body := range texts {
		id := string(rune('a' + i))
		s.Articles = append(s.Articles, news.Article{ID: id, Outlet: id, Title: "T " + id, Body: body, Published: time.Date(2026, 3, 4, 9+i, 0, 0, 0, time.UTC)})
		s.Lineage = append(s.Lineage, news.Lineage{Origin: id})
	}
	r := claims.Read(s)
	return &comparer{story: s, r: r, conflicting: map[[2]int]bool{}, contested: map[int]bool{}, used: map[int]bool{}}, r
}

// claimOf is the claim that begins so.
func claimOf(t *testing.T, r claims.Reading, start string) int {
	t.Helper()
	for i, c := range r.Claims {
		if strings.HasPrefix(c.Text, start) {
			return i
		}
	}
	t.Fatalf("no claim begins %q", start)
	return -1
}

// Each row is a form of English; none is from a case.
func TestWhether(t *testing.T) {
	for _, tt := range []struct{ name, yes, no, want string }{
		{"past tense", "The lifeguards closed the beach at noon.", "The lifeguards never closed the beach, the town hall said.", "Did the lifeguards close the beach at noon?"},
		{"auxiliary", "The gate was locked when the crowd came, the steward said.", "The gate was not locked, said a visitor.", "Was the gate locked when the crowd came?"},
		{"perfect", "Halvorsen has repaid the grant in full.", "Halvorsen has not repaid the grant, the auditor said.", "Has Halvorsen repaid the grant in full?"},
		{"irregular", "The ranger shot the bear on Sunday.", "The ranger never shot a bear.", "Did the ranger shoot the bear on Sunday?"},
		{"there was no", "She says that he heard a warning.", "“There was no warning,” said the miller.", "Was there any warning?"},
		{"not one", "He says that a seat was sold twice.", "Not one seat was sold twice, the theatre said.", "Was a seat sold twice?"},
		{"nobody", "They had called a doctor at once, she said.", "Nobody called a doctor.", "Did anybody call a doctor?"},
		{"a pronoun asks nothing", "He took it.", "He never took it.", ""},
		{"other words than are denied", "The mayor opened the market.", "The bakers did not sell a loaf.", ""},
		{"who says it", "Amberley said it had paid the crew.", "Amberley did not pay, said the crew.", "Had Amberley paid the crew?"},
		{"an office before a name", "He adds that head keeper Ida Lund opened the cage.", "The keeper never opened the cage.", "Did head keeper Ida Lund open the cage?"},
		{"a thing not found", "He says that it left a trace.", "The laboratory found no trace of poison.", "Did the laboratory find any trace of poison?"},
		{"no cut before", "The owner knew that the bridge was weak a full three weeks before the lorries crossed it on a Monday.", "The owner did not know it.", ""},
		{"at no point", "He says that salt was strewn over the pond.", "At no point was salt strewn near the pond, the town said.", "Was salt strewn near the pond?"},
		{"nor", "It was an outbreak at the Hilm stable, he says.", "Nor did the outbreak begin at the Hilm stable.", "Did the outbreak begin at the Hilm stable?"},
		{"a subject with a clause", "It was a pond of the farm in which the dye turned up.", "The dye that coloured the brook on Tuesday was not found on the farm at all, the owner said.", "Was the dye found on the farm?"},
		{"none did", "In the village they heard a warning.", "No warning ever reached the village, said the miller.", "Did any warning reach the village?"},
		{"none of many", "At the station they saw a train leaving for the coast.", "“No train from the coast left the station,” said the porter.", "Did any train from the coast leave the station?"},
		{"without what leans on the sentence before", "The ministers also closed the port.", "The ministers did not close the port.", "Did the ministers close the port?"},
		{"which men", "Two guards hired by the port opened the gate at noon.", "The guards never opened the gate, the port said.", "Did two guards hired by the port open the gate at noon?"},
		{"what was kept where", "The lamps kept in the cellar lit the stairs.", "The lamps did not light the stairs at all.", "Did the lamps kept in the cellar light the stairs?"},
		{"who says it, with that", "Amberley said that it had paid the crew.", "Amberley did not pay, said the crew.", "Had Amberley paid the crew?"},
		{"a headline asks nothing", "Miller repairs sluice after he broke gate\n\nIt was Monday.", "The miller never broke a gate.", ""},
		{"a short form of a pronoun", "I've opened the gate.", "He never opened the gate.", ""},
		{"two denials", "At the mill they heard a gun fired twice.", "No gun was fired and nobody was hurt.", "Was any gun fired?"},
		{"what follows is not here", "The list was found in the following place: a drawer.", "They never found the list there.", ""},
		{"what is done is done to many things", "The ministers discussed the harvest and the floods.", "Ask the ministers; they did not discuss a ban.", ""},
		{"the subject is denied too", "The pumps in the tunnel started at once.", "The pumps in that tunnel never started.", "Did the pumps in the tunnel start at once?"},
		{"a noun like a past form", "The cost of the repair was paid by the parish.", "The parish did not pay for the repair.", "Was the cost of the repair paid by the parish?"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x, r := read(t, tt.yes, tt.no)
			a, b := r.Claims[claimOf(t, r, opening(tt.yes))], r.Claims[claimOf(t, r, opening(tt.no))]
			if got := x.whether(a, b); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestHowMuch(t *testing.T) {
	for _, tt := range []struct{ name, a, b, want string }{
		{"since something", "The pumps started five minutes after the alarm.", "The pumps started 30 minutes after the alarm.", "How long after the alarm did the pumps start?"},
		{"of another measure", "The smoke reached a height of 300 metres.", "The smoke reached a height of 900 metres.", "What height did the smoke reach?"},
		{"a length", "The crack was 4 metres long by noon and growing.", "The crack was 11 metres long.", "How long was the crack?"},
		{"by how much", "The rent rose 9 per cent in a year.", "The rent rose 30 per cent in a year.", "By how much did the rent rise?"},
		{"nobody comes by so much", "The steward counted at the gate and came to 40 per cent.", "The steward came to 90 per cent.", ""},
		{"where they are", "There were 46 sheep on the ferry.", "There were 90 sheep on the ferry, he said.", "How many sheep were on the ferry?"},
		{"of a kind", "It is a matter of 21 attack dogs.", "It is a matter of 50 attack dogs.", "How many attack dogs were there?"},
		{"of which nothing is said", "It is a matter of 21 dogs.", "It is a matter of 50 dogs.", ""},
		{"put at", "The council puts the cost of repairs at about 30 million euros.", "The contractor asked for 90 million euros.", "What was the cost of repairs?"},
		{"estimated at", "Rangers estimated the area flooded at 300 hectares.", "Pilots had measured 700 hectares.", "What was the area flooded?"},
		{"stood at", "The turnout stood at 38 per cent.", "Only 22 per cent came, the party said.", "What was the turnout?"},
		{"no measure", "The court set the hearing to 9 May, and 40 people came to the door.", "There were 90 people at the door.", "How many people came to the door?"},
		{"the counted are the subject", "Some 300 guests were unable to reach the hall.", "About 90 guests were unable to reach the hall.", "How many guests were unable to reach the hall?"},
		{"no verb of another clause", "The harbour published a chart that puts the wreck 4 miles from the shore.", "The harbour published a chart that puts the wreck 9 miles from the shore.", ""},
		{"passive", "Police said 40 sheep were stolen.", "The farmer said 70 sheep were stolen.", "How many sheep were stolen?"},
		{"active", "The brigade used 12 pumps.", "The brigade used 30 pumps.", "How many pumps did the brigade use?"},
		{"toll", "The quake killed 20 people.", "The quake killed 55 people.", "How many people died?"},
		{"hyphen", "The 20-minute speech ended late.", "The 90-minute speech ended late.", "How long did the speech last?"},
		{"lasted", "The outage lasted three hours.", "The outage lasted nine hours.", "How long did the outage last?"},
		{"speed", "The lorry was doing 50 mph.", "The lorry was doing 80 mph.", "How fast was the lorry doing?"},
		{"money", "The museum paid 3 million euros for the vase.", "The museum paid 9 million euros for the vase.", "How much did the museum pay?"},
		{"invariant", "The ministry bought 12 aircraft.", "The ministry bought 20 aircraft.", "How many aircraft did the ministry buy?"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x, r := read(t, tt.a, tt.b)
			a, b := claimOf(t, r, opening(tt.a)), claimOf(t, r, opening(tt.b))
			c := contest{kind: news.Quantity, sides: []side{{[]int{a}, []int{0}}, {[]int{b}, []int{0}}}}
			if got := x.howMuch(c); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// opening is how a text's only sentence begins.
func opening(s string) string { return s[:min(len(s), 20)] }
