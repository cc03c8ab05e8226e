package zalo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"danvanbot/bot/chat"
)

const (
	// DefaultEndpoint is where Zalo itself answers; https://bot-api.zapps.me is its older name.
	DefaultEndpoint = "https://bot-api.zaloplatforms.com"

	// DefaultMonthly is how many messages a month a free bot has, both directions together.
	DefaultMonthly = 3000
)

// Options says how to reach Zalo. Token and Now are required.
type Options struct {
	Token       string           // from Zalo Bot Creator
	APIEndpoint string           // empty means DefaultEndpoint
	Proxy       string           // http, https, socks5 or socks5h URL; empty means the environment's
	Monthly     int              // messages a month, both directions; 0 means DefaultMonthly
	Near        func(chat.Usage) // may be nil; called once a month at 80 %, at 95 % and at the end of Monthly, and must not block
	Log         *slog.Logger     // nil means silence
	Now         func() time.Time
	Zone        *time.Location // where the month changes; nil means that of Now

	// Sleep waits for d or until ctx is done; nil means really.
	Sleep func(ctx context.Context, d time.Duration)
}

// Client is one bot's connection to Zalo. Its methods may be used from several goroutines; Run only once at a time.
type Client struct {
	base  string // the address up to the method
	http  *http.Client
	hide  *strings.Replacer
	log   *slog.Logger
	now   func() time.Time
	sleep func(context.Context, time.Duration)
	meter meter

	space    atomic.Int64 // between the parts of one long text, in nanoseconds
	known    atomic.Bool  // Zalo has accepted the token
	answered atomic.Int64 // when a poll was last answered, in Unix seconds; 0: never
	spent    atomic.Bool  // Zalo said that the quota is used up, and the log said so
	trouble  string       // what was last logged about the line; Run alone uses it

	mu      sync.Mutex
	partial map[chat.Key]progress
}

// ErrOptions is returned by New, wrapped with what is wrong, for options that can never work.
var ErrOptions = errors.New("zalo options")

var tokenShape = regexp.MustCompile(`^[0-9]{1,30}:[A-Za-z0-9._~-]{1,200}$`)

// New checks the options and makes a Client. It does not touch the network.
func New(o Options) (*Client, error) {
	o.setDefaults()
	if err := o.check(); err != nil {
		return nil, err
	}
	transport, err := newTransport(o.Proxy)
	if err != nil {
		return nil, err
	}
	return &Client{
		base:    strings.TrimRight(o.APIEndpoint, "/") + "/bot" + o.Token + "/",
		http:    &http.Client{Transport: transport, CheckRedirect: stay},
		hide:    newRedactor(o),
		log:     o.Log,
		now:     o.Now,
		sleep:   o.Sleep,
		meter:   meter{options: o},
		partial: map[chat.Key]progress{},
	}, nil
}

// Platform gives chat.Zalo.
func (c *Client) Platform() chat.Platform { return chat.Zalo }

// Answered is when Zalo last answered a poll, in Unix seconds; 0: never since the start.
func (c *Client) Answered() int64 { return c.answered.Load() }

func (o *Options) setDefaults() {
	if o.APIEndpoint == "" {
		o.APIEndpoint = DefaultEndpoint
	}
	if o.Monthly == 0 {
		o.Monthly = DefaultMonthly
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Sleep == nil {
		o.Sleep = wait
	}
}

func (o *Options) check() error {
	switch {
	case !tokenShape.MatchString(o.Token):
		return optionError("the token does not look like 123456:abc-xyz")
	case !webAddress(o.APIEndpoint):
		return optionError("the API endpoint must look like https://host[:port]")
	case o.Monthly < 0:
		return optionError("Monthly is negative")
	case o.Now == nil:
		return optionError("Now is missing")
	}
	return nil
}

func optionError(what string) error { return fmt.Errorf("%w: %s", ErrOptions, what) }

// newTransport leaves the proxy's address out of its errors: it may hold a password.
func newTransport(proxy string) (*http.Transport, error) {
	from := http.ProxyFromEnvironment
	if proxy != "" {
		u, err := url.Parse(proxy)
		if err != nil || u.Host == "" || !strings.Contains(" http https socks5 socks5h ", " "+u.Scheme+" ") {
			return nil, optionError("the proxy must look like http://host:port or socks5://host:port")
		}
		from = http.ProxyURL(u)
	}
	return &http.Transport{
		Proxy:               from,
		DialContext:         (&net.Dialer{Timeout: dialTimeout}).DialContext,
		TLSHandshakeTimeout: dialTimeout,
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: 8,
		IdleConnTimeout:     90 * time.Second,
	}, nil
}

// newRedactor hides the token in all its spellings, and the proxy's password.
func newRedactor(o Options) *strings.Replacer {
	_, secret, _ := strings.Cut(o.Token, ":")
	hidden := []string{o.Token, "***", url.QueryEscape(o.Token), "***", secret, "***"}
	if u, err := url.Parse(o.Proxy); err == nil {
		if password, ok := u.User.Password(); ok && password != "" {
			hidden = append(hidden, password, "***", url.QueryEscape(password), "***")
		}
	}
	return strings.NewReplacer(hidden...)
}

func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") && u.RawQuery == "" && u.Fragment == ""
}

// stay follows no redirect: the token would go along to another address.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func wait(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-ctx.Done()
}
