package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"danvanbot/bot/chat"
)

const (
	headerTimeout   = 5 * time.Second
	readTimeout     = 15 * time.Second
	writeTimeout    = 30 * time.Second
	idleTimeout     = 60 * time.Second
	shutdownTimeout = 5 * time.Second
	maxHeader       = 16 << 10
)

type deliverFunc = func(context.Context, []chat.Update) error

// Run serves until ctx ends; from has no meaning here, since browsers retry what was not kept. It is called once.
func (s *Server) Run(ctx context.Context, _ int64, deliver func(context.Context, []chat.Update) error) error {
	s.deliver.Store(&deliver)
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ErrorLog:          slog.NewLogLogger(s.options.Log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(s.listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serving the web chat: %w", err)
	case <-ctx.Done():
	}
	err := stop(ctx, server)
	<-failed //nolint:errcheck // it says that the server was stopped
	return err
}

// stop lets posts that are being committed finish. Event streams end by themselves, since their context has ended.
func stop(ctx context.Context, server *http.Server) error {
	bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	err := server.Shutdown(bounded)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close()
	}
	if err != nil {
		return fmt.Errorf("stopping the web chat: %w", err)
	}
	return nil
}

// ServeHTTP answers one request. Until Run has started, posts are refused as unavailable.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

func (s *Server) routes() (http.Handler, error) {
	mux := http.NewServeMux()
	files, err := assets()
	if err != nil {
		return nil, err
	}
	for path, file := range files {
		mux.Handle("GET "+path, file)
	}
	mux.Handle("GET /{$}", files[pagePath])
	if s.options.Demo {
		mux.Handle("GET /as/{user}", files[pagePath])
	}
	mux.HandleFunc("POST /api/session", s.postSession)
	mux.HandleFunc("POST /api/updates", s.postUpdate)
	mux.HandleFunc("GET /api/events", s.getEvents)
	mux.HandleFunc("GET /api/file/{token}", s.getFile)
	if s.options.Post != nil {
		mux.Handle(PostPath, s.options.Post)
		mux.Handle(PostPath+"/", s.options.Post)
	}
	return s.guard(mux), nil
}
