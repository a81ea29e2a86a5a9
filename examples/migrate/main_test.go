package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestMain is main when the example starts itself.
func TestMain(m *testing.M) {
	if os.Getenv(worker) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func TestRun(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), &out); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	for _, want := range []string{
		"1. plan: create 24, skip 0", "1. plan: create 23, skip 1", `"Weekly" is skipped: not expressible: refused losses: recurrence`,
		"3. apply again: created 24, pending 0; at the vendor there are 24\n4. verify: 24 checked, 24 equal, 0 differences",
		"3. apply again: created 23, pending 0; at the vendor there are 23\n4. verify: 23 checked, 23 equal, 0 differences",
		"6. rollback: removed 24; at the vendor there are 0", "6. rollback: removed 23; at the vendor there are 0",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing", want)
		}
	}
	if n := strings.Count(out.String(), fmt.Sprint("some not: ", true)); n != 2 {
		t.Errorf("killed half-way %d times", n)
	}
	if t.Failed() {
		t.Log(out.String())
	}
}
