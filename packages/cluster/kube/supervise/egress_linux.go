package supervise

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// startEgress starts the relay in the machine's network but in the cluster's PID namespace: it ends with the cluster.
func startEgress(options Options, pid int) error {
	if !options.Namespaces {
		return nil
	}
	executable, err := os.Executable()
	if err != nil {
		return err
	}
	log, err := os.OpenFile(filepath.Join(options.Dir, "logs", "egress.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	// Only children of this thread are born into the other namespace; the thread is not used for anything else.
	runtime.LockOSThread()
	namespace, err := os.Open(filepath.Join("/proc", strconv.Itoa(pid), "ns", "pid"))
	if err != nil {
		return err
	}
	defer namespace.Close()
	if err := unix.Setns(int(namespace.Fd()), unix.CLONE_NEWPID); err != nil {
		return err
	}
	process, err := os.StartProcess(executable, append([]string{"seatrial-kube", "supervise", "--egress"}, os.Args[1:]...), &os.ProcAttr{
		Env:   os.Environ(),
		Files: []*os.File{nil, log, log},
		Sys:   &syscall.SysProcAttr{Setsid: true},
	})
	if err != nil {
		return err
	}
	return process.Release()
}
