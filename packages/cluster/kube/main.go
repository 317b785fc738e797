// Command seatrial-kube holds the real Kubernetes components, each as a subcommand, in one static binary.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"seatrial.dev/kube/supervise"
)

// components is the table of everything this binary can be; every entry is upstream's own main function.
var components = map[string]func(){
	"coredns":                 coreDNS,
	"etcd":                    etcd,
	"helm":                    helm,
	"kube-apiserver":          kubeAPIServer,
	"kube-controller-manager": kubeControllerManager,
	"kube-proxy":              kubeProxy,
	"kube-scheduler":          kubeScheduler,
	"kubectl":                 kubectl,
	"kubelet":                 kubelet,
	"kustomize":               kustomize,
	"kwok":                    kwok,
	"supervise":               supervise.Main,
	"version":                 printVersion,
}

func main() {
	if run, ok := components[filepath.Base(os.Args[0])]; ok {
		run()
		return
	}
	if len(os.Args) > 1 {
		if run, ok := components[os.Args[1]]; ok {
			os.Args = os.Args[1:]
			run()
			return
		}
	}
	names := make([]string, 0, len(components))
	for name := range components {
		names = append(names, name)
	}
	sort.Strings(names)
	fmt.Fprintf(os.Stderr, "usage: seatrial-kube COMPONENT [ARGUMENT]...\ncomponents: %s\n", strings.Join(names, ", "))
	os.Exit(2)
}
