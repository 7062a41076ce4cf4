package compare

import "testing"

// Each row is a form of English; none is from a case.
func TestAskHolder(t *testing.T) {
	for _, row := range []struct{ guard, text, want string }{
		{"a quotation", "“There was no bell, no lamp and no guard,” said the miller, Ada Holm.", "Is it true, as Ada Holm says, that “There was no bell, no lamp and no guard”?"},
		{"his own", "“Our men never touched the sluice on that night,” Ada Holm said.", "Is it true, as Ada Holm says, that “Our men never touched the sluice on that night”?"},
		{"indirect speech", "The Water Board says that it never had a letter about the sluice.", "Is it true, as the Water Board says, that it never had a letter about the sluice?"},
		{"behind what is said", "None of the guards had left the gate that night, keeper Ian Orde said.", "Is it true, as keeper Ian Orde says, that none of the guards had left the gate that night?"},
		{"a pronoun that is the holder", "Keeper Ian Orde came late. He saw no lamp on the stairs that night, he said.", "Is it true, as Keeper Ian Orde says, that he saw no lamp on the stairs that night?"},
		{"a day between", "The Water Board said on Monday that nothing had pointed to a leak in the wall.", "Is it true, as the Water Board says, that nothing had pointed to a leak in the wall?"},
		{"who says it is in what he says", "The Water Board has stated that no letter came to the Water Board, the Water Board says.", ""},
		{"no sentence", "The Water Board says no to the mill.", ""},
		{"nobody's denial", "There was no bell, no lamp and no guard in the mill.", ""},
		{"a holder without a name", "“There was no bell, no lamp and no guard,” said a man at the gate.", ""},
		{"a part of a sentence", "The Water Board said the keys, which were “never in the hands of the miller”, hang in the hall as they did in the spring.", ""},
		{"leaning on the sentence before", "“They never gave it to the miller or to anybody,” said Ada Holm.", ""},
		{"a word that only seems to deny", "Two men were unable to open the sluice, keeper Ian Orde said.", ""},
		{"too long to be asked", "“There was no bell, no lamp and no guard, no rope and no ladder, no boat and no oar, no bread and no wine, no dog and no cat in the whole of the mill that night,” said Ada Holm.", ""},
	} {
		t.Run(row.guard, func(t *testing.T) {
			x, r := read(t, row.text)
			if got := x.askHolder(r.Claims[len(r.Claims)-1]); got != row.want {
				t.Errorf("%q, want %q", got, row.want)
			}
		})
	}
}
