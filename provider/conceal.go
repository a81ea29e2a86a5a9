package provider

import (
	"errors"
	"fmt"
	"runtime"
	"strings"

	"github.com/libmeet/meeting"
)

// conceal takes a secret out of a message in which a vendor quotes its request. A
// text of under four characters is in too many words.
func conceal(err error, secret meeting.Secret) error {
	var e *meeting.Error
	text := secret.Reveal()
	if len(text) < 4 || !errors.As(err, &e) || !strings.Contains(e.Message+e.Code, text) {
		return err
	}
	quiet := *e
	quiet.Message = strings.ReplaceAll(e.Message, text, meeting.Redacted)
	quiet.Code = strings.ReplaceAll(e.Code, text, meeting.Redacted)
	return &quiet
}

// panicText says what an adapter panicked with. The runtime's own words are safe;
// any other value may hold the request that was being made, of which only the type
// is told.
func panicText(v any) string {
	if bug, ok := v.(runtime.Error); ok {
		return bug.Error()
	}
	return fmt.Sprintf("with a %T", v)
}
