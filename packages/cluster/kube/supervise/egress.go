package supervise

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// egressPort is where the cluster's container runtime finds its way to image registries.
const egressPort = "3128"

// serveEgress relays the container runtime's connections to image registries. It runs in the machine's network, so that
// pulls work without a route, a firewall rule or address translation on the machine, and answers this one cluster only.
func serveEgress(options Options) error {
	host, _, err := net.ParseCIDR(options.HostCIDR)
	if err != nil {
		return err
	}
	node, _, err := net.ParseCIDR(options.NodeCIDR)
	if err != nil {
		return err
	}
	server := &http.Server{
		Addr:              net.JoinHostPort(host.String(), egressPort),
		ReadHeaderTimeout: 10 * time.Second,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			client, _, _ := net.SplitHostPort(r.RemoteAddr)
			switch {
			case client != node.String():
				http.Error(w, "only the node may use this relay", http.StatusForbidden)
			case r.Method == http.MethodConnect:
				relay(w, r)
			default:
				http.Error(w, "registries are reached over HTTPS only", http.StatusMethodNotAllowed)
			}
		}),
	}
	return server.ListenAndServe()
}

func relay(w http.ResponseWriter, r *http.Request) {
	upstream, err := net.DialTimeout("tcp", r.Host, 10*time.Second)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer upstream.Close()
	hijacker, ok := w.(http.Hijacker)
	if !ok {
		http.Error(w, "cannot relay", http.StatusInternalServerError)
		return
	}
	client, buffered, err := hijacker.Hijack()
	if err != nil {
		return
	}
	defer client.Close()
	if _, err := fmt.Fprint(client, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		return
	}
	ended := make(chan struct{}, 2)
	copyTo := func(to io.Writer, from io.Reader) {
		_, _ = io.Copy(to, from)
		ended <- struct{}{}
	}
	go copyTo(upstream, buffered)
	go copyTo(client, upstream)
	<-ended
}
