package measure

// Money: signs before the number and currency words behind it.

// signs are currency signs; with a country's letters before "$" the sign is
// that country's.
var signs = map[string]string{
	"$": "USD", "€": "EUR", "£": "GBP", "¥": "money:yen", "₹": "money:rupee",
	"₽": "money:rouble", "₺": "money:lira", "₴": "money:hryvnia",
	"₩": "money:won", "₪": "money:shekel",
}

// codes stand before a number ("USD 40", "Rs 4 crore") or glued to "$".
var codes = map[string]string{
	"usd": "USD", "us": "USD", "eur": "EUR", "gbp": "GBP", "rs": "money:rupee",
	"inr": "money:rupee", "chf": "money:franc", "a": "money:australian dollar",
	"c": "money:canadian dollar", "nz": "money:new zealand dollar",
	"hk": "money:hong kong dollar", "s": "money:singapore dollar",
}

// currencies are the currency words. The first are those that the signs stand
// for; the others stay under their own word, since a "crown" has no country.
// Words that are first of all something else (mark, crown, sterling) count as
// money only behind a number.
var currencies = map[string]string{
	"dollar": "USD", "euro": "EUR", "cent": "cent", "pence": "penny",
	"yen": "money:yen", "yuan": "money:yuan", "renminbi": "money:yuan",
	"rupee": "money:rupee", "rouble": "money:rouble", "ruble": "money:rouble",
	"franc": "money:franc", "mark": "money:mark", "crown": "money:crown",
	"krona": "money:crown", "krone": "money:crown", "kronor": "money:crown",
	"kroner": "money:crown", "koruna": "money:crown", "florin": "money:florin",
	"guilder": "money:florin", "dinar": "money:dinar", "dirham": "money:dirham",
	"riyal": "money:riyal", "rial": "money:rial", "lira": "money:lira",
	"lire": "money:lira", "peso": "money:peso", "peseta": "money:peseta",
	"escudo": "money:escudo", "rand": "money:rand", "shekel": "money:shekel",
	"zloty": "money:zloty", "forint": "money:forint", "hryvnia": "money:hryvnia",
	"thaler": "money:thaler", "ducat": "money:ducat", "guinea": "money:guinea",
	"shilling": "money:shilling", "naira": "money:naira", "baht": "money:baht",
	"drachma": "money:drachma", "leu": "money:leu", "lev": "money:lev",
	"real": "money:real", "reais": "money:real", "ringgit": "money:ringgit",
	"rupiah": "money:rupiah", "taka": "money:taka", "won": "money:won",
}

// onlyScaled are currency words that are everyday words too; they need a
// million or so before them.
var onlyScaled = map[string]bool{"won": true, "real": true, "leu": true, "lev": true, "guinea": true, "rand": true}

// nationalDollars keeps the dollars of others apart from the American one.
var nationalDollars = map[string]string{
	"australian": "money:australian dollar", "canadian": "money:canadian dollar",
	"singapore": "money:singapore dollar", "swiss": "money:franc",
	"us": "USD", "u.s": "USD", "american": "USD", "swedish": "money:crown",
	"norwegian": "money:crown", "danish": "money:crown", "czech": "money:crown",
}

// priceWords before a number say that "pounds" or a bare "3m" is money.
var priceWords = map[string]bool{
	"worth": true, "cost": true, "costs": true, "costing": true, "price": true,
	"priced": true, "paid": true, "pay": true, "paying": true, "fine": true,
	"fined": true, "deal": true, "fee": true, "budget": true, "raised": true,
	"earned": true, "spent": true, "salary": true, "bill": true, "loan": true,
	"sold": true, "bought": true, "reward": true, "grant": true, "damages": true,
	"profit": true, "loss": true, "debt": true, "sterling": true,
	"insurance": true, "cover": true, "insured": true, "valued": true, "value": true,
	"funding": true, "demand": true, "demands": true, "claim": true, "offer": true,
	"bid": true, "compensation": true, "award": true, "income": true, "revenue": true, "shares": true,
	"stock": true, "prices": true, "traded": true, "closed": true,
}

// sign reads a currency before a number: "$", "US$", "Rs", "EUR".
func (t tokens) sign(i int) (base string, next int, ok bool) {
	if base, ok = signs[t.at(i).text]; ok {
		return base, i + 1, true
	}
	base, ok = codes[t.at(i).text]
	if !ok {
		return "", i, false
	}
	if t.is(i+1, "$") && t.at(i+1).glued {
		return base, i + 2, true
	}
	if len(t.at(i).text) < 2 || !t.at(i).upper || t.is(i, "us", "nz", "hk") {
		return "", i, false
	}
	k := i + 1
	if t.is(k, ".") && t.is(i, "rs") {
		k++
	}
	return base, k, t.at(k).kind == digits
}

// currency reads a currency word behind a number.
func (t tokens) currency(i int, n number) (u unit, next int, ok bool) {
	if base, ok := nationalDollars[t.at(i).text]; ok {
		if c, isMoney := currencies[singular(t.at(i+1).text)]; isMoney && len(c) > 2 {
			return unit{base: base, factor: 1}, i + 2, true
		}
	}
	text := t.at(i).text
	if t.is(i, "pound", "pounds", "quid") {
		if t.is(i, "quid") || n.scaled && n.low >= 1e6 || t.is(i+1, "sterling") || t.priced(i) {
			return unit{base: "GBP", factor: 1}, i + 1, true
		}
		return unit{}, i, false
	}
	base, ok := currencies[text]
	if !ok {
		base, ok = currencies[singular(text)]
	}
	if !ok || t.at(i).upper || onlyScaled[text] && !n.scaled {
		return unit{}, i, false
	}
	switch base {
	case "cent":
		return unit{base: "USD", factor: .01}, i + 1, true
	case "penny":
		return unit{base: "GBP", factor: .01}, i + 1, true
	}
	return unit{base: base, factor: 1}, i + 1, true
}

// priced looks for a word of price in the few words before i.
func (t tokens) priced(i int) bool {
	for k := i - 1; k >= 0 && k > i-8; k-- {
		if priceWords[t.at(k).text] {
			return true
		}
		if t.is(k, ".", ";") {
			return false
		}
	}
	return false
}
