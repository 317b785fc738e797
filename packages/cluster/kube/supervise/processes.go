package supervise

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// spec is what a client asks to be started. Environment entries are added to the supervisor's own.
type spec struct {
	Name string   `json:"name"`
	Argv []string `json:"argv"`
	Env  []string `json:"env"`
}

// process is one started component as the client sees it.
type process struct {
	Name      string    `json:"name"`
	PID       int       `json:"pid"`
	Running   bool      `json:"running"`
	Exit      string    `json:"exit,omitempty"`
	StartedAt time.Time `json:"startedAt"`
}

type processes struct {
	dir    string
	mutex  sync.Mutex
	table  map[string]*process
	starts chan func()
}

func newProcesses(dir string) *processes {
	p := &processes{dir: dir, table: map[string]*process{}, starts: make(chan func())}
	// The death signal of a child is tied to the thread that forked it, so one thread that never ends forks them all.
	go func() {
		runtime.LockOSThread()
		for start := range p.starts {
			start()
		}
	}()
	return p
}

func (p *processes) routes() http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("GET /processes", func(w http.ResponseWriter, _ *http.Request) { answer(w, p.list(), nil) })
	routes.HandleFunc("POST /processes", func(w http.ResponseWriter, r *http.Request) {
		var asked spec
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			answer(w, nil, err)
			return
		}
		started, err := p.start(asked)
		answer(w, started, err)
	})
	return routes
}

func answer(w http.ResponseWriter, value any, err error) {
	w.Header().Set("content-type", "application/json")
	if err != nil {
		w.WriteHeader(http.StatusConflict)
		value = map[string]string{"error": err.Error()}
	}
	_ = json.NewEncoder(w).Encode(value)
}

func (p *processes) list() []process {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	all := make([]process, 0, len(p.table))
	for _, one := range p.table {
		all = append(all, *one)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].StartedAt.Before(all[j].StartedAt) })
	return all
}

func (p *processes) start(asked spec) (process, error) {
	if asked.Name == "" || len(asked.Argv) == 0 {
		return process{}, errors.New("name and argv are needed")
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if known, ok := p.table[asked.Name]; ok && known.Running {
		return process{}, fmt.Errorf("%s is already running (pid %d)", asked.Name, known.PID)
	}
	pid, err := p.fork(asked)
	if err != nil {
		return process{}, err
	}
	started := &process{Name: asked.Name, PID: pid, Running: true, StartedAt: time.Now()}
	p.table[asked.Name] = started
	return *started, nil
}

func (p *processes) fork(asked spec) (pid int, err error) {
	log, err := os.OpenFile(filepath.Join(p.dir, "logs", asked.Name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	defer log.Close()
	null, err := os.Open(os.DevNull)
	if err != nil {
		return 0, err
	}
	defer null.Close()
	done := make(chan struct{})
	p.starts <- func() {
		defer close(done)
		pid, err = syscall.ForkExec(asked.Argv[0], asked.Argv, &syscall.ProcAttr{
			Dir:   p.dir,
			Env:   merged(os.Environ(), asked.Env),
			Files: []uintptr{null.Fd(), log.Fd(), log.Fd()},
			Sys:   childAttributes(),
		})
	}
	<-done
	return pid, err
}

// merged puts later entries in the place of earlier ones of the same name: programs read the first they find.
func merged(base, own []string) []string {
	result := append([]string{}, own...)
	for _, entry := range base {
		name, _, _ := strings.Cut(entry, "=")
		if !slices.ContainsFunc(own, func(one string) bool { return strings.HasPrefix(one, name+"=") }) {
			result = append(result, entry)
		}
	}
	return result
}

// reap collects every ended child, also the orphans that fall to the first process of a PID namespace.
func (p *processes) reap() {
	children := make(chan os.Signal, 16)
	signal.Notify(children, syscall.SIGCHLD)
	for range children {
		p.collect()
	}
}

func (p *processes) collect() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, syscall.WNOHANG, nil)
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		if err != nil || pid <= 0 {
			return
		}
		for _, one := range p.table {
			if one.PID == pid && one.Running {
				one.Running, one.Exit = false, describe(status)
			}
		}
	}
}

func describe(status syscall.WaitStatus) string {
	if status.Signaled() {
		return "killed by " + unix.SignalName(status.Signal())
	}
	return fmt.Sprintf("exit status %d", status.ExitStatus())
}

func (p *processes) killAll() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for _, one := range p.table {
		if one.Running {
			_ = syscall.Kill(one.PID, syscall.SIGKILL)
		}
	}
}
