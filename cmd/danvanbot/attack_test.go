package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/report"
)

// TestSlowMetricsClients: neither a header nor a body that never ends keeps a connection to the metrics.
func TestSlowMetricsClients(t *testing.T) {
	t.Parallel()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	if err := serveHTTP(ctx, listener, http.NotFoundHandler(), time.Second); err != nil {
		t.Fatal(err)
	}
	for _, begin := range []string{"GET /metrics HTTP/1.1\r\nHost: x\r\nX-", "POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"} {
		conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close() //nolint:errcheck // it is cut off
		if _, err := io.WriteString(conn, begin); err != nil {
			t.Fatal(err)
		}
		go func() {
			for {
				if _, err := io.WriteString(conn, "x"); err != nil {
					return
				}
				time.Sleep(100 * time.Millisecond)
			}
		}()
		_ = conn.SetReadDeadline(time.Now().Add(15 * time.Second))
		if _, err := io.Copy(io.Discard, conn); os.IsTimeout(err) {
			t.Errorf("%q: still connected", begin)
		}
	}
}

// TestFilesBehindLinks: what is written under a name that is a symbolic link goes nowhere, also when the link leads to
// nothing yet.
func TestFilesBehindLinks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	behind, link := filepath.Join(dir, "behind"), filepath.Join(dir, "link")
	if err := os.Symlink(behind, link); err != nil {
		t.Fatal(err)
	}
	writes := map[string]func() error{
		"the output of a command": func() error {
			return (&app{}).writeFile(link, func(w io.Writer) error { _, err := io.WriteString(w, "x"); return err })
		},
		"a backup": func() error {
			d, err := newDraft(link)
			if err != nil {
				return err
			}
			defer d.drop()
			return d.place(link)
		},
		"a restore": func() error { return refuseExisting(link) },
	}
	for name, write := range writes {
		if err := write(); err == nil {
			t.Errorf("%s: got no error", name)
		}
		if _, err := os.Lstat(behind); err == nil {
			t.Errorf("%s: a file was made behind the link", name)
		}
	}
}

// TestExportHasNoFormulas: whatever stands in a submission, or in the name of its unit, no cell begins as a formula does.
func TestExportHasNoFormulas(t *testing.T) {
	t.Parallel()
	for _, evil := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://x\")"} {
		var exported, traced bytes.Buffer
		write, flush := (&app{console: console{out: &exported}}).rowWriter("csv")
		s := form.Submission{
			ID: 1, Form: evil, Unit: orgunit.ID(evil), Choices: map[string]string{evil: evil}, Texts: map[string]string{evil: evil},
			Values: map[string]form.Value{evil: {N: 1}},
		}
		if err := errors.Join(write(recordOf(orgunit.Sample(), s)), flush()); err != nil {
			t.Fatal(err)
		}
		source := report.SourceLine{Code: evil, Name: evil, Unit: orgunit.ID(evil), Reporter: evil, Carried: orgunit.ID(evil)}
		if err := (&app{console: console{out: &traced}}).writeSources(report.Trace{Sources: []report.SourceLine{source}}); err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{exported.String(), traced.String()} {
			rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
			if err != nil || len(rows) != 2 {
				t.Fatalf("got %d rows, error %v", len(rows), err)
			}
			for _, cell := range rows[1] {
				if strings.ContainsAny((cell + " ")[:1], "=+-@\t\r") {
					t.Errorf("got cell %q, want it safe", cell)
				}
			}
		}
	}
}
