package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/pflag"
	nodefast "sigs.k8s.io/kwok/kustomize/stage/node/fast"
	heartbeat "sigs.k8s.io/kwok/kustomize/stage/node/heartbeat-with-lease"
	podfast "sigs.k8s.io/kwok/kustomize/stage/pod/fast"
	kwokconfig "sigs.k8s.io/kwok/pkg/config"
	kwokcmd "sigs.k8s.io/kwok/pkg/kwok/cmd"
	kwoklog "sigs.k8s.io/kwok/pkg/log"
	kwoksignals "sigs.k8s.io/kwok/pkg/utils/signals"
)

// kwokStages are KWOK's own rules for nodes that stay Ready and pods that start, finish and go at once.
var kwokStages = []string{
	nodefast.DefaultNodeInit, heartbeat.DefaultNodeHeartbeatWithLease,
	podfast.DefaultPodReady, podfast.DefaultPodComplete, podfast.DefaultPodDelete,
}

func kwok() {
	if err := runKwok(); err != nil {
		fmt.Fprintln(os.Stderr, "kwok:", err)
		os.Exit(1)
	}
}

func runKwok() error {
	stages, err := os.CreateTemp("", "kwok-stages-*.yaml")
	if err != nil {
		return err
	}
	if _, err := stages.WriteString(strings.Join(kwokStages, "\n---\n")); err != nil {
		return err
	}
	os.Args = append(os.Args, "--config", stages.Name())
	// Kubernetes registers a --version flag of its own kind for every program; KWOK's own is a plain one.
	pflag.CommandLine = pflag.NewFlagSet(os.Args[0], pflag.ExitOnError)
	flags := pflag.NewFlagSet("global", pflag.ContinueOnError)
	flags.ParseErrorsAllowlist.UnknownFlags = true
	flags.Usage = func() {}
	ctx, err := kwokContext(flags)
	_ = os.Remove(stages.Name())
	if err != nil {
		return err
	}
	command := kwokcmd.NewCommand(ctx)
	command.PersistentFlags().AddFlagSet(flags)
	return command.ExecuteContext(ctx)
}

func kwokContext(flags *pflag.FlagSet) (context.Context, error) {
	ctx, _ := kwoklog.InitFlags(kwoksignals.SetupSignalContext(), flags)
	return kwokconfig.InitFlags(ctx, flags)
}
