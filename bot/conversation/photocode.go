package conversation

import (
	"regexp"
	"strings"

	"danvanbot/bot/form"
)

// captionCode is a caption that is nothing but the code of a report: "BY-0111", "by 0111". "nam 2026" is none.
var captionCode = regexp.MustCompile(`(?i)^[a-z]{1,3}(?:-\d{4,9}| ?0\d{3})$`)

// named tells whether a caption says of which report a photo is. The one that is being corrected takes it in anyway.
func (t *turn) named(caption string) bool {
	if t.inAlbum(t.s.Deaf) || !captionCode.MatchString(caption) {
		return false
	}
	id, _ := form.ParseCode(caption)
	return t.s.Draft == nil || t.s.Draft.Sub != id
}

// photoOf adds photos to the report that their caption names. Only for an album it is asked, as the rest of it is still to
// come.
func (t *turn) photoOf(caption string) {
	s, ok := t.mendable(caption)
	if !ok {
		t.s.Deaf = t.in.Album
		t.again()
		return
	}
	before := t.s.Ask
	t.s.Ask = &Ask{What: askPhotos, Arg: itoa(int(s.ID))}
	if problem := t.askMore(); problem != "" {
		t.say(problem, "max", itoa(t.photoLimit()))
		t.s.Ask, t.s.Deaf = before, t.in.Album
		t.again()
		return
	}
	if t.in.Album == "" {
		_, all := t.askedPhotos()
		t.s.Ask = before
		t.keepPhotos(s, all)
		return
	}
	t.s.Album = t.in.Album
	t.again()
}

// asksPhotos answers "ảnh" below a report as the button there does.
func (t *turn) asksPhotos(text string) bool {
	if key := labelKey(text); key != "anh" && key != "xem anh" && key != "photos" && key != "view photos" {
		return false
	}
	for _, data := range t.s.Opts {
		if code, ok := strings.CutPrefix(data, verbPhotos+":"); ok {
			t.photos(code)
			return true
		}
	}
	return false
}
