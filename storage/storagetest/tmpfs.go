package storagetest

import (
	"errors"
	"os"
	"syscall"
	"testing"
)

// MountTmpfs makes a folder a disk in memory, of a size such as "24m", until the test ends. Without the right to, as in a container
// without CAP_SYS_ADMIN, it tells so and is false.
func MountTmpfs(tb testing.TB, dir, size string) bool {
	tb.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		tb.Fatal(err)
	}
	err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size+",mode=700")
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
		tb.Logf("may not mount: %v", err)
		return false
	}
	if err != nil {
		tb.Fatalf("mounting over %s: %v", dir, err)
	}
	tb.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			tb.Errorf("unmounting %s: %v", dir, err)
		}
	})
	return true
}
