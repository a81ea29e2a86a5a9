package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestDoctorOfOddServers: what answers to everything in the same way is no vendor,
// and nobody is told that it takes the token.
func TestDoctorOfOddServers(t *testing.T) {
	for name, tt := range map[string]struct {
		status int
		body   string
		exit   int
	}{
		"null": {200, "null", 2}, "nothing": {200, "", 2}, "cut": {200, `{"meetings":[`, 2}, "a page": {200, "<html>", 2}, // another dialect may do
		"broken": {500, "", 8}, "busy": {503, `{}`, 8},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(tt.status)
				_, _ = io.WriteString(w, tt.body)
			}))
			defer server.Close()
			kinds := map[string]string{"zoom": "{user_id: u}", "whereby": "", "zoho-meeting": "", "zoho-sdk": "", "zoho-cliq": "",
				"zoho-sdk org": `{org_id: "1"}`, "zoho-meeting sessions": "{dialect: sessions}"}
			config := "store: ./state.db\nproviders:\n"
			for name, options := range kinds {
				kind, _, _ := strings.Cut(name, " ")
				auth := "{flow: access_token, access_token: t}"
				if kind == "whereby" {
					auth = "{flow: api_key, api_key: k}"
				}
				config += "  " + strings.ReplaceAll(name, " ", "-") + ": {kind: " + kind + ", base_url: " + server.URL + ", auth: " + auth
				if options != "" {
					config += ", options: " + options
				}
				config += "}\n"
			}
			failed := map[string]bool{}
			for _, f := range findings(t, newBench(t, config).run("doctor", "--json").want(t, tt.exit).document(t)) {
				failed[f.provider] = failed[f.provider] || f.status == "fail"
				if f.status == "ok" && f.check != "config" && f.check != "limits" && f.check != "clock" && !strings.Contains(f.message, "is seen below") && !strings.Contains(f.message, "only a read was tried") {
					t.Errorf("%s is told: %s: %s", f.provider, f.check, f.message)
				}
			}
			for provider, yes := range failed {
				if !yes {
					t.Errorf("nothing fails of %s", provider)
				}
			}
			if len(failed) != len(kinds) {
				t.Errorf("findings for %d of %d", len(failed), len(kinds))
			}
		})
	}
}
