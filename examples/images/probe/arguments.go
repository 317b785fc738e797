package main

import (
	"flag"
	"fmt"
	"io"
)

// parse reads flags that may stand before or after the arguments, and checks how many arguments there are.
func parse(flags *flag.FlagSet, args []string, least, most int) ([]string, error) {
	flags.SetOutput(io.Discard)
	var rest []string
	for {
		if err := flags.Parse(args); err != nil {
			return nil, usageError(err.Error())
		}
		if flags.NArg() == 0 {
			break
		}
		rest = append(rest, flags.Arg(0))
		args = flags.Args()[1:]
	}
	if len(rest) < least || len(rest) > most {
		return nil, usageError(fmt.Sprintf("wrong number of arguments: %q", rest))
	}
	return rest, nil
}
