package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	const n = 40
	var out bytes.Buffer
	if err := run(t.Context(), &out, n); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 6 {
		t.Fatalf("%d lines:\n%s", len(lines), out.String())
	}
	for _, line := range lines {
		if !strings.HasSuffix(line, fmt.Sprintf("at the vendor: %d", n)) || strings.Contains(line, " 0 answers lost") {
			t.Errorf("%q does not end with %d meetings after lost answers", line, n)
		}
	}
}
