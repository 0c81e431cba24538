// Command storybook serves the portal over the fixture of package webtest, to
// look at every kind of page without running the route.
package main

import (
	"flag"
	"log"
	"net/http"
	"time"

	"doorstroommonitor/web"
	"doorstroommonitor/web/webtest"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:8329", "address to listen on")
	flag.Parse()
	h, err := web.Handler(web.Options{
		Releases:  []web.Release{webtest.New("public-2026.1", "public", "2026-06-01T09:00:00Z"), webtest.New("public-2025.1", "public", "2025-06-01T09:00:00Z")},
		Ledger:    webtest.Entries,
		PublicKey: []byte("untrusted comment: fixture\n"),
	})
	if err != nil {
		log.Fatal(err)
	}
	s := &http.Server{Addr: *listen, Handler: h, ReadHeaderTimeout: 5 * time.Second}
	log.Printf("http://%s/", *listen)
	log.Fatal(s.ListenAndServe())
}
