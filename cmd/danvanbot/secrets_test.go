package main

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// The secrets of a bot. None may be where somebody else reads.
const (
	secretTelegram = "4242424242:AAGeheim-Telegram_0123456789-0123456"
	secretZalo     = "4343434343:geheim-zalo_0123456789-0123456789"
	secretProxy    = "geheim%2Fproxy"
)

// leaks are parts of the secrets, as they are and as they stand in addresses.
var leaks = []string{"AAGeheim", "geheim-zalo", "geheim%2Fproxy", "geheim/proxy", "geheim%252Fproxy", "1GEHEIM"}

// parrot is a platform that answers every call with what it was asked, in all the ways in which a call can go wrong.
func parrot(t *testing.T) string {
	t.Helper()
	var calls atomic.Int64
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked := r.URL.String() + " " + url.QueryEscape(r.URL.String()) + " " + url.PathEscape(r.URL.Path)
		var body string
		status := http.StatusOK
		switch calls.Add(1) % 6 {
		case 0:
			body = fmt.Sprintf(`{"ok":false,"error_code":500,"description":%q}`, asked)
		case 1:
			status, body = http.StatusBadGateway, "<html>"+asked+"</html>"
		case 2:
			http.Redirect(w, r, "http://127.0.0.1:1"+r.URL.Path, http.StatusFound) //nolint:gosec // what is tested
			return
		case 3:
			panic(http.ErrAbortHandler)
		case 4:
			body = fmt.Sprintf(`{"ok":true,"result":[%q]}`, asked)
		default:
			status, body = http.StatusBadRequest, fmt.Sprintf(`{"ok":false,"error_code":400,"description":%q,"parameters":{"retry_after":1}}`, asked)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body) //nolint:gosec // what is tested
	}))
	t.Cleanup(srv.Close)
	return srv.URL
}

// TestSecretsStayInside: tokens and the password of a proxy are in nothing that the running bot writes, however much it logs and whatever
// the platforms answer, nor in what its commands print, its metrics, its data, its backups, its command line, or the heap of
// words that it leaves when it is made to abort.
func TestSecretsStayInside(t *testing.T) {
	t.Parallel()
	for name, platform := range map[string]map[string]any{
		"parrot":     {"api_endpoint": parrot(t)},
		"dead proxy": {"api_endpoint": "http://platform.invalid", "proxy": "http://u:" + secretProxy + "@127.0.0.1:1"},
		"dead socks": {"api_endpoint": "http://platform.invalid", "proxy": "socks5://u:" + secretProxy + "@127.0.0.1:1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := demo()
			config["log"] = map[string]any{"level": "debug", "format": map[bool]string{true: "text", false: "json"}[name == "parrot"]}
			config["metrics"] = map[string]any{"listen": "127.0.0.1:0"}
			for platformName, token := range map[string]string{"telegram": secretTelegram, "zalo": secretZalo} {
				one := maps.Clone(platform)
				one["token"] = token
				config[platformName] = one
			}
			keepsSecrets(t, newProgram(t, config))
		})
	}
}

func keepsSecrets(t *testing.T, p *program) {
	t.Helper()
	pr := p.start()
	p.webOrigin()
	metrics := pr.stderr.find(t, `metrics.*"?address"?[=:]"?(127[.:0-9]+)`)[1]
	for _, platform := range []string{"telegram", "zalo"} {
		pr.stderr.find(t, platform+` (cannot be reached|refuses a call|asks to wait)`)
	}
	var said strings.Builder
	said.WriteString(get(t, "http://"+metrics+"/metrics") + get(t, "http://"+metrics+"/healthz"))
	for _, words := range [][]string{{"check"}, {"check", "-chain"}, {"settings"}, {"people"}, {"export"}, {"summary"}, {"units", "-list"}, {"invite", "-role", "admin"}} {
		r := p.command(words[0], words[1:]...)
		said.WriteString(r.out + r.err)
	}
	time.Sleep(time.Second) // for some answers more
	p.must("backup", filepath.Join(p.dir, "backup.db"))
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pr.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	if err := pr.cmd.Process.Signal(syscall.SIGABRT); err != nil {
		t.Fatal(err)
	}
	p.wait()
	if !strings.Contains(pr.stderr.String(), "goroutine") {
		t.Error("there is no list of goroutines, so that this part of the test finds nothing")
	}
	said.WriteString(string(line) + pr.stderr.String() + pr.stdout.String())
	for _, leak := range leaks {
		if all := said.String(); strings.Contains(all, leak) {
			i := strings.Index(all, leak)
			t.Errorf("got %q in what was written: %q", leak, all[max(0, i-200):min(len(all), i+100)])
		}
		for _, file := range p.holding(leak) {
			if file != "config.json" {
				t.Errorf("got %q in %s", leak, file)
			}
		}
	}
}

// TestSecretsInFaultyConfigurations: a configuration that cannot be used is refused without its secrets, wherever they stand in it.
func TestSecretsInFaultyConfigurations(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"a token with a blank":          `{"telegram":{"token":"` + secretTelegram + ` x"},"web":{"listen":""}}`,
		"a token in a list":             `{"telegram":{"token":["` + secretTelegram + `"]}}`,
		"a token without a key":         `{"telegram":"` + secretTelegram + `"}`,
		"a token as a key":              `{"telegram":{"` + secretTelegram + `":""}}`,
		"cut behind the token":          `{"telegram":{"token":"` + secretTelegram,
		"rubbish behind it":             `{"zalo":{"token":"` + secretZalo + `"}} ` + secretZalo,
		"a comma too many":              `{"zalo":{"token":"` + secretZalo + `",}}`,
		"a secret key for a public one": `{"backup":{"dir":"b","recipients":["AGE-SECRET-KEY-1GEHEIM-ZALO"]},"zalo":{"token":"` + secretZalo + `"}}`,
		"no quotes":                     `{"zalo":{"token":` + secretZalo + `}}`,
		"a proxy that is no URL":        `{"telegram":{"token":"` + secretTelegram + `","proxy":"http://u:` + secretProxy + `@:x:y"},"web":{"listen":""}}`,
		"a proxy without scheme":        `{"zalo":{"token":"` + secretZalo + `","proxy":"u:` + secretProxy + `@host"},"web":{"listen":""}}`,
		"an endpoint with a token":      `{"telegram":{"token":"` + secretTelegram + `","api_endpoint":"ftp://x/bot` + secretTelegram + `"},"web":{"listen":""}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProgram(t, demo())
			writeAll(t, p.config, []byte(content))
			r := p.command("run")
			if r.code != exitFailed || r.err == "" {
				t.Errorf("got exit code %d and %q, want a refusal", r.code, r.err)
			}
			for _, leak := range leaks {
				if strings.Contains(r.out+r.err, leak) {
					t.Errorf("got %q in %q", leak, r.out+r.err)
				}
			}
		})
	}
}
