package i18n

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
)

// Lang is a language that the bot speaks.
type Lang string

// The languages. Vietnamese stands in for every other.
const (
	VI Lang = "vi"
	EN Lang = "en"
)

// Langs lists the languages, the first standing in for the others.
func Langs() []Lang { return []Lang{VI, EN} }

// Text is one text in several languages, as data files hold it.
type Text map[Lang]string

// In gives the text in a language, or in Vietnamese where the language lacks it.
func (t Text) In(l Lang) string {
	if s := t[l]; s != "" {
		return s
	}
	return t[VI]
}

// Catalogue is the messages of all languages. It never changes.
type Catalogue struct {
	templates map[Lang]map[string]string
}

//go:embed vi.json en.json
var files embed.FS

// Default is the catalogue that is built in.
func Default() *Catalogue { return builtIn() }

var builtIn = sync.OnceValue(func() *Catalogue {
	c := &Catalogue{templates: map[Lang]map[string]string{}}
	for _, l := range Langs() {
		c.templates[l] = mustRead(string(l) + ".json")
	}
	return c
})

// mustRead may panic: the files are part of the binary, and the tests read them.
func mustRead(name string) map[string]string {
	b, err := files.ReadFile(name)
	if err != nil {
		panic(fmt.Errorf("reading messages: %w", err))
	}
	var templates map[string]string
	if err := json.Unmarshal(b, &templates); err != nil {
		panic(fmt.Errorf("reading messages of %s: %w", name, err))
	}
	return templates
}

// T is the message with its placeholders filled in. The args are names and values in turn; an int or int64 is written
// as Number does. An unknown key comes back as «key», a placeholder without a value stays as it is.
func (c *Catalogue) T(l Lang, key string, args ...any) string {
	template := Text{l: c.templates[l][key], VI: c.templates[VI][key]}.In(l)
	if template == "" {
		return "«" + key + "»"
	}
	if len(args) < 2 {
		return template
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		pairs = append(pairs, fmt.Sprint("{", args[i], "}"), value(l, args[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(template) // one pass: a value with braces stays a value
}

func value(l Lang, v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return Number(l, int64(v))
	case int64:
		return Number(l, v)
	default:
		return fmt.Sprint(v)
	}
}
