package orgunit_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/fold"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

var (
	today = period.NewDate(2026, 11, 23)
	then  = period.NewDate(2020, 2, 7)
	sheet = orgunit.Sample()
)

// found writes matches as "id", with ~1 for a distance, ! for a former name, ? for a unit of later.
func found(list []orgunit.Match) string {
	var parts []string
	for _, m := range list {
		s := string(m.ID)
		if m.Distance > 0 {
			s += "~" + string(rune('0'+m.Distance))
		}
		if m.Former {
			s += "!"
		}
		if m.Later {
			s += "?"
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, " ")
}

func TestFind(t *testing.T) {
	t.Parallel()
	tests := []struct {
		on   period.Date
		text string
		want string
	}{
		{today, "Xã Bờ Y", "q-bo-y"},
		{today, "CAX Bờ Y", "q-bo-y"},
		{today, "ca xa bo y", "q-bo-y"},
		{today, "Công an xã BỜ Y", "q-bo-y"},
		{today, "x.Bờ Y", "q-bo-y"},
		{today, "boy", "q-bo-y"},
		{today, "xaboy", "q-bo-y"},
		{today, "q-bo-y", "q-bo-y"},
		{today, "k-611-bo-y", "q-bo-y!"},
		{today, "23377", "q-bo-y"},
		{then, "23377", "k-611-plei-kan"},
		{then, "xã Bờ Y", "k-611-bo-y"},
		{today, "p. dak cam", "q-dak-cam"},
		{today, "Plei Kần", "q-bo-y!"},
		{today, "tt Plei Cần", "q-bo-y!"},

		// Spellings of one word.
		{today, "Đắc Tờ Can", "q-dak-to-kan~1"},
		{today, "Đắc Mar", "q-dak-mar"},
		{today, "Ngọc Réo", "q-ngok-reo"},
		{today, "Ngok Linh", "q-ngoc-linh"},
		{today, "rơ kơi", "q-ro-koi"},
		{today, "Rò Kơi", "q-ro-koi"},
		{then, "Ia H’ Drai", "h-ia-hdrai"},

		// Namesakes: the level word and the accents may tell them apart, nothing else does.
		{today, "dak ha", "q-dak-ha q-tu-mo-rong! kv-dak-ha"},
		{today, "Công an xã Đăk Hà", "q-dak-ha"},
		{today, "xã Đắk Hà", "q-dak-ha q-tu-mo-rong!"},
		{today, "huyện Đắk Hà", "kv-dak-ha"},
		{today, "thị trấn Đắk Hà", "q-dak-ha!"},
		{today, "khu vực Đăk Hà", "kv-dak-ha"},
		{then, "dak ha", "h-dak-ha k-615-dak-ha k-617-dak-ha"},
		{then, "tt dak ha", "k-615-dak-ha"},
		{then, "xa dak ha", "k-617-dak-ha"},
		{then, "cah dak ha", "h-dak-ha"},
		{then, "Đắk Long", "k-610-dak-long k-613-mang-den!"},
		{then, "Đăk Long", "k-615-dak-long"},
		{then, "dak long", "k-615-dak-long k-610-dak-long k-613-mang-den!"},
		{period.NewDate(2015, 1, 1), "Đắk Long", "k-610-dak-long k-613-mang-den"},
		{today, "Đăk Long", "q-dak-long q-dak-pxi!"},
		{today, "Đăk Hà", "q-dak-ha kv-dak-ha"},
		{today, "Đắk Hà", "q-dak-ha q-tu-mo-rong! kv-dak-ha"},
		{today, "dak long", "q-dak-long q-dak-pxi! q-mang-den!"},
		{today, "xã Đắk Blà", "q-dak-ro-wa!"},
		{today, "Đăk Bla", "q-dak-bla"},
		{today, "dak bla", "q-dak-bla q-dak-ro-wa!"},
		{today, "sa thầy", "q-sa-thay kv-sa-thay"},
		{today, "Kon Tum", "q-kon-tum p-quang-ngai! kv-kon-tum kv-tp-kon-tum"},
		{today, "phường Kon Tum", "q-kon-tum"},
		{today, "tp Kon Tum", "kv-tp-kon-tum"},
		{today, "tỉnh Kon Tum", "p-quang-ngai! kv-kon-tum"},
		{today, "công an tỉnh", ""},
		{today, "Hòa Bình", "q-dak-ro-wa!"},
		{today, "Hoà Bình", "q-dak-ro-wa!"},

		// Slips.
		{today, "xã Bờ T", "q-bo-y~1"},
		{today, "Mangbut", "q-mang-but"},
		{today, "dak pkex", "q-dak-pek~2 q-dak-rve~2!"},
		{today, "Đăk Tồ", "q-dak-to kv-dak-to"},
		{today, "Sa Bnìh", "q-sa-binh~1"},
		{today, "xa dak bla", "q-dak-ro-wa!"},
		{today, "xa dak bal", "q-dak-bla~1 q-dak-ro-wa~1!"},
		{today, "Hà Nội", ""},
		{today, "", ""},
		{today, "xã", ""},
		{then, "Dục Nông", "q-duc-nong?"},
	}
	for _, tt := range tests {
		t.Run(tt.on.String()+" "+tt.text, func(t *testing.T) {
			t.Parallel()
			if got := found(sheet.Find(tt.text, tt.on)); got != tt.want {
				t.Errorf("Find(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

// TestFindKnowsEveryName asks for all names of all times: the right unit is the answer, or among those to ask for.
func TestFindKnowsEveryName(t *testing.T) {
	t.Parallel()
	asked := 0
	for _, on := range []period.Date{then, today} {
		for _, u := range sheet.All() {
			if u.Level != orgunit.Commune || u.From != nil && *u.From > on {
				continue
			}
			want := u.ID
			if !sheet.Valid(want, on) {
				want = sheet.Now(want)
			}
			name := u.Names[len(u.Names)-1].Text
			for _, text := range []string{name, fold.Key(name), orgunit.Bare(name), fold.Key(orgunit.Bare(name)), "Công an " + name} {
				list := sheet.Find(text, on)
				if !contains(list, want) {
					t.Errorf("Find(%q, %s) = %q, want %q among them", text, on, found(list), want)
				}
				if len(list) > 1 {
					asked++
				}
			}
		}
	}
	t.Logf("%d of the names had to be asked", asked)
}

func contains(list []orgunit.Match, id orgunit.ID) bool {
	for _, m := range list {
		if m.ID == id {
			return true
		}
	}
	return false
}

// TestFindForgivesOneSlip doubles, drops and swaps each letter of today's names: never a wrong unit alone.
func TestFindForgivesOneSlip(t *testing.T) {
	t.Parallel()
	for _, id := range sheet.Communes("p-quang-ngai", today) {
		key := fold.Key(orgunit.Bare(sheet.Name(id, today)))
		if len(key) < 5 {
			continue
		}
		for i := 1; i < len(key)-1; i++ {
			for _, slip := range []string{key[:i] + key[i-1:], key[:i] + key[i+1:], key[:i] + key[i+1:i+2] + key[i:i+1] + key[i+2:]} {
				list := sheet.Find(slip, today)
				if len(list) == 1 && list[0].Distance > 0 && list[0].ID != id {
					t.Errorf("Find(%q) = %q, want %q", slip, found(list), id)
				}
			}
		}
	}
}

func TestFindNamesWhatItFound(t *testing.T) {
	t.Parallel()
	want := []orgunit.Match{
		{ID: "q-dak-ha", Name: "Xã Đăk Hà"},
		{ID: "q-tu-mo-rong", Name: "Xã Tu Mơ Rông", Former: true},
		{ID: "kv-dak-ha", Name: "Khu vực Đắk Hà", Group: true},
	}
	if diff := cmp.Diff(want, sheet.Find("dak ha", today)); diff != "" {
		t.Errorf("Find (-want +got):\n%s", diff)
	}
}

func TestInitials(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"Công an xã Bờ Y": "BY", "Đăk Tờ Kan": "DTK", "Tỉnh Quảng Ngãi": "QN", "Xã Xốp": "X", "Thị trấn Plei Kần": "PK",
		"Phòng Công tác Đảng và công tác quần chúng": "PCT", "": "DV", "Ô": "O", "Công an phường Kon Tum": "KT", "Đ": "D", "Ω": "DV",
	}
	for name, want := range tests {
		if got := orgunit.Initials(name); got != want {
			t.Errorf("Initials(%q) = %q, want %q", name, got, want)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"Xã Bờ Y", "dak ha", "Đắk Long", "q-bo-y", "p. dak cam", "xã", "H'Drai", "\xff", "\u0361"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, m := range sheet.Find(text, today) {
			if m.Name == "" || m.Distance > 2 || !m.Group && !m.Later && !sheet.Valid(m.ID, today) {
				t.Errorf("Find(%q) gave %+v", text, m)
			}
		}
		if n := len(orgunit.Initials(text)); n < 1 || n > 3 {
			t.Errorf("Initials(%q) has %d letters", text, n)
		}
		if bare := orgunit.Bare(text); utf8.ValidString(text) && !utf8.ValidString(bare) {
			t.Errorf("Bare(%q) = %q", text, bare)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	for _, text := range []string{"Công an xã Đăk Tờ Kan", "dak ha", "Đắc Tờ Kann", "Hà Nội phố"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sheet.Find(text, today)
			}
		})
	}
}
