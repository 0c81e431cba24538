// Package portal is the wiring of the public portal: flags, folders, the
// public key, the listener and an orderly end.
//
// What belongs here: opening what the command line names and handing it to
// package web. What does not: pages, rules, and anything that reaches an
// engine, cgo or the secret side; a test watches the import graph.
//
// # The folder
//
//	DIR/releases/<id>/   sealed releases; those for other audiences are skipped
//	DIR/ledger.jsonl     public ledger (may be absent)
//	DIR/seal.pub         public key that every release must verify with
package portal

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"aead.dev/minisign"

	"doorstroommonitor/ledger"
	"doorstroommonitor/release"
	"doorstroommonitor/web"
)

// Exit statuses of Main.
const (
	exitOK    = 0
	exitError = 1
	exitUsage = 2
)

const usage = `doorstroom-portal serves sealed public releases.

  doorstroom-portal --dir DIR [--listen ADDRESS]

  --dir DIR         folder with releases/, ledger.jsonl and seal.pub (required)
  --listen ADDRESS  address to listen on (default 127.0.0.1:8320)
  --check           verify everything, say what would be served, and stop

Every release is verified again at the start; one that does not verify stops
the portal. Without login only releases for the audience "public" are served.
`

// Main runs the portal until it is interrupted and returns the exit status:
// 0 in order, 1 something is wrong with what it was given, 2 wrong usage.
// stdout gets the address, stderr everything else.
func Main(args []string, _ io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, args, stdout, stderr)
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("doorstroom-portal", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { fmt.Fprint(stderr, usage) }
	dir := flags.String("dir", "", "")
	listen := flags.String("listen", "127.0.0.1:8320", "")
	check := flags.Bool("check", false, "")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return exitOK
		}
		return exitUsage
	}
	if *dir == "" || flags.NArg() > 0 {
		fmt.Fprint(stderr, usage)
		return exitUsage
	}
	log := slog.New(slog.NewTextHandler(stderr, nil))
	handler, summary, err := open(*dir, log)
	if err != nil {
		fmt.Fprintf(stderr, "doorstroom-portal: %v\n", err)
		return exitError
	}
	fmt.Fprint(stderr, summary)
	if *check {
		return exitOK
	}
	if err := serve(ctx, *listen, handler, stdout); err != nil {
		fmt.Fprintf(stderr, "doorstroom-portal: %v\n", err)
		return exitError
	}
	return exitOK
}

// open verifies everything in dir and returns the handler and a sentence per
// release.
func open(dir string, log *slog.Logger) (http.Handler, string, error) {
	keyText, err := os.ReadFile(filepath.Join(dir, "seal.pub"))
	if err != nil {
		return nil, "", fmt.Errorf("public key: %w; next: give the folder that `doorstroom` publishes to with --dir", err)
	}
	pub, err := release.ParsePublicKey(keyText)
	if err != nil {
		return nil, "", fmt.Errorf("public key %s: %w", filepath.Join(dir, "seal.pub"), err)
	}
	releases, summary, err := openReleases(filepath.Join(dir, "releases"), pub)
	if err != nil {
		return nil, "", err
	}
	opt := web.Options{Releases: releases, PublicKey: keyText, Log: log}
	if opt.Ledger, err = openLedger(filepath.Join(dir, "ledger.jsonl")); err != nil {
		return nil, "", err
	}
	h, err := web.Handler(opt)
	if errors.Is(err, web.ErrNoPublicRelease) {
		err = fmt.Errorf("%w in %s; next: seal one, or give another --dir", err, filepath.Join(dir, "releases"))
	}
	return h, summary, err
}

// openReleases verifies every release folder. A folder whose name starts with
// a dot or ends in ".part" is one that is still being written. One folder
// that does not verify stops everything: serving the rest would hide that
// something was tampered with.
func openReleases(dir string, pub minisign.PublicKey) ([]web.Release, string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, "", fmt.Errorf("releases: %w; next: give the folder that holds releases/ with --dir", err)
	}
	var out []web.Release
	var summary strings.Builder
	for _, e := range entries {
		if !e.IsDir() || strings.HasPrefix(e.Name(), ".") || strings.HasSuffix(e.Name(), ".part") {
			continue
		}
		r, err := release.Open(filepath.Join(dir, e.Name()), pub)
		if err != nil {
			return nil, "", fmt.Errorf("%w; next: put back the sealed folder, or take it away", err)
		}
		m := r.Manifest()
		if m.ID != e.Name() {
			return nil, "", fmt.Errorf("release %s lies in a folder named %s; next: give the folder its own name back", m.ID, e.Name())
		}
		if m.Audience != web.AudiencePublic {
			fmt.Fprintf(&summary, "skipped  %s: for %s, not for everyone\n", m.ID, m.Audience)
			continue
		}
		fmt.Fprintf(&summary, "verified %s: %d files, specification %s\n", m.ID, len(m.Files), m.Specification)
		out = append(out, r)
	}
	return out, summary.String(), nil
}

// openLedger reads the ledger once, so that a broken chain is found at the
// start, and returns a reader; nil if there is no ledger.
func openLedger(path string) (func() iter.Seq2[ledger.Entry, error], error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, err := range ledger.Read(path) {
		if err != nil {
			return nil, fmt.Errorf("ledger: %w; next: doorstroom ledger verify", err)
		}
	}
	return func() iter.Seq2[ledger.Entry, error] { return ledger.Read(path) }, nil
}

// serve listens until ctx ends, and then lets running answers finish.
func serve(ctx context.Context, address string, handler http.Handler, stdout io.Writer) error {
	ln, err := net.Listen("tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("the address %s is taken by another program; next: choose another with --listen, e.g. --listen 127.0.0.1:8321", address)
	}
	if err != nil {
		return fmt.Errorf("listen on %s: %w; next: choose another address with --listen", address, err)
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       120 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), // its lines hold addresses of readers
	}
	fmt.Fprintf(stdout, "http://%s/\n", ln.Addr())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ln) }()
	select {
	case err := <-done:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return server.Shutdown(end)
}
