package main

import (
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const mebibyte = 1 << 20

// exit prints its message to standard error and ends with the given code.
func exit(args []string) error {
	if len(args) == 0 {
		return usageError("needs an exit code")
	}
	code, err := strconv.Atoi(args[0])
	if err != nil || code < 0 || code > 255 {
		return usageError(fmt.Sprintf("%q is not an exit code from 0 to 255", args[0]))
	}
	if len(args) > 1 {
		fmt.Fprintln(os.Stderr, strings.Join(args[1:], " "))
	}
	os.Exit(code)
	return nil
}

// sleep ends after the duration, or on SIGTERM, with success.
func sleep(args []string) error {
	rest, err := parse(flag.NewFlagSet("sleep", flag.ContinueOnError), args, 1, 1)
	if err != nil {
		return err
	}
	duration, err := time.ParseDuration(rest[0])
	if err != nil {
		return usageError(err.Error())
	}
	wait(duration)
	return nil
}

// hog takes memory and touches every page of it, one mebibyte after the other.
func hog(args []string) error {
	flags := flag.NewFlagSet("hog", flag.ContinueOnError)
	hold := flags.Duration("for", 0, "")
	rest, err := parse(flags, args, 1, 1)
	if err != nil {
		return err
	}
	mib, err := strconv.Atoi(rest[0])
	if err != nil || mib < 1 {
		return usageError(fmt.Sprintf("%q is not a number of MiB", rest[0]))
	}
	held := make([][]byte, 0, mib)
	for range mib {
		held = append(held, touched())
	}
	fmt.Printf("holding %d MiB\n", len(held))
	wait(*hold)
	fmt.Printf("releasing %d MiB\n", len(held))
	return nil
}

func touched() []byte {
	block := make([]byte, mebibyte)
	for at := 0; at < len(block); at += os.Getpagesize() {
		block[at] = 1
	}
	return block
}

func wait(duration time.Duration) {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, os.Interrupt)
	select {
	case <-time.After(duration):
	case <-stop:
	}
}
