package viet_test

import (
	"testing"

	"danvanbot/bot/viet"
)

func TestFilter(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"bà Y Hlan (SĐT 0987654321) làng Kà Đừ", "person phone"},
		{"MAT: danh sach 5 doi tuong theo ta dao, da lam viec voi Nguyen Van A 20/11", "secrecy person_list religion person"},
		{"Anh A ở thôn 3, CCCD 0620…, báo tin về cờ bạc", "person identity"},
		{"cmnd 233 123 456", "identity"},
		{"cmnd 233.123.456", "identity"},
		{"cccd 062.085.001.234", "identity"},
		{"gọi (+84)905123456", "phone"},
		{"trị giá 350000000", ""},
		{"làm CCCD 120 người", ""},
		{"lệ phí CCCD 120.000 đồng", ""},
		{"tặng 2 lít mật ong, 350.000.000 đồng", ""},
		{"Ủy ban Mặt trận Tổ quốc xã", ""},
		{"liên hệ hoa.le_92@gmail.com nhé", "email"},
		{"0905123456@zalo.vn", "phone email"},
		{"họp lúc 8h @ nhà rông", ""},
		{"hộ chiếu số B1234567", "identity"},
		{"passport c12345678", "identity"},
		{"làm hộ chiếu cho 12 người", ""},
		{"xe 82b1-234.56 vi phạm", "plate"},
		{"xe 51g12345 vi phạm", "plate"},
		{"xe 82b1 23456 vi phạm", "plate"},
		{"20 suất 20x50000", ""},
		{"15k50000", ""},
		{"lúc 14h30000 người", ""},
		{"anh tuan bao 1 nguon tin", "person"},
		{"chi doan bao cao", ""},
		{"ba con bao tin", ""},
		{"sáng nay văn bản mật", "person secrecy"},
		{"sáng nay\nvăn bản mật", "person secrecy"},
		{"ông Lê Minh Lan, MẬT ĐỘ DÂN CƯ THẤP, XÃ YA LY VẬN ĐỘNG 763 HỘ", "person"},
		{"gọi 0 9 1 2 3 4 5 6 7 8", "phone"},
		{"số không chín một hai ba bốn năm sáu bảy tám", "phone"},
		{"so khong chin 1 2 ba bon nam sau bay tam", "phone"},
		{"số không chín nhăm ba bốn năm sáu bảy tám", "phone"},
		{"các thôn 1, 2, 3, 4, 5, 6, 7, 8, 9, 10", ""},
		{"từ 1 đến 5, hai ba bốn năm lần", ""},
	} {
		got := ""
		for _, f := range viet.Filter(c.in) {
			if got != "" {
				got += " "
			}
			got += string(f.Kind)
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
	}
	for _, l := range readTestset(t) {
		if l.Type == "report" && l.Want["flags"] == nil {
			if got := viet.Filter(l.In); len(got) > 0 {
				t.Errorf("%q: got %v, want nothing", l.In, got)
			}
		}
	}
}
