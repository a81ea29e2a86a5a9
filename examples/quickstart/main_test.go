package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"zoom      zoom          scheduled", "zoho      zoho-meeting", "sdk       zoho-sdk      instant", "rooms     whereby       room",
		"chat      zoho-cliq     call", "chat      zoho-cliq     scheduled", "zoom      Sim Host", "chat      Guest",
		"nothing lost", "rooms  ", "chat   refused before the call: chat: create: refused losses: settings.waiting_room",
	} {
		if !strings.Contains(out.String(), line) {
			t.Errorf("it does not print %q", line)
		}
	}
	if strings.Contains(out.String(), "zak=") {
		t.Error("it prints a host link")
	}
	if t.Failed() {
		t.Log(out.String())
	}
}
