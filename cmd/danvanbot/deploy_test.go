package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v2"
)

// notOurs are metrics that Prometheus itself makes.
var notOurs = []string{"up"}

// hidden are metrics that are missing under the unit, whose ProcSubset=pid hides /proc/stat.
var hidden = []string{"process_start_time_seconds"}

// TestDeployNamesRealMetrics: every metric that an alert or a panel names is one that the running program exports.
func TestDeployNamesRealMetrics(t *testing.T) {
	t.Parallel()
	exported := exportedMetrics(t)
	for file, exprs := range map[string][]string{"alerts.yml": alertExprs(t), "grafana.json": panelExprs(t)} {
		for _, expr := range exprs {
			for _, name := range metricsIn(expr) {
				if (!exported[name] || slices.Contains(hidden, name)) && !slices.Contains(notOurs, name) {
					t.Errorf("%s: the program exports no %s, which %q names", file, name, expr)
				}
			}
		}
	}
}

// metricsIn are the metrics that an expression of PromQL names.
func metricsIn(expr string) []string {
	expr = regexp.MustCompile(`"[^"]*"`).ReplaceAllString(expr, "")
	return regexp.MustCompile(`\b(?:danvanbot|process|go)_[a-z_]+|\bup\b`).FindAllString(expr, -1)
}

// exportedMetrics asks the running program. Those with labels, and Zalo's, appear with their first use: they are named here.
func exportedMetrics(t *testing.T) map[string]bool {
	t.Helper()
	config := demo()
	config["metrics"] = map[string]any{"listen": "127.0.0.1:0"}
	config["zalo"] = map[string]any{"token": "1:x", "api_endpoint": "http://127.0.0.1:1"}
	p := newProgram(t, config)
	p.start()
	address := p.running.stderr.find(t, `metrics.* address=(\S+)`)[1]
	newBrowserless(t, p.webOrigin(), "can-bo-1").ask("/trogiup", "/baocao")
	names := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^([a-z_]+)[{ ]`).FindAllStringSubmatch(get(t, "http://"+address+"/metrics"), -1) {
		names[m[1]] = true
	}
	return names
}

// TestUpdatesAreCountedFromTheStart, so that the alert about silence fires also where nobody has written since.
func TestUpdatesAreCountedFromTheStart(t *testing.T) {
	t.Parallel()
	config := demo()
	config["metrics"] = map[string]any{"listen": "127.0.0.1:0"}
	p := newProgram(t, config)
	p.start()
	address := p.running.stderr.find(t, `metrics.* address=(\S+)`)[1]
	if got, want := get(t, "http://"+address+"/metrics"), `danvanbot_updates_total{platform="web"} 0`; !strings.Contains(got, want+"\n") {
		t.Errorf("no %s in:\n%s", want, got)
	}
}

// TestAlertsFire has Prometheus's own tool check the rules and play series to them: each alert is seen to fire, and not to.
func TestAlertsFire(t *testing.T) {
	t.Parallel()
	scenes := filepath.Join("testdata", "alerts.yml")
	for _, args := range [][]string{{"check", "rules", filepath.Join("deploy", "alerts.yml")}, {"test", "rules", scenes}} {
		if out, err := exec.CommandContext(t.Context(), "promtool", args...).CombinedOutput(); err != nil { //nolint:gosec // our own files
			t.Errorf("promtool %v: %v\n%s", args, err, out)
		}
	}
	fires, silent := playedAlerts(t, scenes)
	for _, a := range alerts(t) {
		if !fires[a.Alert] || !silent[a.Alert] {
			t.Errorf("%s: seen to fire %v, seen not to fire %v, want both", a.Alert, fires[a.Alert], silent[a.Alert])
		}
	}
}

// playedAlerts are the alerts that the scenes expect at some time, and those that they expect not at some time.
func playedAlerts(t *testing.T, path string) (fires, silent map[string]bool) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Tests []struct {
			Looks []struct {
				Alert string `yaml:"alertname"`
				Want  []any  `yaml:"exp_alerts"`
			} `yaml:"alert_rule_test"`
		} `yaml:"tests"`
	}
	if err := yaml.Unmarshal(content, &file); err != nil {
		t.Fatal(err)
	}
	fires, silent = map[string]bool{}, map[string]bool{}
	for _, scene := range file.Tests {
		for _, l := range scene.Looks {
			fires[l.Alert] = fires[l.Alert] || len(l.Want) > 0
			silent[l.Alert] = silent[l.Alert] || len(l.Want) == 0
		}
	}
	return fires, silent
}

// TestUnitComesBack: systemd starts the bot again however often it ended, as on a disk that is full for a night.
func TestUnitComesBack(t *testing.T) {
	t.Parallel()
	lines := strings.Split(string(deployed(t, "danvanbot.service")), "\n")
	for _, want := range []string{"StartLimitIntervalSec=0", "Restart=always"} {
		if !slices.Contains(lines, want) {
			t.Errorf("the unit does not say %s", want)
		}
	}
}

type alert struct {
	Alert       string            `yaml:"alert"`
	Expr        string            `yaml:"expr"`
	For         string            `yaml:"for"`
	Labels      map[string]string `yaml:"labels"`
	Annotations map[string]string `yaml:"annotations"`
}

func alerts(t *testing.T) (all []alert) {
	t.Helper()
	var file struct {
		Groups []struct {
			Name  string  `yaml:"name"`
			Rules []alert `yaml:"rules"`
		} `yaml:"groups"`
	}
	if err := yaml.Unmarshal(deployed(t, "alerts.yml"), &file); err != nil {
		t.Fatal(err)
	}
	for _, g := range file.Groups {
		all = append(all, g.Rules...)
	}
	if len(all) == 0 {
		t.Fatal("there are no alerts")
	}
	return all
}

func alertExprs(t *testing.T) (exprs []string) {
	t.Helper()
	for _, a := range alerts(t) {
		exprs = append(exprs, a.Expr)
	}
	return exprs
}

func panelExprs(t *testing.T) (exprs []string) {
	t.Helper()
	var dashboard struct {
		Title  string
		Panels []struct {
			Title   string
			GridPos struct{ X, Y, W, H int }
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(deployed(t, "grafana.json"), &dashboard); err != nil {
		t.Fatal(err)
	}
	for _, p := range dashboard.Panels {
		if len(p.Targets) == 0 || p.GridPos.X+p.GridPos.W > 24 {
			t.Errorf("panel %q shows nothing or is too wide", p.Title)
		}
		for _, target := range p.Targets {
			exprs = append(exprs, target.Expr)
		}
	}
	if len(exprs) == 0 {
		t.Fatal("there are no panels")
	}
	return exprs
}

// TestEveryAlertIsInTheRunbook, in a section of its name, which its annotation links to.
func TestEveryAlertIsInTheRunbook(t *testing.T) {
	t.Parallel()
	runbook := string(deployed(t, "RUNBOOK.md"))
	sections := regexp.MustCompile(`(?m)^## (Danvanbot\S+)$`).FindAllStringSubmatch(runbook, -1)
	var named []string
	for _, s := range sections {
		named = append(named, s[1])
	}
	for _, a := range alerts(t) {
		if !slices.Contains(named, a.Alert) {
			t.Errorf("%s is not in the runbook", a.Alert)
		}
		if want := "RUNBOOK.md#" + strings.ToLower(a.Alert); a.Annotations["runbook"] != want || a.Annotations["summary"] == "" || a.Labels["severity"] == "" {
			t.Errorf("%s: got %v and %v, want a summary, a severity and %s", a.Alert, a.Annotations, a.Labels, want)
		}
		named = slices.DeleteFunc(named, func(n string) bool { return n == a.Alert })
	}
	if len(named) > 0 {
		t.Errorf("the runbook has sections without an alert: %v", named)
	}
}

// TestRunbookCommandsExist: each command that the runbook tells to give is one that the program knows.
func TestRunbookCommandsExist(t *testing.T) {
	t.Parallel()
	given := regexp.MustCompile("(?m)(?:(?:^|`)dv|(?:^|`)danvanbot|/danvanbot) ([a-z]+)").FindAllStringSubmatch(string(deployed(t, "RUNBOOK.md")), -1)
	if len(given) < 5 {
		t.Fatalf("found only %v", given)
	}
	for _, g := range given {
		if !slices.ContainsFunc(commands(), func(c command) bool { return c.name == g[1] }) {
			t.Errorf("there is no command %s", g[1])
		}
	}
}

func deployed(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}
