package conversation

import "danvanbot/bot/form"

const (
	valueDone = "done"
	maxPhotos = 10
)

// photo takes photos as references for the open report; the picture itself stays with the platform.
func (t *turn) photo() {
	d := t.s.Draft
	if d == nil || d.Form == "" {
		t.say("photos.no_report")
		return
	}
	if t.form().Restricted {
		t.say("photos.restricted")
		t.again()
		return
	}
	a := d.Answers.Of(form.KeyPhotos)
	if len(a.Photos)+len(t.in.Photos) > maxPhotos {
		t.say("photos.too_many", "max", itoa(maxPhotos))
		t.again()
		return
	}
	d.put(form.KeyPhotos, Answer{Photos: append(a.Photos, t.in.Photos...)})
	t.again()
}

func (t *turn) photosText(ask string) string {
	if n := len(t.s.Draft.Answers.Of(form.KeyPhotos).Photos); n > 0 {
		return t.msg("photos.count", "n", itoa(n))
	}
	return ask
}
