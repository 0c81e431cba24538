package portal

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"aead.dev/minisign"

	"doorstroommonitor/ledger"
	"doorstroommonitor/web/webtest"
)

// publicDir writes a folder as it is published: two releases for everyone,
// one for a recipient, a half-written one, a ledger, the key.
func publicDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	pub, key, err := minisign.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{7}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := pub.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "seal.pub"), append(text, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, r := range []*webtest.Release{
		webtest.New("public-2025.1", "public", "2025-06-01T09:00:00Z"), webtest.New("public-2026.1", "public", "2026-06-01T09:00:00Z"), webtest.New("vh-2026.1", "vh", "2026-06-02T09:00:00Z"),
	} {
		if err := r.WriteFolder(filepath.Join(dir, "releases"), key); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "releases", "public-2027.1.part"), 0o755); err != nil {
		t.Fatal(err)
	}
	l, err := ledger.Open(filepath.Join(dir, "ledger.jsonl"), ledger.Options{Now: func() time.Time { return time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Note("seal", map[string]string{"release": "public-2026.1", "audience": "public", "specification": "2026.1", "root": "x"}); err != nil {
		t.Fatal(err)
	}
	return dir
}

func runNow(args ...string) (int, string, string) {
	var out, errs bytes.Buffer
	code := run(context.Background(), args, &out, &errs)
	return code, out.String(), errs.String()
}

func TestCheckSaysWhatWouldBeServed(t *testing.T) {
	code, _, errs := runNow("--dir", publicDir(t), "--check")
	if code != 0 || !strings.Contains(errs, "verified public-2026.1") || !strings.Contains(errs, "skipped  vh-2026.1: for vh") {
		t.Errorf("status %d\n%s", code, errs)
	}
}

func TestNothingIsServedAfterAChange(t *testing.T) {
	for _, c := range []struct{ name, file, say string }{
		{"a partition", "releases/public-2026.1/data/VO-HO/bestemming/2023.csv", "2023.csv"},
		{"the manifest", "releases/public-2026.1/manifest.json", "manifest.json"},
		{"an older release", "releases/public-2025.1/structure.json", "structure.json"},
		{"a release that is not served", "releases/vh-2026.1/structure.json", "structure.json"},
		{"the ledger", "ledger.jsonl", "ledger"},
		{"the key", "seal.pub", "seal.pub"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := publicDir(t)
			path := filepath.Join(dir, filepath.FromSlash(c.file))
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			b[len(b)/2] ^= 1
			if err := os.WriteFile(path, b, 0o644); err != nil {
				t.Fatal(err)
			}
			code, _, errs := runNow("--dir", dir, "--check")
			if code != 1 || !strings.Contains(errs, c.say) {
				t.Errorf("status %d\n%s", code, errs)
			}
		})
	}
}

func TestWrongUseNamesTheNextStep(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	empty := publicDir(t)
	os.RemoveAll(filepath.Join(empty, "releases"))
	os.MkdirAll(filepath.Join(empty, "releases"), 0o755)
	for _, c := range []struct {
		name string
		args []string
		code int
		say  string
	}{
		{"no folder given", nil, 2, "--dir DIR"},
		{"a folder that is not there", []string{"--dir", "/nonexistent"}, 1, "--dir"},
		{"a folder without releases", []string{"--dir", empty}, 1, "no release for the audience"},
		{"a port that is taken", []string{"--dir", publicDir(t), "--listen", taken.Addr().String()}, 1, "--listen"},
		{"an unknown flag", []string{"--nope"}, 2, "--listen"},
	} {
		code, _, errs := runNow(c.args...)
		if code != c.code || !strings.Contains(errs, c.say) {
			t.Errorf("%s: status %d\n%s", c.name, code, errs)
		}
	}
}

// lockedBuffer lets the test read what the portal writes meanwhile.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func TestServesUntilInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var out, errs lockedBuffer
	done := make(chan int, 1)
	go func() { done <- run(ctx, []string{"--dir", publicDir(t), "--listen", "127.0.0.1:0"}, &out, &errs) }()
	for i := 0; out.String() == "" && i < 500; i++ {
		time.Sleep(10 * time.Millisecond)
	}
	base := strings.TrimSpace(out.String())
	for path, want := range map[string]string{"": "Doorstroommonitor", "instelling/01AA": "Het Elzencollege", "evaluatie/2026": "één uitgave verzegeld", "healthz": "ok public-2026.1", "seal.pub": "public key"} {
		resp, err := http.Get(base + path)
		if err != nil {
			t.Fatal(err, errs.String())
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != 200 || !strings.Contains(string(body), want) {
			t.Errorf("/%s: status %d, %q is missing", path, resp.StatusCode, want)
		}
	}
	stop()
	select {
	case code := <-done:
		if code != 0 {
			t.Errorf("status %d\n%s", code, errs.String())
		}
	case <-time.After(10 * time.Second):
		t.Error("did not stop")
	}
}

func TestPortalLinksNoEngineAndNoCgo(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}} {{len .CgoFiles}}{{end}}", "doorstroommonitor/cmd/doorstroom-portal")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1")
	b, err := cmd.CombinedOutput()
	if err != nil {
		t.Skipf("go list: %v: %s", err, b)
	}
	allowed := []string{"sdmx", "release", "deliver", "ledger", "evaluate", "web", "portal", "cmd/doorstroom-portal", "products/compare", "products/indicator", "estimate", "internal/atomicfile", "internal/message", "internal/strictyaml", "internal/version"}
	for line := range strings.Lines(string(b)) {
		name, cgo, _ := strings.Cut(strings.TrimSpace(line), " ")
		if cgo != "0" && cgo != "" {
			t.Errorf("%s uses cgo", name)
		}
		own, ok := strings.CutPrefix(name, "doorstroommonitor/")
		if !ok {
			continue
		}
		found := false
		for _, a := range allowed {
			found = found || own == a
		}
		if !found {
			t.Errorf("the portal reaches %s", own)
		}
	}
}
