package drill

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// account is whom the servers run as: nobody where the drill runs as root, as which PostgreSQL refuses to.
func account(t *testing.T) *syscall.Credential {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		t.Fatal(err)
	}
	uid, _ := strconv.ParseUint(nobody.Uid, 10, 32)
	gid, _ := strconv.ParseUint(nobody.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

// folder makes a folder of the servers' own with a short name, for that of a socket has a hundred characters at most.
func folder(t *testing.T) string {
	t.Helper()
	path, err := os.MkdirTemp("", "drill")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(path) }) //nolint:errcheck // it is a temporary folder
	own(t, path)
	return path
}

func own(t *testing.T, path string) {
	t.Helper()
	if who := account(t); who != nil {
		if err := os.Chown(path, int(who.Uid), int(who.Gid)); err != nil {
			t.Fatal(err)
		}
	}
}

// command is a program that is run as the servers' account.
func command(t *testing.T, path string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(path, args...)
	cmd.Dir = "/"
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC", "HOME=/nonexistent"}
	// Should the drill itself be killed, nothing stays behind.
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: account(t), Pdeathsig: syscall.SIGKILL}
	return cmd
}

func run(t *testing.T, path string, args ...string) {
	t.Helper()
	if out, err := command(t, path, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", path, strings.Join(args, " "), err, out)
	}
}

// A process is a running server.
type process struct {
	cmd  *exec.Cmd
	log  bytes.Buffer
	done chan struct{}
}

// start starts a server, which is killed when the test ends. Its log is shown when the test fails.
func start(t *testing.T, path string, args ...string) *process {
	t.Helper()
	p := &process{cmd: command(t, path, args...), done: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = &p.log, &p.log
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.cmd.Wait() //nolint:errcheck // it is killed; how it ended is in its log
		close(p.done)
	}()
	t.Cleanup(func() {
		p.kill(t)
		if t.Failed() {
			t.Logf("the log of %s in %s:\n%s", path, strings.Join(args, " "), p.log.String())
		}
	})
	return p
}

// kill ends the server and its children at once, as a loss of power does.
func (p *process) kill(t *testing.T) {
	t.Helper()
	p.signal(t, syscall.SIGKILL)
	<-p.done
}

// terminate ends the server in its own way.
func (p *process) terminate(t *testing.T, how syscall.Signal) {
	t.Helper()
	if err := p.cmd.Process.Signal(how); err != nil {
		t.Fatal(err)
	}
	select {
	case <-p.done:
	case <-time.After(20 * time.Second):
		t.Fatal("the server does not end")
	}
}

// signal signals the server and each of its children by their ids. The server comes first, so that it starts no more.
func (p *process) signal(t *testing.T, how syscall.Signal) {
	t.Helper()
	select {
	case <-p.done:
		return
	default:
	}
	family := append([]int{p.cmd.Process.Pid}, children(p.cmd.Process.Pid)...)
	for _, pid := range family {
		if err := syscall.Kill(pid, how); err != nil && !errors.Is(err, syscall.ESRCH) {
			t.Errorf("signal %v to %d: %v", how, pid, err)
		}
	}
	if how == syscall.SIGKILL {
		for _, pid := range family[1:] {
			until(t, "a server's child ends", func() error {
				if stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)); err == nil && !strings.Contains(string(stat), ") Z ") {
					return fmt.Errorf("%d is still there", pid)
				}
				return nil
			})
		}
	}
}

// children are the ids of a process's children.
func children(parent int) []int {
	var ids []int
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", parent))
	for _, file := range files {
		text, _ := os.ReadFile(file)
		for _, field := range strings.Fields(string(text)) {
			if id, err := strconv.Atoi(field); err == nil {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// until tries every few milliseconds until there is no error, for half a minute.
func until(t *testing.T, what string, try func() error) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		err := try()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain: %s: %v", what, err)
		}
	}
}

// freePort is a port that is free at every address.
func freePort(t *testing.T, addresses ...string) int {
	t.Helper()
	for range 100 {
		var listeners []net.Listener
		port := 0
		for _, address := range addresses {
			listener, err := net.Listen("tcp", net.JoinHostPort(address, strconv.Itoa(port)))
			if err != nil {
				break
			}
			listeners = append(listeners, listener)
			port = listener.Addr().(*net.TCPAddr).Port
		}
		for _, listener := range listeners {
			listener.Close() //nolint:errcheck // nobody has connected
		}
		if len(listeners) == len(addresses) {
			return port
		}
	}
	t.Fatal("no port is free at all addresses")
	return 0
}
