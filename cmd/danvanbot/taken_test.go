package main

import (
	"net"
	"testing"
)

// TestAddressInUse: an address that another program has is named with the setting to change; nothing of the system's own words.
func TestAddressInUse(t *testing.T) {
	t.Parallel()
	other, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	taken := other.Addr().String()
	for area, section := range map[string]map[string]any{"web": {"listen": taken, "demo": true}, "metrics": {"listen": taken}} {
		t.Run(area, func(t *testing.T) {
			t.Parallel()
			config := demo()
			config[area] = section
			r := newProgram(t, config).command("run")
			if r.code != exitFailed {
				t.Errorf("got exit code %d, want 1", r.code)
			}
			wantPlain(t, area, r.err, "another program uses "+taken+", perhaps another danvanbot; stop it, or set "+area+".listen to another address")
		})
	}
}
