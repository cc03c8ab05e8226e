package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"danvanbot/bot/chat"
)

// DefaultEndpoint is where Telegram itself answers.
const DefaultEndpoint = "https://api.telegram.org"

// Options says how to reach Telegram.
type Options struct {
	Token        string       // from @BotFather
	APIEndpoint  string       // empty means DefaultEndpoint
	FileEndpoint string       // where files are fetched; empty means APIEndpoint + "/file"
	Proxy        string       // http, https, socks5 or socks5h URL; empty means the environment's
	Commands     []Command    // shown in the menu of the chat
	InGroups     []Command    // shown in the menu of groups; none: the same as elsewhere
	Log          *slog.Logger // nil means silence
	Now          func() time.Time

	// Sleep waits for d or until ctx is done; nil means really.
	Sleep func(ctx context.Context, d time.Duration)
}

// Client is one bot's connection to Telegram. Its methods may be used from several goroutines; Run only once at a time.
type Client struct {
	token    string
	of       identity
	endpoint string // a format with two verbs, as the library wants it
	files    string
	commands []Command
	inGroups []Command
	http     *http.Client
	hide     *strings.Replacer
	log      *slog.Logger
	now      func() time.Time
	sleep    func(context.Context, time.Duration)

	space    atomic.Int64 // between the parts of one long text, in nanoseconds
	answered atomic.Int64 // when a poll was last answered, in Unix seconds; 0: never
	username atomic.Pointer[string]
	trouble  string // what was last logged about the line; Run alone uses it

	mu      sync.Mutex
	partial map[chat.Key]progress
}

// ErrOptions is returned by New, wrapped with what is wrong, for options that can never work.
var ErrOptions = errors.New("telegram options")

var tokenShape = regexp.MustCompile(`^[1-9][0-9]{0,19}:[A-Za-z0-9_-]{1,59}$`)

// New checks the options and makes a Client. It does not touch the network.
func New(o Options) (*Client, error) {
	if o.APIEndpoint == "" {
		o.APIEndpoint = DefaultEndpoint
	}
	if o.FileEndpoint == "" {
		o.FileEndpoint = strings.TrimRight(o.APIEndpoint, "/") + "/file"
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	transport, err := newTransport(o.Proxy)
	if err != nil {
		return nil, err
	}
	c := &Client{
		token:    o.Token,
		of:       identityOf(o.Token),
		endpoint: strings.ReplaceAll(strings.TrimRight(o.APIEndpoint, "/"), "%", "%%") + "/bot%s/%s",
		files:    strings.TrimRight(o.FileEndpoint, "/"),
		commands: o.Commands, inGroups: o.InGroups,
		http:    &http.Client{Transport: transport, CheckRedirect: stay},
		hide:    newRedactor(o),
		log:     o.Log,
		now:     o.Now,
		sleep:   o.Sleep,
		partial: map[chat.Key]progress{},
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.sleep == nil {
		c.sleep = wait
	}
	return c, nil
}

// Platform gives chat.Telegram.
func (c *Client) Platform() chat.Platform { return chat.Telegram }

// Username gives the bot's name without "@", as links need it; empty until Run has reached Telegram once.
func (c *Client) Username() string {
	if name := c.username.Load(); name != nil {
		return *name
	}
	return ""
}

// Answered is when Telegram last answered a poll, in Unix seconds; 0: never since the start.
func (c *Client) Answered() int64 { return c.answered.Load() }

// request calls a method and gives its result.
func (c *Client) request(ctx context.Context, q query) (json.RawMessage, *callError) {
	if q.timeout == 0 {
		q.timeout = callTimeout
	}
	call := &call{ctx: ctx, http: c.http, timeout: q.timeout}
	api := &tgbotapi.BotAPI{Token: c.token, Client: call}
	api.SetAPIEndpoint(c.endpoint)
	resp, err := call.run(api, q)
	if err != nil {
		return nil, c.failure(q.method, call.status, err)
	}
	return resp.Result, nil
}

func (o Options) check() error {
	switch {
	case !tokenShape.MatchString(o.Token):
		return optionError("the token does not look like 123456:ABC-def")
	case !webAddress(o.APIEndpoint):
		return optionError("the API endpoint must look like https://host[:port]")
	case !webAddress(o.FileEndpoint):
		return optionError("the file endpoint must look like https://host[:port]/path")
	case o.Now == nil:
		return optionError("Now is missing")
	}
	for _, command := range slices.Concat(o.Commands, o.InGroups) {
		if err := command.check(); err != nil {
			return err
		}
	}
	return nil
}

// newTransport leaves the proxy's address out of its errors: it may hold a password.
func newTransport(proxy string) (*http.Transport, error) {
	from := http.ProxyFromEnvironment
	if proxy != "" {
		u, err := url.Parse(proxy)
		if err != nil || u.Host == "" || !proxyScheme(u.Scheme) {
			return nil, optionError("the proxy must look like http://host:port or socks5://host:port")
		}
		from = http.ProxyURL(u)
	}
	return &http.Transport{
		Proxy:               from,
		DialContext:         (&net.Dialer{Timeout: dialTimeout}).DialContext,
		TLSHandshakeTimeout: dialTimeout,
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: 32,
		IdleConnTimeout:     90 * time.Second,
	}, nil
}

// newRedactor hides the token in all its spellings, and the proxy's password.
func newRedactor(o Options) *strings.Replacer {
	_, secret, _ := strings.Cut(o.Token, ":")
	hidden := []string{o.Token, "***", url.QueryEscape(o.Token), "***", url.PathEscape(o.Token), "***", secret, "***"}
	if u, err := url.Parse(o.Proxy); err == nil {
		if password, ok := u.User.Password(); ok && password != "" {
			hidden = append(hidden, password, "***", url.QueryEscape(password), "***")
		}
	}
	return strings.NewReplacer(hidden...)
}

func proxyScheme(s string) bool {
	return s == "http" || s == "https" || s == "socks5" || s == "socks5h"
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
