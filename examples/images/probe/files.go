package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

func write(args []string) error {
	if len(args) < 2 {
		return usageError("needs a file and a text")
	}
	return os.WriteFile(args[0], []byte(strings.Join(args[1:], " ")+"\n"), 0o644)
}

func read(args []string) error {
	rest, err := parse(flag.NewFlagSet("read", flag.ContinueOnError), args, 1, 1)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(rest[0])
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(content)
	return err
}

// list prints mode, size and name of everything in a folder.
func list(args []string) error {
	rest, err := parse(flag.NewFlagSet("list", flag.ContinueOnError), args, 1, 1)
	if err != nil {
		return err
	}
	entries, err := os.ReadDir(rest[0])
	if err != nil {
		return err
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			return err
		}
		fmt.Printf("%s %d %s\n", info.Mode(), info.Size(), entry.Name())
	}
	return nil
}
