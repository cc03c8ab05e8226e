package viet

// titles stand before names of persons.
var titles = phrases(map[string]bool{
	"ông|bà|anh|chị|em|cháu|cô|chú|bác|dì|cậu|cụ|thầy|đối tượng|tên|tên là|nạn nhân|bị can|nghi phạm|nghi can|công dân|vợ|chồng|mẹ|bố|cha|" +
		"đồng chí|đc|đ/c|d/c|họ tên|họ và tên|ông bà|hộ ông|hộ bà|nhà ông|nhà bà|gia đình ông|gia đình bà|đại úy|thiếu úy|thượng úy|trung úy|thiếu tá|trung tá|thượng tá|đại tá|già làng": true,
})

// surnames of the Kinh and of the highlands.
var surnames = phrases(map[string]bool{
	"nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|trương|trịnh|đào|tạ|lương|lưu|châu|tô|tống|thái|kiều|quách|lò|lường|vi|nông|giàng|sùng|" +
		"siu|ksor|rơ châm|rơ mah|rơ lan|rah lan|kpă|kpa|rơ ông|nay|ayun|niê|ê ban|hà thị|hà văn|mai thị|mai văn|cao thị|đoàn thị|cao văn|đoàn văn|triệu|phùng|hứa|ma thị|ma văn|la thị|la văn|lâm thị|chu thị|lâm văn|chu văn": true,
})

// places are words behind which a person's name is the name of a school or a street.
var places = wordSet("truong thpt thcs th mn tieu mam duong pho phuong xa thon lang quan huyen tinh vien truong quang tuong giai quy doi cong ty nha may ban hang dn hop tac htx " +
	"tncs tntp doan chu tich bac to tdp khu cau cho hem ngo cum pthcs ptdtnt ptdtbt gdtx hoc non mo hinh cao dang dai thi tran quoc lo trung tam chua dinh den rung buon ap")

// notNames begin what follows a title without being a name.
var notNames = wordSet("con em chi anh ho hoc giao sinh cong truong doan uy dang hoi bi pho giam chu ban thon xa phuong huyen tinh lang to nha viet quoc tet ngay thang nam " +
	"dtts cbcs csgt ca cand anttxh hs gv sv dan hung ruot ngheo gai trai tai va thu tham du khac da dang bo lon gia kinh ho cac tu bo")

// person finds names of persons: behind a title, or by a surname.
func (f *sieve) person(i int) int {
	if f.toks[i].kind != 'w' {
		return 0
	}
	if _, n := titles.match(f.toks, i); n > 0 {
		if m := f.nameAfterTitle(i + n); m > 0 {
			return n + m
		}
	}
	if n := f.bySurname(i); n > 0 && !f.atPlace(i) {
		return n
	}
	if n := f.highland(i); n > 0 {
		return n
	}
	return 0
}

// nameAfterTitle counts the words of a name behind a title.
func (f *sieve) nameAfterTitle(i int) int {
	if f.fold(i) == ":" || f.fold(i) == "la" {
		if n := f.nameAfterTitle(i + 1); n > 0 {
			return n + 1
		}
	}
	if n := f.bySurname(i); n > 0 {
		return n
	}
	n := f.capitals(i)
	if n == 0 {
		return f.informer(i)
	}
	if f.shouting && f.toks[i].caps || notNames[f.fold(i)] {
		return 0
	}
	return n
}

var informing = phrases(map[string]bool{"báo tin|báo 1|báo một|báo 2|báo về|cung cấp|tố giác|trình báo|tố cáo|phản ánh|kể lại|báo có": true})

// notInformers are roles and kin behind a title, beside those that are no names anywhere.
var notInformers = wordSet("me ba cha bo ong nguoi quan truong nhan khong muon nhung nay do ay")

// informer counts a first name in small letters, known as one by what its bearer did: "anh tuan bao 1 nguon tin".
func (f *sieve) informer(i int) int {
	if i+1 >= len(f.toks) || f.toks[i].kind != 'w' || len(f.fold(i)) < 2 || notNames[f.fold(i)] || notInformers[f.fold(i)] {
		return 0
	}
	if _, n := informing.match(f.toks, i+1); n == 0 {
		return 0
	}
	return 1
}

// capitals counts words with a capital and small letters behind it, or single capitals.
func (f *sieve) capitals(i int) int {
	n := 0
	for i+n < len(f.toks) && n < 4 {
		t := f.toks[i+n]
		if t.kind != 'w' || !t.cap || t.caps && !f.shouting || n > 0 && t.glued || t.line && n > 0 {
			break
		}
		n++
	}
	return n
}

// bySurname counts the words of a name that begins with a surname: three with capitals, or "nguyen van a" in any
// letters. Two are too few: Lê Lợi is a street.
func (f *sieve) bySurname(i int) int {
	_, s := surnames.match(f.toks, i)
	if s == 0 {
		return 0
	}
	middle := f.fold(i + s)
	if s > 1 && (f.fold(i+s-1) == "van" || f.fold(i+s-1) == "thi") {
		middle, s = f.fold(i+s-1), s-1
	}
	if (middle == "van" || middle == "thi") && i+s+1 < len(f.toks) && f.toks[i+s+1].kind == 'w' && (f.fold(i) != "le" || f.toks[i].cap) {
		return max(s+2, f.capitals(i))
	}
	if f.shouting && f.toks[i].caps || !f.toks[i].cap {
		return 0
	}
	if n := f.capitals(i); n >= 3 && f.fold(i) != "ho" {
		return n
	}
	if n := f.capitals(i); n == 2 && f.titled(i) {
		return n
	}
	return 0
}

func (f *sieve) titled(i int) bool {
	for back := 1; back <= 3 && i-back >= 0; back++ {
		if _, n := titles.match(f.toks, i-back); n == back {
			return true
		}
	}
	return false
}

// atPlace tells whether a place or an institution stands before token i.
func (f *sieve) atPlace(i int) bool {
	for back := 1; back <= 3 && i-back >= 0; back++ {
		if f.toks[i-back].kind == 'm' || f.toks[i-back].kind == 'd' || f.toks[i-back+1].line {
			return false
		}
		if places[f.toks[i-back].fold] || f.toks[i-back].cap && back == 1 && !f.titled(i) {
			return true
		}
	}
	return false
}

// highland finds the names of the highlands, A or Y and a name: "Y Hlan", "A Thiu".
func (f *sieve) highland(i int) int {
	t := f.toks[i]
	if f.shouting || !t.cap || t.fold != "a" && t.fold != "y" || t.to-t.from != 1 {
		return 0
	}
	if i > 0 && (f.toks[i-1].cap && f.toks[i-1].kind == 'w' || f.toks[i-1].glued && t.glued || classed[f.fold(i-1)]) {
		return 0
	}
	n := f.capitals(i)
	if n < 2 || f.fold(i+1) == "te" || f.fold(i+1) == "ta" || f.fold(i+1) == "si" {
		return 0
	}
	return n
}

// classed are words behind which A is a class, not a person.
var classed = wordSet("hang loai nhom khu lo doi khoi lop to ban muc phuong diem so bang cap he bo xa bờ")
