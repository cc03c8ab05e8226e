package form

import (
	"bytes"
	"encoding/json"
)

// repeated finds a field that stands twice in one object, which encoding/json takes without a word: the later one wins.
func repeated(data []byte) (field string, line int, found bool) {
	d := json.NewDecoder(bytes.NewReader(data))
	var open []object
	for {
		token, err := d.Token()
		if err != nil {
			return "", 0, false // broken JSON is somebody else's to tell
		}
		if len(open) > 0 {
			if name, isName := open[len(open)-1].next(token); isName && !open[len(open)-1].add(name) {
				return name, 1 + bytes.Count(data[:d.InputOffset()], []byte("\n")), true
			}
		}
		switch token {
		case json.Delim('{'):
			open = append(open, object{seen: map[string]bool{}})
		case json.Delim('['):
			open = append(open, object{})
		case json.Delim('}'), json.Delim(']'):
			open = open[:len(open)-1]
		}
	}
}

// object is an object that is being read, or a list, which has no names.
type object struct {
	seen  map[string]bool
	value bool // the next token begins a value
}

// next takes a token of the object itself and tells whether it is a field's name.
func (o *object) next(token json.Token) (string, bool) {
	name, isText := token.(string)
	isName := isText && o.seen != nil && !o.value
	o.value = isName
	return name, isName
}

func (o *object) add(name string) bool {
	if o.seen[name] {
		return false
	}
	o.seen[name] = true
	return true
}
