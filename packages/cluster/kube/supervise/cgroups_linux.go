package supervise

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

const cgroupRoot = "/sys/fs/cgroup"

// prepareCgroups makes the cluster's own cgroup, below which the kubelet keeps its pods, and shows Cilium a
// cgroup v2 tree that holds nothing but this cluster: it would otherwise hook every process of the machine.
func prepareCgroups(options Options) error {
	unified := cgroupRoot
	if !isUnified(cgroupRoot) {
		if err := prepareHierarchies(options.Cgroup); err != nil {
			return err
		}
		unified = filepath.Join(cgroupRoot, "unified")
	} else if err := prepareUnified(options.Cgroup); err != nil {
		return err
	}
	own := filepath.Join(unified, options.Cgroup)
	if _, err := os.Stat(unified); err != nil {
		return nil // A machine without cgroup v2 can still run the bridge plugin.
	}
	if err := os.MkdirAll(own, 0o755); err != nil {
		return err
	}
	if err := os.MkdirAll("/run/cilium/cgroupv2", 0o755); err != nil {
		return err
	}
	return syscall.Mount(own, "/run/cilium/cgroupv2", "", syscall.MS_BIND, "")
}

func isUnified(path string) bool {
	const cgroup2Magic = 0x63677270
	var info syscall.Statfs_t
	return syscall.Statfs(path, &info) == nil && info.Type == cgroup2Magic
}

// prepareHierarchies makes the cgroup in every cgroup v1 hierarchy; a cpuset takes no process before it has its CPUs and memory nodes.
func prepareHierarchies(name string) error {
	hierarchies, err := os.ReadDir(cgroupRoot)
	if err != nil {
		return err
	}
	for _, hierarchy := range hierarchies {
		parent := filepath.Join(cgroupRoot, hierarchy.Name())
		if hierarchy.Type()&os.ModeSymlink != 0 || hierarchy.Name() == "unified" {
			continue
		}
		own := filepath.Join(parent, name)
		if err := os.Mkdir(own, 0o755); err != nil && !errors.Is(err, os.ErrExist) {
			return err
		}
		for _, file := range []string{"cpuset.cpus", "cpuset.mems"} {
			value, err := os.ReadFile(filepath.Join(parent, file))
			if err != nil {
				continue // Only the cpuset hierarchy has these files.
			}
			if err := os.WriteFile(filepath.Join(own, file), value, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}

// prepareUnified makes the cgroup on a cgroup v2 machine. A cgroup that hands controllers down may hold no process
// itself, so the supervisor and all it starts live in a leaf beside the kubelet's pods.
func prepareUnified(name string) error {
	own := filepath.Join(cgroupRoot, name)
	leaf := filepath.Join(own, "system")
	if err := os.MkdirAll(leaf, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(leaf, "cgroup.procs"), []byte("0"), 0o644); err != nil {
		return err
	}
	if err := emptyRoot(); err != nil {
		return err
	}
	available, err := os.ReadFile(filepath.Join(cgroupRoot, "cgroup.controllers"))
	if err != nil {
		return err
	}
	for _, controller := range strings.Fields(string(available)) {
		for _, parent := range []string{cgroupRoot, own} {
			if err := os.WriteFile(filepath.Join(parent, "cgroup.subtree_control"), []byte("+"+controller), 0o644); err != nil {
				if needed(controller) {
					return fmt.Errorf("cannot hand the %s controller down from %s: %w", controller, parent, err)
				}
			}
		}
	}
	return nil
}

// emptyRoot moves the processes of a container's root cgroup into a leaf, as only an empty cgroup hands controllers down.
// The machine's real root has no cgroup.type file and is exempt from that rule.
func emptyRoot() error {
	if _, err := os.Stat(filepath.Join(cgroupRoot, "cgroup.type")); err != nil {
		return nil
	}
	leaf := filepath.Join(cgroupRoot, "init")
	if err := os.MkdirAll(leaf, 0o755); err != nil {
		return err
	}
	processes, err := os.ReadFile(filepath.Join(cgroupRoot, "cgroup.procs"))
	if err != nil {
		return err
	}
	for _, pid := range strings.Fields(string(processes)) {
		// Processes that have ended meanwhile, or live in other PID namespaces, cannot be moved and do not matter here.
		_ = os.WriteFile(filepath.Join(leaf, "cgroup.procs"), []byte(pid), 0o644)
	}
	return nil
}

func needed(controller string) bool {
	return controller == "cpu" || controller == "memory" || controller == "pids"
}
