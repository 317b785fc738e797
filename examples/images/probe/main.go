// Command probe is a test container: each subcommand does one thing that a trial can observe.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

type command struct {
	name  string
	usage string
	run   func(args []string) error
}

var commands = []command{
	{"serve", "[--port 8080]", serve},
	{"exit", "CODE [MESSAGE...]", exit},
	{"sleep", "DURATION", sleep},
	{"get", "URL [--timeout 3s]", get},
	{"resolve", "NAME [--timeout 3s]", resolve},
	{"write", "FILE TEXT...", write},
	{"read", "FILE", read},
	{"list", "DIR", list},
	{"hog", "MIB [--for 0s]", hog},
}

// usageError says that the command line is wrong, not the world.
type usageError string

func (e usageError) Error() string { return string(e) }

func main() {
	if len(os.Args) < 2 {
		fmt.Fprint(os.Stderr, usage())
		os.Exit(2)
	}
	os.Exit(runCommand(os.Args[1], os.Args[2:]))
}

func runCommand(name string, args []string) int {
	for _, c := range commands {
		if c.name != name {
			continue
		}
		err := c.run(args)
		var wrong usageError
		switch {
		case err == nil:
			return 0
		case errors.As(err, &wrong):
			fmt.Fprintf(os.Stderr, "probe %s: %v\nUsage: probe %s %s\n", name, err, name, c.usage)
			return 2
		default:
			fmt.Fprintf(os.Stderr, "probe %s: %v\n", name, err)
			return 1
		}
	}
	fmt.Fprintf(os.Stderr, "probe: unknown command %q\n%s", name, usage())
	return 2
}

func usage() string {
	var text strings.Builder
	text.WriteString("Usage:\n")
	for _, c := range commands {
		fmt.Fprintf(&text, "  probe %s %s\n", c.name, c.usage)
	}
	return text.String()
}
