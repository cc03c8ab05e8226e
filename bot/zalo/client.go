package zalo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/line"
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
	base    string // the address up to the method
	http    *http.Client
	secrets line.Secrets
	log     *slog.Logger
	now     func() time.Time
	sleep   func(context.Context, time.Duration)
	meter   meter

	parts    line.Parts
	known    atomic.Bool  // Zalo has accepted the token
	answered atomic.Int64 // when a poll was last answered, in Unix seconds; 0: never
	spent    atomic.Bool  // Zalo said that the quota is used up, and the log said so
	trouble  line.Trouble // what was last logged about the line; Run alone uses it
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
	web, err := line.NewClient(o.Proxy, 8)
	if err != nil {
		return nil, optionError(err.Error())
	}
	return &Client{
		base:    strings.TrimRight(o.APIEndpoint, "/") + "/bot" + o.Token + "/",
		http:    web,
		secrets: line.SecretsOf(o.Token, o.Proxy),
		log:     o.Log,
		now:     o.Now,
		sleep:   o.Sleep,
		meter:   meter{options: o},
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
		o.Sleep = line.Wait
	}
}

func (o *Options) check() error {
	switch {
	case !tokenShape.MatchString(o.Token):
		return optionError("the token does not look like 123456:abc-xyz")
	case !line.WebAddress(o.APIEndpoint):
		return optionError("the API endpoint must look like https://host[:port]")
	case o.Monthly < 0:
		return optionError("Monthly is negative")
	case o.Now == nil:
		return optionError("Now is missing")
	}
	return nil
}

func optionError(what string) error { return fmt.Errorf("%w: %s", ErrOptions, what) }
