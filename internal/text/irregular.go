package text

// irregular leads irregular forms that news uses back to their base, where a
// suffix stemmer would keep them apart.
var irregular = map[string]string{
	"arose": "arise", "arisen": "arise", "ate": "eat", "eaten": "eat", "became": "become", "began": "begin", "begun": "begin",
	"bit": "bite", "bitten": "bite", "blew": "blow", "blown": "blow", "bought": "buy", "broke": "break", "broken": "break",
	"brought": "bring", "built": "build", "burnt": "burn", "came": "come", "caught": "catch", "chose": "choose",
	"chosen": "choose", "dealt": "deal", "did": "do", "done": "do", "does": "do", "drew": "draw", "drawn": "draw",
	"drove": "drive", "driven": "drive", "drank": "drink", "fed": "feed", "felt": "feel", "fell": "fall", "fallen": "fall",
	"fled": "flee", "flew": "fly", "flown": "fly", "forgot": "forget", "fought": "fight", "found": "find", "froze": "freeze",
	"frozen": "freeze", "gave": "give", "given": "give", "went": "go", "gone": "go", "got": "get", "grew": "grow",
	"grown": "grow", "heard": "hear", "held": "hold", "hid": "hide", "hidden": "hide", "kept": "keep", "knew": "know",
	"known": "know", "laid": "lay", "learnt": "learn", "led": "lead", "left": "leave", "lent": "lend", "lit": "light",
	"lost": "lose", "made": "make", "meant": "mean", "met": "meet", "paid": "pay", "ran": "run", "rang": "ring",
	"rung": "ring", "rose": "rise", "risen": "rise", "said": "say", "sang": "sing", "sank": "sink", "sunk": "sink",
	"sat": "sit", "saw": "see", "seen": "see", "sent": "send", "shook": "shake", "shaken": "shake", "shot": "shoot",
	"slept": "sleep", "slid": "slide", "sold": "sell", "sought": "seek", "spent": "spend", "spoke": "speak",
	"spoken": "speak", "stole": "steal", "stolen": "steal", "stood": "stand", "struck": "strike", "stricken": "strike",
	"swam": "swim", "swept": "sweep", "swore": "swear", "sworn": "swear", "taught": "teach", "threw": "throw",
	"thrown": "throw", "told": "tell", "took": "take", "taken": "take", "tore": "tear", "torn": "tear", "thought": "think",
	"understood": "understand", "withdrew": "withdraw", "withdrawn": "withdraw", "woke": "wake", "woken": "wake", "won": "win",
	"wore": "wear", "worn": "wear", "wrote": "write", "written": "write",
	"was": "be", "were": "be", "is": "be", "are": "be", "been": "be", "am": "be", "being": "be",
	"has": "have", "had": "have", "having": "have",
	"men": "man", "women": "woman", "children": "child", "people": "person", "persons": "person", "lives": "life",
	"wives": "wife", "feet": "foot", "teeth": "tooth", "thieves": "thief", "knives": "knife", "police": "police",
	"policemen": "policeman", "firemen": "fireman", "died": "die", "dies": "die", "dying": "die", "dead": "dead", "death": "die",
	"deaths": "die", "killed": "kill", "news": "news",
}
