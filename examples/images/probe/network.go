package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

const shownBytes = 512

// get prints the status and the start of the body; an error or a status of 400 and more is a failure.
func get(args []string) error {
	flags := flag.NewFlagSet("get", flag.ContinueOnError)
	timeout := flags.Duration("timeout", 3*time.Second, "")
	rest, err := parse(flags, args, 1, 1)
	if err != nil {
		return err
	}
	client := &http.Client{Timeout: *timeout}
	response, err := client.Get(rest[0])
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, shownBytes))
	if err != nil {
		return err
	}
	fmt.Printf("%s\n%s\n", response.Status, strings.TrimSpace(string(body)))
	if response.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s answered %s", rest[0], response.Status)
	}
	return nil
}

// resolve prints the addresses of a name.
func resolve(args []string) error {
	flags := flag.NewFlagSet("resolve", flag.ContinueOnError)
	timeout := flags.Duration("timeout", 3*time.Second, "")
	rest, err := parse(flags, args, 1, 1)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), *timeout)
	defer cancel()
	addresses, err := net.DefaultResolver.LookupHost(ctx, rest[0])
	if err != nil {
		return err
	}
	fmt.Println(strings.Join(addresses, "\n"))
	return nil
}
