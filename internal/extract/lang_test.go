package extract

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/abadojack/whatlanggo"
)

// What the function words tell is what the letters tell.
func TestEnglishAgreesWithLetters(t *testing.T) {
	files, err := filepath.Glob("../../corpus/*/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no texts", err)
	}
	sure := 0
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !english(string(raw)) {
			continue
		}
		sure++
		if info := whatlanggo.Detect(string(raw)); info.Lang != whatlanggo.Eng || !info.IsReliable() {
			t.Errorf("%s: the letters tell %s (sure: %t)", name, info.Lang, info.IsReliable())
		}
	}
	if 10*sure < 9*len(files) {
		t.Errorf("of %d English texts %d are known by their words", len(files), sure)
	}
}

func TestOtherLanguagesAreNotEnglish(t *testing.T) {
	for name, text := range map[string]string{
		"Dutch":  "De brandweer was tegen zes uur in de ochtend ter plaatse en had het vuur na een uur onder controle. Volgens de politie is er niemand gewond geraakt bij de brand in de loods, maar de schade is groot. De eigenaar zei dat hij van plan is om het gebouw weer op te bouwen. Wat de oorzaak van de brand was, is nog niet bekend. De weg naar het dorp blijft tot maandag dicht.",
		"German": "Die Feuerwehr war gegen sechs Uhr am Morgen vor Ort und hatte den Brand nach einer Stunde unter Kontrolle. Nach Angaben der Polizei wurde bei dem Feuer in der Lagerhalle niemand verletzt, der Schaden ist aber hoch. Der Besitzer sagte, er wolle das Gebäude wieder aufbauen. Was die Ursache war, ist noch nicht bekannt. Die Straße in das Dorf bleibt bis Montag gesperrt, wie es hieß.",
		"Scots":  "The fire brigade wis there aboot sax i the mornin an haed the fire unner control efter an oor. The polis said naebody wis hurt i the bleeze i the shed, but the skaith is muckle. The awner said he ettles tae big the hoose again. Whit the cause wis isna kent yet. The road tae the clachan bides steekit till Monanday, an naebody wants tae say mair aboot it the nou.",
		"Danish": "Brandvæsenet var på stedet ved sekstiden om morgenen og havde ilden under kontrol efter en time. Ifølge politiet kom ingen til skade ved branden i hallen, men skaden er stor. Ejeren sagde, at han vil bygge huset op igen. Hvad der var årsagen, er endnu ikke kendt. Vejen til landsbyen er spærret til mandag, og for dem der bor her er det en lang omvej at køre for at handle.",
	} {
		if english(text) {
			t.Errorf("%s is taken for English", name)
		}
	}
}
