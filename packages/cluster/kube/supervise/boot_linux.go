package supervise

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/vishvananda/netlink"
)

func bootAttributes(options Options) *syscall.SysProcAttr {
	attributes := &syscall.SysProcAttr{Setsid: true}
	if options.Namespaces {
		attributes.Cloneflags = syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWNET | syscall.CLONE_NEWUTS | syscall.CLONE_NEWIPC
	}
	return attributes
}

func childAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGKILL}
}

// removeLink removes the machine's end of the link, and the other end with it. The kernel does so too, but only when the
// last connection of the dead namespace has timed out, which may take minutes.
func removeLink(options Options) error {
	link, err := netlink.LinkByName(options.Link)
	if errors.As(err, &netlink.LinkNotFoundError{}) {
		return nil
	}
	if err != nil {
		return err
	}
	return netlink.LinkDel(link)
}

// connectNamespaces runs on the machine's side: it makes the one link between the machine and the cluster.
func connectNamespaces(options Options, pid int) error {
	if !options.Namespaces {
		return nil
	}
	if err := removeLink(options); err != nil {
		return fmt.Errorf("cannot remove the old link %s: %w", options.Link, err)
	}
	attributes := netlink.NewLinkAttrs()
	attributes.Name = options.Link
	pair := &netlink.Veth{LinkAttrs: attributes, PeerName: "eth0", PeerNamespace: netlink.NsPid(pid)}
	if err := netlink.LinkAdd(pair); err != nil {
		return fmt.Errorf("cannot create the link %s: %w", options.Link, err)
	}
	return raise(options.Link, options.HostCIDR)
}

// setUp runs inside the namespaces, before anything else does.
func setUp(options Options) error {
	if !options.Namespaces {
		return nil
	}
	steps := []struct {
		what string
		run  func(Options) error
	}{
		{"set the host name", func(o Options) error { return syscall.Sethostname([]byte(o.Hostname)) }},
		{"mount /proc, /sys and /run", mountOwnFileSystems},
		{"prepare cgroups", prepareCgroups},
		{"keep the machine's kernel settings", shieldKernelSettings},
		{"set the network up", setUpNetwork},
	}
	for _, step := range steps {
		if err := step.run(options); err != nil {
			return fmt.Errorf("cannot %s: %w", step.what, err)
		}
	}
	return nil
}

// mountOwnFileSystems replaces what shows the machine's processes, network and run-time state.
func mountOwnFileSystems(options Options) error {
	cgroups := filepath.Join(options.Dir, "cgroup-mounts")
	if err := os.MkdirAll(cgroups, 0o700); err != nil {
		return err
	}
	// An old bpf mount under the new /sys would still be listed, and Cilium refuses to see two: so /sys goes as a whole.
	mounts := []func() error{
		func() error { return syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, "") },
		func() error { return syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_SHARED, "") },
		func() error { return syscall.Mount("proc", "/proc", "proc", 0, "") },
		func() error { return syscall.Mount("/sys/fs/cgroup", cgroups, "", syscall.MS_BIND|syscall.MS_REC, "") },
		func() error { return syscall.Mount("", cgroups, "", syscall.MS_REC|syscall.MS_PRIVATE, "") },
		func() error { return syscall.Unmount("/sys", syscall.MNT_DETACH) },
		func() error { return syscall.Mount("sysfs", "/sys", "sysfs", 0, "") },
		func() error { return syscall.Mount(cgroups, "/sys/fs/cgroup", "", syscall.MS_BIND|syscall.MS_REC, "") },
		func() error { return syscall.Unmount(cgroups, syscall.MNT_DETACH) },
		func() error { return syscall.Mount("bpf", "/sys/fs/bpf", "bpf", 0, "") },
		func() error {
			return syscall.Mount("tmpfs", "/run", "tmpfs", syscall.MS_NOSUID|syscall.MS_NODEV, "mode=755")
		},
	}
	for number, mount := range mounts {
		if err := mount(); err != nil {
			return fmt.Errorf("step %d: %w", number+1, err)
		}
	}
	return os.Remove(cgroups)
}

// shieldKernelSettings covers the machine-wide settings that the kubelet would change with files that already hold its values.
func shieldKernelSettings(Options) error {
	wanted := map[string]string{
		"vm/overcommit_memory": "1", "vm/panic_on_oom": "0", "kernel/panic": "10", "kernel/panic_on_oops": "1",
		"kernel/keys/root_maxkeys": "1000000", "kernel/keys/root_maxbytes": "25000000",
	}
	for name, value := range wanted {
		cover := filepath.Join("/run/seatrial/sysctl", strings.ReplaceAll(name, "/", "."))
		if err := os.MkdirAll(filepath.Dir(cover), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(cover, []byte(value+"\n"), 0o644); err != nil {
			return err
		}
		if err := syscall.Mount(cover, filepath.Join("/proc/sys", name), "", syscall.MS_BIND, ""); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func setUpNetwork(options Options) error {
	if err := raise("lo", ""); err != nil {
		return err
	}
	if err := raise("eth0", options.NodeCIDR); err != nil {
		return err
	}
	gateway, _, err := net.ParseCIDR(options.HostCIDR)
	if err != nil {
		return err
	}
	if err := netlink.RouteAdd(&netlink.Route{Gw: gateway}); err != nil {
		return err
	}
	return os.WriteFile("/proc/sys/net/ipv4/ip_forward", []byte("1"), 0o644)
}

// raise gives an interface its address, if it is to have one, and switches it on.
func raise(name, cidr string) error {
	link, err := netlink.LinkByName(name)
	if err != nil {
		return fmt.Errorf("interface %s: %w", name, err)
	}
	if cidr != "" {
		address, err := netlink.ParseAddr(cidr)
		if err != nil {
			return fmt.Errorf("address %q of interface %s: %w", cidr, name, err)
		}
		if err := netlink.AddrAdd(link, address); err != nil {
			return fmt.Errorf("address %s on interface %s: %w", cidr, name, err)
		}
	}
	return netlink.LinkSetUp(link)
}
