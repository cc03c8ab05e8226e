package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestExampleHoldsEveryKey: the example file is the list of all keys, each with its default.
func TestExampleHoldsEveryKey(t *testing.T) {
	t.Parallel()
	const example = "../../config.example.json"
	got, err := loadConfig(example, noEnvironment)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, defaultConfig()) {
		t.Errorf("the example differs from the defaults: got %+v, want %+v", got, defaultConfig())
	}
	data, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := json.Unmarshal(data, &raw); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(keysOfType("", reflect.TypeFor[Config]()), keysOfJSON("", raw)); diff != "" {
		t.Errorf("the example's keys are others than those of Config (-Config +example):\n%s", diff)
	}
}

func keysOfType(prefix string, t reflect.Type) []string {
	var keys []string
	for f := range t.Fields() {
		name := prefix + f.Tag.Get("json")
		if f.Type.Kind() == reflect.Struct {
			keys = append(keys, keysOfType(name+".", f.Type)...)
			continue
		}
		keys = append(keys, name)
	}
	slices.Sort(keys)
	return keys
}

func keysOfJSON(prefix string, raw map[string]any) []string {
	var keys []string
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		if inner, ok := raw[name].(map[string]any); ok {
			keys = append(keys, keysOfJSON(prefix+name+".", inner)...)
			continue
		}
		keys = append(keys, prefix+name)
	}
	slices.Sort(keys)
	return keys
}

// TestUnknownKeyNamesTheNearest misspells every key there is.
func TestUnknownKeyNamesTheNearest(t *testing.T) {
	t.Parallel()
	for _, key := range keysOfType("", reflect.TypeFor[Config]()) {
		outer, inner, nested := strings.Cut(key, ".")
		content, want := fmt.Sprintf(`{%q: ""}`, outer+"x"), outer
		if nested {
			content, want = fmt.Sprintf(`{%q: {%q: ""}}`, outer, inner+"x"), key
		}
		config := defaultConfig()
		err := decodeConfig([]byte(content), &config)
		if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("did you mean %q?", want)) {
			t.Errorf("%s: got %v, want a hint at %q", content, err, want)
		}
	}
}

// TestSecretsAreNeverPrinted prints a configuration in every way that somebody might.
func TestSecretsAreNeverPrinted(t *testing.T) {
	t.Parallel()
	const token = "4242424242:AASecret"
	c := defaultConfig()
	c.Telegram.Token, c.Zalo.Token = token, token
	var prints []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		prints = append(prints, fmt.Sprintf(verb, c), fmt.Sprintf(verb, &c), fmt.Sprintf(verb, c.Telegram), fmt.Sprintf(verb, c.Telegram.Token))
	}
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var text, jsons strings.Builder
	slog.New(slog.NewTextHandler(&text, nil)).Info("config", "config", c, "token", c.Telegram.Token)
	slog.New(slog.NewJSONHandler(&jsons, nil)).Info("config", "config", c, "token", c.Telegram.Token)
	for _, got := range append(prints, string(data), text.String(), jsons.String(), fmt.Sprint(fmt.Errorf("broken: %v", c))) {
		if strings.Contains(got, "AASecret") || strings.Contains(got, fmt.Sprintf("%x", "AASecret")) {
			t.Errorf("the secret is printed: %s", got)
		}
	}
}

// TestSecretsFromTheEnvironment: a variable comes before the file, and a variable may name a file.
func TestSecretsFromTheEnvironment(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	config, secret := filepath.Join(dir, "config.json"), filepath.Join(dir, "token")
	for path, content := range map[string]string{config: `{"telegram": {"token": "file"}}`, secret: " named\n"} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, tc := range []struct {
		environment    map[string]string
		telegram, zalo Secret
	}{
		{nil, "file", ""},
		{map[string]string{"DANVANBOT_TELEGRAM_TOKEN": "env"}, "env", ""},
		{map[string]string{"DANVANBOT_TELEGRAM_TOKEN_FILE": secret}, "named", ""},
		{map[string]string{"DANVANBOT_TELEGRAM_TOKEN": "env", "DANVANBOT_TELEGRAM_TOKEN_FILE": secret}, "env", ""},
		{map[string]string{"DANVANBOT_ZALO_TOKEN_FILE": secret}, "file", "named"},
	} {
		c, err := loadConfig(config, func(name string) string { return tc.environment[name] })
		if err != nil || c.Telegram.Token != tc.telegram || c.Zalo.Token != tc.zalo {
			t.Errorf("%v: got tokens of %d and %d bytes and %v, want %q and %q", tc.environment, len(c.Telegram.Token), len(c.Zalo.Token), err, tc.telegram, tc.zalo)
		}
	}
	missing := func(name string) string {
		return map[string]string{"DANVANBOT_TELEGRAM_TOKEN_FILE": filepath.Join(dir, "none")}[name]
	}
	if _, err := loadConfig(config, missing); err == nil {
		t.Error("a missing token file is no error")
	}
}

func noEnvironment(string) string { return "" }

// FuzzConfig: a configuration is read whole, or refused with a reason.
func FuzzConfig(f *testing.F) {
	example, err := os.ReadFile(filepath.Join("..", "..", "config.example.json"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(example)
	f.Add([]byte(`{"telegram":{"tokn":""}}`))
	f.Add([]byte(`{"backup":{"every":"-1h","recipients":["age1"]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		cfg := defaultConfig()
		if err := decodeConfig(data, &cfg); err != nil {
			return
		}
		if err := cfg.validate(); err != nil && strings.TrimSpace(err.Error()) == "" {
			t.Error("got an error without a reason")
		}
	})
}
