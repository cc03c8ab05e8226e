package i18n

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
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

// files hold the messages: a folder for each language, a file for each area, named as the keys in it begin.
//
//go:embed vi en
var files embed.FS

// Default is the catalogue that is built in.
func Default() *Catalogue { return builtIn() }

var builtIn = sync.OnceValue(func() *Catalogue {
	c := &Catalogue{templates: map[Lang]map[string]string{}}
	for _, l := range Langs() {
		c.templates[l] = mustRead(string(l))
	}
	return c
})

// mustRead may panic: the files are part of the binary, and the tests read them.
func mustRead(folder string) map[string]string {
	all := map[string]string{}
	names, err := fs.Glob(files, folder+"/*.json")
	for _, name := range names {
		var b []byte
		if b, err = files.ReadFile(name); err == nil {
			err = json.Unmarshal(b, &all)
		}
		if err != nil {
			break
		}
	}
	if err != nil {
		panic(fmt.Errorf("reading messages of %s: %w", folder, err))
	}
	return all
}

// T is the message with its placeholders filled in; see placeholder for words that follow a number. The args are names and values in turn; an int or int64 is written
// as Number does. An unknown key comes back as «key», a placeholder without a value stays as it is.
func (c *Catalogue) T(l Lang, key string, args ...any) string {
	template := c.templates[l][key]
	if template == "" {
		template = c.templates[VI][key]
	}
	switch {
	case template == "":
		return "«" + key + "»"
	case len(args) < 2:
		return template
	default:
		return fill(l, template, args)
	}
}

// fill replaces placeholders in one pass, so that a value with braces stays a value.
func fill(l Lang, template string, args []any) string {
	var b strings.Builder
	b.Grow(2 * len(template))
	for {
		at := strings.IndexByte(template, '{')
		if at < 0 {
			b.WriteString(template)
			return b.String()
		}
		b.WriteString(template[:at])
		template = template[at:]
		if v, forms, rest, ok := placeholder(template, args); ok {
			n := value(l, v)
			b.WriteString(n)
			b.WriteString(counted(n, forms))
			template = rest
		} else {
			b.WriteByte('{')
			template = template[1:]
		}
	}
}

// placeholder finds the argument whose name in braces a text begins with: "{n}", or with the word for one and for several
// "{n:unit|units}", which gives "1 unit" and "2 units".
func placeholder(text string, args []any) (v any, forms, rest string, ok bool) {
	for i := 0; i+1 < len(args); i += 2 {
		name, _ := args[i].(string)
		rest, ok := strings.CutPrefix(text[1:], name)
		switch {
		case ok && strings.HasPrefix(rest, "}"):
			return args[i+1], "", rest[1:], true
		case ok && strings.HasPrefix(rest, ":"):
			forms, rest, ok = strings.Cut(rest[1:], "}")
			return args[i+1], forms, rest, ok
		}
	}
	return nil, "", "", false
}

// counted is the word behind a number.
func counted(n, forms string) string {
	one, several, ok := strings.Cut(forms, "|")
	switch {
	case !ok:
		return ""
	case n == "1":
		return " " + one
	default:
		return " " + several
	}
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
