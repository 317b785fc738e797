package supervise

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestMerged(t *testing.T) {
	rows := []struct {
		name            string
		base, own, want []string
	}{
		{"nothing of its own", []string{"A=1", "B=2"}, nil, []string{"A=1", "B=2"}},
		{"an addition comes first", []string{"A=1"}, []string{"B=2"}, []string{"B=2", "A=1"}},
		{"its own value wins", []string{"A=1", "B=2"}, []string{"A=3"}, []string{"A=3", "B=2"}},
		{"an empty value wins, too", []string{"A=1"}, []string{"A="}, []string{"A="}},
		{"a name that only begins alike stays", []string{"PATH=/bin"}, []string{"PATH_X=1"}, []string{"PATH_X=1", "PATH=/bin"}},
		{"values may hold an equals sign", []string{"A=b=c"}, []string{"B=c=d"}, []string{"B=c=d", "A=b=c"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := merged(row.base, row.own); !slices.Equal(got, row.want) {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

// A table of processes in a folder of its own, as the supervisor has it.
func newTable(t *testing.T) *processes {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "logs"), 0o700); err != nil {
		t.Fatal(err)
	}
	p := newProcesses(dir)
	t.Cleanup(p.killAll)
	return p
}

// ended collects until no process of the table runs.
func ended(t *testing.T, p *processes) []process {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		p.collect()
		if all := p.list(); !slices.ContainsFunc(all, func(one process) bool { return one.Running }) {
			return all
		}
	}
	t.Fatalf("still running: %+v", p.list())
	return nil
}

func TestHowProcessesEnd(t *testing.T) {
	rows := []struct{ script, exit string }{
		{"exit 0", "exit status 0"},
		{"exit 3", "exit status 3"},
		{"kill -9 $$", "killed by SIGKILL"},
		{"kill -15 $$", "killed by SIGTERM"},
	}
	for _, row := range rows {
		t.Run(row.script, func(t *testing.T) {
			p := newTable(t)
			started, err := p.start(spec{Name: "one", Argv: []string{"/bin/sh", "-c", row.script}})
			if err != nil || !started.Running || started.PID <= 0 || started.Exit != "" {
				t.Fatalf("got %+v, %v", started, err)
			}
			if all := ended(t, p); all[0].Exit != row.exit || all[0].PID != started.PID {
				t.Errorf("got %+v, want exit %q", all[0], row.exit)
			}
		})
	}
}

func TestProcessHasFolderEnvironmentAndLog(t *testing.T) {
	t.Setenv("SEATRIAL_TEST_KEPT", "kept")
	p := newTable(t)
	script := `pwd; echo "$OWN $SEATRIAL_TEST_KEPT" >&2; read line || echo no input`
	for range 2 {
		if _, err := p.start(spec{Name: "one", Argv: []string{"/bin/sh", "-c", script}, Env: []string{"OWN=own"}}); err != nil {
			t.Fatal(err)
		}
		ended(t, p)
	}
	log, err := os.ReadFile(filepath.Join(p.dir, "logs", "one.log"))
	if err != nil {
		t.Fatal(err)
	}
	// A second start adds to the log: how the first one ended stays readable.
	if want := strings.Repeat(p.dir+"\nown kept\nno input\n", 2); string(log) != want {
		t.Errorf("got %q, want %q", log, want)
	}
	if info, _ := os.Stat(filepath.Join(p.dir, "logs", "one.log")); info.Mode().Perm() != 0o600 {
		t.Errorf("the log has mode %o", info.Mode().Perm())
	}
}

func TestStartRefuses(t *testing.T) {
	p := newTable(t)
	first, err := p.start(spec{Name: "one", Argv: []string{"/bin/sleep", "60"}})
	if err != nil {
		t.Fatal(err)
	}
	rows := []struct {
		name  string
		asked spec
		want  string
	}{
		{"what runs already", spec{Name: "one", Argv: []string{"/bin/true"}}, fmt.Sprintf("one is already running (pid %d)", first.PID)},
		{"no name", spec{Argv: []string{"/bin/true"}}, "name and argv are needed"},
		{"no arguments", spec{Name: "two"}, "name and argv are needed"},
		{"a program that is not there", spec{Name: "two", Argv: []string{"/nowhere/program"}}, "no such file or directory"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if _, err := p.start(row.asked); err == nil || err.Error() != row.want {
				t.Errorf("got %v, want %q", err, row.want)
			}
		})
	}
	if all := p.list(); len(all) != 1 || all[0].PID != first.PID {
		t.Errorf("refused processes are in the table: %+v", all)
	}
}

func TestListIsInOrderOfStartAndAnEndedOneCanStartAgain(t *testing.T) {
	p := newTable(t)
	for _, name := range []string{"c", "a", "b", "c"} {
		if _, err := p.start(spec{Name: name, Argv: []string{"/bin/true"}}); err != nil {
			t.Fatal(err)
		}
		ended(t, p)
	}
	var names []string
	for _, one := range p.list() {
		names = append(names, one.Name)
	}
	if want := []string{"a", "b", "c"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}

func TestReapCollectsByItself(t *testing.T) {
	if os.Getenv("SEATRIAL_TEST_REAP") == "" {
		// Reaping never ends and takes every child of its process, so it has a process of its own.
		child := exec.Command(os.Args[0], "-test.run=^TestReapCollectsByItself$")
		child.Env = append(os.Environ(), "SEATRIAL_TEST_REAP=1")
		if said, err := child.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		return
	}
	p := newTable(t)
	go p.reap()
	time.Sleep(10 * time.Millisecond)
	if _, err := p.start(spec{Name: "one", Argv: []string{"/bin/sh", "-c", "sleep 0.05; exit 7"}}); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); p.list()[0].Running; time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("nobody collected it")
		}
	}
	if exit := p.list()[0].Exit; exit != "exit status 7" {
		t.Errorf("got %q", exit)
	}
}

func TestKillAll(t *testing.T) {
	p := newTable(t)
	started, err := p.start(spec{Name: "one", Argv: []string{"/bin/sleep", "60"}})
	if err != nil {
		t.Fatal(err)
	}
	p.killAll()
	if all := ended(t, p); all[0].Exit != "killed by SIGKILL" {
		t.Errorf("got %+v", all)
	}
	if err := syscall.Kill(started.PID, 0); err == nil {
		t.Error("it still runs")
	}
}

func TestRoutes(t *testing.T) {
	p := newTable(t)
	rows := []struct {
		name, method, path, body string
		status                   int
		want                     string
	}{
		{"an empty table is an empty list", "GET", "/processes", "", http.StatusOK, "[]"},
		{"what is no JSON", "POST", "/processes", "{", http.StatusConflict, `{"error":"unexpected EOF"}`},
		{"a wrong question", "POST", "/processes", "{}", http.StatusConflict, `{"error":"name and argv are needed"}`},
		{"another path", "GET", "/", "", http.StatusNotFound, "404 page not found"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			answer := httptest.NewRecorder()
			p.routes().ServeHTTP(answer, httptest.NewRequest(row.method, row.path, strings.NewReader(row.body)))
			if answer.Code != row.status || strings.TrimSpace(answer.Body.String()) != row.want {
				t.Errorf("got %d %q", answer.Code, answer.Body)
			}
		})
	}
	t.Run("a start answers with the process", func(t *testing.T) {
		answer := httptest.NewRecorder()
		body := strings.NewReader(`{"name":"one","argv":["/bin/true"],"env":[]}`)
		p.routes().ServeHTTP(answer, httptest.NewRequest("POST", "/processes", body))
		var got process
		if err := json.Unmarshal(answer.Body.Bytes(), &got); err != nil || got.Name != "one" || !got.Running || got.PID <= 0 {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	ended(t, p)
}
