package chat

import "strings"

// Picture names a photo that stays with its platform.
type Picture struct {
	Platform Platform
	Same     string // equal for the same photo, however often it is sent
	File     string // by which the platform's adapter sends it again
}

// Ref is the photo as one text, as Update.Photos and Reply.Photos hold it.
func (p Picture) Ref() string { return string(p.Platform) + " " + p.Same + " " + p.File }

// ParsePicture reads a Ref; false if it is none.
func ParsePicture(ref string) (Picture, bool) {
	parts := strings.SplitN(ref, " ", 3)
	if len(parts) < 3 {
		return Picture{}, false
	}
	return Picture{Platform(parts[0]), parts[1], parts[2]}, true
}
