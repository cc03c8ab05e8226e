package bench

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// cpuTime is the CPU time that the process has taken, which other processes disturb less than the clock's.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// Memory is the process's resident memory, now and at most, in MB; 0 where there is no /proc.
func Memory() (now, most float64) {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return 0, 0
	}
	defer f.Close() //nolint:errcheck // only read
	for s := bufio.NewScanner(f); s.Scan(); {
		switch field := strings.Fields(s.Text()); field[0] {
		case "VmRSS:":
			now = megabytes(field[1])
		case "VmHWM:":
			most = megabytes(field[1])
		}
	}
	return now, most
}

func megabytes(kilobytes string) float64 {
	n, _ := strconv.ParseFloat(kilobytes, 64) // the kernel's own number
	return n / 1024
}
