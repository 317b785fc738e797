// Command system is the one program of the cluster's own image: the pause container of every pod, and the helper
// that makes and removes the folders of local volumes.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

func main() {
	volume := os.Getenv("VOL_DIR")
	switch filepath.Base(os.Args[0]) {
	case "volume-create":
		finish(createVolume(volume))
	case "volume-delete":
		finish(os.RemoveAll(volume))
	default:
		pause()
	}
}

// createVolume makes a folder that any user may write, as local-path's own script does, whatever the umask.
func createVolume(dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	return os.Chmod(dir, 0o777)
}

func finish(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// pause holds the namespaces of a pod and collects processes whose parents have ended.
func pause() {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGCHLD, syscall.SIGINT, syscall.SIGTERM)
	for received := range signals {
		if received != syscall.SIGCHLD {
			os.Exit(0)
		}
		for {
			pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil)
			if err != nil || pid <= 0 {
				break
			}
		}
	}
}
