package main

import (
	"errors"
	"fmt"
	"syscall"
)

// taken says which setting to change when another program has its address; any other error stays as it is.
func taken(setting, address string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("another program uses %s, perhaps another danvanbot; stop it, or set %s to another address", address, setting)
	}
	return err
}
