// Package supervise holds one cluster together: it is the first process of the cluster's own namespaces (or, for a
// cluster without a real node, an ordinary process), starts components when asked over a Unix socket, and reaps
// whatever they leave behind. When it ends, everything it started ends.
package supervise

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

// Options say where a cluster lives and, for a real node, how its namespaces meet the machine.
type Options struct {
	Dir        string
	Namespaces bool
	Booted     bool
	Egress     bool
	Unlink     bool
	Hostname   string
	Link       string
	HostCIDR   string
	NodeCIDR   string
	Cgroup     string
}

// Main runs `seatrial-kube supervise`; it returns once the supervisor answers, which goes on in the background.
func Main() {
	options := parse(os.Args[1:])
	var err error
	switch {
	case options.Booted:
		err = serve(options)
	case options.Egress:
		err = serveEgress(options)
	case options.Unlink:
		err = removeLink(options)
	default:
		err = launch(options)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "supervise:", err)
		os.Exit(1)
	}
}

func parse(args []string) Options {
	var options Options
	flags := flag.NewFlagSet("supervise", flag.ExitOnError)
	flags.StringVar(&options.Dir, "dir", "", "folder of the cluster")
	flags.BoolVar(&options.Namespaces, "namespaces", false, "live in PID, mount, network, UTS and IPC namespaces of its own (Linux, root)")
	flags.BoolVar(&options.Booted, "booted", false, "internal: this is the supervisor itself")
	flags.BoolVar(&options.Egress, "egress", false, "internal: this is the relay to image registries")
	flags.BoolVar(&options.Unlink, "unlink", false, "internal: remove the interface that a dead cluster left")
	flags.StringVar(&options.Hostname, "hostname", "", "host name inside the namespaces")
	flags.StringVar(&options.Link, "link", "", "name of the interface on the machine's side")
	flags.StringVar(&options.HostCIDR, "host-cidr", "", "address of the machine's side, for example 10.199.0.1/30")
	flags.StringVar(&options.NodeCIDR, "node-cidr", "", "address of the cluster's side, for example 10.199.0.2/30")
	flags.StringVar(&options.Cgroup, "cgroup", "", "name of the cluster's cgroup")
	_ = flags.Parse(args)
	return options
}

// launch starts the supervisor in the background and waits until it answers.
func launch(options Options) error {
	log, err := os.OpenFile(filepath.Join(options.Dir, "logs", "supervise.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	gate, release, err := os.Pipe()
	if err != nil {
		return err
	}
	executable, err := os.Executable()
	if err != nil {
		return err
	}
	process, err := os.StartProcess(executable, append([]string{"seatrial-kube", "supervise", "--booted"}, os.Args[1:]...), &os.ProcAttr{
		Dir:   options.Dir,
		Env:   os.Environ(),
		Files: []*os.File{gate, log, log},
		Sys:   bootAttributes(options),
	})
	if err != nil {
		return fmt.Errorf("cannot start the supervisor: %w", err)
	}
	_ = gate.Close()
	if err := connectNamespaces(options, process.Pid); err != nil {
		_ = process.Kill()
		return err
	}
	// A supervisor whose launcher dies before this byte reads end-of-file and ends by itself.
	if _, err := release.Write([]byte{1}); err != nil {
		return err
	}
	if err := waitUntilServing(options, process); err != nil {
		return err
	}
	return startEgress(options, process.Pid)
}

func waitUntilServing(options Options, process *os.Process) error {
	ended := make(chan error, 1)
	go func() {
		state, err := process.Wait()
		if err == nil {
			err = fmt.Errorf("the supervisor ended: %s (see logs/supervise.log)", state)
		}
		ended <- err
	}()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); {
		if connection, err := net.Dial("unix", socketPath(options)); err == nil {
			return connection.Close()
		}
		select {
		case err := <-ended:
			return err
		case <-time.After(5 * time.Millisecond):
		}
	}
	_ = process.Kill()
	return errors.New("the supervisor did not answer within 10 s (see logs/supervise.log)")
}

// serve is the supervisor: it sets its namespaces up and answers until it is told to stop.
func serve(options Options) error {
	gate := make([]byte, 1)
	if count, _ := os.Stdin.Read(gate); count != 1 {
		return errors.New("the launcher went away")
	}
	_ = os.Stdin.Close()
	if err := setUp(options); err != nil {
		return err
	}
	processes := newProcesses(options.Dir)
	go processes.reap()
	_ = os.Remove(socketPath(options))
	listener, err := net.Listen("unix", socketPath(options))
	if err != nil {
		return err
	}
	if err := os.Chmod(socketPath(options), 0o600); err != nil {
		return err
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	go func() {
		<-stop
		processes.killAll()
		os.Exit(0)
	}()
	return http.Serve(listener, processes.routes())
}

func socketPath(options Options) string { return filepath.Join(options.Dir, "supervise.sock") }
