package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"danvanbot/bot"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/telegram"
	"danvanbot/bot/web"
	"danvanbot/bot/zalo"
	"danvanbot/storage"
)

// drainFor is how long a shutdown may go on sending what is committed.
const drainFor = 8 * time.Second

// runBot runs the bot until it is told to stop.
func runBot(ctx context.Context, c console, args []string) error {
	fs, config := flags(c, "run")
	if err := parse(fs, args); err != nil {
		return err
	}
	bot.SpareCollector()
	a, err := newApp(c, *config)
	if err != nil {
		return err
	}
	db, err := a.open()
	if err != nil {
		return err
	}
	defer func() {
		if err := db.Close(); err != nil {
			a.log.Error("closing failed", "error", err)
		}
	}()
	return a.serve(ctx, db)
}

// serve puts the parts together and runs them.
func (a *app) serve(ctx context.Context, db *storage.DB) error {
	if a.cfg.Web.Demo {
		if err := a.seedDemo(ctx, db); err != nil {
			return err
		}
	}
	m, err := a.messengers(db)
	if err != nil {
		return err
	}
	if len(m.list) == 0 {
		return errors.New("nothing to do: set telegram.token, zalo.token or web.listen")
	}
	a.link = func(code string) string { return m.link(chat.Telegram, code) }
	registry := prometheus.NewRegistry()
	b := bot.New(a.options(db, m, bot.NewMetrics(registry)))
	if m.web != nil {
		m.web.Connected(b.Wake)
	}
	registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "danvanbot_outbox_oldest_seconds", Help: "How long the oldest unsent reply has been waiting.",
	}, func() float64 { return b.Oldest().Seconds() }))
	if m.telegram != nil {
		registry.MustRegister(pollGauge(m.telegram))
	}
	if m.zalo != nil {
		registry.MustRegister(zaloGauge(m.zalo), pollGauge(m.zalo))
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go a.warn(ctx, b, m)
	defer a.tend(ctx, db, registry)()
	if err := a.serveMetrics(ctx, db, registry); err != nil {
		return err
	}
	local, err := a.serveLocal(ctx, db)
	if err != nil {
		return err
	}
	defer local.Close() //nolint:errcheck // the process ends
	a.announce(m)
	return b.Run(ctx)
}

// tend keeps backups and order beside the loop. The function that it gives waits until both have ended, after ctx has.
func (a *app) tend(ctx context.Context, db *storage.DB, registry *prometheus.Registry) (wait func()) {
	registry.MustRegister(collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), a.startGauge())
	a.registerSpace(registry, db)
	backups, wiped := newBackupMetrics(registry), newWipedGauge(registry)
	ctx, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { a.keepHouse(ctx, db, wiped) })
	if a.cfg.Backup.Dir != "" {
		running.Go(func() { a.keepBackups(ctx, db, backups) })
	}
	return func() {
		stop()
		running.Wait()
	}
}

// startGauge shows when this process began. The process collector cannot tell it where /proc/stat is hidden, as the unit does.
func (a *app) startGauge() prometheus.Gauge {
	g := prometheus.NewGauge(prometheus.GaugeOpts{Name: "danvanbot_start_timestamp_seconds", Help: "When the process was started."})
	g.Set(float64(a.now().UnixMilli()) / 1000)
	return g
}

// platforms are the messengers that the configuration switches on.
type platforms struct {
	list     []bot.Messenger
	telegram *telegram.Client
	zalo     *zalo.Client
	near     chan chat.Usage // what the administrators are to be warned of
	web      *web.Server
}

func (a *app) messengers(db *storage.DB) (platforms, error) {
	m := platforms{near: make(chan chat.Usage, 3)} // there are three thresholds a month
	if token := a.cfg.Telegram.Token; token != "" {
		t := a.cfg.Telegram
		client, err := telegram.New(telegram.Options{
			Token: string(token), APIEndpoint: t.APIEndpoint, FileEndpoint: t.FileEndpoint, Proxy: t.Proxy,
			Commands: a.menu(conversation.Commands), InGroups: a.menu(conversation.GroupCommands), Log: a.log, Now: a.now,
		})
		if err != nil {
			return m, fmt.Errorf("telegram: %w", err)
		}
		m.telegram, m.list = client, append(m.list, client)
	}
	if token := a.cfg.Zalo.Token; token != "" {
		z := a.cfg.Zalo
		client, err := zalo.New(zalo.Options{
			Token: string(token), APIEndpoint: z.APIEndpoint, Proxy: z.Proxy, Log: a.log, Now: a.now, Zone: a.zone,
			Near: func(u chat.Usage) { m.near <- u },
		})
		if err != nil {
			return m, fmt.Errorf("zalo: %w", err)
		}
		m.zalo, m.list = client, append(m.list, client)
	}
	if a.cfg.Web.Listen != "" {
		page, err := a.post(db)
		if err != nil {
			return m, fmt.Errorf("command post: %w", err)
		}
		server, err := web.New(web.Options{
			Listen: a.cfg.Web.Listen, Demo: a.cfg.Web.Demo, People: a.demoPeople(db.Tree()), Post: page, Now: a.now, Log: a.log,
		})
		if err != nil {
			return m, fmt.Errorf("web: %w", taken("web.listen", a.cfg.Web.Listen, err))
		}
		m.web, m.list = server, append(m.list, server)
	}
	return m, nil
}

// warn tells the administrators when the month's messages run out.
func (a *app) warn(ctx context.Context, b *bot.Bot, m platforms) {
	for {
		select {
		case u := <-m.near:
			if err := b.Tell(ctx, conversation.Admin, "zalo.near", "used", u.Total(), "monthly", m.zalo.Monthly()); err != nil {
				a.log.Error("the administrators were not warned", "error", err)
			}
		case <-ctx.Done():
			return
		}
	}
}

// zaloGauge shows how much of the month's messages is used, since the free quota is small.
func zaloGauge(c *zalo.Client) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "danvanbot_zalo_messages_month", Help: "Zalo messages this month, both directions.",
	}, func() float64 { return float64(c.Usage().Total()) })
}

// polled is a platform that is asked for updates.
type polled interface {
	Platform() chat.Platform
	Answered() int64 // when it last answered, in Unix seconds
}

// pollGauge shows whether a platform is reached: also where nobody writes, it answers a poll within a minute.
func pollGauge(c polled) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "danvanbot_poll_last_success_timestamp_seconds", Help: "When the platform last answered a poll; 0: never since the start.",
		ConstLabels: prometheus.Labels{"platform": string(c.Platform())},
	}, func() float64 { return float64(c.Answered()) })
}

// menu is a command menu in both languages.
func (a *app) menu(commands []conversation.Command) []telegram.Command {
	var list []telegram.Command
	for _, c := range commands {
		if c.Role == conversation.Admin {
			continue // the menu is the same for all; an administrator finds these with /trogiup
		}
		key := "command." + c.Name
		list = append(list, telegram.Command{Name: c.Name, Description: map[string]string{
			"": a.texts.T(a.lang, key), "vi": a.texts.T("vi", key), "en": a.texts.T("en", key),
		}})
	}
	return list
}

func (a *app) options(db *storage.DB, m platforms, metrics *bot.Metrics) bot.Options {
	return bot.Options{
		Store: bot.StoreOf(db), Messengers: m.list, Forms: a.forms, Texts: a.texts,
		Calendar: a.calendar, Zone: a.zone, Lang: a.lang, Now: a.now, NewCode: newCode, Link: m.link, Post: a.postLink(m), NewSecret: rand.Text,
		Pace:     paces(),
		Renderer: bot.Documents{Template: &a.template}, Metrics: metrics, Log: a.log, Drain: drainFor, Every: time.Second,
		KeepDays: a.cfg.RetentionDays,
	}
}

// link is the deep link of an invitation, or without a code that of the private chat, where the platform has one.
func (m platforms) link(p chat.Platform, code string) string {
	if p != chat.Telegram || m.telegram == nil || m.telegram.Username() == "" {
		return ""
	}
	link := "https://t.me/" + m.telegram.Username()
	if code != "" {
		link += "?start=" + code
	}
	return link
}

// announce says where the bot can be reached.
func (a *app) announce(m platforms) {
	a.log.Info("started", "data_dir", a.cfg.DataDir, "telegram", m.telegram != nil, "zalo", m.zalo != nil, "web", m.web != nil)
	if m.web == nil {
		return
	}
	fmt.Fprintf(a.err, "web chat: http://%s\n", m.web.Addr())
	if a.cfg.Web.Demo {
		fmt.Fprintln(a.err, "demo: pick a sample person in the browser and chat as on a phone; Ctrl+C stops")
	}
}

// serveMetrics answers Prometheus and /healthz, if the configuration asks for it.
func (a *app) serveMetrics(ctx context.Context, db *storage.DB, registry *prometheus.Registry) error {
	if a.cfg.Metrics.Listen == "" {
		return nil
	}
	registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "danvanbot_journal_number", Help: "Number of the last journal entry.",
	}, func() float64 { return float64(a.head(ctx, db)) }))
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		if err := db.View(r.Context(), func(*storage.ReadTx) error { return nil }); err != nil {
			http.Error(w, "the data file cannot be read", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", a.cfg.Metrics.Listen)
	if err != nil {
		return fmt.Errorf("metrics: %w", taken("metrics.listen", a.cfg.Metrics.Listen, err))
	}
	a.log.Info("metrics", "address", listener.Addr().String())
	return serveHTTP(ctx, listener, mux, readWithin)
}

// limits of requests to the metrics and to the local socket, so that slow or endless ones hold nothing for long.
const (
	headerWithin = 5 * time.Second
	readWithin   = 10 * time.Second // a whole request for the metrics; the socket's owner may send a large file
	idleFor      = time.Minute
	maxHeader    = 16 << 10
)

// serveHTTP serves until ctx ends. A request must be read within some time; 0 is for ever.
func serveHTTP(ctx context.Context, l net.Listener, h http.Handler, within time.Duration) error {
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: headerWithin, ReadTimeout: within, IdleTimeout: idleFor, MaxHeaderBytes: maxHeader,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	go func() { _ = server.Serve(l) }()
	context.AfterFunc(ctx, func() { _ = server.Close() })
	return nil
}

// head is the number of the last journal entry; 0 when it cannot be read.
func (a *app) head(ctx context.Context, db *storage.DB) (number uint64) {
	err := db.View(ctx, func(tx *storage.ReadTx) (err error) {
		number, err = tx.Head()
		return err
	})
	if err != nil {
		a.log.Error("reading the journal's head failed", "error", err)
	}
	return number
}
