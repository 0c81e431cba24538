package web

import (
	"encoding/json"
	"testing"
)

func TestOpenAPINamesEveryRouteAndNoOther(t *testing.T) {
	var doc struct {
		OpenAPI string                     `json:"openapi"`
		Paths   map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal(openAPI, &doc); err != nil {
		t.Fatal(err)
	}
	handlers := (&portal{}).apiHandlers()
	for p := range handlers {
		if _, ok := doc.Paths[p]; !ok {
			t.Errorf("%s is served and not described", p)
		}
	}
	for p := range doc.Paths {
		if _, ok := handlers[p]; !ok {
			t.Errorf("%s is described and not served", p)
		}
	}
}
