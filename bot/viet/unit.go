package viet

import (
	"slices"
	"strings"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// levels stand before a unit's name. The rank tells how surely a name behind them is the reporting unit.
var levels = phrases(map[string]int{
	"xã|phường|x.|p.|x|p|cax|cap|công an xã|công an phường|ca xã|ca phường|ca x|ca p|công an x.|thị trấn|tt|công an thị trấn|ca thị trấn|ca tt|catt|ubnd xã|ubnd phường|cà xã|c.a xã|c.a.x|đặc khu|công an đặc khu|đồn công an|ca p.|ca x.": 3,
	"công an|ca|đoàn xã|chi đoàn|chi đoàn công an|đơn vị|đơn vị:|đvị|đv:":                                     2,
	"ở|tại|địa bàn|trên địa bàn|đóng tại|về|đến|thuộc|địa bàn xã|khu vực|kv":                                  2,
	"huyện|h.|công an huyện|cah|thành phố|tp|tp.|công an thành phố|catp|tỉnh|công an tỉnh|cat|ca tỉnh|thị xã": 1,
})

// behindPlace lists what makes the name behind it that of something smaller or other than a unit.
var behindPlace = wordSet("thon lang buon kdc ap plei khoi duong song suoi nui cau cho chua ho dap doc deo quan nguoi dan toc bdbp don dong")

// schoolWords stand before the name of a school, of which only a unit's name of today tells the place.
var schoolWords = wordSet("truong thpt thcs th mn tieu mam ptdtnt ptdtbt pthcs non hoc ty cao")

// unitHit is a name of a unit in a text.
type unitHit struct {
	at, end int // tokens
	name    int // the first token of the name itself
	rank    int // how surely it is the unit that reports
	matches []orgunit.Match
}

// places reads the names of units at the tokens that are not used.
func (v *Vocabulary) places(t text, used []bool, on period.Date) []unitHit {
	hits := v.scanUnits(t, used, on, v.exactUnit)
	if len(hits) == 0 {
		hits = v.scanUnits(t, used, on, v.slippedUnit)
	}
	if len(hits) == 0 {
		hits = v.scanUnits(t, used, on, v.farUnit)
	}
	return hits
}

type unitReader func(toks []token, at, name, n int) (string, bool)

func (v *Vocabulary) scanUnits(t text, used []bool, on period.Date, read unitReader) []unitHit {
	var hits []unitHit
	for i := 0; i < len(t.toks); {
		hit, ok := v.unitAt(t, used, i, func(h unitHit) []orgunit.Match {
			if _, ok := read(t.toks, h.at, h.name, h.end-h.name); !ok || !v.standsAsUnit(t.toks, h) {
				return nil
			}
			return v.find(t, h, on)
		})
		if !ok {
			i++
			continue
		}
		hits = append(hits, hit)
		i = hit.end
	}
	return hits
}

// unitAt reads the longest name at token i, with the level word before it.
func (v *Vocabulary) unitAt(t text, used []bool, i int, resolve func(unitHit) []orgunit.Match) (unitHit, bool) {
	rank, n := levels.match(t.toks, i)
	starts := []int{i}
	if n > 0 {
		starts = []int{i + n, i}
	}
	for _, name := range starts {
		for end := min(name+v.units.long+1, len(t.toks)); end > name; end-- {
			if slices.Contains(used[i:end], true) || !oneLine(t.toks[name:end]) {
				continue
			}
			hit := unitHit{at: i, name: name, end: end}
			if name > i {
				hit.rank = rank
			}
			if hit.matches = resolve(hit); len(hit.matches) > 0 {
				return hit, true
			}
		}
	}
	return unitHit{}, false
}

// oneLine tells whether tokens are words (or apostrophes) of one line.
func oneLine(toks []token) bool {
	for k, t := range toks {
		if t.kind == 'd' || t.kind == 'm' && !t.mark("'") || k > 0 && t.line {
			return false
		}
	}
	return toks[0].kind == 'w' && toks[len(toks)-1].kind == 'w'
}

// exactUnit reads a name as it is.
func (v *Vocabulary) exactUnit(toks []token, at, name, n int) (string, bool) {
	if !v.units.begin[toks[name].fold] && toks[name].fold != "dac" && toks[name].fold != "ngoc" {
		return "", false
	}
	key, words := joinKey(toks[name : name+n])
	p, ok := v.units.keys[key]
	if !ok {
		return "", false
	}
	if words == 1 && p.words == 1 && at == name && (!toks[name].cap || toks[name].line) {
		return "", false
	}
	return key, p.current || at < name || words > 1 && !v.common(toks[name:name+n])
}

// common tells whether a name is made of ordinary words, so that one of the past needs a level word before it or
// capitals: Đoàn Kết, Hòa Bình.
func (v *Vocabulary) common(toks []token) bool {
	capitals := true
	for _, t := range toks {
		capitals = capitals && t.cap
		if t.kind == 'w' && !syllable(baseOf(t.text), 0) {
			return false
		}
	}
	return !capitals
}

// baseOf is the text of a word without its tone.
func baseOf(text string) string {
	if n := len(text); n > 0 && text[n-1] >= '1' && text[n-1] <= '5' {
		return text[:n-1]
	}
	return text
}

// slippedUnit reads a name with one slip: two words or more, none of them a known word.
func (v *Vocabulary) slippedUnit(toks []token, at, name, n int) (string, bool) {
	key, words := joinKey(toks[name : name+n])
	if words < 2 && at == name || len(key) < 4 {
		return "", false
	}
	if at == name && v.allKnown(toks[name:name+n]) {
		return "", false
	}
	near := v.units.slip(key)
	for _, k := range near {
		if p := v.units.keys[k]; p.words == words || at < name && words <= p.words+1 {
			return k, true
		}
	}
	return "", false
}

func (v *Vocabulary) allKnown(toks []token) bool {
	return !slices.ContainsFunc(toks, func(t token) bool { return t.kind == 'w' && !v.folds[t.fold] })
}

// farUnit takes what stands behind a level word of a commune for a name, to be asked.
func (v *Vocabulary) farUnit(toks []token, at, name, n int) (string, bool) {
	if rank, k := levels.match(toks, at); at == name || k == 0 || rank < 3 || n < 2 || n > 3 {
		return "", false
	}
	return "", true
}

// standsAsUnit rules out villages, streets and the names of schools that are no units of today.
func (v *Vocabulary) standsAsUnit(toks []token, hit unitHit) bool {
	if hit.rank == 3 || hit.at == 0 {
		return true
	}
	before := toks[hit.at-1]
	if before.kind != 'w' || toks[hit.at].line {
		return true
	}
	if hit.rank == 0 && behindPlace[before.fold] {
		return false
	}
	if hit.rank == 0 && schoolWords[before.fold] {
		key, _ := joinKey(toks[hit.name:hit.end])
		return v.units.keys[key].current
	}
	return true
}

// find resolves a hit on a day; groups do not report.
func (v *Vocabulary) find(t text, hit unitHit, on period.Date) []orgunit.Match {
	from := hit.name
	if rank, n := levels.match(t.toks, hit.at); n > 0 && hit.at < hit.name && (rank == 3 || rank == 1) {
		from = hit.at
	}
	found := v.tree.Find(t.typed(from, hit.end), on)
	found = append(found, v.runTogether(t, hit, on)...)
	found = append(found, v.runOn(t, hit, on)...)
	known := v.allKnown(t.toks[hit.name:hit.end])
	found = slices.DeleteFunc(found, func(m orgunit.Match) bool { return m.Group || m.Later || known && m.Distance > 1 })
	v.doubtRaw(t, hit, found)
	return found
}

// runTogether gives the units one slip away from a name that fits only when its words are cut otherwise: "da kroong" is
// Đắk Rơ Ông, but may be Đắk KRoong.
func (v *Vocabulary) runTogether(t text, hit unitHit, on period.Date) []orgunit.Match {
	key, words := joinKey(t.toks[hit.name:hit.end])
	p, exact := v.units.keys[key]
	if !exact || words == 1 || p.words == words {
		return nil
	}
	var others []orgunit.Match
	for _, k := range v.units.slip(key) {
		if k != key && v.units.keys[k].words == words {
			others = append(others, v.tree.Find(k, on)...)
		}
	}
	return others
}

// runOn gives the units whose longer name was meant with a slip: "dak to lng" is no Đăk Tô.
func (v *Vocabulary) runOn(t text, hit unitHit, on period.Date) []orgunit.Match {
	if key, _ := joinKey(t.toks[hit.name:hit.end]); v.units.keys[key].words == 0 {
		return nil
	}
	var others []orgunit.Match
	if _, n := v.signals.match(t.toks, hit.end); n > 0 {
		return nil
	}
	for end := hit.end + 1; end <= min(hit.end+2, len(t.toks)) && oneLine(t.toks[hit.name:end]) && (t.toks[end-1].plain() || t.toks[end-1].raw); end++ {
		key, words := joinKey(t.toks[hit.name:end])
		for _, k := range v.units.slip(key) {
			if v.units.keys[k].words == words {
				others = append(others, v.tree.Find(k, on)...)
			}
		}
	}
	return others
}

// doubtRaw makes a name a mere suggestion when it was read from what may be raw keys, or may be a slip instead:
// "noong" is nông, or Nhoong.
func (v *Vocabulary) doubtRaw(t text, hit unitHit, found []orgunit.Match) {
	name := t.toks[hit.name:hit.end]
	raw := strings.ToLower(strings.ReplaceAll(t.s[name[0].from:name[len(name)-1].to], " ", ""))
	key, _ := joinKey(name)
	if !slices.ContainsFunc(name, func(k token) bool { return k.raw }) || v.units.keys[key].words > 0 && len(v.units.slip(raw)) == 0 {
		return
	}
	for i := range found {
		found[i].Distance = 2
	}
}

// typed gives words as they were typed; decoded ones without accents.
func (t text) typed(from, to int) string {
	var b strings.Builder
	for _, tok := range t.toks[from:to] {
		if !tok.glued && b.Len() > 0 {
			b.WriteByte(' ')
		}
		if tok.raw {
			b.WriteString(tok.fold)
		} else {
			b.WriteString(t.s[tok.from:tok.to])
		}
	}
	return b.String()
}
