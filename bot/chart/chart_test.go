package chart_test

import (
	"bytes"
	"errors"
	"image/png"
	"strings"
	"testing"

	"github.com/go-analyze/charts"

	"danvanbot/bot/bottest/sample"
	"danvanbot/bot/chart"
	"danvanbot/bot/i18n"
	"danvanbot/bot/report"
)

func draw(t *testing.T, d report.Dossier, o chart.Options) []byte {
	t.Helper()
	o.Lang = i18n.VI
	b, err := chart.PNG(d, o)
	if err != nil {
		t.Fatalf("%s: %v", o.Kind, err)
	}
	return b
}

func TestPictures(t *testing.T) {
	t.Parallel()
	seen := map[string]chart.Kind{}
	for _, kind := range chart.Kinds() {
		b := draw(t, sample.Month(), chart.Options{Kind: kind})
		if !bytes.Equal(draw(t, sample.Month(), chart.Options{Kind: kind}), b) {
			t.Errorf("%s: got other bytes", kind)
		}
		picture, err := png.Decode(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if size := picture.Bounds(); size.Dx() != 1080 || size.Dy() < 300 || size.Dy() > 2400 {
			t.Errorf("%s: got %v, want a phone's screen or two", kind, size)
		}
		if other := seen[string(b)]; other != "" {
			t.Errorf("got %s as %s", kind, other)
		}
		seen[string(b)] = kind
	}
}

func TestMeasureIsDrawn(t *testing.T) {
	t.Parallel()
	own, other := draw(t, sample.Month(), chart.Options{}), draw(t, sample.Month(), chart.Options{Measure: "phat_dong_dia_ban.n"})
	if bytes.Equal(own, other) {
		t.Error("got the same picture of two measures")
	}
}

func TestNothingToDraw(t *testing.T) {
	t.Parallel()
	for _, kind := range chart.Kinds() {
		d := report.Dossier{Summary: report.Summary{Period: sample.Month().Summary.Period}}
		if _, err := chart.PNG(d, chart.Options{Kind: kind}); !errors.Is(err, chart.ErrNothing) {
			t.Errorf("%s: got %v, want ErrNothing", kind, err)
		}
	}
	if _, err := chart.PNG(sample.Month(), chart.Options{Kind: "pie"}); err == nil {
		t.Error("got no error for a chart that there is not")
	}
}

// TestFontHasVietnamese holds that no letter comes out as a box.
func TestFontHasVietnamese(t *testing.T) {
	t.Parallel()
	font := charts.GetFont(charts.FontFamilyNotoSans)
	var letters strings.Builder
	letters.WriteString("ăâđêôơưĂÂĐÊÔƠƯàáãèéìíòóõùúýÀÁÃÈÉÌÍÒÓÕÙÚÝĩũĨŨ–…“”·%")
	for r := 'Ạ'; r <= 'ỹ'; r++ {
		letters.WriteString(string(r))
	}
	for _, r := range letters.String() {
		if font.Index(r) == 0 {
			t.Errorf("got no %c", r)
		}
	}
}
