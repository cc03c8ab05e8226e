package viet

import ("testing";"fmt")

func TestDbg(t *testing.T) {
	tx := tokenize("từ 1/3 đến 31/3", baseWords)
	for _, k := range tx.toks { fmt.Printf("%+v\n", k) }
	p := dates{numbers{tx.toks, baseWords.nouns}, 20780}
	_, n := sinceWords.match(tx.toks, 0)
	fmt.Println(n)
	a, ok := p.edge(1, true)
	fmt.Println(a, ok)
	_, n = toWords.match(tx.toks, a.end)
	fmt.Println(n)
	b, ok := p.edge(a.end+n, true)
	fmt.Println(b, ok)
}
