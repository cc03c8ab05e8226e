package line

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"
)

const (
	// CallTimeout is how long a call takes at most, unless it waits on purpose or carries a file.
	CallTimeout = 30 * time.Second
	dialTimeout = 15 * time.Second
)

// ErrProxy says what a proxy must look like. It leaves the address out, which may hold a password.
var ErrProxy = errors.New("the proxy must look like http://host:port or socks5://host:port")

var proxySchemes = []string{"http", "https", "socks5", "socks5h"}

// NewClient makes a client that goes through a proxy (none: as the environment says), keeps so many connections open, and
// follows no redirect: a token in the address would go along to another server.
func NewClient(proxy string, idle int) (*http.Client, error) {
	through := http.ProxyFromEnvironment
	if proxy != "" {
		u, err := url.Parse(proxy)
		if err != nil || u.Host == "" || !slices.Contains(proxySchemes, u.Scheme) {
			return nil, ErrProxy
		}
		through = http.ProxyURL(u)
	}
	return &http.Client{
		Transport: &http.Transport{
			Proxy:               through,
			DialContext:         (&net.Dialer{Timeout: dialTimeout}).DialContext,
			TLSHandshakeTimeout: dialTimeout,
			ForceAttemptHTTP2:   true,
			MaxIdleConnsPerHost: idle,
			IdleConnTimeout:     90 * time.Second,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil
}

// WebAddress tells whether s can be the beginning of the platform's addresses: http or https, without query and fragment.
func WebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") && u.RawQuery == "" && u.Fragment == ""
}

// ReadAll reads a body of at most limit bytes; a longer one is ErrTooLong.
func ReadAll(r io.Reader, limit int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(body)) > limit {
		err = ErrTooLong
	}
	return body, err
}

// Wait waits for d or until ctx is done.
func Wait(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-ctx.Done()
}
