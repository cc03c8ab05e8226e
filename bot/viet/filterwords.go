package viet

// secretWords are marks of secrecy wherever they stand; those without accents are doubtful only where they mean
// something else, which "tuyệt mật" does not.
var secretWords = phrases(map[string]bool{
	"tuyệt mật|tối mật|độ mật|dấu mật|đóng dấu mật|tài liệu mật|văn bản mật|công văn mật|kế hoạch mật|báo cáo mật|hồ sơ mật|" +
		"bí mật nhà nước|bmnn|tài liệu tối mật|mật vụ|điện mật|chế độ mật|thông tin mật|danh sách mật|chỉ thị mật|lệnh mật|tin mật|mức độ mật": true,
})

// harmless follow "mật" in words of peace: mật ong, mật độ, mặt trận.
var harmless = wordSet("ong do mia thiet tran khau gau ma nhi phuc tong ngot ngu tiep bang san duong can tien troi bao hang vu lam nha ngua that mat cay chi luong hoa trong ngo")

// secrecy finds marks of secrecy.
func (f *sieve) secrecy(i int) int {
	if _, n := secretWords.match(f.toks, i); n > 0 && !f.tears(i, n) && !f.harmlessAt(i+n, f.toks[i+n-1]) {
		return n
	}
	t := f.toks[i]
	if t.kind != 'w' || t.fold != "mat" || !t.plain() && t.text != "mât5" {
		return 0
	}
	if f.harmlessAt(i+1, t) || f.fold(i-1) == "bi" || f.fold(i-1) == "bao" || f.fold(i-1) == "mang" {
		return 0
	}
	alone := i == 0 || t.line || f.fold(i-1) == "(" || f.fold(i-1) == "[" || f.fold(i-1) == ":"
	ended := i+1 == len(f.toks) || f.fold(i+1) == ":" || f.fold(i+1) == ")" || f.fold(i+1) == "]" || f.fold(i+1) == "-" || f.toks[i+1].line
	marked := t.caps && (t.text == "mât5" || !f.shouting)
	if alone && ended || marked && (!f.shouting || alone) || alone && t.caps {
		return 1
	}
	return 0
}

// tears tells whether what looks like "tối mật" without accents is likely "tôi mất": it is in small letters inside a
// sentence.
func (f *sieve) tears(i, n int) bool {
	last := f.toks[i+n-1]
	first := f.toks[i]
	return first.fold == "toi" && first.plain() && last.plain() && !last.caps && i > 0 && !first.line
}

// harmlessAt tells whether the word at token i turns the word before it into a harmless one.
func (f *sieve) harmlessAt(i int, before token) bool {
	return i < len(f.toks) && f.toks[i].kind == 'w' && before.fold == "mat" && harmless[f.toks[i].fold]
}

var listWords = phrases(map[string]bool{"danh sách|ds|d/s|danh sach|danh sách gồm|list|danh sách các": true})

// listed are the people whose list is not for the bot.
var listed = phrases(map[string]bool{
	"đối tượng|nghi phạm|bị can|nghi can|bị cáo|người nghiện|con nghiện|người theo|tín đồ|người lầm lỗi|người vi phạm|cơ sở|" +
		"người nghi|người bị|tội phạm|người có tiền án|người tù tha|người tham gia tà đạo|đối tượng hình sự|tiền án|tiền sự|công dân|truy nã|người sử dụng ma túy|thanh niên hư|đối tượng cần|người liên quan|người báo tin|người cung cấp|người tái hòa nhập|họ tên|tên tuổi": true,
})

var listHeads = phrases(map[string]bool{"họ và tên|họ tên|có tên sau|gồm các ông|gồm các bà|gồm các đối tượng|gồm các ông, bà": true})

// list finds lists of persons: "danh sách 5 đối tượng", "họ và tên:".
func (f *sieve) list(i int) int {
	if _, n := listHeads.match(f.toks, i); n > 0 {
		return n
	}
	_, n := listWords.match(f.toks, i)
	if n == 0 {
		return 0
	}
	for j := i + n; j < len(f.toks) && j <= i+n+3; j++ {
		if _, m := listed.match(f.toks, j); m > 0 && (f.fold(j) != "doi" || f.fold(j+2) != "ngheo") {
			return j + m - i
		}
	}
	return 0
}

var informants = phrases(map[string]bool{
	"cơ sở bí mật|cơ sở mật|đặc tình|cộng tác viên bí mật|ctv bí mật|mạng lưới bí mật|mật báo viên|người báo tin là|người cung cấp tin là|" +
		"người cung cấp thông tin là|cộng tác viên|mật vụ|danh tính người báo tin|danh tính người cung cấp|cơ sở báo tin|người tố giác là|hộp thư bí mật|" +
		"xây dựng cơ sở bí mật|tuyển cơ sở|chỉ điểm|nội gián|trinh sát viên|cài cắm|cơ sở nội tuyến": true,
})

// openHelpers make a cộng tác viên harmless.
var openHelpers = wordSet("dan y bao dai truyen thon gia tre xa cong tuyen phu khuyen thu")

func (f *sieve) informant(i int) int {
	_, n := informants.match(f.toks, i)
	if n == 3 && f.fold(i) == "cong" && openHelpers[f.fold(i+n)] {
		return 0
	}
	return n
}

var plans = phrases(map[string]bool{
	"chuyên án|kế hoạch tác chiến|phương án tác chiến|kế hoạch vây bắt|phương án vây bắt|kế hoạch bắt|phương án bắt|kế hoạch phục kích|" +
		"mật phục|kế hoạch truy bắt|phương án truy bắt|phương án đánh bắt|kế hoạch trấn áp|phương án trấn áp|kế hoạch tuần tra|phương án tuần tra|" +
		"lịch tuần tra|lịch trực chiến|ca tuần tra|kế hoạch trinh sát|phương án trinh sát|bí số|quân số|vũ khí trang bị|trang bị vũ khí|kế hoạch khám xét|" +
		"phương án khám xét|phương án giải tán|kế hoạch giải tán|phương án chống biểu tình|phương án bảo vệ mục tiêu|phương án bảo vệ đoàn|kế hoạch đánh án|phá án vào|" +
		"kế hoạch nghiệp vụ|biện pháp nghiệp vụ|trinh sát kỹ thuật|ngoại tuyến|phương án a2|kế hoạch đấu tranh|phương án đấu tranh|kế hoạch theo dõi|đề án bí mật|chuyên đề bí mật|lịch trực ban chiến đấu|" +
		"kế hoạch đột kích|phương án đột kích|kế hoạch mật phục|phương án mật phục|kế hoạch triệt phá|phương án triệt phá|lịch đi tuần|kế hoạch bố ráp|giờ g": true,
})

// plan finds plans of operations. A fight against drugs in general is none: "kế hoạch đấu tranh phòng, chống".
func (f *sieve) plan(i int) int {
	_, n := plans.match(f.toks, i)
	if n > 0 && f.published(i, i+n) {
		return 0
	}
	if n > 0 && f.fold(i+n-1) == "tranh" && (f.fold(i+n) == "phong" || f.fold(i+n) == "chong") {
		return 0
	}
	return n
}

// published tells whether only the number of a plan is named, "Kế hoạch tuần tra số 123/KH-CAT", and no content follows.
func (f *sieve) published(i, end int) bool {
	n := document(f.toks, i)
	named := end < len(f.toks) && wordNumber.has(f.toks[end]) && i+n > end+1
	return named && f.fold(i+n) != ":" && f.fold(i+n) != "("
}

var sects = phrases(map[string]bool{
	"tà đạo|tà giáo|đạo lạ|đạo hà mòn|hà mòn đạo|theo đạo|bỏ đạo|truyền đạo|tin lành đêga|tin lành đê ga|tin lành dega|tin lành de ga|đêga|dega|đê ga|fulro|" +
		"pháp luân công|hội thánh đức chúa trời|tổ chức dương văn mình|đạo dương văn mình|giáo phái|bà cô dợ|giê sùa|tà đạo hà mòn|tin lành đấng christ|công giáo đề ga|sinh hoạt đạo|lôi kéo vào đạo|nhóm đạo": true,
})

func (f *sieve) religion(i int) int {
	_, n := sects.match(f.toks, i)
	return n
}
