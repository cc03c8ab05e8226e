package telegramd

import (
	"encoding/json"
	"fmt"
	"strings"
)

// inputMedia is one file of an album; this fake takes those that are named by an id.
type inputMedia struct {
	Type      string `json:"type"`
	Media     string `json:"media"`
	Caption   string `json:"caption"`
	ParseMode string `json:"parse_mode"`
}

// sendMediaGroup sends 2 to 10 photos, or as many documents, as one album. The album shows as one Message.
func (s *Server) sendMediaGroup(a args) answer {
	var media []inputMedia
	if err := json.Unmarshal([]byte(a.values["media"]), &media); err != nil {
		return badRequest("can't parse media: Can't parse media JSON object")
	}
	if len(media) < 2 || len(media) > 10 {
		return badRequest("media must include 2-10 items")
	}
	var names []string
	for _, m := range media {
		switch {
		case m.Type != "photo" && m.Type != "document":
			return badRequest("failed to parse media: type must be one of photo, document")
		case m.Type != media[0].Type:
			return badRequest("document can't be mixed with other media types")
		}
		one := args{values: map[string]string{m.Type: m.Media}}
		if _, refused := s.receive(m.Type, one); refused.Code != 0 {
			return refused
		}
		names = append(names, s.files[m.Media].name)
	}
	first := args{values: map[string]string{"caption": media[0].Caption, "parse_mode": media[0].ParseMode}}
	caption, refused := s.readText(first, "caption", maxCaption)
	if refused.Code != 0 {
		return refused
	}
	posted := s.post("sendmediagroup", a, Message{
		Text: caption, HTML: media[0].Caption, File: media[0].Media, Name: fmt.Sprintf("%d × %s", len(names), strings.Join(unique(names), ", ")),
	})
	if posted.Code == 0 {
		posted.Result = []any{posted.Result}
	}
	return posted
}

// unique are the texts without those that repeat the one before.
func unique(texts []string) (list []string) {
	for _, text := range texts {
		if len(list) == 0 || list[len(list)-1] != text {
			list = append(list, text)
		}
	}
	return list
}
