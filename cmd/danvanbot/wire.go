package main

import (
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"
	_ "time/tzdata" // a machine without zone files still knows Vietnam's time

	"danvanbot/bot/conversation"
	"danvanbot/bot/export"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
)

// app is what every command works with: the configuration and the data that it names.
type app struct {
	console

	configPath string
	cfg        Config
	log        *slog.Logger
	zone       *time.Location
	calendar   period.Calendar
	lang       i18n.Lang
	given      *orgunit.Tree // of the configuration; the one in force is that of the transaction
	forms      *form.Catalogue
	template   export.Template
	texts      *i18n.Catalogue
	file       io.Reader                       // what a command reads beside its arguments; nil: nothing
	link       func(code string) string        // the deep link of an invitation; nil while Telegram is not running
	within     func(path string) time.Duration // how long a child may read a file
}

// newApp reads the configuration and the files that it names.
func newApp(c console, configPath string) (*app, error) {
	cfg, err := loadConfig(configPath, c.getenv)
	if err != nil {
		return nil, err
	}
	a := &app{console: c, configPath: configPath, cfg: cfg, log: cfg.logger(c), lang: i18n.Lang(cfg.Language), texts: i18n.Default(), within: deadlineOf}
	a.zone, _ = time.LoadLocation(cfg.Timezone) // validate has checked both
	a.calendar, _ = period.CalendarByID(cfg.Calendar)
	if a.given, err = loadOr(cfg.Units, orgunit.Load, orgunit.Sample); err != nil {
		return nil, fmt.Errorf("units: %w", err)
	}
	if a.forms, err = loadOr(cfg.Catalogue, form.Load, form.Default); err != nil {
		return nil, fmt.Errorf("catalogue: %w", err)
	}
	if a.template, err = loadOr(cfg.Template, export.LoadTemplate, export.DefaultTemplate); err != nil {
		return nil, fmt.Errorf("template: %w", err)
	}
	return a, nil
}

// loadOr reads the file that replaces an embedded default.
func loadOr[T any](path string, load func([]byte) (T, error), embedded func() T) (T, error) {
	if path == "" {
		return embedded(), nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		var none T
		return none, err
	}
	return load(data)
}

// now is the wall clock in the zone of the bot.
func (a *app) now() time.Time { return time.Now().In(a.zone) }

func (a *app) today() period.Date { return period.DateOf(a.now()) }

// open opens the data file. The embedded units may change with the program, so they do not stand against a reorganisation.
func (a *app) open() (*storage.DB, error) {
	return storage.Open(storage.Options{Dir: a.cfg.DataDir, Tree: a.given, KeepTree: a.cfg.Units == "", Now: a.now, Log: a.log})
}

// newCode makes an invitation's code from the system's randomness.
func newCode() string {
	letters := make([]byte, conversation.CodeLength)
	_, _ = rand.Read(letters) // never fails: it ends the program instead
	for i, b := range letters {
		letters[i] = conversation.CodeAlphabet[int(b)%len(conversation.CodeAlphabet)]
	}
	return string(letters)
}
