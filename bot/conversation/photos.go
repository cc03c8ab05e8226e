package conversation

import (
	"slices"
	"strings"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/fold"
	"danvanbot/bot/form"
)

const (
	valueDone = "done"
	// photosAfter is how long after a report was sent photos without a word are taken to belong to it.
	photosAfter = 15 * time.Minute
)

// photo takes a photo as a reference; the picture itself stays with the platform. It belongs to the open report, to the
// one whose receipt it answers, or to the one that was sent just before. The photos of an album come one by one, so that
// only the first of them is answered.
func (t *turn) photo() {
	caption := strings.TrimSpace(fold.NFC(t.in.Text))
	if t.named(caption) {
		t.photoOf(caption)
		return
	}
	open := t.s.Ask != nil || t.s.Draft != nil
	again := t.inAlbum(t.s.Album)
	switch {
	case t.inAlbum(t.s.Deaf), again && !open:
		return // the rest of what was refused, or given up
	case caption != "" && t.refused(caption):
		t.s.Deaf = t.in.Album
		return
	case caption != "" && !open:
		t.text(caption)
		t.unprompt()
	}
	problem := t.takePhotos()
	switch {
	case problem != "":
		t.s.Deaf = t.in.Album
		t.say(problem, "max", itoa(t.photoLimit()))
	case again:
		return
	}
	t.s.Album = t.in.Album
	t.again()
}

func (t *turn) inAlbum(album string) bool { return album != "" && t.in.Album == album }

// unprompt takes the last prompt back, as it is asked again with the photos.
func (t *turn) unprompt() {
	if n := len(t.replies); n > 0 && (t.s.Draft != nil || t.s.Ask != nil) && len(t.replies[n-1].Keyboard) > 0 {
		t.replies = t.replies[:n-1]
	}
}

// takePhotos puts the photos where they belong, or gives the text that says why not.
func (t *turn) takePhotos() string {
	switch {
	case t.s.Ask != nil && t.s.Ask.What == askPhotos:
		return t.askMore()
	case t.s.Draft != nil && t.s.Draft.Form != "" && t.in.Quoted == "":
		return t.addPhotos()
	}
	s, ok := t.photographed()
	switch {
	case !ok && t.s.Draft != nil && t.s.Draft.Form != "":
		return t.addPhotos()
	case !ok || (t.s.Draft != nil || t.s.Ask != nil) && t.in.Quoted == "":
		return "photos.no_report"
	}
	t.s.Ask = &Ask{What: askPhotos, Arg: itoa(int(s.ID))}
	problem := t.askMore()
	if problem != "" {
		t.s.Ask = nil
	}
	return problem
}

// photographed is the report that photos belong to which come while none is open.
func (t *turn) photographed() (form.Submission, bool) {
	if id, ok := form.ParseCode(receiptCode.FindString(t.in.Quoted)); ok {
		s, ok := t.env.Reports.Submission(id)
		return s, ok && !s.Gone && t.env.Person.MayMend(t.env.Tree, s)
	}
	for _, s := range t.env.Reports.Recent(t.env.Person.ID, 1) {
		if !s.Gone && s.Kind != form.Zero && t.now.Sub(s.SentAt) <= photosAfter {
			return s, true
		}
	}
	return form.Submission{}, false
}

// addPhotos puts photos into the open report.
func (t *turn) addPhotos() string {
	d := t.s.Draft
	if problem := photoless(t.form()); problem != "" {
		return problem
	}
	all := join(d.Answers.Of(form.KeyPhotos).Photos, t.in.Photos)
	if len(all) > t.photoLimit() {
		return "photos.too_many"
	}
	d.put(form.KeyPhotos, Answer{Photos: all})
	return ""
}

// photoless says why a form takes no photos; empty if it does.
func photoless(f form.Form) string {
	_, asked := f.Question(form.KeyPhotos)
	switch {
	case f.Restricted:
		return "photos.restricted"
	case !asked:
		return "photos.none"
	default:
		return ""
	}
}

// photoLimit is how many photos the report that is open or asked about takes.
func (t *turn) photoLimit() int {
	var f form.Form
	if t.s.Ask != nil && t.s.Ask.What == askPhotos {
		s, _ := t.askedPhotos()
		f = t.formOf(s)
	} else if t.s.Draft != nil {
		f = t.form()
	}
	if q, ok := f.Question(form.KeyPhotos); ok && q.Max != nil {
		return int(min(*q.Max, chat.MaxPhotos))
	}
	return chat.MaxPhotos
}

// join adds references to photos that are not there yet.
func join(photos, more []string) []string {
	all := slices.Clone(photos)
	for _, ref := range more {
		if !slices.ContainsFunc(all, func(other string) bool { return samePhoto(other, ref) }) {
			all = append(all, ref)
		}
	}
	return all
}

// samePhoto tells whether two references mean the same photo: one that is sent twice gets two file ids.
func samePhoto(a, b string) bool {
	p, _ := chat.ParsePicture(a)
	q, ok := chat.ParsePicture(b)
	return a == b || ok && p.Platform == q.Platform && p.Same == q.Same
}

func (t *turn) photosText(ask string) string {
	n := len(t.s.Draft.Answers.Of(form.KeyPhotos).Photos)
	switch {
	case n == 0:
		return ask
	case t.in.Album != "":
		return t.msg("photos.album")
	default:
		return t.msg("photos.count", "n", itoa(n))
	}
}

// askPhotos: do photos belong to a report that was sent? Arg: its number, and a line for each photo.
const askPhotos = "photos"

// askedPhotos is the report of the open Ask, and its photos with the new ones.
func (t *turn) askedPhotos() (s form.Submission, all []string) {
	lines := strings.Split(t.s.Ask.Arg, "\n")
	id, _ := form.ParseCode(lines[0])
	s, _ = t.env.Reports.Submission(id)
	return s, join(s.Photos, lines[1:])
}

// askMore adds photos to those of the open Ask.
func (t *turn) askMore() string {
	s, all := t.askedPhotos()
	if problem := photoless(t.formOf(s)); problem != "" {
		return problem
	}
	more := join(all, t.in.Photos)
	if len(more) > t.photoLimit() {
		return "photos.too_many"
	}
	if len(more) == len(s.Photos) {
		return "photos.same"
	}
	for _, ref := range more[len(all):] {
		t.s.Ask.Arg += "\n" + ref
	}
	return ""
}

func (t *turn) photosPrompt() prompt {
	s, _ := t.askedPhotos()
	return prompt{
		text:    t.msg("photos.whose", "code", s.Code(t.env.Tree)) + "\n" + t.summaryLine(s),
		options: []option{{valueSend, t.msg("button.add_photos")}},
		control: []option{{wordCancel, t.msg("button.no_photos")}},
	}
}

// choosePhotos makes the photos a part of the report.
func (t *turn) choosePhotos(value string) {
	s, all := t.askedPhotos()
	s, ok := t.mendable(itoa(int(s.ID)))
	t.s.Ask = nil
	switch {
	case !ok:
	case value != valueSend:
		t.stale()
	case len(all) == len(s.Photos):
		t.say("photos.same")
	default:
		t.keepPhotos(s, all)
	}
}

// keepPhotos stores a report with these photos.
func (t *turn) keepPhotos(s form.Submission, all []string) {
	s.Photos, s.Reason, s.By, s.SentAt = all, t.env.Texts.T(t.env.Lang, "reason.photos"), t.env.Person.ID, t.now
	t.s.Album = "" // what comes of it later is asked about
	t.act(Submit{Submission: s})
	t.again()
}

// answerPhotos takes a yes; anything else is a new message.
func (t *turn) answerPhotos(text string) {
	if isYes(text) {
		t.choosePhotos(valueSend)
		return
	}
	t.s.Ask = nil
	t.text(text)
}

// photos shows the photos of a report again, those of them that are on the platform of this chat.
func (t *turn) photos(code string) {
	s, ok := t.found(code)
	if !ok {
		return
	}
	here := slices.DeleteFunc(slices.Clone(s.Photos), func(ref string) bool {
		p, ok := chat.ParsePicture(ref)
		return !ok || p.Platform != t.in.Key.Platform || p.File == ""
	})
	if len(here) > 0 {
		t.reply(chat.Reply{Photos: here[:min(len(here), chat.MaxPhotos)], Text: t.summaryLine(s)})
	}
	if n := len(s.Photos) - len(here); n > 0 || len(here) == 0 {
		t.say("photos.elsewhere", "n", itoa(n), "code", s.Code(t.env.Tree))
	}
}
