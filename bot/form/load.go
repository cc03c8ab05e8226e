package form

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
)

// Load reads a catalogue. It refuses what it does not know and names every fault with its place, such as
// "forms[3] (tang_qua).questions[1] (tien): …".
//
// A number that states no min may not be negative. A form's question takes the fields that it does not state from the shared question of the same key.
func Load(data []byte) (*Catalogue, error) {
	l := &loader{}
	c := l.catalogue(data)
	if len(l.faults) == 0 {
		l.check(c)
	}
	if err := errors.Join(l.faults...); err != nil {
		return nil, err
	}
	return c, nil
}

// highest is the largest number that may be reported, ten thousand billion đồng: sums of many stay far below 2⁶³.
const highest = 10_000_000_000_000

// fields is a JSON object whose values are not yet read.
type fields map[string]json.RawMessage

// name reads a text field that names the object; empty if there is none.
func (f fields) name(field string) string {
	var name string
	_ = json.Unmarshal(f[field], &name) // a fault shows when the whole object is read
	return name
}

// over gives the fields of f and, where f has none, those of base.
func (f fields) over(base fields) fields {
	all := fields{}
	maps.Copy(all, base)
	maps.Copy(all, f)
	return all
}

// loader collects the faults of one catalogue.
type loader struct{ faults []error }

func (l *loader) fault(place, format string, args ...any) {
	l.faults = append(l.faults, fmt.Errorf("%s: "+format, append([]any{place}, args...)...))
}

// at names a place: "forms[3] (tang_qua)".
func at(list string, i int, name string) string {
	if name == "" {
		return fmt.Sprintf("%s[%d]", list, i)
	}
	return fmt.Sprintf("%s[%d] (%s)", list, i, name)
}

// catalogue reads all, object by object, so that each fault has a place.
func (l *loader) catalogue(data []byte) *Catalogue {
	var raw struct {
		Version int      `json:"version"`
		Shared  []fields `json:"shared"`
		Forms   []fields `json:"forms"`
	}
	l.read("catalogue", data, &raw)
	if field, line, found := repeated(data); found {
		l.fault("catalogue", "line %d: field %q stands twice in one object", line, field)
	}
	c := &Catalogue{Version: raw.Version, text: bytes.Clone(data)}
	shared := map[string]fields{}
	for i, f := range raw.Shared {
		key := f.name("key")
		c.Shared = append(c.Shared, l.question(at("shared", i, key), f))
		shared[key] = f
	}
	for i, f := range raw.Forms {
		c.Forms = append(c.Forms, l.form(at("forms", i, f.name("id")), f, shared))
	}
	return c
}

func (l *loader) form(place string, raw fields, shared map[string]fields) Form {
	var questions []fields
	if raw["questions"] != nil {
		l.read(place+".questions", raw["questions"], &questions)
	}
	delete(raw, "questions")
	var f Form
	l.object(place, raw, &f)
	for i, q := range questions {
		key := q.name("key")
		f.Questions = append(f.Questions, l.question(at(place+".questions", i, key), q.over(shared[key])))
	}
	f.order = newOrder(f.Questions)
	return f
}

func (l *loader) question(place string, raw fields) Question {
	var q Question
	l.object(place, raw, &q)
	if q.Counts() {
		q.Min, q.Max = cmp.Or(q.Min, new(int64(0))), cmp.Or(q.Max, new(int64(highest)))
	}
	return q
}

// object reads the fields of one object.
func (l *loader) object(place string, raw fields, into any) {
	data, err := json.Marshal(raw)
	if err != nil {
		l.fault(place, "%v", err)
		return
	}
	l.read(place, data, into)
}

// read reads one JSON value strictly.
func (l *loader) read(place string, data []byte, into any) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		l.fault(place, "%s", reason(data, err))
		return
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		l.fault(place, "there is something after its end")
	}
}

// reason says what is wrong with JSON in a line number, where it has one.
func reason(data []byte, err error) string {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		line := 1 + bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n"))
		return fmt.Sprintf("line %d: %v", line, err)
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}
