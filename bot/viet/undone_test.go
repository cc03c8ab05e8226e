package viet_test

import (
	"testing"

	"danvanbot/bot/viet"
)

// TestUndone holds what is no report yet apart from what only sounds like it.
func TestUndone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		want viet.Undone
	}{
		{"Ngày 20/11 CAX Bờ Y sẽ tổ chức tuyên truyền ATGT cho 100 người", viet.Planned},
		{"kế hoạch ngày mai xã Sa Thầy tuyên truyền ma túy 80 người", viet.Planned},
		{"dự kiến 20/11 xã Kon Đào tặng 30 suất quà", viet.Planned},
		{"chuẩn bị tổ chức hiến máu 30 đơn vị xã Đăk Hà hôm nay", viet.Planned},
		{"tuan toi cax dak pek se tuyen truyen atgt 90 nguoi", viet.Planned},
		{"Đăng ký tổ chức chủ nhật xanh 22/11 xã Đăk Mar 40 người", viet.Planned},
		{"chỉ tiêu được giao: tặng 50 suất quà xã Rờ Kơi tháng 11", viet.Planned},
		{"định mai tặng 20 suất quà ở xã Mô Rai", viet.Planned},
		{"buổi tuyên truyền ATGT xã Đăk Tô 20/11 hoãn, 60 người", viet.Cancelled},
		{"CAX Ia Chim 18/11 đã hủy buổi tuyên truyền PCCC 50 người", viet.Cancelled},
		{"buoi tt ma tuy xa dak ui 19/11 bi hoan vi mua bao, 70 ng", viet.Cancelled},
		{"chưa tổ chức được buổi tuyên truyền ATGT ngày 18/11 xã Xốp, 40 người chờ", viet.Cancelled},
		{"CAX Ngọk Bay không tổ chức tuyên truyền ngày 18/11, 30 người", viet.Cancelled},
		{"hôm qua xã Bờ Y tuyên truyền người dân không vi phạm nồng độ cồn, 85 người", viet.Done},
		{"CAX Đăk Hà 18/11 vận động thanh niên không tổ chức đua xe, tuyên truyền ATGT 60 người", viet.Done},
		{"18/11 xã Xốp làm CCCD tại nhà cho 12 cụ chưa có căn cước", viet.Done},
		{"tuyen truyen atgt o chua xa dak ha 18/11 50 nguoi", viet.Done},
		{"xã Bờ Y thu hồi 3 khẩu súng ngày 18/11, đã tiêu hủy", viet.Done},
		{"chi huy cax sa thay to chuc tuyen truyen atgt 18/11, 50 nguoi", viet.Done},
		{"Thực hiện kế hoạch tuyên truyền phòng chống ma túy, 18/11 xã Bờ Y tuyên truyền 50 người", viet.Done},
		{"hoàn thành chỉ tiêu tháng 11: xã Bờ Y tuyên truyền 4 buổi 300 người", viet.Done},
		{"20 đ/c đăng ký hiến máu, xã Bờ Y thu được 18 đơn vị ngày 18/11", viet.Done},
		{"tạm hoãn nghĩa vụ cho 50 thanh niên, tuyên truyền luật xã Bờ Y 18/11", viet.Done},
		{"xin báo cáo: hôm qua xã Bờ Y tổ chức tuyên truyền ATGT 50 người", viet.Done},
		{"quyết định tặng 20 suất quà xã Bờ Y 18/11", viet.Done},
		{"bà con hứa sẽ không uống rượu bia khi lái xe, tuyên truyền atgt xã Bờ Y 18/11 50 người", viet.Done},
		{"tuyên truyền ma túy 20/11 xã Bờ Y dự kiến 100 người thực tế 85 người", viet.Done},
	} {
		reports := viet.Read(c.in, context())
		if len(reports) != 1 || reports[0].Undone != c.want {
			t.Errorf("%q: got %d reports, the first %q, want one, %q", c.in, len(reports), reports[0].Undone, c.want)
		}
	}
}
