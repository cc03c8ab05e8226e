package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"time"

	"github.com/agnivade/levenshtein"

	"danvanbot/bot/i18n"
	"danvanbot/bot/period"
)

// Config is the configuration file. Every key may be left out; unknown keys are refused.
type Config struct {
	DataDir       string   `json:"data_dir"`       // folder of the data file and the local socket; relative to the working directory
	Timezone      string   `json:"timezone"`       // IANA name; "hôm qua" is meant there
	Language      string   `json:"language"`       // vi or en, for people who chose none
	Calendar      string   `json:"calendar"`       // nd09, duong_lich, antt_xa or antt_kdc: the default of summaries
	Telegram      Telegram `json:"telegram"`       //
	Zalo          Zalo     `json:"zalo"`           //
	Web           Web      `json:"web"`            //
	Units         string   `json:"units"`          // file that replaces the sample province; empty: the sample
	Catalogue     string   `json:"catalogue"`      // file that replaces the forms; empty: the embedded ones
	Template      string   `json:"template"`       // file that changes the texts of written reports; empty: the embedded ones
	Log           Log      `json:"log"`            //
	Metrics       Metrics  `json:"metrics"`        //
	Backup        Backup   `json:"backup"`         //
	RetentionDays int      `json:"retention_days"` // replies that could not be sent, failed updates, announcements and expired invitations are dropped after so many days
}

// Telegram is how to reach the Bot API. Without a token Telegram is off.
type Telegram struct {
	Token        Secret `json:"token"`         // or DANVANBOT_TELEGRAM_TOKEN, or a file named by DANVANBOT_TELEGRAM_TOKEN_FILE
	APIEndpoint  string `json:"api_endpoint"`  // a relay or a local server may stand here
	FileEndpoint string `json:"file_endpoint"` // empty: api_endpoint + "/file"
	Proxy        string `json:"proxy"`         // http://, https:// or socks5:// URL; empty: as the environment says
}

// Zalo is how to reach the Zalo Bot Platform. Without a token Zalo is off.
type Zalo struct {
	Token       Secret `json:"token"` // or DANVANBOT_ZALO_TOKEN, or …_FILE
	APIEndpoint string `json:"api_endpoint"`
	Proxy       string `json:"proxy"`
}

// Web is the chat in the browser.
type Web struct {
	Listen    string `json:"listen"`     // host:port; empty: off
	Demo      bool   `json:"demo"`       // lets visitors pick a sample person; loopback only
	PublicURL string `json:"public_url"` // where people reach it from outside, such as https://danvan.example: for links to the command post; empty: as listen says
}

// Log is what goes to stderr.
type Log struct {
	Level  string `json:"level"`  // debug, info, warn or error
	Format string `json:"format"` // text or json
}

// Metrics is where Prometheus finds the figures.
type Metrics struct {
	Listen string `json:"listen"` // host:port; empty: off
}

// Backup is when and where the running bot makes copies of its data file.
type Backup struct {
	Dir        string   `json:"dir"`        // a folder, better on another disk; empty: no backups
	Every      string   `json:"every"`      // from one to the next: 24h, 7d; at least a minute
	Keep       int      `json:"keep"`       // how many are kept; older ones are removed
	Recipients []string `json:"recipients"` // public keys of age, each of which can decrypt; none: not encrypted. Also of the command
}

// every is how often a backup is made.
func (b Backup) every() time.Duration {
	every, _ := parseDuration(b.Every) // validate has checked it
	return every
}

// Secret is a text that is never printed.
type Secret string

// Format hides the secret from every verb, also from those that do not fit.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.redacted()) }

// LogValue hides the secret from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.redacted()) }

// MarshalText hides the secret from every encoder.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.redacted()), nil } //nolint:unparam // an interface asks for it

func (s Secret) redacted() string {
	if s == "" {
		return ""
	}
	return "***"
}

// defaultConfig is what a file changes. Without a file the demo runs.
func defaultConfig() Config {
	return Config{
		DataDir: "data", Timezone: "Asia/Ho_Chi_Minh", Language: string(i18n.VI), Calendar: period.ND09.ID,
		Telegram: Telegram{APIEndpoint: "https://api.telegram.org"},
		Zalo:     Zalo{APIEndpoint: "https://bot-api.zaloplatforms.com"},
		Web:      Web{Listen: "127.0.0.1:8080"},
		Log:      Log{Level: "info", Format: "text"},
		Backup:   Backup{Every: "24h", Keep: 14, Recipients: []string{}}, RetentionDays: 30,
	}
}

// loadConfig reads the file, or takes the demo's configuration when there is none, and then the environment's secrets.
func loadConfig(path string, getenv func(string) string) (Config, error) {
	cfg := defaultConfig()
	if path == "" {
		cfg.Web.Demo = true
		return cfg, cfg.validate()
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return cfg, fmt.Errorf("configuration: %w", err)
	}
	if err := decodeConfig(data, &cfg); err != nil {
		return cfg, fmt.Errorf("configuration %s: %w", filepath.Base(path), err)
	}
	for name, secret := range map[string]*Secret{"DANVANBOT_TELEGRAM_TOKEN": &cfg.Telegram.Token, "DANVANBOT_ZALO_TOKEN": &cfg.Zalo.Token} {
		if err := fromEnv(name, secret, getenv); err != nil {
			return cfg, err
		}
	}
	return cfg, cfg.validate()
}

// fromEnv takes a secret from the variable, or from the file that NAME_FILE names.
func fromEnv(name string, s *Secret, getenv func(string) string) error {
	if v := getenv(name); v != "" {
		*s = Secret(v)
		return nil
	}
	path := getenv(name + "_FILE")
	if path == "" {
		return nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("%s_FILE: %w", name, err)
	}
	*s = Secret(strings.TrimSpace(string(data)))
	return nil
}

func decodeConfig(data []byte, cfg *Config) error {
	if err := knownKeys("", data, reflect.TypeFor[Config]()); err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	return dec.Decode(cfg)
}

// shownKey is what is printed of a key: behind anything else could be a secret that stands in the wrong place.
var shownKey = regexp.MustCompile(`^[A-Za-z_. -]*`)

// knownKeys refuses keys that the type does not have, and names the nearest one that it has.
func knownKeys(prefix string, data []byte, t reflect.Type) error {
	var raw map[string]json.RawMessage
	if t.Kind() != reflect.Struct {
		return nil
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return fmt.Errorf("%s is not a JSON object: %w", cmp.Or(strings.TrimSuffix(prefix, "."), "it"), err)
	}
	fields := map[string]reflect.Type{}
	for f := range t.Fields() {
		fields[f.Tag.Get("json")] = f.Type
	}
	for key, value := range raw {
		field, ok := fields[key]
		if !ok {
			return fmt.Errorf("unknown key %q; did you mean %q?", prefix+shownKey.FindString(key), prefix+nearest(key, fields))
		}
		if err := knownKeys(prefix+key+".", value, field); err != nil {
			return err
		}
	}
	return nil
}

func nearest(key string, fields map[string]reflect.Type) string {
	best, distance := "", 1<<30
	for name := range fields {
		if d := levenshtein.ComputeDistance(key, name); d < distance || d == distance && name < best {
			best, distance = name, d
		}
	}
	return best
}

// validate checks what can be checked without doing anything.
func (c Config) validate() error {
	var errs []error
	if _, err := time.LoadLocation(c.Timezone); err != nil {
		errs = append(errs, fmt.Errorf("timezone: %w", err))
	}
	if _, ok := period.CalendarByID(c.Calendar); !ok {
		errs = append(errs, fmt.Errorf("calendar: %q is not one of nd09, duong_lich, antt_xa, antt_kdc", c.Calendar))
	}
	if l := i18n.Lang(c.Language); l != i18n.VI && l != i18n.EN {
		errs = append(errs, fmt.Errorf("language: %q is not vi or en", c.Language))
	}
	if err := new(slog.Level).UnmarshalText([]byte(c.Log.Level)); err != nil {
		errs = append(errs, fmt.Errorf("log.level: %w", err))
	}
	if c.Log.Format != "text" && c.Log.Format != "json" {
		errs = append(errs, fmt.Errorf("log.format: %q is not text or json", c.Log.Format))
	}
	if c.RetentionDays < 1 {
		errs = append(errs, errors.New("retention_days: must be at least 1"))
	}
	if err := c.Web.validate(); err != nil {
		errs = append(errs, err)
	}
	if c.DataDir == "" {
		errs = append(errs, errors.New("data_dir: must not be empty"))
	}
	return errors.Join(append(errs, c.Backup.validate()...)...)
}

// validate takes an origin alone: what stands behind the host is ours to say.
func (w Web) validate() error {
	u, err := url.Parse(w.PublicURL)
	if w.PublicURL == "" || err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && w.PublicURL == u.Scheme+"://"+u.Host {
		return nil
	}
	return fmt.Errorf("web.public_url: %q is not an address such as https://danvan.example, without anything behind it", w.PublicURL)
}

func (b Backup) validate() []error {
	var errs []error
	if every, err := parseDuration(b.Every); err != nil || every < time.Minute {
		errs = append(errs, fmt.Errorf("backup.every: %q is not a time of at least a minute, such as 24h or 7d", b.Every))
	}
	if b.Keep < 1 {
		errs = append(errs, errors.New("backup.keep: at least 1 must be kept"))
	}
	if _, err := b.recipients(); err != nil {
		errs = append(errs, err)
	}
	return errs
}

// logger makes the log that the configuration asks for.
func (c Config) logger(w console) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.Log.Level)) // validate has checked it
	o := &slog.HandlerOptions{Level: level}
	if c.Log.Format == "json" {
		return slog.New(slog.NewJSONHandler(w.err, o))
	}
	return slog.New(slog.NewTextHandler(w.err, o))
}
