package api_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"hailong/api"
	"hailong/store/storetest"
)

// What the API answers is what its description says, in every scenario.
func TestAnswersFollowTheDescription(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	for range 40 {
		w.post(strings.ReplaceAll(good, `"R"`, `"`+storetest.Receipt(t)+`"`))
	}
	doc, err := openapi3.NewLoader().LoadFromData(w.send("GET", "/api/v1/openapi.yaml", "").Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	checked := map[int]bool{}
	for _, s := range scenarios() {
		body := strings.ReplaceAll(s.body, `"R"`, `"`+storetest.Receipt(t)+`"`)
		r, err := http.NewRequestWithContext(t.Context(), s.method, s.target, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		route, params, err := router.FindRoute(r)
		if err != nil {
			continue // no route of the API
		}
		rec := w.send(s.method, s.target, body, s.headers...)
		checked[rec.Code] = true
		input := &openapi3filter.ResponseValidationInput{
			RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route},
			Status:                 rec.Code, Header: rec.Header(), Options: &openapi3filter.Options{IncludeResponseStatus: true},
		}
		input.SetBodyBytes(bytes.Clone(rec.Body.Bytes()))
		if err := openapi3filter.ValidateResponse(context.Background(), input); err != nil {
			t.Errorf("%s: %v", s.name, err)
		}
	}
	for _, status := range []int{200, 201, 400, 401, 403, 404, 410, 413, 415, 422} {
		if !checked[status] {
			t.Errorf("no scenario of the description gives %d", status)
		}
	}
}
