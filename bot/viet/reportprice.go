package viet

import "slices"

// leastPrice is the đồng below which a gift's price was rather told for one piece: "30 suất quà trị giá 500.000đ".
const leastPrice = 50_000

// mostPrice is the đồng up to which a sum of money can as well be the price of each of several gifts.
const mostPrice = 1_000_000

// cheap doubts a sum of money that is too little for its pieces.
func (rd *reader) cheap() {
	money, gifts := rd.rep.Counts["tien"], rd.rep.Counts["suat_qua"]
	each := gifts.Value > 1 && money.Value <= mostPrice && !rd.totalled("tien")
	if money.Value > 0 && (each || money.Value < gifts.Value*leastPrice) && !slices.Contains(rd.rep.Derived, "tien") {
		rd.rep.doubt("tien")
	}
}

// price multiplies what one piece costs with the pieces, or one event's people with the events.
func (rd *reader) price(form *formInfo, q quantity) {
	if q.Unit == "vnd" || q.Unit == "" && q.Value >= 1000 {
		rd.multiply("tien", q, rd.pieces(form))
		return
	}
	m := rd.measure(form, q)
	if m == "" || rd.rep.N == 0 {
		if m != "" {
			rd.rep.doubt(m)
		}
		return
	}
	rd.multiply(m, q, Num{Value: float64(rd.rep.N)})
}

// pieces is what a price is paid for.
func (rd *reader) pieces(form *formInfo) Num {
	for _, m := range []string{"suat_qua", "suat_thuoc", "nha", "ho", "luot_nguoi"} {
		if n, ok := rd.rep.Counts[m]; ok && (m == "suat_qua" || slices.Contains(form.measures, m)) {
			return n
		}
	}
	return Num{}
}

func (rd *reader) multiply(m string, q quantity, times Num) {
	n := q.Num
	n.Value *= times.Value
	n.Unit = ""
	n.Hedge = firstHedge(n.Hedge, times.Hedge)
	old, there := rd.rep.Counts[m]
	switch {
	case times.Value == 0 || !times.Sure() || !q.Sure():
		rd.rep.doubt(m)
	case there && old.Value != n.Value:
		rd.rep.doubt(m)
	case !there:
		rd.set(m, n)
		rd.derive(m)
	}
}

func firstHedge(a, b Hedge) Hedge {
	if a != Exact {
		return a
	}
	return b
}
