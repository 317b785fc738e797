//go:build !linux

package supervise

import (
	"errors"
	"syscall"
)

func bootAttributes(Options) *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

func childAttributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

func connectNamespaces(Options, int) error { return nil }

func startEgress(Options, int) error { return nil }

func removeLink(Options) error { return nil }

func setUp(options Options) error {
	if options.Namespaces {
		return errors.New("a real node needs Linux")
	}
	return nil
}
