package line

import (
	"net/url"
	"strings"
)

// Secrets keeps a token and a proxy's password out of what is shown.
type Secrets struct{ hide *strings.Replacer }

// SecretsOf knows the token (number:secret) in all its spellings, also without its number, and the proxy's password.
func SecretsOf(token, proxy string) Secrets {
	_, secret, _ := strings.Cut(token, ":")
	spellings := []string{token, url.QueryEscape(token), url.PathEscape(token), secret}
	if u, err := url.Parse(proxy); err == nil {
		if password, _ := u.User.Password(); password != "" {
			spellings = append(spellings, password, url.QueryEscape(password))
		}
	}
	pairs := make([]string, 0, 2*len(spellings))
	for _, s := range spellings {
		pairs = append(pairs, s, "***")
	}
	return Secrets{strings.NewReplacer(pairs...)}
}

// maxCause is how many bytes of a cause are shown.
const maxCause = 300

// Hide gives a text that may be shown: without secrets, and not too long.
func (s Secrets) Hide(text string) string {
	text = s.hide.Replace(text)
	if len(text) > maxCause {
		text = strings.ToValidUTF8(text[:maxCause], "") + "…"
	}
	return text
}
