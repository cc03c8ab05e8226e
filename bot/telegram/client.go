package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"danvanbot/bot/chat"
	"danvanbot/bot/line"
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
	secrets  line.Secrets
	log      *slog.Logger
	now      func() time.Time
	sleep    func(context.Context, time.Duration)

	parts    line.Parts
	answered atomic.Int64 // when a poll was last answered, in Unix seconds; 0: never
	username atomic.Pointer[string]
	trouble  line.Trouble // what was last logged about the line; Run alone uses it
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
	web, err := line.NewClient(o.Proxy, 32)
	if err != nil {
		return nil, optionError(err.Error())
	}
	c := &Client{
		token:    o.Token,
		of:       identityOf(o.Token),
		endpoint: strings.ReplaceAll(strings.TrimRight(o.APIEndpoint, "/"), "%", "%%") + "/bot%s/%s",
		files:    strings.TrimRight(o.FileEndpoint, "/"),
		commands: o.Commands, inGroups: o.InGroups,
		http:    web,
		secrets: line.SecretsOf(o.Token, o.Proxy),
		log:     o.Log,
		now:     o.Now,
		sleep:   o.Sleep,
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.sleep == nil {
		c.sleep = line.Wait
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
		q.timeout = line.CallTimeout
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
	case !line.WebAddress(o.APIEndpoint):
		return optionError("the API endpoint must look like https://host[:port]")
	case !line.WebAddress(o.FileEndpoint):
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
